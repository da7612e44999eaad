"""`rag eval`: measures, comparisons, runs saved and read, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rag.archive import Archive
from rag.output.contract import answer_json
from rag.records import Filters, Request
from tests.builders import TopicEncoder
from tests.commands.running import (
    NEGATIVE,
    QUESTIONS,
    SUCCESS,
    Run,
    assert_mistake,
)
from tests.corpora import LUKASHENKO, PUTIN, TEXTS, lines, page

pytestmark = pytest.mark.slow


def test_eval_measures_and_saves_what_was_answered(here: Path, run: Run) -> None:
    (here / "q.jsonl").write_text(QUESTIONS)
    ran = run("eval", "q.jsonl", "--save-run", "run.jsonl", "--json")
    assert (ran.code, ran.err) == (SUCCESS, "")
    assert (ran.json["questions"], ran.json["unanswerable"]["n"], ran.json["verbatim"]) == (3, 1, 1.0)
    # Second place for the first question (the council speaks of ports twice), first for the third.
    assert ran.json["measures"]["MRR@10"] | {"low": 0, "high": 0} == {
        "mean": 0.75,
        "low": 0,
        "high": 0,
        "n": 2,
    }
    assert ran.json["measures"]["Success@5"]["mean"] == 1.0
    saved = [json.loads(line) for line in (here / "run.jsonl").read_text("utf-8").splitlines()]
    assert [line["qid"] for line in saved] == ["1", "2", "3"]
    archive = Archive.open(here / "index", TopicEncoder())
    asked = answer_json(
        archive.ask(Request("And that?", Filters(transcripts=("lesson",)), previous="school?"))
    )
    assert saved[2] | {"seconds": 0} == json.loads(json.dumps({"qid": "3", **asked, "seconds": 0}))
    told = run("eval", "q.jsonl")
    assert (told.code, "passages proven verbatim 100.00%" in " ".join(told.out.split())) == (SUCCESS, True)


def test_eval_compares_systems_and_saved_runs(here: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []

    def load(name: str) -> TopicEncoder:
        loaded.append(name)
        return TopicEncoder()

    monkeypatch.setattr("rag.index.encoder.SentenceTransformerEncoder", load)
    (here / "q.jsonl").write_text(QUESTIONS)
    saving = ("--save-run", "old.jsonl", "--trec-run", "old.run", "--trec-qrels", "qrels")
    ran = run("eval", "q.jsonl", "--compare", "bm25,dense,hybrid", "--json", *saving)
    assert (ran.code, ran.err, loaded) == (SUCCESS, "", ["topics"])
    form, compared = ran.json, ran.json["compare"]
    assert (compared["baseline"], list(compared["systems"])) == ("bm25", ["bm25", "dense", "hybrid"])
    means = {name: system["measures"]["MRR@10"]["mean"] for name, system in compared["systems"].items()}
    # The council speaks of ports twice, and so is first by words and by meaning.
    assert means == {"bm25": 0.75, "dense": 0.75, "hybrid": 0.75}
    assert form["measures"] == compared["systems"]["hybrid"]["measures"]
    assert [each["n"] for each in form["slices"] if each["by"] == "year"] == [1, 1]
    assert [(each["fault"], each["qid"]) for each in form["worst"]] == [("ranked_low", "1")]
    assert (here / "qrels").read_text() == "".join(
        f"{qid} 0 {name}:0:{start}-{start + len(text)} 2\n"
        for qid, name, text in (("1", "harbour", TEXTS[3]), ("3", "lesson", TEXTS[7]))
        for start in [(here / "corpus" / f"{name}.txt").read_text("utf-8").index(text)]
    )
    # The three ways of measuring the same system agree, and nothing is asked for the saved ones.
    ran = run("eval", "q.jsonl", "--compare", "old.jsonl,old.run", "--json")
    assert (ran.code, loaded) == (SUCCESS, ["topics"])
    for name, system in ran.json["compare"]["systems"].items():
        assert system["measures"] == form["measures"], name
        assert (system["verbatim"], system["attributed"]) == (1.0, 1.0), name
    told = run("eval", "q.jsonl", "--compare", "old.jsonl,hybrid", "--slices")
    assert (told.code, "against old.jsonl" in told.out, "by speaker" in told.out) == (SUCCESS, True, True)


def test_eval_exits_1_where_a_speaker_is_not_the_sources(here: Path, run: Run) -> None:
    (here / "q.jsonl").write_text(QUESTIONS)
    run("eval", "q.jsonl", "--save-run", "run.jsonl")
    saved = (here / "run.jsonl").read_text("utf-8")
    (here / "run.jsonl").write_text(saved.replace(f'"speaker": "{LUKASHENKO}"', f'"speaker": "{PUTIN}"'))
    ran = run("eval", "q.jsonl", "--compare", "run.jsonl", "--json")
    assert (ran.code, ran.json["verbatim"], ran.json["attributed"]) == (NEGATIVE, 1.0, pytest.approx(6 / 9))
    assert ran.err == (
        "rag: not to be trusted, whatever the scores: run.jsonl (100.00% verbatim, 66.67% rightly "
        "attributed); rag verify lists what the sources do not prove\n"
    )


def test_eval_exits_1_where_an_answer_is_not_proven(here: Path, run: Run) -> None:
    (here / "q.jsonl").write_text(QUESTIONS)
    (here / "corpus" / "lesson.txt").write_text(page("Vladimir Putin: Something else."))
    ran = run("eval", "q.jsonl", "--json")
    assert (ran.code, ran.json["verbatim"]) == (NEGATIVE, pytest.approx(7 / 9))


def test_eval_warns_of_what_is_not_indexed(here: Path, run: Run) -> None:
    more = {"qid": "4", "question": "x?", "relevant": [{"file": "gone.txt", "line": 1, "grade": 2}]}
    (here / "q.jsonl").write_text(QUESTIONS + lines(more))
    ran = run("eval", "q.jsonl", "--json")
    assert ran.code == SUCCESS
    assert ran.err.startswith("rag: 1 of the 3 sources that the labels name are not indexed")
    assert ran.err.count("\n") == 1


def test_eval_leaves_out_questions_over_what_is_not_indexed(here: Path, run: Run) -> None:
    over = {"qid": "4", "question": "x?", "transcript": "gone", "relevant": []}
    (here / "q.jsonl").write_text(QUESTIONS + lines(over))
    ran = run("eval", "q.jsonl", "--json")
    assert (ran.code, ran.json["questions"]) == (SUCCESS, 3)
    assert ran.err.endswith(
        "rag: 1 of the 4 questions are left out: they search transcripts that are not indexed ('gone')\n"
    )


def test_eval_pools_and_takes_the_judgements_back(here: Path, run: Run) -> None:
    (here / "q.jsonl").write_text(QUESTIONS)
    ran = run("eval", "q.jsonl", "--compare", "bm25,dense", "--pool", "pool.jsonl", "--json")
    pooled = [json.loads(line) for line in (here / "pool.jsonl").read_text("utf-8").splitlines()]
    assert (ran.code, len(pooled) > 3) == (SUCCESS, True)
    assert ran.err.startswith(
        f"rag: pool.jsonl: {len(pooled)} of {len(pooled) + 2} passages are to be judged"
    )
    (here / "filled.jsonl").write_text(lines(*(form | {"grade": 0} for form in pooled)))
    merged = run("eval", "q.jsonl", "--judged", "filled.jsonl", "--merged", "merged.jsonl")
    assert (merged.code, merged.out) == (SUCCESS, "")
    assert f"{len(pooled)} places judged to be of no help" in merged.err
    ran = run("eval", "merged.jsonl", "--compare", "bm25,dense", "--pool", "pool.jsonl", "--json")
    assert (ran.code, (here / "pool.jsonl").read_text("utf-8")) == (SUCCESS, "")
    assert_mistake(here, run, "eval", "q.jsonl", "--judged", "filled.jsonl", said="--merged")


def test_eval_writes_a_report_and_takes_qrels(here: Path, run: Run) -> None:
    (here / "q.jsonl").write_text(QUESTIONS)
    ran = run("eval", "q.jsonl", "--report", "report.html", "--trec-qrels", "qrels", "--json")
    assert (ran.code, ran.err) == (SUCCESS, "")
    report = (here / "report.html").read_text("utf-8")
    assert report.startswith("<!DOCTYPE html>") and report.count("<svg") == 5
    by_passage = run("eval", "q.jsonl", "--qrels", "qrels", "--json")
    assert by_passage.json["measures"] == ran.json["measures"]
    assert by_passage.json["unanswerable"]["n"] == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "q.jsonl"),
        ("{broken", "q.jsonl"),
        ('{"qid": "1"}', "question"),
        (
            '{"qid": "1", "question": "x", "relevant": [{"file": "gone.txt", "line": 1, "grade": 2}]}',
            "gone.txt",
        ),
    ],
)
def test_a_broken_question_set(here: Path, run: Run, content: str, said: str) -> None:
    (here / "q.jsonl").write_text(content)
    assert_mistake(here, run, "eval", "q.jsonl", said=said)


def test_a_run_that_cannot_be_saved(here: Path, run: Run) -> None:
    (here / "q.jsonl").write_text(QUESTIONS)
    assert_mistake(here, run, "eval", "q.jsonl", "--save-run", "nowhere/run.jsonl", said="nowhere")
    assert_mistake(here, run, "eval", "q.jsonl", "--save-run", "corpus", said="corpus")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--compare", "bm25,best"], "--compare: 'best' is neither a system nor a file; expected bm25"),
        (["--compare", ""], "--compare: '' is neither a system nor a file"),
        (["--compare", "dense,dense"], "--compare: 'dense' is named twice"),
        (["--compare", "x" * 5000], "File name too long"),
        (["--compare", "hybrid,q.jsonl"], 'q.jsonl, line 1: "passages" is missing'),
        (["--compare", "hybrid,corpus/lesson.txt"], "corpus/lesson.txt, line 1: 2 columns; expected 6"),
        (["--compare", "bm25,other.run"], "other.run, line 1: the index has no passage 'lesson:0:0-1'"),
        (["--compare", "half.jsonl"], "the run has no line for 2 of the 3 questions, '2' first"),
        (["--save-run", "q.jsonl"], "q.jsonl is read as well; name another file to write"),
        (["--trec-run", "a", "--trec-qrels", "./a"], "a is written as well"),
        (["--compare", "half.jsonl", "--save-run", "half.jsonl"], "half.jsonl is read as well"),
        (["--trec-run", "nowhere/a"], "there is no folder nowhere"),
        (["--trec-qrels", "corpus"], "corpus is no regular file"),
        (["--report", "nowhere/a.html"], "there is no folder nowhere"),
    ],
)
def test_systems_and_files_that_eval_refuses(here: Path, run: Run, arguments: list[str], said: str) -> None:
    (here / "q.jsonl").write_text(QUESTIONS)
    (here / "other.run").write_text("1 Q0 lesson:0:0-1 1 1 x\n")
    answer = Archive.open(here / "index", TopicEncoder()).ask(Request("Ports?"))
    (here / "half.jsonl").write_text(lines({"qid": "1", **answer_json(answer)}))
    assert_mistake(here, run, "eval", "q.jsonl", *arguments, said=said)


def test_too_few_questions_to_calibrate_by(here: Path, run: Run) -> None:
    (here / "q.jsonl").write_text(QUESTIONS)
    said = (
        "2 of these questions are labelled with passages of this index: the confidence can be fitted to 30 or"
    )
    assert_mistake(here, run, "eval", "q.jsonl", "--calibrate", said=said)


def test_a_calibration_is_written_and_used(here: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "q.jsonl").write_text(QUESTIONS)
    monkeypatch.setattr("rag.evaluation.calibrate.NEEDED", 2)
    before = run("ask", "ports?", "--json").json["confidence"]
    ran = run("eval", "q.jsonl", "--calibrate", "--json")
    assert (ran.code, ran.err, ran.json["questions"]) == (SUCCESS, "", 2)
    assert ran.json["shipped"]["auroc"]["n"] == ran.json["cross_validated"]["auroc"]["n"] == 4
    assert ran.json["file"] == str(Path("index", "calibration.json"))
    assert run("ask", "ports?", "--json").json["confidence"] != before
    used = run("sources", "--json").json["calibration"]
    assert used == {"questions": 2, "answers": ran.json["calibration"]["answers"]}
    assert "calibrated on 2 questions (rag eval --calibrate)" in run("sources").out
    told = run("eval", "q.jsonl", "--calibrate").out
    assert "fitted to 2 answerable questions" in " ".join(told.split())
    kept = (here / "index" / "calibration.json").read_text()
    (here / "index" / "calibration.json").write_text(kept.replace('"sha256": "', '"sha256": "0'))
    assert_mistake(here, run, "ask", "ports?", said="fit it anew with rag eval QUESTIONS --calibrate")
