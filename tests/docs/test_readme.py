"""The README is a map that is checked: every module, every command, and an example that is true."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from rag.cli import app
from tests.corpora import ROOT

README = (ROOT / "README.md").read_text("utf-8")


def between(marker: str) -> str:
    """The text between `<!-- marker -->` and `<!-- /marker -->`."""
    found = re.findall(rf"<!-- {marker} -->\n(.*?)<!-- /{marker} -->", README, re.DOTALL)
    assert len(found) == 1, f"expected one block between <!-- {marker} --> and <!-- /{marker} -->"
    return str(found[0])


def test_every_module_is_on_the_map_and_nothing_else() -> None:
    package = ROOT / "rag"
    files = {path.name for path in package.glob("*.py") if not path.stem.startswith("__")}
    folders = {f"{path.parent.name}/" for path in package.glob("*/*.py")}
    named = re.findall(r"^\| `([a-z_]+(?:\.py|/))` \| \S", between("modules"), re.MULTILINE)
    assert sorted(named) == sorted(files | folders)


def test_every_command_is_in_the_table_and_nothing_else() -> None:
    named = re.findall(r"^\| `rag ([a-z]+)[^|]*\| \S", README, re.MULTILINE)
    commands = [
        command.name or command.callback.__name__ for command in app.registered_commands if command.callback
    ]
    groups = [group.name for group in app.registered_groups if group.name]
    assert sorted(named) == sorted(commands + groups)


def test_what_it_links_to_is_there() -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in link]
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.model
def test_the_example_is_what_the_commands_print(tmp_path: Path) -> None:
    def rag(*arguments: str) -> str:
        return subprocess.run(
            [sys.executable, "-m", "rag", *arguments, "--index", tmp_path / "index"],
            cwd=ROOT,
            env=os.environ | {"COLUMNS": "80"},
            stdout=subprocess.PIPE,
            text=True,
            check=False,  # an example may show what exit code 1 looks like
        ).stdout

    rag("build")
    block = between("example").strip()
    assert block.startswith("```\n$ rag ")
    commands = re.findall(r"^\$ rag (.+)\n((?:(?!\$ rag |```).*\n)*)", block, re.MULTILINE)
    assert len(commands) == block.count("$ rag ")
    for command, shown in commands:
        printed = rag(*shlex.split(command))
        assert [line.rstrip() for line in printed.strip().splitlines()] == [
            line.rstrip() for line in shown.strip().splitlines()
        ], f"rag {command} prints something else now"
