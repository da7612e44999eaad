"""The JSON of an evaluation and of a study, by value."""

import json
from dataclasses import replace

import pytest

from rag.evaluation.evaluate import evaluate
from rag.evaluation.questions import RelevantUtterance
from rag.evaluation.study import MeasuredRun, make_study
from rag.evaluation.study_forms import evaluation_json, study_json
from tests.evaluation.examples import REPORT_QUESTIONS, REPORT_RUN, Shelf, asked, line, located, showing
from tests.index.examples import WRITTEN


@pytest.mark.slow
def test_the_json_form() -> None:
    run = [replace(each, seconds=0.5) for each in REPORT_RUN[3:4]]
    nothing = dict.fromkeys(("nDCG@10", "MRR@10", "Success@1", "Success@5", "Recall@10"))
    unjudged = {"right": None, "false_readings": None}
    form = evaluation_json(evaluate(REPORT_QUESTIONS[3:4], run, verbatim=1.0, attributed=0.5))
    assert form == {
        "questions": 1,
        "measures": nothing,
        "by_kind": {},
        "unanswerable": {
            "n": 1,
            "refused": {"mean": 1.0, "low": None, "high": None, "n": 1},
            "vouched": {"mean": 0.0, "low": None, "high": None, "n": 1},
            "auroc": None,
            "wording_auroc": None,
            "hidden": None,
        },
        "understanding": dict.fromkeys(("speakers", "dates", "place", "followup"), unjudged),
        "verbatim": 1.0,
        "attributed": 0.5,
        "latency": {"n": 1, "p50_seconds": 0.5, "p95_seconds": 0.5},
        "highlight": None,
    }
    full = evaluation_json(evaluate(REPORT_QUESTIONS, REPORT_RUN))
    assert full["by_kind"]["fact"]["nDCG@10"] == {"mean": 0.5, "low": 0.0, "high": 1.0, "n": 2}
    assert (full["verbatim"], full["attributed"], full["latency"]) == (None, None, None)
    assert json.loads(json.dumps(full, allow_nan=False)) == full


@pytest.mark.slow
def test_the_json_form_of_a_study() -> None:
    right, wrong = located("a.txt", 1, "Grain."), located("b.txt", 2, "Gas.", speaker=None)
    gone = RelevantUtterance("gone", 3, 1)
    questions = [asked("1", line("a.txt", 1), gone, kind="topic"), asked("2", line("a.txt", 1))]
    runs = {
        "bm25": (showing("1", wrong), showing("2", wrong)),
        "hybrid": (showing("1", wrong, right), showing("2", right)),
    }
    measured = [MeasuredRun(name, run, evaluate(questions, run)) for name, run in runs.items()]
    study = make_study("q.jsonl", questions, WRITTEN, measured, measured[1], Shelf(right, wrong))
    form = study_json(study)
    alone = evaluation_json(measured[1].evaluation)
    assert {key: form[key] for key in alone} == alone
    assert list(form) == [
        *alone,
        "left_out",
        "calibration_error",
        "calibration_error_interval",
        "compare",
        "slices",
        "worst",
    ]
    assert (form["left_out"], form["calibration_error"]) == (None, 0.5)
    assert form["calibration_error_interval"] == [0.5, 0.5]
    compared = form["compare"]
    assert compared["baseline"] == "bm25"
    assert list(compared["systems"]) == ["bm25", "hybrid"]
    assert compared["systems"]["bm25"] == evaluation_json(measured[0].evaluation) | {"difference": None}
    difference = compared["systems"]["hybrid"]["difference"]
    assert difference["MRR@10"] == {"mean": 0.75, "low": 0.5, "high": 1.0, "n": 2, "p": 0.5}
    assert [(each["by"], each["value"], each["n"], each["small"]) for each in form["slices"]] == [
        ("kind", "topic", 1, True),
        ("speaker", "Vladimir Putin", 2, True),
        ("year", "2018", 2, True),
        ("length", "1–20 tokens", 2, True),
    ]
    assert form["slices"][1]["measures"] == alone["measures"]
    quotes = {
        name: {
            "transcript": name,
            "date": "2018-09-12",
            "path": f"{name}.txt",
            "lines": [number, number],
            "utterance": 0,
            "speaker": speaker,
            "label": speaker,
            "text": text,
        }
        for name, number, speaker, text in (("a", 1, "Vladimir Putin", "Grain."), ("b", 2, None, "Gas."))
    }
    (worst,) = form["worst"]
    # Second place earns 3 / log2(3); at best 3 for the answer, then 1 / log2(3) for the help.
    assert worst["ndcg"] == measured[1].evaluation.scores[0].ndcg
    assert worst | {"ndcg": 0} == {
        "fault": "ranked_low",
        "qid": "1",
        "kind": "topic",
        "question": "Question 1?",
        "previous": None,
        "ndcg": 0,
        "grade": "answers",
        "confidence": 0.5,
        "labelled": [
            {"file": "a.txt", "line": 1, "grade": 2, "passage": quotes["a"]},
            {"transcript": "gone", "utterance": 3, "grade": 1, "passage": None},
        ],
        "found": [quotes["b"], quotes["a"]],
    }
    assert json.loads(json.dumps(form, allow_nan=False)) == form


@pytest.mark.slow
def test_a_system_alone_is_compared_with_nothing() -> None:
    measured = MeasuredRun("hybrid", REPORT_RUN, evaluate(REPORT_QUESTIONS, REPORT_RUN))
    study = make_study("q.jsonl", REPORT_QUESTIONS, WRITTEN, [measured], measured, Shelf())
    assert study_json(study)["compare"] is None
