"""The processes of the peers: one that builds, one that answers, both without a network."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

HOME = Path("artifacts") / "benchmarks" / "peers"
PASSAGES = HOME / "passages.jsonl"
CORPUS = HOME / "corpus"
"""Transcripts of the build that is timed."""
DEPTH = 10


class Running:
    """A peer that answers."""

    def __init__(self, python: Path, name: str, folder: Path) -> None:
        self._command = [str(python), "-m", f"benchmarks.peers.{name}", "ask", str(folder)]
        with (HOME / f"{name}.log").open("a") as log:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, env=environment()
            )

    def ask(
        self, question: str, filters: dict[str, str] | None = None, every: bool = False
    ) -> dict[str, Any]:
        """Its reply, and the milliseconds until it came. Ends the program where the peer has ended."""
        asked = {"question": question, "k": DEPTH, "filters": filters or {}, "every": every}
        assert self._process.stdin and self._process.stdout  # noqa: S101 - for type checkers
        began = perf_counter()
        self._process.stdin.write(json.dumps(asked).encode() + b"\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        took = perf_counter() - began
        if not line:
            sys.exit(f"{' '.join(self._command)} ended: see the logs in {HOME}")
        return json.loads(line) | {"ms": 1000 * took}

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def run_build(python: Path, name: str, *paths: Path) -> dict[str, float]:
    """Build in a process of its own; seconds of loading and building. Ends the program where it fails."""
    command = [python, "-m", f"benchmarks.peers.{name}", "build", *paths]
    with (HOME / f"{name}.log").open("a") as log:
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=log, text=True, check=False, env=environment()
        )
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} ended with {done.returncode}: see {HOME}/{name}.log")
    took: dict[str, float] = json.loads(done.stdout)
    return took


def environment() -> dict[str, str]:
    """No network, the model's folder, bytecode that is kept, and one thread.

    More threads only wait for each other on a busy machine, and a single question gains nothing by them.
    """
    from rag.index.encoder import DEFAULT_MODEL, model_folder

    offline = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HAYSTACK_TELEMETRY_ENABLED": "False"}
    own = {"PEERS_MODEL": str(model_folder(DEFAULT_MODEL)), "PEERS_CORPUS": str(CORPUS)}
    return {**os.environ, **offline, **own, "PYTHONDONTWRITEBYTECODE": "", "OMP_NUM_THREADS": "1"}
