"""Find the regions of the corpus that a claim is compared with, by words and by meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rag.index.bm25 import rows_with, sentence_phrases, shingles
from rag.index.loaded import LoadedBuild
from rag.proof.check.claim import Claim
from rag.records import Filters, Passage, Utterance

_FIRST = 100
_ALL = 2_000
"""Maximum number of passages with a sentence of the claim: first, and if they hold no exact match."""
_NEAR = 24
_NEAR_WORDS = 1_200
"""Passages that each search gives; for short claims more, because more passages match them equally well."""
_SLACK = 200
"""Characters around a passage that belong to its region, beside twice the length of the claim."""
_BETWEEN = r"[\W_]+"
"""Pattern of what may stand between two words."""
_FIRST_WORDS = 30
"""Words of each part that are searched for where all are stop tokens of the index."""
_PROBE = 600
"""Characters of a claim that are encoded for the search by meaning."""


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of an utterance."""

    transcript: str
    utterance: Utterance
    start: int
    end: int
    """Offsets in the utterance's text."""

    @property
    def text(self) -> str:
        """What stands there."""
        return self.utterance.text[self.start : self.end]


class Regions:
    """The regions that may hold one claim."""

    def __init__(self, build: LoadedBuild, claim: Claim) -> None:
        self._build = build
        self._claim = claim
        self._words = build.words
        self._phrases = sentence_phrases(self._words, claim.part_texts)

    def with_its_sentences(self, speaker: str | None) -> Iterator[Region]:
        """Every region that may hold the very words, the likeliest first; of `speaker` alone, if given."""
        if not self._phrases:
            yield from self._everything(speaker)
            return
        numbers = self._numbers(speaker)
        rows = rows_with(self._words, self._phrases, _FIRST, numbers)
        yield from self._regions(rows)
        if len(rows) == _FIRST:
            # An exact match contains the rarest sentence as well.
            rarest = max(
                self._phrases, key=lambda phrase: sum(self._words.rarity(term) for _, term in phrase)
            )
            more = rows_with(self._words, [rarest], _ALL, numbers)
            yield from self._regions([row for row in more if row not in set(rows)])

    def with_its_phrases(self, count: int) -> list[Region]:
        """Regions of the `count` passages that share most of the claim's short phrases."""
        return self._regions(rows_with(self._words, shingles(self._phrases), count))

    def near_by_words(self, speaker: str | None) -> list[Region]:
        """Regions that share phrases or words; those of `speaker` are looked for on their own as well."""
        rows: list[int] = []
        count = max(_NEAR, min(_FIRST, _NEAR_WORDS // len(self._claim.words)))
        for who in dict.fromkeys((speaker, None)):
            numbers = self._numbers(who)
            rows += rows_with(self._words, shingles(self._phrases), count, numbers)
            found = self._words.search(self._claim.text, count, speakers=numbers, context_weight=0.0)
            rows += (row for row, _ in found)
        return self._regions(rows)

    def near_by_meaning(self, speaker: str | None) -> list[Region]:
        """Regions that come near by meaning; those of `speaker` are looked for on their own as well."""
        encoder, vectors = self._build.encoder, self._build.vectors
        probe = self._claim.text[:_PROBE]
        while encoder.pieces([probe])[0] > encoder.limit:
            probe = probe[: len(probe) // 2]
        vector = encoder.read_question(probe, ()).vector
        rows: list[int] = []
        for who in dict.fromkeys((speaker, None)):
            allowed = None if who is None else self._build.catalogue.scope(Filters((who,))).passages
            rows += vectors.search(vector, _NEAR, allowed)[0].tolist()
        return self._regions(rows)

    def _numbers(self, speaker: str | None) -> tuple[int, ...] | None:
        return None if speaker is None else self._build.catalogue.scope(Filters((speaker,))).speakers

    def _everything(self, speaker: str | None) -> Iterator[Region]:
        """Every utterance with the claim's words, for claims of stop tokens alone."""
        catalogue = self._build.catalogue
        parts = [
            re.compile(_BETWEEN.join(map(re.escape, part.split()[:_FIRST_WORDS])), re.IGNORECASE)
            for part in self._printed
        ]
        for name in catalogue.transcript_ids():
            for utterance in catalogue.transcript(name).utterances:
                if speaker in {None, utterance.speaker} and all(
                    part.search(utterance.text) for part in parts
                ):
                    yield Region(name, utterance, 0, len(utterance.text))

    @property
    def _printed(self) -> Iterator[str]:
        for part in self._claim.parts:
            yield " ".join(part.printed(number, number) for number in range(len(part)))

    def _regions(self, rows: Sequence[int]) -> list[Region]:
        """The passages of these rows with their surroundings; regions that touch are joined."""
        catalogue = self._build.catalogue
        by_utterance: dict[tuple[str, int], list[Passage]] = {}
        for passage in catalogue.passages(list(dict.fromkeys(rows))):
            by_utterance.setdefault((passage.transcript, passage.utterance), []).append(passage)
        regions: list[Region] = []
        for (name, number), passages in by_utterance.items():
            utterance = catalogue.utterances(name, number, number)[0]
            regions += (Region(name, utterance, *span) for span in self._spans(utterance, passages))
        return regions

    def _spans(self, utterance: Utterance, passages: Iterable[Passage]) -> Iterator[tuple[int, int]]:
        text = utterance.text
        if self._claim.ellipses:
            yield 0, len(text)
            return
        slack = 2 * len(self._claim.text) + _SLACK
        begin = end = None
        for passage in sorted(passages, key=lambda passage: passage.start):
            first = _between_words(text, passage.start - utterance.start - slack)
            last = _between_words(text, passage.end - utterance.start + slack)
            if end is not None and first <= end:
                end = last
                continue
            if begin is not None and end is not None:
                yield begin, end
            begin, end = first, last
        if begin is not None and end is not None:
            yield begin, end


def _between_words(text: str, at: int) -> int:
    """The first offset from `at` on that does not cut a word."""
    if at <= 0:
        return 0
    while at < len(text) and not text[at].isspace():
        at += 1
    return min(at, len(text))
