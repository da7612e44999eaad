"""Transcripts → passages, on disk: cut anew, or as the former build cut the same source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rag.index.catalogue import Catalogue
from rag.index.chunking import LengthLimit, passages_of
from rag.index.manifest import Recipe
from rag.index.store import CATALOGUE, Build
from rag.readers.corpus import Corpus
from rag.records import Passage, Transcript
from rag.text.spool import Spool


@dataclass(frozen=True, slots=True)
class CutCorpus(Mapping[str, tuple[Transcript, Sequence[Passage]]]):
    """Every transcript with its passages, by id, in the order of the corpus."""

    corpus: Corpus
    passages: Spool[list[Passage]]
    numbers: dict[str, int] = field(default_factory=dict)

    def __iter__(self) -> Iterator[str]:
        return iter(self.numbers)

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, name: str) -> tuple[Transcript, Sequence[Passage]]:
        number = self.numbers[name]
        return self.corpus.transcripts[number], self.passages[number]


class FormerPassages:
    """The passages of the former build, where its recipe was the same."""

    def __init__(self, former: Build | None, recipe: Recipe) -> None:
        cut_alike = former is not None and former.manifest.recipe == recipe
        self._catalogue = Catalogue(former.part(CATALOGUE)) if former and cut_alike else None

    def of(self, transcript: Transcript) -> list[Passage]:
        """Those of this very source, in this language, which says where sentences end; none without any."""
        if self._catalogue is None:
            return []
        try:
            head = self._catalogue.heading(transcript.id)
        except KeyError:
            return []
        same = (head.sha256, head.language) == (transcript.sha256, transcript.language)
        return list(self._catalogue.passages_of(transcript.id)) if same else []

    def close(self) -> None:
        """Let go of the file."""
        if self._catalogue is not None:
            self._catalogue.close()


def cut_corpus(
    corpus: Corpus, limits: Sequence[LengthLimit], former: FormerPassages, done: Callable[[int], None]
) -> CutCorpus:
    """Cut every transcript; `done` is told how many are cut."""
    cut = CutCorpus(corpus, Spool())
    for number, transcript in enumerate(corpus.transcripts):
        cut.numbers[transcript.id] = number
        cut.passages.append(former.of(transcript) or list(passages_of(transcript, limits)))
        done(number + 1)
    return cut
