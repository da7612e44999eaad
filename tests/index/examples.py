"""Transcripts before and after, a revision of each kind, a manifest, and an encoder that breaks off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from rag.errors import EncoderError
from rag.index.builder import Outcome, build_index
from rag.index.catalogue import Catalogue
from rag.index.manifest import FORMAT, BuildPart, Counts, Manifest, Model, Recipe
from rag.index.revisions import ChangeCounts, ChangedTurn, FieldChange, History, Revision
from rag.index.store import CATALOGUE, HISTORY, VECTORS, open_build
from rag.index.vectors import Matrix, VectorIndex
from rag.records import Passage, Transcript
from tests.builders import TopicEncoder, transcript
from tests.corpora import (
    HARBOUR,
    IVANOVA,
    PUTIN,
    page,
)

BEFORE = transcript(
    "talks",
    (PUTIN, "We will not retaliate. We ship grain."),
    (None, "And gas?"),
    (PUTIN, "Gas is another matter. The price stays."),
    (IVANOVA, "Every school needs a teacher."),
    title="Talks",
)


def changed(of: Transcript, **turns: tuple[str | None, str] | None) -> Transcript:
    """A transcript whose turns `u0`, `u1` … read otherwise, or are gone where None is given."""
    said = [turns.get(f"u{u.number}", (u.speaker, u.text)) for u in of.utterances]
    other = transcript(of.id, *(turn for turn in said if turn is not None), title=of.title)
    return replace(other, sha256="1" * 64)


def sentences(of: Transcript) -> tuple[Passage, ...]:
    """A passage a sentence."""
    found = []
    for u in of.utterances:
        at = 0
        for sentence in u.text.replace(". ", ".|").split("|"):
            start = u.start + u.text.index(sentence, at)
            at = start - u.start + len(sentence)
            found.append(Passage(of.id, u.number, start, start + len(sentence), u.lines, 5, sentence))
    return tuple(found)


class FailingEncoder(TopicEncoder):
    """Breaks off at the n-th text."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self._at = at

    def encode(self, texts: Sequence[str], done: Callable[[int], None] | None = None) -> Matrix:
        for text in texts:
            if len(self.encoded) == self._at:
                raise EncoderError(f"no more than {self._at} texts")
            self.encoded.append(text)
        return super().encode(texts, done)


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


AFTER = changed(BEFORE, u0=(PUTIN, "We will\u2028 “retaliate”.\x85 We\u00a0ship \U0001f600 grain.\n\nПорты."))
EDITED = Revision(
    transcript="talks",
    happened="edited",
    build="20240412T1-abc",
    noticed="2024-04-12T12:00:00+00:00",
    first_seen="2024-04-10T12:00:00+00:00",
    last_seen="2024-04-11T12:00:00+00:00",
    title="Talks",
    source="talks.txt",
    sha256="0" * 64,
    sha256_after="1" * 64,
    renamed_to=None,
    same_program=True,
    fields=(FieldChange("place", "Moscow", None),),
    turns=(ChangedTurn(BEFORE.utterances[0], AFTER.utterances[0]), ChangedTurn(BEFORE.utterances[1], None)),
    passages=ChangeCounts(unchanged=1, edited=2),
)
REMOVED = replace(
    EDITED,
    happened="removed",
    transcript="gone",
    sha256_after=None,
    turns=(ChangedTurn(BEFORE.utterances[3], None),),
    first_seen=None,
)
WRITTEN = Manifest(
    format=FORMAT,
    id="20240411T1-abc",
    created="2024-04-11T12:00:00+00:00",
    corpus_path="../corpus",
    corpus_sha256="c" * 64,
    model=Model("topics", TopicEncoder.weights, 6, 60, questions_in_numpy=False),
    recipe=Recipe(160, "cl100k_base", "code"),
    counts=Counts(transcripts=4, utterances=9, speakers=3, passages=9, tokens=40),
    skipped=(("пусто.txt", "the file is empty; expected a transcript"),),
    reused_vectors=2,
    background=0.25,
    seconds=0.5,
    versions={"python": "3.11.7"},
    parts={"catalogue.sqlite": BuildPart(10, "a" * 64), "words": BuildPart(0, "b" * 64)},
)


def passages(index: Path) -> tuple[Passage, ...]:
    return tuple(Catalogue(open_build(index).part(CATALOGUE)).all_passages())


def vectors(index: Path) -> Matrix:
    stored = VectorIndex.load(open_build(index).part(VECTORS))
    return stored.vectors(range(len(stored)))


TALKS = {"title": "Talks", "dated": "April 11, 2024, The Kremlin, Moscow"}
OTHER_GRAIN = HARBOUR[0].replace("We ship grain", "We never ship grain")
DIFF = [["equal", "We "], ["insert", "never "], ["equal", "ship grain through the ports."]]


def write_harbour(corpus: Path, first: str = OTHER_GRAIN) -> None:
    (corpus / "harbour.txt").write_text(page(first, *HARBOUR[1:], **TALKS), "utf-8")


def rebuilt(places: tuple[Path, Path]) -> Outcome:
    return build_index(*places, TopicEncoder())


def kept(index: Path) -> tuple[Revision, ...]:
    return History.load(open_build(index).part(HISTORY)).revisions


def told(revisions: tuple[Revision, ...]) -> list[tuple[str, str]]:
    return [(revision.transcript, revision.happened) for revision in revisions]
