"""Commands run in a folder that has a corpus and an index, with the toy encoder."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

from rag.cli import main
from tests.builders import TopicEncoder
from tests.commands.running import (
    Ran,
    Run,
)
from tests.corpora import copied


@pytest.fixture(scope="session", autouse=True)
def _made_once() -> Iterator[None]:
    """Typer makes its commands of their signatures at each call, in a few hundredths of a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typer.main, "get_command", functools.cache(typer.main.get_command))
        yield


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
