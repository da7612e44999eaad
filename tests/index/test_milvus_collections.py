"""`milvus.json`: written and read, and refused where it is damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.errors import IndexMismatchError
from rag.index.milvus_collections import Collections

WRITTEN = Collections("127.0.0.1:19530", "rag_1_vectors", "rag_1_tokens", 7)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    for each in (WRITTEN, Collections(None, "a", "b", 0)):
        each.save(tmp_path / "milvus.json")
        assert Collections.load(tmp_path / "milvus.json") == each


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"address": 1, "vectors": "a", "tokens": "b", "stored": 1}',
        '{"address": null, "vectors": "a", "tokens": "b", "stored": true}',
        '{"address": null, "vectors": ["a"], "tokens": "b", "stored": 1}',
        '{"address": null, "vectors": "a", "tokens": "b", "stored": 1, "password": "p"}',
        "[" * 100_000,
    ],
)
def test_a_damaged_one_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "milvus.json").write_text(text)
    with pytest.raises(IndexMismatchError, match=r"milvus\.json cannot be read: build the index anew"):
        Collections.load(tmp_path / "milvus.json")


def test_a_missing_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IndexMismatchError, match="cannot be read"):
        Collections.load(tmp_path / "milvus.json")
