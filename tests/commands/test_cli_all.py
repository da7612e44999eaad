"""The commands as a person meets them: results, exit codes, and every mistake in one line."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from rag.archive import Archive
from rag.cli import app, main
from rag.index.encoder import DEFAULT_MODEL
from rag.index.store import CATALOGUE, VECTORS, WORDS, building, open_build
from rag.output.contract import answer_json, coverage_json
from rag.records import Filters, Request
from tests.builders import TopicEncoder
from tests.corpora import IVANOVA, LUKASHENKO, PUTIN, ROOT, TEXTS, copied, lines, page

SUCCESS, NEGATIVE, MISTAKE = 0, 1, 2
COMMANDS = [
    command.name or command.callback.__name__ for command in app.registered_commands if command.callback
]


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever was printed
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def here(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with the `corpus` and the `index` that commands look for."""
    copied(built, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command here, with the toy encoder as the only model there is."""
    monkeypatch.setattr("rag.index.encoder.SentenceTransformerEncoder", lambda name: TopicEncoder())
    monkeypatch.setenv("COLUMNS", "160")

    def run(*arguments: str) -> Ran:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        code = ended.value.code
        assert isinstance(code, int)
        return Ran(code, *capsys.readouterr())

    return run


def contents(folder: Path) -> dict[str, str]:
    """Every file and folder below, by its hash; lock files left out, which hold nothing."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        for path in folder.rglob("*")
        if path.name != ".lock"
    }


def assert_mistake(here: Path, run: Run, *arguments: str, said: str) -> None:
    """Exit code 2, one line on standard error, nothing on standard output, nothing changed."""
    before = contents(here)
    ran = run(*arguments)
    assert (ran.code, ran.out) == (MISTAKE, "")
    assert ran.err.startswith("rag: ")
    assert ran.err.count("\n") == 1
    assert ran.err.endswith("\n")
    assert said in ran.err
    assert contents(here) == before


# What works


def test_build_tells_what_there_is(here: Path, run: Run) -> None:
    (here / "corpus" / "empty.txt").write_text("")
    ran = run("build")
    assert (ran.code, ran.err) == (SUCCESS, "")
    told = [" ".join(line.split()) for line in ran.out.splitlines()]
    assert told[:4] == ["transcripts 4", "utterances 9", "speakers 3", "passages 9"]
    assert told[5] == "vectors reused 9"
    assert told[-1] == "skipped empty.txt: the file is empty; expected a transcript"
    again = run("build")
    assert again.out.splitlines()[0] == "The index is up to date: nothing in the corpus has changed."
    assert again.out.splitlines()[-1] == ran.out.splitlines()[-1]
    full = run("build", "--full", "--corpus", "corpus", "--index", "elsewhere", "--passage-tokens", "20")
    manifest = open_build(here / "elsewhere").manifest
    assert (full.code, manifest.recipe.passage_tokens, manifest.reused_vectors) == (SUCCESS, 20, 0)


@pytest.mark.slow
def test_changes_of_sources_are_told_by_the_build_and_later(here: Path, run: Run) -> None:
    assert run("changes").out == "No build has noticed that a source had changed.\n"
    path = here / "corpus" / "harbour.txt"
    path.write_text(path.read_text("utf-8").replace("We ship grain", "We never ship grain"), "utf-8")
    told = [
        "harbour edited: passages: 1 changed, 3 moved",
        "    utterance 0, Vladimir Putin: We {+never+} ship grain through the ports.",
    ]
    built = run("build")
    assert (built.code, built.err) == (SUCCESS, "")
    assert built.out.splitlines()[-3:] == ["Changed in the sources since the build before:", *told]
    (here / "corpus" / "lesson.txt").unlink()
    run("build", "--full")
    assert [line for line in run("changes").out.splitlines() if not line.startswith("noticed ")] == [
        "lesson removed: passages: 2 gone",
        "    utterance 0, Alexander Lukashenko: [-Every school needs a teacher.-]",
        "    utterance 1, Vladimir Putin: [-Ours has one.-]",
        *told,
    ]
    one = run("changes", "harbour", "--json")
    assert (one.code, one.err) == (SUCCESS, "")
    (change,) = one.json["changes"]
    assert change["utterances"][0]["diff"] == [
        ["equal", "We "], ["insert", "never "], ["equal", "ship grain through the ports."],
    ]  # fmt: skip
    assert [each["transcript"] for each in run("changes", "--json").json["changes"]] == ["lesson", "harbour"]
    assert run("changes", "council-1", "--json").json == {"changes": []}
    unknown = run("changes", "nowhere")
    assert (unknown.code, unknown.out) == (MISTAKE, "")
    assert unknown.err == "rag: no transcript 'nowhere' in this index: see rag sources\n"


