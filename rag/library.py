"""The program from Python: open an index, ask, check, cite and read; and build one. See docs/python.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from functools import cache
from itertools import repeat
from pathlib import Path
from types import TracebackType
from typing import Self

from rag.archive import Archive
from rag.output.messages import NO_PROOF, counted, coverage_in_words, grade_in_words
from rag.output.over_time_messages import when_where
from rag.output.proof_messages import flags_in_words, verdict_in_words
from rag.proof.attribution import attribution_in_words, who_in_words
from rag.proof.check.verdict import Check
from rag.records import Answer, Edit, Filters, Hit, Request, Transcript
from rag.settings import index_path, load_settings
from rag.text.templating import Templates


class ShownAnswer(Answer):
    """An answer that shows itself in a notebook; `hits` are its passages, the best first."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{self.grade}: {counted(len(self.hits), 'passage')} for {self.question!r}>"

    def _repr_html_(self) -> str:
        told = (*grade_in_words(self), *(() if self.answered else (NO_PROOF,)))
        return _shown(self.question, told, self.hits, coverage_in_words(self.searched))


class ShownCheck(Check):
    """A verdict that shows itself in a notebook; `matches` are the places, the best first."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{self.verdict}: {counted(len(self.matches), 'place')} for {self.claim!r}>"

    def _repr_html_(self) -> str:
        told, hits = (verdict_in_words(self),), [match.hit for match in self.matches]
        diffs = [match.diff for match in self.matches] if self.verdict == "altered" else ()
        return _shown(self.claim, told, hits, coverage_in_words(self.searched), diffs)


class Library:
    """An open index. It can be used in a `with` block; what is heavy is loaded by the first question."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        """What the program itself works with."""

    def ask(  # noqa: PLR0913
        self,
        question: str,
        k: int = 10,
        *,
        speakers: Sequence[str] = (),
        since: str | None = None,
        until: str | None = None,
        place: str | None = None,
        transcripts: Sequence[str] = (),
        topics: Sequence[str] = (),
        persons: Sequence[str] = (),
        previous: str | None = None,
    ) -> ShownAnswer:
        """Find the passages that answer a question, the best first, within filters as of `rag ask`.

        Raises QuestionError where the question or a filter cannot be searched.
        """
        named, chosen, *tags = map(tuple, (speakers, transcripts, topics, persons))
        filters = Filters(named, since, until, place, chosen, *tags)
        answer = self.archive.ask(Request(question, filters, k, previous))
        return ShownAnswer(*(getattr(answer, each.name) for each in fields(answer)))

    def check(self, quote: str, speaker: str | None = None) -> ShownCheck:
        """Say whether, where and by whom a quote was said. Raises QuestionError where that cannot be done."""
        check = self.archive.check(quote, speaker)
        return ShownCheck(*(getattr(check, each.name) for each in fields(check)))

    def cite(self, hit: Hit, style: str = "plain", accessed: str | None = None) -> str:
        """Cite a passage, in a style or as a `record`. Raises QuestionError for an unknown style."""
        from rag.proof.cite.styles import cited

        return cited(hit, style, accessed, self.archive.manifest)

    def read(self, transcript: str) -> Transcript:
        """Return a whole transcript by its id. Raises QuestionError where there is none."""
        return self.archive.transcript(transcript)

    def close(self) -> None:
        """Let go of the files."""
        self.archive.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open(index: str | Path | None = None) -> Library:  # noqa: A001 - read as rag.open
    """Open the index that serves. Raises IndexMissingError or IndexMismatchError, or SettingsError."""
    return Library(Archive.open(index_path(index or load_settings().values.index)))


def build(
    corpus: str | Path | None = None,
    index: str | Path | None = None,
    *,
    model: str | None = None,
    full: bool = False,
) -> Library:
    """Index new and changed transcripts, and open the index. Raises what `rag build` reports.

    What is not given is taken from `rag.toml`, as by `rag build`.
    """
    from rag.index.builder import build_index
    from rag.index.encoder import SentenceTransformerEncoder

    settings = load_settings().values
    index = index_path(index or settings.index)
    build_index(
        Path(corpus or settings.corpus),
        index,
        SentenceTransformerEncoder(model or settings.model),
        passage_tokens=settings.passage_tokens,
        full=full,
    )
    return open(index)


def _shown(
    heading: str,
    told: Sequence[str],
    hits: Sequence[Hit],
    searched: str,
    diffs: Sequence[Sequence[Edit]] = (),
) -> str:
    """Passages as HTML that stands alone; everything in it is escaped. `diffs`: from each to the claim."""
    passages = [
        {
            "hit": hit,
            "who": who_in_words(hit.utterance, hit.passage.end),
            "note": attribution_in_words(hit.utterance, hit.passage.end)
            if hit.attribution != "printed"
            else "",
            "flags": flags_in_words(hit),
            "about": when_where(hit),
            "diff": diff,
        }
        for hit, diff in zip(hits, diffs or repeat(()), strict=False)
    ]
    return _templates().render("notebook", heading=heading, told=told, passages=passages, searched=searched)


@cache
def _templates() -> Templates:
    return Templates("rag.output")
