"""`rag verify`: proof of every passage of an index."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.running import (
    NEGATIVE,
    SUCCESS,
    Run,
)

pytestmark = pytest.mark.slow


def test_verify_exits_1_where_a_passage_is_not_proven(here: Path, run: Run) -> None:
    ran = run("verify")
    assert (ran.code, ran.err) == (SUCCESS, "")
    assert ran.out == (
        "9 of 9 passages proven verbatim, 4 transcripts re-read\n"
        "who said them is certain for 77.77%; 1 carried and 1 unknown\n"
    )
    doubts = {"certain": 1 - 2 / 9, "uncertain": {"carried": 1, "unknown": 1}}
    proof = {"transcripts": 4, "passages": 9, "proven": 9, "failures": []} | doubts
    assert run("verify", "--json").json == proof
    (here / "corpus" / "lesson.txt").unlink()
    gone = "the source file is gone: restore it, or build the index anew with rag build"
    ran = run("verify")
    assert (ran.code, ran.err) == (NEGATIVE, "")
    assert ran.out.splitlines()[0] == f"lesson.txt: lesson: {gone}"
    ran = run("verify", "--json")
    failure = {"transcript": "lesson", "path": "lesson.txt", "reason": gone}
    assert (ran.code, ran.json) == (NEGATIVE, proof | {"proven": 7, "failures": [failure]})