def test_ask_shows_ranked_quotes(here: Path, run: Run) -> None:
    ran = run("ask", "Who ships grain through the ports?", "-k", "1")
    assert (ran.code, ran.err) == (SUCCESS, "")
    assert ran.out.splitlines() == [
        "Searched 4 transcripts, 9 passages, 5 December 2023 to 11 April 2024 (1 without a date).",
        "",
        " 1  Vladimir Putin, President of Russia",
        "    11 April 2024 · The Kremlin, Moscow · Talks",
        "    harbour.txt:9 · utterance 0",
        "We ship grain through the ports.",
    ]


def test_ask_as_json_is_the_contract(here: Path, run: Run) -> None:
    by_whom_when = ("--speaker", "lukashenko", "--from", "2024-04", "--to", "2024")
    where = ("--place", "kremlin", "--transcript", "harbour")
    ran = run("ask", "Gas is another matter?", "-k", "1", *by_whom_when, *where, "--json")
    assert (ran.code, ran.err, ran.out.count("\n")) == (SUCCESS, "", 1)
    answer = ran.json
    filters = Filters((LUKASHENKO,), "2024-04-01", "2024-12-31", "kremlin", ("harbour",))
    archive = Archive.open(here / "index", TopicEncoder())
    assert answer == json.loads(
        json.dumps(answer_json(archive.ask(Request("Gas is another matter?", filters, k=1))))
    )
    assert list(answer)[:6] == ["question", "understood", "answered", "confidence", "searched", "passages"]
    assert list(answer["understood"]) == ["speakers", "from", "to", "place", "followup"]
    assert answer["searched"] == {
        "transcripts": 1,
        "utterances": 2,
        "passages": 2,
        "from": "2024-04-11",
        "to": "2024-04-11",
        "undated": 0,
        "months_without_any": [],
        "excluded_by_filters": 0,
        "transcripts_left_out": 3,
    }
    (hit,) = answer["passages"]
    assert hit.pop("score") > 0
    source = (here / "corpus" / "harbour.txt").read_bytes()
    start = source.decode().index("Gas is another matter.")
    label = "President of Belarus Alexander Lukashenko"
    assert hit == {
        "rank": 1,
        "by_meaning": 1,
        "by_words": 1,
        "transcript": "harbour",
        "title": "Talks",
        "date": "2024-04-11",
        "place": "The Kremlin, Moscow",
        "url": None,
        "utterance": 2,
        "speaker": LUKASHENKO,
        "label": label,
        "role": "President of Belarus",
        "parenthetical": None,
        "attribution": "printed",
        "text": "Gas is another matter.",
        "highlight": [0, 22],
        "flags": [],
        "source": {
            "path": "harbour.txt",
            "sha256": hashlib.sha256(source).hexdigest(),
            "start": start,
            "end": start + 22,
            "lines": [13, 13],
        },
        "context": {
            "before": {"speaker": None, "label": "Question", "text": "And what of gas?"},
            "after": {"speaker": LUKASHENKO, "label": label, "text": "The price stays."},
        },
    }


def test_ask_exits_1_where_nothing_answers(here: Path, run: Run) -> None:
    ran = run("ask", "ports", "--place", "Nowhere")
    assert (ran.code, ran.err) == (NEGATIVE, "")
    assert ran.out.splitlines()[:3] == [
        "Nothing here answers that question.",
        "No transcript lies within the filters. The filters left out 4 transcripts and 9 of the first hits. "
        "Months without any transcript: January 2024, March 2024.",
        "That is no proof: it may have been said where no transcript was searched.",
    ]
    ran = run("ask", "ports", "--place", "Nowhere", "--json")
    assert (ran.code, ran.json["answered"], ran.json["confidence"], ran.json["passages"]) == (
        NEGATIVE,
        False,
        0,
        [],
    )


