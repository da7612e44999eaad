"""How long a person waits for a command: whole processes, in turn, medians of ten after a warm-up.

CPU time is that of the process and what it starts, user and system. On a machine with other work it says
more than the clock. Of `rag serve` the time counts until its port answers, until the page takes a question,
until a first question is answered, and until Gradio's own page has taken over.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

import httpx

from benchmarks.common import arguments, collection, header, index_of, machine, rag_json, row

_QUESTION = "What did Putin say about gas?"
_QUOTE = "We will certainly build new roads and bridges in the regions"
_SERVED = {
    "the port answers": ("/help", {200, 503}),
    "the page takes a question": ("/", {200}),
    "a first question is answered": ("/part/turn?q=gas", {200}),
    "Gradio's page is there": ("/config", {200}),
}
"""What `rag serve` has come to once a path is answered with one of these."""


def main() -> None:
    """Time light commands, a cold question, a cold check, a citation and a server."""
    parser = arguments(__doc__, index=True)
    parser.add_argument("--runs", type=int, default=10)
    given = parser.parse_args()
    corpus = collection(given.data) / "transcripts"
    print(machine(), end="\n\n")
    index = (given.index or index_of(corpus)).absolute()
    first = rag_json("ask", _QUESTION, "-k", "1", "--index", index)["passages"][0]
    place = (first["transcript"], str(first["source"]["start"]), str(first["source"]["end"]))
    commands: dict[str, Sequence[str]] = {
        "--help": ("--help",),
        "read": ("read", str(sorted(corpus.glob("*.txt"))[0])),
        "sources": ("sources",),
        "cite": ("cite", *place),
        "ask": ("ask", _QUESTION),
        "ask --json": ("ask", _QUESTION, "--json"),
        "check": ("check", _QUOTE),
    }
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "index").symlink_to(index)
        # As installed: bytecode is kept, even where the environment says not to.
        environment = os.environ | {
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPYCACHEPREFIX": f"{folder}/bytecode",
        }
        environment["PYTHONPATH"] = str(Path(__file__).parents[1])
        for _ in range(given.runs + 1):
            for name, words in commands.items():
                took[name].append(_time(words, Path(folder), environment))
        served = [_serve(Path(folder), environment) for _ in range(given.runs // 3 + 1)]
    header("command", "CPU seconds, median", "by the clock", "least CPU")
    for name, times in took.items():
        cpu, clock = zip(*times[1:], strict=True)
        row(f"`rag {name}`", f"{median(cpu):.2f}", f"{median(clock):.2f}", f"{min(cpu):.2f}")
    print()
    header("`rag serve`", "by the clock, median", "least")
    for name, seconds in zip(_SERVED, zip(*served, strict=True), strict=True):
        row(name, f"{median(seconds):.2f}", f"{min(seconds):.2f}")


def _time(words: Sequence[str], folder: Path, environment: dict[str, str]) -> tuple[float, float]:
    """Seconds of CPU, and by the clock, of one command that uses the index in a folder."""
    begun, before = perf_counter(), os.times()
    done = subprocess.run(
        [sys.executable, "-m", "rag", *words], cwd=folder, env=environment, capture_output=True, check=False
    )
    after, clock = os.times(), perf_counter() - begun
    if done.returncode not in (0, 1):
        sys.exit(f"rag {words[0]}: {done.stderr.decode().strip()}")
    spent = after.children_user - before.children_user + after.children_system - before.children_system
    return spent, clock


def _serve(folder: Path, environment: dict[str, str]) -> list[float]:
    """Seconds from the start of a server until each of `_SERVED`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    begun, times = perf_counter(), []
    running = subprocess.Popen(
        [sys.executable, "-m", "rag", "serve", "--port", str(port)],
        cwd=folder, env=environment, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for path, expected in _SERVED.values():
            while running.poll() is None and _status(f"http://127.0.0.1:{port}{path}") not in expected:
                sleep(0.02)
            times.append(perf_counter() - begun)
    finally:
        running.terminate()
        running.wait(20)
    return times


def _status(address: str) -> int | None:
    try:
        return httpx.get(address, timeout=60).status_code
    except httpx.HTTPError:
        return None


if __name__ == "__main__":
    main()
