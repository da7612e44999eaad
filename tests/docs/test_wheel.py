"""The built wheel holds all of the program, and runs where nothing else of the checkout is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.corpora import ROOT, scratch, write_corpus

pytestmark = pytest.mark.slow

CODE = ROOT / "rag"
LEFT_OUT = {"__pycache__", ".DS_Store"}


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with scratch() as found:
        yield found


@pytest.fixture(scope="module")
def wheel(folder: Path) -> Path:
    """Built from a copy: setuptools writes beside what it builds."""
    source = folder / "source"
    shutil.copytree(CODE, source / "rag", ignore=shutil.ignore_patterns(*LEFT_OUT))
    for name in ("pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, source / name)
    command = ("-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", folder, source)
    subprocess.run([sys.executable, *command], check=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(folder: Path, wheel: Path) -> Path:
    """The folder of the programs of an environment with the wheel in it, and the libraries of this one."""
    home = folder / "env"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", home], check=True)
    target = subprocess.run(
        [home / "bin" / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True,
        capture_output=True,
        text=True,
    )
    (Path(target.stdout.strip()) / "libraries.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    python = str(home / "bin" / "python")
    command = ("-m", "pip", "--python", python, "install", "--quiet", "--no-deps", str(wheel))
    subprocess.run([sys.executable, *command], check=True)
    return home / "bin"


def test_every_file_of_the_program_is_in_it(wheel: Path) -> None:
    held = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("rag/")}
    there = {
        path.relative_to(ROOT).as_posix()
        for path in CODE.rglob("*")
        if path.is_file() and not LEFT_OUT.intersection(path.parts)
    }
    assert there - held == set()


def test_it_reads_where_no_checkout_is(installed: Path, folder: Path) -> None:
    write_corpus(folder / "corpus")
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    given = {"cwd": folder, "env": environment, "capture_output": True, "text": True}
    where = [installed / "python", "-c", "import rag; print(rag.__file__)"]
    assert str(folder) in subprocess.run(where, check=True, **given).stdout
    sources = sorted(map(str, (folder / "corpus").glob("*.txt")))
    read = subprocess.run([installed / "rag", "read", *sources], check=True, **given)
    assert "utterances" in read.stdout
