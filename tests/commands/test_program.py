"""The program itself: its version, and completion for the shell."""

from __future__ import annotations

from importlib.metadata import version

import pytest

from tests.commands.running import SUCCESS, Run

pytestmark = pytest.mark.slow


def test_the_version_is_told(run: Run) -> None:
    ran = run("--version")
    assert (ran.code, ran.out, ran.err) == (SUCCESS, f"rag {version('rag-transcripts')}\n", "")


def test_completion_can_be_installed(run: Run) -> None:
    assert "--install-completion" in run("--help").out
