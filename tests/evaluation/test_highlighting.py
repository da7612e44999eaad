"""When a marked sentence is the one that answers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from evaluation_examples import answered, asked, line, passage

from rag.evaluation.questions import LabelledQuestion, RelevantUtterance
from rag.evaluation.report import highlighted, is_right
from rag.evaluation.runs import RankedPassage, RunLine

SENTENCE = (120, 150)
QUESTION = asked("q", replace(line("a.txt", 5), sentence=SENTENCE), line("b.txt", 1))


def marked(span: tuple[int, int], highlight: tuple[int, int] | None, number: int = 5) -> RankedPassage:
    return replace(passage("a.txt", number), span=span, highlight=highlight)


def judged(question: LabelledQuestion, *passages: RankedPassage) -> tuple[bool, ...]:
    return highlighted([question], {"q": answered("q", *passages)})


@pytest.mark.parametrize(
    ("span", "right"),
    [
        ((120, 150), True),
        ((125, 140), True),  # one of two labelled sentences
        ((110, 160), True),  # 30 of 50 characters
        ((90, 150), False),  # 30 of 60
        ((100, 400), False),  # marking everything is not marking the answer
        ((151, 180), False),
        (None, False),
    ],
)
def test_most_of_what_is_marked_has_to_answer(span: tuple[int, int] | None, right: bool) -> None:
    assert is_right(span, [(0, 9), SENTENCE]) is right


def test_the_first_passage_that_holds_the_sentence_is_looked_at() -> None:
    elsewhere = passage("b.txt", 1)
    right, wrong = marked((100, 200), SENTENCE), marked((100, 200), (160, 190))
    assert judged(QUESTION, elsewhere, right, wrong) == (True,)
    assert judged(QUESTION, elsewhere, wrong, right) == (False,)
    assert judged(QUESTION, marked((100, 200), None)) == (False,)


def test_another_slice_of_the_line_is_not_looked_at() -> None:
    assert judged(QUESTION, marked((0, 119), (0, 20)), marked((119, 200), SENTENCE)) == (True,)


def test_what_cannot_be_judged() -> None:
    right = marked((100, 200), SENTENCE)
    assert judged(QUESTION) == ()
    assert judged(QUESTION, marked((100, 200), SENTENCE, number=6)) == ()  # another line
    assert judged(QUESTION, *[passage("c.txt", 1)] * 10, right) == ()  # beyond the first ten
    assert judged(asked("q", line("a.txt", 5)), right) == ()
    assert judged(asked("q"), right) == ()
    ranking: RunLine = replace(answered("q", right), understood=None)
    assert highlighted([QUESTION], {"q": ranking}) == ()


def test_sentences_of_utterances() -> None:
    question = asked("q", replace(RelevantUtterance("m", 3, 2), sentence=(10, 20)))
    said = RankedPassage("m", 3, "m.jsonl", (1, 1), (0, 40), (10, 22))
    assert judged(question, replace(said, utterance=2), said) == (True,)
