"""`rag changes`: what builds have noticed of edited sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.running import (
    MISTAKE,
    SUCCESS,
    Run,
)

pytestmark = pytest.mark.slow


def test_changes_of_sources_are_told_by_the_build_and_later(here: Path, run: Run) -> None:
    assert run("changes").out == "No build has noticed that a source had changed.\n"
    path = here / "corpus" / "harbour.txt"
    path.write_text(path.read_text("utf-8").replace("We ship grain", "We never ship grain"), "utf-8")
    told = [
        "harbour edited: passages: 1 edited, 3 moved",
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
