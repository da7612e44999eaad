"""Everything that a question set says about a run."""

import subprocess
import sys
from dataclasses import replace

import pytest
from evaluation_examples import answered, asked, line, passage

from rag.errors import EvaluationError
from rag.evaluation.questions import ExpectedUnderstanding, LabelledQuestion
from rag.evaluation.report import Latency, PartUnderstood, evaluate
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
