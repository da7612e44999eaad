"""Alleged quotes made from a corpus: slices of what was said, and what can be done to them.

How they are made knows nothing of how they are checked.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import cycle, islice

from benchmarks.twisting import TWISTS
from rag.index.catalogue import Catalogue
from rag.proof.check.candidates import Region
from rag.text.sentences import sentence_spans

FEWEST_WORDS = 6
"""Of a slice: what is shorter is often said by several people."""

_AUXILIARY = re.compile(r"\b(?:is|are|was|were|will|would|can|could|should|must|has|have|had)\b(?!n['’]t)")
_NOT = re.compile(r"\b(?:not|never|no)\s+|(?<=[a-z])n['’]t\b")
_NUMBER = re.compile(r"\b\d+(?:[.,]\d+)*\b")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b")
_TELLING = re.compile(
    r"\b(?:not|no|never|nothing|nobody|none|without|nor|\w+teen|\w+ty|one|two|three|four|five|six|seven|eight"
    r"|nine|ten|hundred|thousand|[mb]illion)\b|n['’]t|\d",
    re.IGNORECASE,
)
"""What no honest ellipsis takes from the words beside it."""
_CONTENT = re.compile(r"\b[a-z]{6,}\b")
_MONTHS = [
    "January", "February", "March", "April", "June", "July", "August", "September", "October", "November",
    "December",
]  # fmt: skip
_SYNONYMS_LISTED = """important:significant very:extremely need:require people:citizens country:nation
    also:likewise help:assist problem:difficulty large:big major:principal great:tremendous good:fine
    many:numerous begin:start create:establish support:back discuss:debate today:now development:growth
    continue:proceed issues:matters way:manner think:believe say:state year:season work:labour
    companies:firms results:outcomes areas:fields decision:ruling opportunity:chance colleagues:friends"""
_SYNONYMS = dict(pair.split(":") for pair in _SYNONYMS_LISTED.split())
_KEPT = 4
"""Words that are left, at least, on either side of an ellipsis."""


@dataclass(frozen=True)
class Quote:
    """An allegation and what is true of it."""

    claim: str
    speaker: str | None
    verdict: str
    said: Region | None = None
    kinds: frozenset[str] = frozenset()
    """The kinds of change one of which must be named; none where any will do."""


class Slices:
    """Quotes made from what was said."""

    def __init__(self, catalogue: Catalogue, chance: random.Random) -> None:
        self._chance = chance
        self._utterances = [
            (name, utterance)
            for name in catalogue.transcript_ids()
            for utterance in catalogue.transcript(name).utterances
            if len(utterance.text.split()) >= FEWEST_WORDS
        ]
        self._weights = [len(utterance.text) for _, utterance in self._utterances]
        self._speakers = catalogue.speaker_names()
        text = "\n".join(utterance.text for _, utterance in self._utterances)
        self._all = _bare(text)
        self._names = [
            name for name, n in Counter(_NAME.findall(text)).items() if n > 1 and name not in _MONTHS
        ]
        self._contents = [word for word, n in Counter(_CONTENT.findall(text)).items() if n > 1]

    def slice(self) -> Region:
        """One sentence to a paragraph of one turn."""
        while True:
            name, utterance = self._chance.choices(self._utterances, self._weights)[0]
            spans = sentence_spans(utterance.text)
            first = self._chance.randrange(len(spans))
            last = min(first + self._chance.choice((0, 0, 0, 1, 1, 2, 3, 5)), len(spans) - 1)
            found = Region(name, utterance, spans[first][0], spans[last][1])
            if len(found.text.split()) >= FEWEST_WORDS:
                return found

    def quote(self) -> Quote:
        """A slice as it stands; half of them are attributed."""
        said = self.slice()
        return Quote(said.text, self._chance.choice((said.utterance.speaker, None)), "exact", said)

    def inside(self) -> Quote:
        """Words in a row, cut out of a slice anywhere but beside a negation or a number."""
        while True:
            said = self.slice()
            words = list(re.finditer(r"\S+", said.text))
            first = self._chance.randrange(len(words) - FEWEST_WORDS + 1)
            last = self._chance.randrange(first + FEWEST_WORDS - 1, len(words))
            beside = said.text[words[max(first - 1, 0)].start() : words[first].end()]
            after = said.text[words[last].start() : words[min(last + 1, len(words) - 1)].end()]
            if not _TELLING.search(f"{beside} {after}"):
                start, end = said.start + words[first].start(), said.start + words[last].end()
                cut = Region(said.transcript, said.utterance, start, end)
                return Quote(cut.text, said.utterance.speaker, "exact", cut)

    def reprinted(self) -> Quote:
        """A slice as somebody else would print it."""
        said = self.slice()
        text = " ".join(said.text.split()).translate(str.maketrans("’‘“”–—", "''\"\"--"))
        text = text.rstrip(".").replace(" - ", "—")
        text = text[0].swapcase() + text[1:] if text[1:2].islower() else text
        return Quote(f"“{text}”", said.utterance.speaker, "exact", said)

    def elided(self) -> Quote:
        """The beginning and the end of a slice, with an ellipsis for what stands between."""
        while True:
            said = self.slice()
            words = said.text.split()
            keep = len(words) // 3
            beside = (
                " ".join((words[keep - 1], words[keep], words[-keep - 1], words[-keep]))
                if keep >= _KEPT
                else "not"
            )
            if not _TELLING.search(beside):
                mark = self._chance.choice((" … ", "... ", " […] ", " … … "))
                claim = " ".join(words[:keep]) + mark + " ".join(words[-keep:])
                return Quote(claim, said.utterance.speaker, "exact", said)

    def misattributed(self) -> Quote:
        """A slice said by one person and attributed to another who never said it."""
        while True:
            said = self.slice()
            speaker = self._chance.choice(self._speakers)
            if speaker != said.utterance.speaker and self._times(said.text) == 1:
                return Quote(said.text, speaker, "other_speaker", said)

    def altered(self, each: int) -> dict[str, list[Quote]]:
        """By what was done to them: slices with one thing changed, where nobody said the result."""
        ways: dict[str, tuple[Callable[[str], str | None], set[str]]] = {
            "negation": (self._negated, {"negation"}),
            "number": (self._renumbered, {"number", "date"}),
            "name": (self._renamed, {"name"}),
            "word": (self._swapped, set()),
            "cut in the middle": (self._shortened, set()),
            "paraphrase": (self._paraphrased, set()),
        }
        return {name: [self._altered(*way) for _ in range(each)] for name, way in ways.items()}

    def twisted(self, each: int) -> dict[str, list[Quote]]:
        """By what they touch: slices with a small change of large consequence; every way equally often."""
        return {
            name: [self._altered(twist, twist.kinds) for twist in islice(cycle(twists), each)]
            for name, twists in TWISTS.items()
        }

    def _altered(self, change: Callable[[str], str | None], kinds: Collection[str]) -> Quote:
        while True:
            said = self.slice()
            claim = change(said.text)
            if claim is not None and not self._times(claim):
                return Quote(claim, said.utterance.speaker, "altered", said, frozenset(kinds))

    def _times(self, text: str) -> int:
        """How often anyone said these words."""
        return self._all.count(_bare(text))

    def _negated(self, text: str) -> str | None:
        if found := _NOT.search(text):
            return text[: found.start()] + text[found.end() :]
        if found := _AUXILIARY.search(text):
            return f"{text[: found.end()]} not{text[found.end() :]}"
        return None

    def _renumbered(self, text: str) -> str | None:
        def other(found: re.Match[str]) -> str:
            at = self._chance.choice([i for i, digit in enumerate(found[0]) if digit.isdigit()])
            digit = self._chance.choice([d for d in "123456789" if d != found[0][at]])
            return found[0][:at] + digit + found[0][at + 1 :]

        return self._replaced(text, _NUMBER, other)

    def _renamed(self, text: str) -> str | None:
        return self._replaced(text, _NAME, lambda found: self._another(self._names, found[0]), _MONTHS)

    def _swapped(self, text: str) -> str | None:
        return self._replaced(text, _CONTENT, lambda found: self._another(self._contents, found[0]))

    def _shortened(self, text: str) -> str | None:
        words = text.split()
        if len(words) < 2 * FEWEST_WORDS or "…" in text:
            return None
        count = self._chance.randint(1, len(words) // 3)
        first = self._chance.randint(3, len(words) - count - 3)
        return " ".join(words[:first] + words[first + count :])

    def _paraphrased(self, text: str) -> str | None:
        changed = re.sub(r"\b[a-z]+\b", lambda found: _SYNONYMS.get(found[0], found[0]), text)
        return None if changed == text else changed

    def _another(self, words: Sequence[str], than: str) -> str:
        return self._chance.choice([word for word in words if word != than])

    def _replaced(
        self, text: str, what: re.Pattern[str], by: Callable[[re.Match[str]], str], but: Sequence[str] = ()
    ) -> str | None:
        found = [match for match in what.finditer(text) if match[0] not in but]
        if not found:
            return None
        match = self._chance.choice(found)
        return text[: match.start()] + by(match) + text[match.end() :]


def _bare(text: str) -> str:
    """The words alone, each between spaces."""
    return f" {' '.join(re.findall(r'[a-z0-9]+', text.lower()))} "
