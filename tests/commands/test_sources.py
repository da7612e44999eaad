"""`rag sources`: what is indexed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rag.archive import Archive
from rag.output.contract import coverage_json
from rag.readers.corpus import read_corpus
from tests.builders import TopicEncoder
from tests.commands.running import SUCCESS, Run, assert_mistake
from tests.corpora import LUKASHENKO, page

pytestmark = pytest.mark.slow


def test_sources_as_json_is_the_contract(here: Path, run: Run) -> None:
    ran = run("sources", "--json")
    archive = Archive.open(here / "index", TopicEncoder())
    assert (ran.code, ran.err) == (SUCCESS, "")
    held = {name: value for name, value in ran.json.items() if name != "settings"}
    assert held == json.loads(json.dumps(coverage_json(archive.coverage(), archive.manifest)))
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
    exact = {"vector_search": "exact: 9 passages, below 100,000"}
    assert (
        ran.json["build"] == json.loads((archive.build.folder / "manifest.json").read_text("utf-8")) | exact
    )
    assert "vector search       exact: 9 passages, below 100,000" in run("sources").out
    assert "months without any  January 2024, March 2024" in run("sources").out


def test_a_first_version_of_the_table_names_everybody_as_before(here: Path, run: Run) -> None:
    before = read_corpus(here / "corpus")
    ran = run("sources", "--speakers")
    assert (ran.code, ran.err) == (SUCCESS, "")
    assert '[transcripts."harbour"]\n# "Question" = ""\n' in ran.out
    (here / "corpus" / "speakers.toml").write_text(ran.out, "utf-8")
    assert read_corpus(here / "corpus").transcripts == before.transcripts
    edited = ran.out.replace('# "Question" = ""', '"Question" = "Ann Holloway"')
    (here / "corpus" / "speakers.toml").write_text(edited, "utf-8")
    assert run("build").code == SUCCESS
    assert '\n"Question" = "Ann Holloway"\n' in run("sources", "--speakers").out
    assert run("check", "And what of gas?", "--speaker", "Ann Holloway").out.startswith(
        "Exact: Ann Holloway (named by speakers.toml; the transcript prints “Question”) said these words."
    )


def test_persons_as_json(here: Path, run: Run) -> None:
    form = run("sources", "--speakers", "--json").json
    assert form["speakers"][2] == {
        "name": LUKASHENKO,
        "labels": ["President of Belarus Alexander Lukashenko", "Alexander Lukashenko"],
        "roles": [{"role": "President of Belarus", "from": "2024-04-11", "to": "2024-04-11"}],
    }
    assert {"transcript": "harbour", "label": "Question", "utterances": 1} in form["unnamed"]


def test_what_leaves_open_who_speaks(here: Path, run: Run) -> None:
    (here / "corpus" / "debate.txt").write_text(
        page("Owen Smithson: The plan is bad.", "Chloe Smithson: It is sound.", "Smithson: It is not.")
    )
    told = "1 transcript has lines that leave open who speaks: rag sources --doubts"
    assert told in run("build").out.splitlines()
    assert told in run("build").out.splitlines()
    ran = run("sources", "--doubts")
    assert (ran.code, ran.err) == (SUCCESS, "")
    assert ran.out.splitlines() == [
        "Not certain who speaks from these lines on (1 transcript):",
        "debate.txt:13  “Smithson:” may be “Owen Smithson” or “Chloe Smithson”",
        "No persons who may be one.",
    ]
    form = run("sources", "--doubts", "--json").json
    assert [(each["transcript"], each["line"]) for each in form["doubts"]] == [("debate", 13)]
    assert form["may_be_one"] == []


def test_two_lists_at_once(here: Path, run: Run) -> None:
    assert_mistake(here, run, "sources", "--speakers", "--doubts", said="give one of them")
