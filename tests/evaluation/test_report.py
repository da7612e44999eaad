"""Everything that a question set says about a run, and how two runs compare."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from evaluation_examples import answered, asked, line, passage

from rag.errors import EvaluationError
from rag.evaluation.questions import UNJUDGED, ExpectedUnderstanding, LabelledQuestion, RelevantUtterance
from rag.evaluation.report import (
    Latency,
    PartUnderstood,
    UnderstandingResult,
    compare,
    evaluate,
    highlighted,
    is_right,
    judge,
)
from rag.evaluation.runs import RankedPassage, RunLine
from rag.evaluation.statistics import Estimate
from rag.records import Understood

QUESTIONS = (
    asked("found", line("a.txt", 1), kind="topic"),
    asked("missed", line("a.txt", 2), kind="fact"),
    asked("helped", line("a.txt", 3, 1), kind="fact"),
    asked("none 1", kind="unanswerable"),
    asked("none 2", kind="unanswerable"),
    LabelledQuestion("unjudged", "?", kind="other"),
)
RUN = (
    answered("found", passage("a.txt", 1), confidence=0.9),
    answered("missed", passage("z.txt", 2), confidence=0.4, silent=True),
    answered("helped", passage("a.txt", 3), confidence=0.6),
    answered("none 1", passage("z.txt", 1), confidence=0.4, silent=True),
    answered("none 2", passage("z.txt", 1), confidence=0.7),
    answered("unjudged", passage("z.txt", 1), confidence=0.1, silent=True),
)


def means(estimates: dict[str, Estimate | None]) -> dict[str, tuple[float, int] | None]:
    return {name: None if each is None else (each.mean, each.n) for name, each in estimates.items()}


def test_measures_overall_and_by_kind() -> None:
    evaluation = evaluate(QUESTIONS, RUN)
    assert evaluation.questions == 6
    assert [score.qid for score in evaluation.scores] == ["found", "missed", "helped"]
    assert means(dict(evaluation.measures)) == {
        "nDCG@10": (pytest.approx(2 / 3), 3),
        "MRR@10": (0.5, 2),  # "helped" has no line of grade 2
        "Success@1": (0.5, 2),
        "Success@5": (0.5, 2),
        "Recall@10": (0.5, 2),
    }
    assert list(evaluation.by_kind) == ["topic", "fact"]
    assert evaluation.by_kind["topic"]["nDCG@10"] == Estimate(1.0, None, None, 1)
    assert evaluation.by_kind["fact"]["nDCG@10"] == Estimate(0.5, 0.0, 1.0, 2)
    assert evaluation.by_kind["fact"]["MRR@10"] == Estimate(0.0, None, None, 1)


def test_silence_where_it_belongs_and_where_it_does_not() -> None:
    silence = evaluate(QUESTIONS, RUN).silence
    assert (silence.unanswerable, silence.answerable) == (2, 3)
    assert silence.refused == Estimate(0.5, 0.0, 1.0, 2)
    assert silence.wrongly_silent is not None
    assert silence.wrongly_silent.mean == pytest.approx(1 / 3)
    # answerable 0.9, 0.4, 0.6 against unanswerable 0.4, 0.7: wins 2, then a tie, then 1 = 3.5 of 6
    assert silence.auroc is not None
    assert silence.auroc.mean == pytest.approx(3.5 / 6)


def test_only_unanswerable_questions() -> None:
    evaluation = evaluate(QUESTIONS[3:5], RUN)
    assert set(evaluation.measures.values()) == {None}
    assert evaluation.by_kind == {}
    assert evaluation.silence.refused == Estimate(0.5, 0.0, 1.0, 2)
    assert evaluation.silence.wrongly_silent is None
    assert evaluation.silence.auroc is None


def test_only_questions_without_labels() -> None:
    evaluation = evaluate(QUESTIONS[5:], RUN)
    assert (evaluation.questions, evaluation.scores) == (1, ())
    assert evaluation.silence.refused is None
    assert evaluation.silence.wrongly_silent is None


def test_the_understanding_is_judged_apart_from_retrieval() -> None:
    implied = ExpectedUnderstanding(speakers=("A",), since="2018-01-01", until=None, place=None)
    nothing = ExpectedUnderstanding(speakers=())
    questions = [
        replace(asked("right"), understood=implied),
        LabelledQuestion("wrong", "?", understood=implied),
        LabelledQuestion("false", "?", understood=nothing),
        LabelledQuestion("quiet", "?", understood=nothing),
        LabelledQuestion("unjudged", "?"),
    ]
    read = {
        "right": Understood(("A",), since="2018-01-01"),
        "wrong": Understood(("B",), since="2018-01-01", place="Sochi"),
        "false": Understood(("A",)),
        "quiet": Understood(),
        "unjudged": Understood(("A",)),
    }
    run = [replace(answered(qid), understood=each) for qid, each in read.items()]
    understanding = evaluate(questions, run).understanding
    half = Estimate(0.5, 0.0, 1.0, 2)
    assert understanding == {
        "speakers": PartUnderstood(right=half, false_readings=half),
        "dates": PartUnderstood(right=Estimate(1.0, 1.0, 1.0, 2), false_readings=None),
        "place": PartUnderstood(right=None, false_readings=half),
        "followup": PartUnderstood(right=None, false_readings=None),
    }


def test_latency_is_that_of_the_timed_answers() -> None:
    timed = [replace(answered("found"), seconds=0.1), replace(answered("missed"), seconds=0.3), RUN[2]]
    assert evaluate(QUESTIONS[:3], timed).latency == Latency(2, p50=0.2, p95=0.29)
    assert evaluate(QUESTIONS, RUN).latency is None


def test_a_run_that_leaves_a_question_out_is_refused() -> None:
    with pytest.raises(EvaluationError, match=r"no line for 2 of the 6 questions, 'none 2' first"):
        evaluate(QUESTIONS, RUN[:4])


def test_answers_to_other_questions_change_nothing() -> None:
    assert evaluate(QUESTIONS[:2], RUN) == evaluate(QUESTIONS[:2], RUN[:2])


@pytest.mark.parametrize(
    ("verbatim", "attributed", "trusted"),
    [(None, None, True), (1.0, 1.0, True), (0.999, 1.0, False), (1.0, 0.999, False)],
)
def test_trust_needs_every_passage(verbatim: float | None, attributed: float | None, trusted: bool) -> None:
    evaluation = evaluate(QUESTIONS[:1], RUN[:1], verbatim, attributed)
    assert (evaluation.verbatim, evaluation.attributed) == (verbatim, attributed)
    assert evaluation.trusted is trusted


def test_a_run_that_does_not_tell_how_it_understood_is_not_judged_for_it() -> None:
    question = replace(asked("1"), understood=ExpectedUnderstanding(speakers=("A",)))
    silent = replace(answered("1"), understood=None)
    assert evaluate([question], [silent]).understanding["speakers"] == PartUnderstood(None, None)


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = ("numpy", "scipy", "ir_measures", "torch", "faiss", "gradio", "tantivy")
    program = f"import rag.evaluation, sys; print([name for name in {heavy} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


LABELS = {qid: line(f"{qid}.txt", 1, 1 if qid == "e" else 2) for qid in "abcde"}
COMPARED = [asked(qid, label) for qid, label in LABELS.items()]
NOISE = passage("z.txt", 1)
SECOND = evaluate(COMPARED, [answered(qid, NOISE, passage(f"{qid}.txt", 1)) for qid in LABELS])
FIRST = evaluate(COMPARED, [answered(qid, passage(f"{qid}.txt", 1), NOISE) for qid in LABELS])


def test_each_measure_is_compared_question_by_question() -> None:
    found = compare(SECOND, FIRST)
    ndcg, mrr, success_5 = found["nDCG@10"], found["MRR@10"], found["Success@5"]
    assert ndcg is not None
    assert mrr is not None
    assert success_5 is not None
    # rank 2 to rank 1: nDCG 1/log2(3) to 1; all five for the better, so p = 2/2^5
    assert ndcg.difference.mean == pytest.approx(1 - 0.630930, abs=1e-6)
    assert (ndcg.difference.n, ndcg.p) == (5, 2 / 32)
    # reciprocal rank 1/2 to 1 on the four questions with a line of grade 2, so p = 2/2^4
    assert (mrr.difference.mean, mrr.difference.n, mrr.p) == (0.5, 4, 2 / 16)
    assert (success_5.difference.mean, success_5.p) == (0.0, 1.0)


def test_the_baseline_comes_first() -> None:
    worse = compare(FIRST, SECOND)["MRR@10"]
    assert worse is not None
    assert worse.difference.mean == -0.5


def test_a_measure_that_no_question_judges_is_not_compared() -> None:
    only_helps = evaluate(COMPARED[4:], [answered("e", NOISE)])
    found = compare(only_helps, only_helps)
    assert found["MRR@10"] is None
    assert found["nDCG@10"] is not None


def test_runs_over_different_questions_are_refused() -> None:
    fewer = evaluate(COMPARED[:3], [answered(qid, NOISE) for qid in "abc"])
    with pytest.raises(EvaluationError, match=r"^2 questions were measured in one of the runs only"):
        compare(FIRST, fewer)


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


def test_all_parts_right() -> None:
    expected = ExpectedUnderstanding(("A", "B"), "2018-01-01", "2018-01-31", "Sochi", followup=True)
    read = Understood(("B", "A"), "2018-01-01", "2018-01-31", " sochi", followup=True)
    assert judge(expected, read) == (
        UnderstandingResult("speakers", implied=True, right=True),
        UnderstandingResult("dates", implied=True, right=True),
        UnderstandingResult("place", implied=True, right=True),
        UnderstandingResult("followup", implied=True, right=True),
    )


def test_nothing_implied_and_all_read_is_four_false_readings() -> None:
    expected = ExpectedUnderstanding((), None, None, None, followup=False)
    read = Understood(("A",), None, "2018-01-31", "Sochi", followup=True)
    assert judge(expected, read) == (
        UnderstandingResult("speakers", implied=False, right=False),
        UnderstandingResult("dates", implied=False, right=False),
        UnderstandingResult("place", implied=False, right=False),
        UnderstandingResult("followup", implied=False, right=False),
    )


def test_nothing_implied_and_nothing_read_is_right() -> None:
    expected = ExpectedUnderstanding((), None, None, None, followup=False)
    assert [(each.implied, each.right) for each in judge(expected, Understood())] == [(False, True)] * 4


def test_what_the_labels_leave_out_is_not_judged() -> None:
    assert (
        judge(ExpectedUnderstanding(), Understood(("A",), "2018-01-01", None, "Sochi", followup=True)) == ()
    )
    assert judge(ExpectedUnderstanding(place=None), Understood(("A",))) == (
        UnderstandingResult("place", implied=False, right=True),
    )


@pytest.mark.parametrize("read", [(), ("A",), ("A", "B", "C"), ("A", "b")])
def test_speakers_are_right_only_as_a_whole(read: tuple[str, ...]) -> None:
    (reading,) = judge(ExpectedUnderstanding(speakers=("A", "B")), Understood(speakers=read))
    assert reading == UnderstandingResult("speakers", implied=True, right=False)


@pytest.mark.parametrize(
    ("since", "until", "right"),
    [
        ("2018-03-01", None, True),
        ("2018-03-01", "2018-12-31", False),  # null says that the question sets no end
        (None, None, False),
        ("2018-03-02", None, False),
    ],
)
def test_dates_are_right_where_both_ends_are(since: str | None, until: str | None, right: bool) -> None:
    (reading,) = judge(
        ExpectedUnderstanding(since="2018-03-01", until=None), Understood(since=since, until=until)
    )
    assert reading == UnderstandingResult("dates", implied=True, right=right)


def test_an_end_that_is_left_out_is_not_judged() -> None:
    (reading,) = judge(
        ExpectedUnderstanding(since="2018-03-01", until=UNJUDGED),
        Understood(since="2018-03-01", until="2018-12-31"),
    )
    assert reading == UnderstandingResult("dates", implied=True, right=True)


def test_a_place_that_is_missed_or_taken_for_another_is_wrong() -> None:
    for place in (None, "Moscow"):
        assert judge(ExpectedUnderstanding(place="Sochi"), Understood(place=place)) == (
            UnderstandingResult("place", implied=True, right=False),
        )
