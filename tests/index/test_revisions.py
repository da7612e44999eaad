"""The history as a file: both versions come back to the character, and what is broken is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from rag.errors import IndexMismatchError
from rag.index.revisions import ChangedTurn, History
from tests.index.examples import BEFORE, EDITED, REMOVED

HISTORY = History((EDITED, REMOVED), {"talks": "2024-04-12T12:00:00+00:00"})


def test_it_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    HISTORY.save(path)
    assert History.load(path) == HISTORY
    once = path.read_bytes()
    History.load(path).save(path)
    assert path.read_bytes() == once
    assert once.count(b"\n") == 3


def test_it_is_as_long_as_what_changed(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    HISTORY.save(path)
    text = path.read_text("utf-8")
    assert text.count("ship") == 1
    assert "price stays" not in text
    long = replace(BEFORE.utterances[0], text="A word. " * 1000)
    History((replace(EDITED, turns=(ChangedTurn(long, replace(long, text=long.text + "One more.")),)),)).save(
        path
    )
    assert len(long.text) < path.stat().st_size < len(long.text) + 1500


def test_nothing_yet(tmp_path: Path) -> None:
    History().save(tmp_path / "history.jsonl")
    assert (tmp_path / "history.jsonl").read_text() == '{"format": 2, "first_seen": {}}\n'
    assert History.load(tmp_path / "history.jsonl") == History()


def test_what_a_build_adds() -> None:
    later = HISTORY.followed_by((replace(EDITED, transcript="other"),), ("talks", "other", "new"), "now")
    assert [revision.transcript for revision in later.revisions] == ["talks", "gone", "other"]
    assert later.first_seen == {"talks": "2024-04-12T12:00:00+00:00", "other": "now", "new": "now"}
    assert HISTORY.of("gone") == (REMOVED,)
    assert HISTORY.of("other") == ()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"\xff\xfe\x00",
        b"{",
        b"[]",
        b"null\n",
        b'{"format": 1}\n',
        b'{"format": 1, "first_seen": 7}\n',
        b'{"format": 3, "first_seen": {}}\n',
        b'{"format": 1, "first_seen": {}}\n{}\n',
        b'{"format": 1, "first_seen": {}}\n[]\n',
        b'{"format": 1, "first_seen": {}}\n' + b"[" * 100_000,
    ],
)
def test_what_is_no_history(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "history.jsonl"
    path.write_bytes(content)
    with pytest.raises(IndexMismatchError) as refused:
        History.load(path)
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_revision_that_lacks_something_or_has_too_much(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    HISTORY.save(path)
    head, first, *_ = path.read_text("utf-8").split("\n")
    for broken in (
        {k: v for k, v in json.loads(first).items() if k != "turns"},
        json.loads(first) | {"colour": "red"},
        json.loads(first) | {"turns": [{"before": {}, "after": None, "diff": []}]},
        json.loads(first) | {"turns": [{"before": None, "after": None, "diff": [["equal"]]}]},
        json.loads(first) | {"turns": [7]},
    ):
        path.write_text(f"{head}\n{json.dumps(broken)}\n", "utf-8")
        with pytest.raises(IndexMismatchError, match="lacks something or holds something unknown"):
            History.load(path)


def test_a_history_of_the_former_format_is_read_with_the_words_of_today(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    History((EDITED,), {"talks": "2026-11-24"}).save(path)
    former = (
        path.read_text("utf-8").replace('"format": 2', '"format": 1').replace('"edited": 2,', '"changed": 2,')
    )
    assert '"changed": 2' in former
    path.write_text(former, "utf-8")
    assert History.load(path) == History((EDITED,), {"talks": "2026-11-24"})