def test_ask_ignores_parts_of_the_question(here: Path, run: Run) -> None:
    question = "What did Putin say about grain in 2024?"
    read = run("ask", question, "--json").json["understood"]
    assert (read["speakers"], read["from"], read["to"]) == ([PUTIN], "2024-01-01", "2024-12-31")
    read = run("ask", question, "--ignore", "speakers, dates", "--json").json["understood"]
    assert (read["speakers"], read["from"], read["to"]) == ([], None, None)


def test_ask_follows_up_and_repeats_options(here: Path, run: Run) -> None:
    ran = run(
        "ask", "And what about that?", "-k", "1", "--previous", "Does the school have a teacher?", "--json"
    )
    assert ran.json["understood"]["followup"] is True
    assert [hit["text"] for hit in ran.json["passages"]] == ["Every school needs a teacher."]
    ran = run("ask", "ports", "--speaker", "putin", "--speaker", "ivanova", "--json")
    assert {hit["speaker"] for hit in ran.json["passages"]} == {PUTIN, IVANOVA}


def test_read_shows_how_a_file_is_read(here: Path, run: Run) -> None:
    (here / "corpus" / "sources.toml").write_text('["lesson.txt"]\nurl = "https://example.org/1"')
    ran = run("read", "corpus/lesson.txt", "corpus/councils.jsonl", "--json")
    assert (ran.code, ran.err) == (SUCCESS, "")
    lesson, first, second = map(json.loads, ran.out.splitlines())
    assert (first["id"], second["id"]) == ("council-1", "council-2")
    source = (here / "corpus" / "lesson.txt").read_bytes()
    assert list(lesson) == [
        "id", "title", "date", "place", "url", "language", "form", "sha256", "warnings",
        "doubts", "utterances", "narration",
    ]  # fmt: skip
    assert (lesson["id"], lesson["title"], lesson["date"]) == ("lesson", "An open lesson", "2023-12-05")
    assert (lesson["place"], lesson["url"], lesson["language"]) == ("Minsk", "https://example.org/1", "en")
    assert lesson["sha256"] == hashlib.sha256(source).hexdigest()
    assert lesson["utterances"][1] == {
        "utterance": 1,
        "label": PUTIN,
        "speaker": PUTIN,
        "role": None,
        "parenthetical": None,
        "attribution": "printed",
        "text": "Ours has one.",
        "start": (start := source.decode().index("Ours has one.")),
        "end": start + 13,
        "lines": [11, 11],
    }
    assert first["utterances"][1]["attribution"] == "unknown"
    told = run("read", "corpus/lesson.txt").out.splitlines()
    assert told[0] == "An open lesson"
    assert told[1].startswith("lesson.txt · read as site text · 5 December 2023 · Minsk · 2 utterances, ")


def test_sources_as_json_is_the_contract(here: Path, run: Run) -> None:
    ran = run("sources", "--json")
    archive = Archive.open(here / "index", TopicEncoder())
    assert (ran.code, ran.err) == (SUCCESS, "")
    assert ran.json == json.loads(json.dumps(coverage_json(archive.coverage(), archive.manifest)))
    assert {name: ran.json[name] for name in ("transcripts", "utterances", "passages", "from", "to")} == {
        "transcripts": 4,
        "utterances": 9,
        "passages": 9,
        "from": "2023-12-05",
        "to": "2024-04-11",
    }
    assert ran.json["speakers"][0] == {"name": LUKASHENKO, "roles": ["President of Belarus"], "utterances": 3}
    months = {"2023-12": 1, "2024-01": 0, "2024-02": 1, "2024-03": 0, "2024-04": 1}
    assert ran.json["by_month"] == months
    assert ran.json["build"] == json.loads((archive.build.folder / "manifest.json").read_text("utf-8"))
    assert "months without any  January 2024, March 2024" in run("sources").out


