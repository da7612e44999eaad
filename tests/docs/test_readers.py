"""The guide to readers: its example is a reader, by being one file."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import rag.readers
from rag.errors import ReadError
from rag.readers import read_file, readers

pytestmark = pytest.mark.slow

DOCS = (Path(__file__).parents[2] / "docs" / "readers.md").read_text("utf-8")


@pytest.fixture
def with_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The example of the guide, saved beside the other readers."""
    (block,) = re.findall(r"```python\n(.*?)```", DOCS, re.DOTALL)
    (tmp_path / "table.py").write_text(block, "utf-8")
    monkeypatch.setattr(rag.readers, "__path__", [*rag.readers.__path__, str(tmp_path)])
    readers.cache_clear()
    yield
    readers.cache_clear()
    sys.modules.pop("rag.readers.table", None)


@pytest.mark.usefixtures("with_table")
def test_the_example_reads_tables(tmp_path: Path) -> None:
    table = tmp_path / "talks.tsv"
    table.write_text("0:01\tAnna Berg\tGood day.\n0:07\tTom Reyes\tNo.\n0:09\tAnna Berg\tYes.\n", "utf-8")
    (transcript,) = read_file(table)
    assert (transcript.id, transcript.form) == ("talks", "table, time-stamped notes")
    assert [(u.speaker, u.time, u.text, u.lines) for u in transcript.utterances] == [
        ("Anna Berg", "0:01", "Good day.", (1, 1)),
        ("Tom Reyes", "0:07", "No.", (2, 2)),
        ("Anna Berg", "0:09", "Yes.", (3, 3)),
    ]
    table.write_text("0:01\tAnna Berg\n", "utf-8")
    with pytest.raises(ReadError, match="line 1 has 2 cells; expected time, speaker and words"):
        read_file(table)


def test_the_formats_are_listed() -> None:
    listed = set(re.findall(r"`(\.\w+)`", DOCS.split("## What a reader promises")[0]))
    assert listed <= set(readers())
    assert {".txt", ".vtt", ".srt", ".json", ".jsonl", ".docx", ".pdf"} <= listed
    modules = set(re.findall(r"`(\w+)\.py`", DOCS)) - {"table"}
    assert all((Path(rag.readers.__file__).parent / f"{name}.py").is_file() for name in modules)
