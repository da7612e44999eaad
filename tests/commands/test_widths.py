"""Narrow terminals, wide characters, colours and pipes: nothing is cut, and nothing steers a pipe."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.table import Table

from rag.output.terminal import show_table, show_transcript
from rag.output.terminal_sources import show_coverage
from rag.records import Coverage, SpeakerCount
from tests.builders import transcript
from tests.commands.running import TOY, Run, Terminal, environment
from tests.corpora import ROOT

pytestmark = pytest.mark.slow

Captured = pytest.CaptureFixture[str]
NAMES = (
    "Владимир Владимирович Путин",
    "习近平主席习近平主席习近平主席习近平主席",
    "Zoe\N{COMBINING DIAERESIS} \N{SHIP} Ma\N{COMBINING DIAERESIS}ller-Schwarzenberger-Leutheusser-Meier",
)
WIDTHS = pytest.mark.parametrize("width", [40, 60, 80, 200])


def joined(lines: list[str], start: int, end: int) -> str:
    """A column of a table, by its place in the terminal, without white space."""
    found = []
    for line in lines:
        at = 0
        for character in line:
            if start <= at < end and not character.isspace():
                found.append(character)
            at += cell_len(character)
    return "".join(found)


def squeezed(names: tuple[str, ...]) -> str:
    return "".join("".join(names).split())


@WIDTHS
def test_names_are_whole_in_tables(capsys: Captured, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    show_transcript(transcript("talks", *((name, "Порты готовы. " * 20) for name in NAMES)))
    lines = capsys.readouterr().out.splitlines()
    top = next(at for at, line in enumerate(lines) if line.split()[:2] == ["no", "lines"])
    start, end = lines[top].index("speaker"), lines[top].index("begins")
    table = [line for line in lines[top + 1 :] if line.strip()]
    assert joined(table, start, end) == squeezed(NAMES)
    assert {cell_len(line) for line in table} == {width}
    held = Coverage(3, 3, 3, None, None, tuple(SpeakerCount(name, (), 1) for name in NAMES), {})
    show_coverage(held, {"created": "2024", "model": {"name": "m" * 50, "sha256": "0" * 64}})
    lines = capsys.readouterr().out.splitlines()
    top = next(at for at, line in enumerate(lines) if "utterances  speaker" in line)
    start = lines[top].index("speaker")
    assert joined(lines[top + 1 :], start, start + max(map(cell_len, NAMES))).startswith(squeezed(NAMES))
    assert joined(lines[:top], 0, width).count("m" * 50) == 1
    assert max(map(cell_len, lines)) <= width


@WIDTHS
def test_figures_are_whole_in_tables(capsys: Captured, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    table = Table(box=None, pad_edge=False, collapse_padding=True)
    for heading in ("kind", "Success@10", "Recall@10", "nDCG@10", "95% interval"):
        table.add_column(heading, justify="right")
    table.add_row("follow-ups", "0.123 (0.10–0.15)", "0.456 (0.40–0.51)", "0.789", "+0.1 to +0.2")
    show_table(table)
    out = capsys.readouterr().out
    assert {"follow-ups", "Success@10", "nDCG@10", "interval", "(0.10–0.15)", "0.789"} <= set(out.split())
    assert max(map(cell_len, out.splitlines())) <= max(width, 54)


@pytest.mark.parametrize("width", ["0", "1", "40", "200"])
def test_help_keeps_names_of_options_and_defaults_whole(
    run: Run, monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    shown = run("serve", "--help").out
    assert {"--log-questions", "127.0.0.1]"} <= set(shown.split())
    assert max(map(len, shown.splitlines())) <= {"0": 80, "200": 100}.get(width, 40)


def test_without_a_known_width_something_is_printed(
    here: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "0")
    assert "We ship grain through the ports." in run("ask", "grain", "-k", "1").out


COLOUR = re.compile(r"\x1b\[(?:\d;)*3\dm")


def test_colours_are_for_terminals_that_want_them(built: Path) -> None:
    def piped(**variables: str) -> str:
        command = [sys.executable, "-c", TOY, "ask", "grain"]
        ours = environment() | {"PYTHONPATH": str(ROOT)} | variables
        return subprocess.run(command, cwd=built, env=ours, capture_output=True, text=True, check=True).stdout

    def in_terminal(**variables: str) -> str:
        terminal = Terminal(built, "ask", "grain", **variables)
        shown = terminal.shown()
        terminal.code()
        return shown

    assert COLOUR.search(in_terminal(TERM="xterm-256color"))
    assert not COLOUR.search(in_terminal(TERM="xterm-256color", NO_COLOR="1"))
    assert "\x1b" not in in_terminal(TERM="dumb")
    assert "\x1b" not in piped()
    assert COLOUR.search(piped(FORCE_COLOR="1"))