def test_verify_exits_1_where_a_passage_is_not_proven(here: Path, run: Run) -> None:
    ran = run("verify")
    assert (ran.code, ran.err) == (SUCCESS, "")
    assert ran.out == "9 of 9 passages proven verbatim (100.00%), 4 transcripts re-read\n"
    proof = {"transcripts": 4, "passages": 9, "proven": 9, "failures": []}
    assert run("verify", "--json").json == proof
    (here / "corpus" / "lesson.txt").unlink()
    gone = "the source file is gone: restore it, or build the index anew with rag build"
    ran = run("verify")
    assert (ran.code, ran.err) == (NEGATIVE, "")
    assert ran.out.splitlines()[0] == f"lesson.txt: lesson: {gone}"
    ran = run("verify", "--json")
    failure = {"transcript": "lesson", "path": "lesson.txt", "reason": gone}
    assert (ran.code, ran.json) == (NEGATIVE, proof | {"proven": 7, "failures": [failure]})


QUESTIONS = lines(
    {
        "qid": "1",
        "kind": "topic",
        "question": "ports?",
        "relevant": [{"file": "harbour.txt", "line": 9, "grade": 2}],
    },
    {"qid": "2", "question": "Napoleon's horse?", "relevant": []},
    {
        "qid": "3",
        "question": "And that?",
        "previous": "school?",
        "transcript": "lesson",
        "relevant": [{"transcript": "lesson", "utterance": 0, "grade": 2}],
    },
)


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
    assert (told.code, "passages proven verbatim         100.00%" in told.out) == (SUCCESS, True)


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
    assert [(each["fault"], each["qid"]) for each in form["worst"]] == [
        ("ranked_low", "1"),
        ("wrongly_answered", "2"),
    ]
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


@pytest.mark.slow
def test_eval_writes_a_report_and_takes_qrels(here: Path, run: Run) -> None:
    (here / "q.jsonl").write_text(QUESTIONS)
    ran = run("eval", "q.jsonl", "--report", "report.html", "--trec-qrels", "qrels", "--json")
    assert (ran.code, ran.err) == (SUCCESS, "")
    report = (here / "report.html").read_text("utf-8")
    assert report.startswith("<!DOCTYPE html>") and report.count("<svg") == 5
    by_passage = run("eval", "q.jsonl", "--qrels", "qrels", "--json")
    assert by_passage.json["measures"] == ran.json["measures"]
    assert by_passage.json["unanswerable"]["n"] == 1


def test_help_tells_every_default(run: Run) -> None:
    for command in COMMANDS:
        shown = " ".join(run(command, "--help").out.replace("│", " ").split())
        options = re.split(r" (?=--[a-z-]+ <)", shown)[1:]
        assert options[-1].startswith("--help")
        assert [option for option in options[:-1] if "[default: " not in option] == [], command
    assert f"[default: ({DEFAULT_MODEL})]" in run("build", "--help").out


def test_help_lists_every_command(run: Run) -> None:
    ran = run("--help")
    assert (ran.code, ran.err) == (SUCCESS, "")
    listed = {words[1] for line in ran.out.splitlines() if len(words := line.split()) > 2 and words[0] == "│"}
    assert set(COMMANDS) <= listed
    assert set(COMMANDS) >= {"build", "read", "ask", "eval", "verify", "sources", "serve"}
    for command in COMMANDS:
        assert "--index" in run(command, "--help").out, command


