"""Two runs compared question by question."""

import pytest
from evaluation_examples import answered, asked, line, passage

from rag.errors import EvaluationError
from rag.evaluation.report import compare, evaluate

LABELS = {qid: line(f"{qid}.txt", 1, 1 if qid == "e" else 2) for qid in "abcde"}
QUESTIONS = [asked(qid, label) for qid, label in LABELS.items()]
NOISE = passage("z.txt", 1)
SECOND = evaluate(QUESTIONS, [answered(qid, NOISE, passage(f"{qid}.txt", 1)) for qid in LABELS])
FIRST = evaluate(QUESTIONS, [answered(qid, passage(f"{qid}.txt", 1), NOISE) for qid in LABELS])


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
    only_helps = evaluate(QUESTIONS[4:], [answered("e", NOISE)])
    found = compare(only_helps, only_helps)
    assert found["MRR@10"] is None
    assert found["nDCG@10"] is not None


def test_runs_over_different_questions_are_refused() -> None:
    fewer = evaluate(QUESTIONS[:3], [answered(qid, NOISE) for qid in "abc"])
    with pytest.raises(EvaluationError, match=r"^2 questions were measured in one of the runs only"):
        compare(FIRST, fewer)
