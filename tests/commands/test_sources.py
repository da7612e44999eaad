"""`rag sources`: what is indexed."""

from __future__ import annotations

import json
from pathlib import Path

from rag.archive import Archive
from rag.output.contract import coverage_json
from tests.builders import TopicEncoder
from tests.commands.running import (
    SUCCESS,
    Run,
)
from tests.corpora import LUKASHENKO


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