# Mistakes


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in ("build", "read")])
@pytest.mark.parametrize("index", ["nowhere", "corpus/harbour.txt", "corpus"])
def test_no_index(here: Path, run: Run, command: str, index: str) -> None:
    (here / "q.jsonl").write_text(QUESTIONS)
    given = {"ask": ["ports"], "eval": ["q.jsonl"], "check": ["ports"], "cite": ["lesson", "0", "5"]}
    argument = given.get(command, [])
    assert_mistake(
        here, run, command, *argument, "--index", index, said=f"no index in '{index}': make one with"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask", ""], "the question is empty"),
        (["ask", " \n\t"], "the question is empty"),
        (
            ["ask", "x" * 100_000],
            "the question has 100,000 characters, at most 2,000 are read: ask it shorter",
        ),
        (["ask", "ports \udcff"], "the question holds bytes that are no UTF-8"),
        (["ask", "ports", "--place", "\udcff"], "the question holds bytes that are no UTF-8"),
        (["ask", "ports", "--speaker", "Lukashenka"], f"the nearest names are {LUKASHENKO}"),
        (["ask", "ports", "--speaker", "\udcff\n\x1b"], "nobody called"),
        (["ask", "ports", "--speaker", ""], "the speaker's name is empty"),
        (["ask", "ports", "--from", "2024-05", "--to", "2024-04"], "from 2024-05-01 to 2024-04-30"),
        (
            ["ask", "ports", "--from", "yesterday"],
            "'yesterday' is no date: expected YYYY-MM-DD, YYYY-MM or YYYY",
        ),
        (["ask", "ports", "--to", "2023-02-29"], "'2023-02-29' is no date"),
        (["ask", "ports", "--today", "2024-13-01"], "'2024-13-01' is no date"),
        (["ask", "ports", "--rerank", "missing"], "no folder 'missing': expected one that holds a cross-en"),
        (["ask", "ports", "--ignore", "speakers,who"], "cannot ignore 'who': expected speakers, dates,"),
        (
            ["ask", "ports", "--transcript", "lessons"],
            "no transcript 'lessons' in this index: see rag sources",
        ),
        (["ask", "ports", "-k", "0"], "0 passages were asked for: expected 1 to 200"),
        (["ask", "ports", "-k", "-1"], "-1 passages were asked for"),
        (["ask", "ports", "-k", "201"], "201 passages were asked for"),
        (["ask", "ports", "-k", "many"], "'-k'"),
        (["ask", "ports", "--nonsense"], "--nonsense"),
        (["ask", "ports", "--from"], "--from"),
        (["ask", "ports", "and more"], "and more"),
        (["ask"], "question"),
        (["read"], "files"),
        (["eval"], "questions"),
        (["nonsense"], "'nonsense'"),
        (["--nonsense"], "--nonsense"),
        (["build", "--passage-tokens", "3"], "--passage-tokens"),
        (["build", "--corpus", "nowhere"], "no corpus folder 'nowhere': name one with --corpus"),
        (["build", "--corpus", "corpus/lesson.txt"], "no corpus folder 'corpus/lesson.txt'"),
        (["build", "--index", "corpus/lesson.txt"], "corpus/lesson.txt: File exists"),
        (["read", "nowhere.txt"], "nowhere.txt: there is no such file"),
        (["read", "corpus"], "corpus: unknown kind of file"),
        (["eval", "nowhere.jsonl"], "nowhere.jsonl"),
        (["serve", "--port", "0"], "--port"),
    ],
)
def test_mistakes(here: Path, run: Run, arguments: list[str], said: str) -> None:
    assert_mistake(here, run, *arguments, said=said)


BROKEN = [
    ("empty.txt", b"", "the file is empty; expected a transcript"),
    ("binary.txt", b"GIF89a\x00\x01", "this is a binary file (a zero at byte 6); expected UTF-8 text"),
    ("latin.txt", b"Vladimir Putin: caf\xe9 noir", "not UTF-8: 0xe9 at byte 19"),
    ("prose.txt", b"It was a dark night.\x1b[2J", "no speaker label recognised"),
    ("broken.jsonl", b'{"id": "a", "utterances": [{"text": "x"}]}\n{"id":\n', "line 2: broken JSON"),
    ("notes.pdf", b"%PDF", "unknown kind of file '.pdf'"),
]


@pytest.mark.parametrize(("name", "content", "reason"), BROKEN)
def test_a_file_that_is_no_transcript(here: Path, run: Run, name: str, content: bytes, reason: str) -> None:
    alone = here / "alone"
    alone.mkdir()
    (alone / name).write_bytes(content)
    assert_mistake(here, run, "read", f"alone/{name}", said=f"rag: alone/{name}: {reason}")
    assert_mistake(here, run, "build", "--corpus", "alone", said=f"(1 files skipped; {name}: {reason}")
    assert_mistake(here, run, "build", "--corpus", "alone", "--index", "new", said="no transcript in 'alone'")


def test_a_broken_file_among_good_ones(here: Path, run: Run) -> None:
    (here / "corpus" / "empty.txt").write_text("")
    ran = run(
        "read", "corpus/lesson.txt", "nowhere.txt", "corpus/empty.txt", "corpus/councils.jsonl", "--json"
    )
    assert ran.code == MISTAKE
    assert [json.loads(line)["id"] for line in ran.out.splitlines()] == ["lesson", "council-1", "council-2"]
    assert ran.err.splitlines() == [
        "rag: nowhere.txt: there is no such file",
        "rag: corpus/empty.txt: the file is empty; expected a transcript",
    ]


