"""Transcripts → passages, on disk: cut anew, or as the former build cut the same source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from rag.index.chunking import LengthLimit, passages_of
from rag.index.former import FormerBuild
from rag.readers.corpus import Corpus
from rag.records import Passage, Transcript
from rag.text.spool import Spool


@dataclass(frozen=True, slots=True)
class CutCorpus(Mapping[str, tuple[Transcript, Sequence[Passage]]]):
    """Every transcript with its passages, by id, in the order of the corpus."""

    corpus: Corpus
    passages: Spool[list[Passage]]
    speakers: dict[str, int]
    """Every person's number."""
    numbers: dict[str, int] = field(default_factory=dict)

    def __iter__(self) -> Iterator[str]:
        return iter(self.numbers)

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, name: str) -> tuple[Transcript, Sequence[Passage]]:
        number = self.numbers[name]
        return self.corpus.transcripts[number], self.passages[number]

    def sample(self, most: int) -> list[str]:
        """The texts of so many passages from all over the corpus."""
        step = max(1, sum(map(len, self.passages)) // most)
        some = islice(chain.from_iterable(self.passages), 0, most * step, step)
        return [passage.text for passage in some]


def cut_corpus(
    corpus: Corpus, limits: Sequence[LengthLimit], former: FormerBuild, done: Callable[[int], None]
) -> CutCorpus:
    """Cut every transcript; `done` is told how many are cut."""
    cut = CutCorpus(corpus, Spool(), corpus.speakers())
    for number, transcript in enumerate(corpus.transcripts):
        cut.numbers[transcript.id] = number
        cut.passages.append(former.passages(transcript) or list(passages_of(transcript, limits)))
        done(number + 1)
    return cut
