"""Whether the sentence that is marked in a passage is the one that a person found to answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rag.evaluation.gains import MOST, covers, share_within
from rag.evaluation.measures import CUTOFF
from rag.evaluation.questions import LabelledQuestion
from rag.evaluation.runs import RankedPassage, RunLine

if TYPE_CHECKING:
    from rag.text.sentences import Span


def highlighted(questions: Sequence[LabelledQuestion], lines: Mapping[str, RunLine]) -> tuple[bool, ...]:
    """For each question that can be judged, in order, whether its answering sentence is marked.

    The best-ranked of the first ten passages that hold a labelled sentence is looked at. A question
    without a labelled sentence, or without such a passage, is not judged, and nor is one whose run does
    not tell what was marked: this measures the marking, not the ranking. `lines` is the run by qid.
    """
    told = (
        (question, lines[question.qid])
        for question in questions
        if any(label.sentence for label in question.relevant or ())
        and lines[question.qid].understood is not None
    )
    judged = (_judge(question, line.passages[:CUTOFF]) for question, line in told)
    return tuple(right for right in judged if right is not None)


def is_right(marked: Span | None, sentences: Sequence[Span]) -> bool:
    """Whether more than half of what is marked lies in one of the labelled sentences.

    Measured on what is marked, so that marking a whole paragraph is not right.
    """
    return marked is not None and any(share_within(marked, sentence) > MOST for sentence in sentences)


def _judge(question: LabelledQuestion, passages: Sequence[RankedPassage]) -> bool | None:
    """Look at the first passage that holds a labelled sentence; None where none does."""
    for passage in passages:
        held = [
            label.sentence
            for label in question.relevant or ()
            if label.sentence and covers(passage, label) and share_within(label.sentence, passage.span) > MOST
        ]
        if held:
            return is_right(passage.highlight, held)
    return None
