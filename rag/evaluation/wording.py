"""What the wording of questions alone tells of whether they are answerable: what an AUROC must beat.

A set whose unanswerable questions are written in another style than the others is told apart by a classifier
that searches nothing. Here that is naive Bayes over single words, each question judged by the others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from rag.evaluation.questions import LabelledQuestion
from rag.evaluation.statistics import Estimate, auroc

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class WordedQuestion:
    """A question as far as its words go."""

    words: frozenset[str]
    answerable: bool
    group: Hashable
    """Questions of one group, such as a minimal pair, are not judged by one another."""


def wording_auroc(questions: Iterable[LabelledQuestion]) -> Estimate | None:
    """The AUROC of the questions' own words; None where all are answerable, or none is."""
    return _auroc_of_words(
        tuple(
            worded(question.question, answerable=question.answerable, group=question.qid)
            for question in questions
            if question.answerable or question.unanswerable
        )
    )


@lru_cache(maxsize=1)
def _auroc_of_words(asked: tuple[WordedQuestion, ...]) -> Estimate | None:
    """Kept, because every system is measured with the same questions."""
    odds = list(zip(odds_of_words(asked), asked, strict=True))
    return auroc(
        [value for value, each in odds if each.answerable],
        [value for value, each in odds if not each.answerable],
    )


def worded(text: str, *, answerable: bool, group: Hashable) -> WordedQuestion:
    """A question with its words."""
    return WordedQuestion(words_of(text), answerable, group)


def words_of(text: str) -> frozenset[str]:
    """The words of a question, letter case folded, each once."""
    return frozenset(_WORD.findall(text.casefold()))


def odds_of_words(questions: Sequence[WordedQuestion]) -> list[float]:
    """For each question the log-odds that it is answerable, by the words of those of other groups.

    Naive Bayes with add-one smoothing, without the classes' sizes.
    """
    used = {
        side: Counter(w for q in questions if q.answerable is side for w in q.words) for side in (True, False)
    }
    sizes = Counter(question.answerable for question in questions)
    groups: dict[Hashable, list[WordedQuestion]] = {}
    for question in questions:
        groups.setdefault(question.group, []).append(question)

    def share(word: str, side: bool, own: Sequence[WordedQuestion]) -> float:
        same_side = [each for each in own if each.answerable is side]
        others = used[side][word] - sum(word in each.words for each in same_side)
        return (others + 1) / (sizes[side] - len(same_side) + 2)

    return [
        sum(log(share(word, True, own) / share(word, False, own)) for word in question.words)
        for question in questions
        for own in (groups[question.group],)
    ]
