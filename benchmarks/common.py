"""What the benchmarks share: the development collection, the machine, and running `rag` itself."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

COLLECTION = "kremlin-2018"


def arguments(description: str | None, *, index: bool = False) -> argparse.ArgumentParser:
    """A parser with the one argument that every benchmark has: where the development data lies.

    With `index`, `--index` may name an index that is there already.
    """
    parser = argparse.ArgumentParser(description=description)
    given = os.environ.get("RAG_DEV_DATA")
    parser.add_argument(
        "data", nargs="?", type=Path, default=Path(given) if given else None,
        help="folder of the development data (default: the environment variable RAG_DEV_DATA)",
    )  # fmt: skip
    if index:
        parser.add_argument("--index", type=Path, help="an index of the collection that is there already")
    return parser


def collection(data: Path | None) -> Path:
    """The collection's folder; ends the program with one line where it is not there."""
    if data is None or not (data / COLLECTION / "transcripts").is_dir():
        sys.exit(f"skipped: no {COLLECTION}/transcripts in {data or 'RAG_DEV_DATA (not set)'}")
    return data / COLLECTION


def machine() -> str:
    """The machine and what runs on it, in one line."""
    model = next(
        (line.split(":", 1)[1].strip() for line in _cpuinfo() if line.startswith("model name")),
        platform.processor() or platform.machine(),
    )
    libraries = ", ".join(
        f"{name} {version(name)}" for name in ("torch", "sentence-transformers", "faiss-cpu")
    )
    return f"{os.cpu_count()} cores of {model}, Python {platform.python_version()}, {libraries}"


def _cpuinfo() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text().splitlines() if path.exists() else []


def index_of(corpus: Path) -> Path:
    """An index over a folder of transcripts, built once and brought up to date when it is asked for."""
    index = Path("artifacts") / "benchmarks" / corpus.absolute().as_posix().strip("/").replace("/", "-")
    rag("build", "--corpus", corpus, "--index", index)
    return index


def rag(*words: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run a command of the program as a user would."""
    command = [sys.executable, "-m", "rag", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if check and done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.strip()}")
    return done


def rag_json(*words: str | Path) -> Any:
    """What a command prints with `--json`."""
    return json.loads(rag(*words, "--json").stdout)


def row(*cells: object) -> None:
    """Print a row of a Markdown table."""
    print("| " + " | ".join(str(cell) for cell in cells) + " |")


def header(*cells: str) -> None:
    """Print the head of a Markdown table."""
    row(*cells)
    row(*("---" for _ in cells))
