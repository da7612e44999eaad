"""Everything that a question set and the sources say about a run, and how two runs compare.

The gates: altered words and wrong voices are found, however the answer came about.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rag.errors import EvaluationError
from rag.evaluation.evaluate import Evaluation, Latency, PartUnderstood, Trust, compare, evaluate, prove
from rag.evaluation.locate import CatalogueLocator
from rag.evaluation.questions import ExpectedUnderstanding, LabelledQuestion
from rag.evaluation.runs import RunLine
from rag.evaluation.statistics import Estimate
from rag.index.catalogue import Catalogue
from rag.index.store import CATALOGUE, open_build
from rag.records import Understood
from tests.corpora import COUNCILS, copied, lines, page
from tests.evaluation.examples import REPORT_QUESTIONS, REPORT_RUN, answered, asked, line, passage, showing

pytestmark = pytest.mark.slow


def means(estimates: dict[str, Estimate | None]) -> dict[str, tuple[float, int] | None]:
    return {name: None if each is None else (each.mean, each.n) for name, each in estimates.items()}


def test_measures_overall_and_by_kind() -> None:
    evaluation = evaluate(REPORT_QUESTIONS, REPORT_RUN)
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
    silence = evaluate(REPORT_QUESTIONS, REPORT_RUN).silence
    assert (silence.unanswerable, silence.answerable) == (2, 3)
    assert silence.refused == Estimate(0.5, 0.0, 1.0, 2)
    assert silence.vouched == Estimate(0.5, 0.0, 1.0, 2)
    assert silence.hidden is not None
    assert silence.hidden.mean == pytest.approx(1 / 3)
    # answerable 0.9, 0.4, 0.6 against unanswerable 0.4, 0.7: wins 2, then a tie, then 1 = 3.5 of 6
    assert silence.auroc is not None
    assert silence.auroc.mean == pytest.approx(3.5 / 6)


def test_only_unanswerable_questions() -> None:
    evaluation = evaluate(REPORT_QUESTIONS[3:5], REPORT_RUN)
    assert set(evaluation.measures.values()) == {None}
    assert evaluation.by_kind == {}
    assert evaluation.silence.refused == Estimate(0.5, 0.0, 1.0, 2)
    assert evaluation.silence.hidden is None
    assert evaluation.silence.auroc is None


def test_only_questions_without_labels() -> None:
    evaluation = evaluate(REPORT_QUESTIONS[5:], REPORT_RUN)
    assert (evaluation.questions, evaluation.scores) == (1, ())
    assert evaluation.silence.refused is None
    assert evaluation.silence.hidden is None


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
    timed = [replace(answered("found"), seconds=0.1), replace(answered("missed"), seconds=0.3), REPORT_RUN[2]]
    assert evaluate(REPORT_QUESTIONS[:3], timed).latency == Latency(2, p50=0.2, p95=0.29)
    assert evaluate(REPORT_QUESTIONS, REPORT_RUN).latency is None


def test_a_run_that_leaves_a_question_out_is_refused() -> None:
    with pytest.raises(EvaluationError, match=r"no line for 2 of the 6 questions, 'none 2' first"):
        evaluate(REPORT_QUESTIONS, REPORT_RUN[:4])


def test_answers_to_other_questions_change_nothing() -> None:
    assert evaluate(REPORT_QUESTIONS[:2], REPORT_RUN) == evaluate(REPORT_QUESTIONS[:2], REPORT_RUN[:2])


@pytest.mark.parametrize(
    ("verbatim", "attributed", "trusted"),
    [(None, None, True), (1.0, 1.0, True), (0.999, 1.0, False), (1.0, 0.999, False)],
)
def test_trust_needs_every_passage(verbatim: float | None, attributed: float | None, trusted: bool) -> None:
    evaluation = evaluate(REPORT_QUESTIONS[:1], REPORT_RUN[:1], verbatim, attributed)
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


@pytest.fixture(scope="module")
def first() -> Evaluation:
    """Every question answered by its first passage."""
    return evaluate(COMPARED, [answered(qid, passage(f"{qid}.txt", 1), NOISE) for qid in LABELS])


@pytest.fixture(scope="module")
def second() -> Evaluation:
    """Every question answered by its second passage."""
    return evaluate(COMPARED, [answered(qid, NOISE, passage(f"{qid}.txt", 1)) for qid in LABELS])


def test_each_measure_is_compared_question_by_question(first: Evaluation, second: Evaluation) -> None:
    found = compare(second, first)
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


def test_the_baseline_comes_first(first: Evaluation, second: Evaluation) -> None:
    worse = compare(first, second)["MRR@10"]
    assert worse is not None
    assert worse.difference.mean == -0.5


def test_a_measure_that_no_question_judges_is_not_compared() -> None:
    only_helps = evaluate(COMPARED[4:], [answered("e", NOISE)])
    found = compare(only_helps, only_helps)
    assert found["MRR@10"] is None
    assert found["nDCG@10"] is not None


def test_runs_over_different_questions_are_refused(first: Evaluation) -> None:
    fewer = evaluate(COMPARED[:3], [answered(qid, NOISE) for qid in "abc"])
    with pytest.raises(EvaluationError, match=r"^2 questions were measured in one of the runs only"):
        compare(first, fewer)


@pytest.fixture
def corpus(built: Path, tmp_path: Path) -> Path:
    return copied(built, tmp_path)[0]


def everything(corpus: Path) -> tuple[CatalogueLocator, RunLine]:
    """The index, and an answer that shows all nine passages of it."""
    catalogue = Catalogue(open_build(corpus.parent / "index").part(CATALOGUE))
    locator = CatalogueLocator(catalogue)
    found = (locator.at(p.transcript, p.utterance, p.start, p.end) for p in catalogue.all_passages())
    return locator, showing("1", *(each for each in found if each))


def trust(corpus: Path, change: Callable[[dict[str, Any]], object] | None = None) -> Trust:
    """What is proven of all passages, the first shown otherwise than the index has it."""
    locator, line = everything(corpus)
    if change:
        form = json.loads(line.saved)
        change(form["passages"][0])
        line = RunLine.from_json(json.dumps(form))
    return prove([line, line], locator.heading, corpus)


def test_what_the_index_holds_is_proven(corpus: Path) -> None:
    assert trust(corpus) == Trust(verbatim=1.0, attributed=1.0)
    assert prove([showing("1")], lambda name: None, corpus) == Trust(1.0, 1.0)


@pytest.mark.parametrize(
    ("change", "verbatim", "attributed"),
    [
        (lambda hit: hit.update(text="Ports, ports and a schooL."), 8, 9),
        (lambda hit: hit.update(speaker="Vladimir Putin"), 9, 8),
        (lambda hit: hit.update(speaker=None), 9, 8),
        (lambda hit: hit.update(label="Anna"), 9, 8),
        (lambda hit: hit.update(role="President"), 9, 8),
        (lambda hit: hit.update(parenthetical="retranslated"), 9, 8),
        (lambda hit: hit.update(attribution="carried"), 9, 8),
        (lambda hit: hit.update(utterance=1), 8, 8),
        (lambda hit: hit.update(utterance=99), 8, 8),
        (lambda hit: hit.update(transcript="gone"), 8, 8),
        (lambda hit: hit["source"].update(path="lesson.txt"), 8, 8),
        (lambda hit: hit["source"].update(end=1000), 9, 8),
        (lambda hit: hit["source"].update(start=1), 8, 9),
    ],
)
def test_one_passage_shown_otherwise(
    corpus: Path, change: Callable[[dict[str, Any]], object], verbatim: int, attributed: int
) -> None:
    assert trust(corpus, change) == Trust(verbatim / 9, attributed / 9)


def test_sources_that_have_changed(corpus: Path) -> None:
    (corpus / "harbour.txt").unlink()
    assert trust(corpus) == Trust(5 / 9, 5 / 9)
    (corpus / "councils.jsonl").write_text(lines(COUNCILS[0]), "utf-8")
    assert trust(corpus) == Trust(4 / 9, 4 / 9)
    # The same words at the same place, from other mouths.
    lesson = page(
        "Alexander Lukachenka: Every school needs a teacher.",
        "Vladimir Putin: Ours has one.",
        title="An open lesson",
        dated="December 5, 2023, Minsk",
    )
    (corpus / "lesson.txt").write_text(lesson, "utf-8")
    assert trust(corpus) == Trust(4 / 9, 3 / 9)