@pytest.mark.parametrize(
    ("content", "said"), [("[", "sources.toml"), ('["a.txt"]\nurl = 7', "must hold texts")]
)
def test_broken_sources(here: Path, run: Run, content: str, said: str) -> None:
    (here / "corpus" / "sources.toml").write_text(content)
    assert_mistake(here, run, "build", said=said)
    assert_mistake(here, run, "read", "corpus/lesson.txt", said=said)
    assert_mistake(here, run, "verify", said=said)


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


def test_other_weights(here: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TopicEncoder, "weights", "1" * 64)
    assert_mistake(here, run, "ask", "ports", said="the index was built by topics with weights 000000000000…")


def test_another_format(here: Path, run: Run) -> None:
    path = open_build(here / "index").folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"format": 1}), "utf-8")
    for command in (["ask", "ports"], ["sources"], ["verify"]):
        said = "the index has format 1, this program reads format 3: build it anew with rag build --full"
        assert_mistake(here, run, *command, said=said)


@pytest.mark.slow
@pytest.mark.parametrize("part", [CATALOGUE, VECTORS, WORDS, "manifest.json", "current"])
@pytest.mark.parametrize("damage", ["flipped", "cut", "emptied", "deleted"])
def test_a_damaged_part(here: Path, run: Run, part: str, damage: str) -> None:
    path = (here / "index" if part == "current" else open_build(here / "index").folder) / part
    path = max(path.iterdir(), key=lambda file: file.stat().st_size) if path.is_dir() else path
    content = path.read_bytes()
    flipped = bytes([content[0] ^ 0x80]) + content[1:]
    path.write_bytes({"flipped": flipped, "cut": content[: len(content) // 2]}.get(damage, b""))
    if damage == "deleted":
        path.unlink()
    assert_mistake(here, run, "ask", "ports", said="with rag build")


def test_two_builds_at_once(here: Path, run: Run) -> None:
    with building(here / "index"):
        assert_mistake(
            here, run, "build", "--full", said="another build of 'index' is running: wait for it to end"
        )


def test_a_model_that_is_not_here(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["build", "--model", "corpus"])
    assert ended.value.code == MISTAKE
    assert capsys.readouterr() == (
        "",
        "rag: no weights in corpus: expected *.safetensors or pytorch_model*.bin\n",
    )


def test_a_disk_that_takes_no_more(here: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "index/manifest.json")

    monkeypatch.setattr("rag.index.manifest.Manifest.save", full)
    assert_mistake(here, run, "build", "--full", said="rag: index/manifest.json: No space left on device")


def test_a_fault_of_the_program_is_one_line_too(
    here: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_: object) -> None:
        raise ZeroDivisionError("two\nlines")

    monkeypatch.setattr(Archive, "coverage", fault)
    ran = run("sources")
    assert (ran.code, ran.out) == (70, "")
    assert ran.err == "rag: a fault of the program: ZeroDivisionError: two lines (RAG_TRACE=1 shows where)\n"
    monkeypatch.setenv("RAG_TRACE", "1")
    with pytest.raises(ZeroDivisionError):
        main(["sources"])


# As programs


def environment() -> dict[str, str]:
    """Ours, but for what would hide how output is buffered; tables wide enough to fill a pipe."""
    ours = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return ours | {"COLUMNS": "400"}


def started(*arguments: str | Path, out: int | Any = subprocess.PIPE) -> subprocess.Popen[bytes]:  # noqa: ANN401
    return subprocess.Popen(
        [sys.executable, "-m", "rag", *arguments],
        stdout=out,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=environment(),
    )


@pytest.mark.slow
def test_a_reader_that_has_seen_enough_and_a_full_disk(here: Path) -> None:
    long = page(*(f"Vladimir Putin: Sentence {n} of many more." for n in range(300)))
    (here / "long.txt").write_text(long)
    many = [
        started("read", here / "long.txt"),  # more than a pipe takes
        started("read", here / "long.txt", "--json"),
        started("read", here / "corpus" / "lesson.txt", "--json"),  # not written before the end
    ]
    with Path("/dev/full").open("wb") as disk:
        full = started("read", here / "corpus" / "lesson.txt", "--json", out=disk)
    for process, wanted in zip(many, (5, 5, 0), strict=True):
        assert process.stdout
        assert len(process.stdout.read(wanted)) == wanted
        process.stdout.close()
    for process in many:
        _, errors = process.communicate()
        assert (process.returncode, errors) == (SUCCESS, b"")
    _, errors = full.communicate()
    assert (full.returncode, errors) == (MISTAKE, b"rag: input or output: No space left on device\n")


@pytest.mark.slow
def test_light_commands_import_nothing_heavy(here: Path) -> None:
    code = """
import sys
from rag.cli import main
for command in sys.argv[1:]:
    try:
        main(command.split())
    except SystemExit as end:
        assert not end.code
heavy = {"torch", "faiss", "numpy", "tantivy", "gradio", "transformers", "scipy", "tiktoken", "sentencex"}
print(sorted(heavy & set(sys.modules)), file=sys.stderr)
"""
    commands = (
        "read corpus/lesson.txt",
        "read corpus/councils.jsonl --json",
        "sources",
        "sources --json",
        "changes",
        "changes --json",
        "verify",
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, *commands],
        cwd=here,
        env=environment() | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stderr == "[]\n"
    assert all(text in ran.stdout for text in TEXTS[-2:])


@pytest.mark.model
def test_from_corpus_to_answer_with_the_real_model(tmp_path: Path) -> None:
    def rag(*arguments: str | Path) -> Ran:
        process = started(*arguments, "--index", tmp_path / "index")
        out, errors = process.communicate()
        return Ran(process.returncode, out.decode(), errors.decode())

    ran = rag("build", "--corpus", "corpus")
    assert (ran.code, ran.err) == (SUCCESS, "")
    assert ran.out.split()[:2] == ["transcripts", "2"]
    assert "skipped" not in ran.out
    ran = rag("ask", "What did Lukashenko say about ports and sea shipments?", "-k", "3", "--json")
    assert (ran.code, ran.err, ran.json["answered"]) == (SUCCESS, "", True)
    assert len(ran.json["passages"]) == 3
    first = ran.json["passages"][0]
    assert (first["speaker"], first["date"], "other ports" in first["text"]) == (
        LUKASHENKO,
        "2024-04-11",
        True,
    )
    for hit in ran.json["passages"]:
        place = hit["source"]
        source = (ROOT / "corpus" / place["path"]).read_bytes()
        assert hashlib.sha256(source).hexdigest() == place["sha256"]
        assert source.decode()[place["start"] : place["end"]] == hit["text"]
        lines_above = [1 + source.decode().count("\n", 0, place[end]) for end in ("start", "end")]
        assert lines_above == place["lines"]
    ran = rag("ask", "Who won the football world cup in 1998?")
    assert (ran.code, ran.err) == (NEGATIVE, "")
    assert ran.out.startswith("Nothing here answers that question.\n")
    ran = rag("verify")
    assert (ran.code, ran.err, "(100.00%), 2 transcripts" in ran.out) == (SUCCESS, "", True)
    some = (ROOT / "corpus" / "questions.jsonl").read_text("utf-8").splitlines(keepends=True)[::12]
    (tmp_path / "q.jsonl").write_text("".join(some), "utf-8")
    files = {name: tmp_path / name for name in ("run.jsonl", "trec.run")}
    saving = (*("--save-run", files["run.jsonl"]), *("--trec-run", files["trec.run"]))
    ran = rag("eval", tmp_path / "q.jsonl", "--compare", "bm25,hybrid", *saving, "--json")
    assert (ran.code, ran.err, ran.json["verbatim"], ran.json["attributed"]) == (SUCCESS, "", 1.0, 1.0)
    assert (ran.json["questions"], ran.json["measures"]["nDCG@10"]["mean"] > 0.5) == (len(some), True)
    assert ran.json["compare"]["systems"]["hybrid"]["difference"]["nDCG@10"]["mean"] > 0
    again = rag(
        "eval", tmp_path / "q.jsonl", "--compare", f"{files['run.jsonl']},{files['trec.run']}", "--json"
    )
    assert (again.code, again.json["measures"]) == (SUCCESS, ran.json["measures"])
    for path in files.values():
        path.unlink(missing_ok=True)
    before = contents(tmp_path)
    ran = rag("build", "--corpus", "corpus")
    assert (ran.code, ran.err, "up to date" in ran.out) == (SUCCESS, "", True)
    assert contents(tmp_path) == before
