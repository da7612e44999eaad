"""Highlighting: how often the sentence marked in an answering passage is the one that a person marked.

Over the questions of the project's own set whose labels name a sentence, and over those of the
development collection in `answering_sentences.jsonl`, which holds places alone. The passage is given, so
the ranking plays no part. Passages of one sentence are left out. Beside it stand what marking the first
sentence, and one by lot, would reach.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean

from benchmarks.common import arguments, collection, header, index_of, machine, row
from rag.archive import Archive
from rag.evaluation.locate import CatalogueLocator
from rag.evaluation.measures import is_right
from rag.evaluation.questions import LabelledQuestion, RelevantLine, load_questions
from rag.evaluation.statistics import Estimate, estimate
from rag.records import Passage, Request
from rag.text.sentences import Span, sentence_spans

_CORPUS = Path("corpus")
_PLACES = Path(__file__).with_name("answering_sentences.jsonl")


@dataclass(frozen=True, slots=True)
class Marked:
    """One question with the passage that answers it, and which of its sentences do."""

    question: LabelledQuestion
    passage: Passage
    right: bool
    sentences: tuple[bool, ...]


def main() -> None:
    """Print the share marked rightly, by collection and kind, and every question marked wrongly."""
    home = collection(arguments(__doc__).parse_args().data)
    print(machine(), end="\n\n")
    own = list(_marked(_CORPUS, load_questions(_CORPUS / "questions.jsonl")))
    development = list(_marked(home / "transcripts", _with_places(home / "questions.jsonl")))
    both = [*own, *development]
    header("questions", "n", "sentence rightly highlighted", "first sentence", "by lot")
    _row("corpus/", own)
    _row(home.name, development)
    _row("both", both)
    for kind in dict.fromkeys(each.question.kind for each in both):
        _row(f"both, {kind}", [each for each in both if each.question.kind == kind])
    print("\nmarked wrongly:", ", ".join(each.question.qid for each in both if not each.right))


def _with_places(path: Path) -> tuple[LabelledQuestion, ...]:
    """The development questions whose answering sentence is known, with its place and no other label."""
    known = {place["qid"]: place for place in map(json.loads, _PLACES.read_text("utf-8").splitlines())}
    return tuple(
        replace(
            question,
            relevant=(
                RelevantLine(place["file"], place["line"], 2, sentence=(place["start"], place["end"])),
            ),
        )
        for question in load_questions(path)
        if (place := known.get(question.qid))
    )


def _marked(corpus: Path, questions: tuple[LabelledQuestion, ...]) -> Iterator[Marked]:
    from rag.index.encoder import SentenceTransformerEncoder

    index = index_of(corpus)
    archive = Archive.open(index, SentenceTransformerEncoder())
    locator = CatalogueLocator(archive.catalogue)
    for question in questions:
        for label in question.relevant or ():
            sentence = label.sentence
            for located in locator.covering(label) if sentence else ():
                passage = located.passage
                spans = [_placed(span, passage) for span in sentence_spans(passage.text)]
                answers = tuple(is_right(span, [sentence]) for span in spans if sentence)
                if not any(answers) or len(answers) == 1:
                    continue
                marked = archive.highlight(Request(question.question, previous=question.previous), passage)
                right = marked is not None and is_right(_placed(marked, passage), [sentence])
                yield Marked(question, passage, right, answers)
                break
    archive.close()


def _placed(span: Span, passage: Passage) -> Span:
    return passage.start + span[0], passage.start + span[1]


def _row(name: str, marked: list[Marked]) -> None:
    found = _figure(estimate([float(each.right) for each in marked]))
    first = fmean(each.sentences[0] for each in marked)
    by_lot = fmean(fmean(each.sentences) for each in marked)
    row(name, len(marked), found, f"{first:.3f}", f"{by_lot:.3f}")


def _figure(figure: Estimate | None) -> str:
    if figure is None or figure.low is None:
        return "–" if figure is None else f"{figure.mean:.3f}"
    return f"{figure.mean:.3f} ({figure.low:.2f}–{figure.high:.2f})"


if __name__ == "__main__":
    main()
