"""The reading benchmark runs, and its figures are those that the readers are held to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.reading", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_missing_data_is_said(tmp_path: Path) -> None:
    finished = run(str(tmp_path))
    assert finished.returncode == 1
    assert finished.stderr.startswith(f"skipped: no kremlin-2018/transcripts in {tmp_path}")


@pytest.mark.data
@pytest.mark.skipif("RAG_DEV_DATA" not in os.environ, reason="RAG_DEV_DATA is not set")
def test_figures() -> None:
    finished = run("--json")
    assert finished.returncode == 0, finished.stderr
    figures = json.loads(finished.stdout)
    assert figures["beginnings: recall"] >= 0.999
    assert figures["beginnings: F1"] >= 0.997
    assert figures["turns: F1"] >= 0.995
    assert figures["turns, with the labels that the gold misses: F1"] >= 0.996
    assert figures["said: wrong and silent, share of utterances"] <= 0.001
    assert figures["doubts"] * 300 <= figures["turns read"]
    assert figures["gold continuations carried"] == figures["gold continuations"]
    assert figures["page: characters lost"] == figures["page: characters doubled"] <= 20
    for where in ("the same transcript", "another transcript"):
        assert figures[f"person: short label in {where}, right"] == figures[f"person: short label in {where}"]
    assert figures["HTML: pages as their text form"] == figures["HTML: pages"] == 14
    assert figures["HTML: turns, with the labels that the gold misses: F1"] >= 0.996
