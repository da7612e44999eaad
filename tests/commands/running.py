"""How a command is run, and how it may end."""

from __future__ import annotations

import hashlib
import json
import os
import pty
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.corpora import ROOT, lines

SUCCESS, NEGATIVE, MISTAKE = 0, 1, 2


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever was printed
        return json.loads(self.out)


Run = Callable[..., Ran]


def contents(folder: Path) -> dict[str, str]:
    """Every file and folder below, by its hash; lock files left out, which hold nothing."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        for path in folder.rglob("*")
        if path.name != ".lock"
    }


def assert_mistake(here: Path, run: Run, *arguments: str, said: str) -> None:
    """Exit code 2, one line on standard error, nothing on standard output, nothing changed."""
    before = contents(here)
    ran = run(*arguments)
    assert (ran.code, ran.out) == (MISTAKE, "")
    assert ran.err.startswith("rag: ")
    assert ran.err.count("\n") == 1
    assert ran.err.endswith("\n")
    assert said in ran.err
    assert contents(here) == before


def environment() -> dict[str, str]:
    """Ours, but for what would hide how output is buffered; tables wide enough to fill a pipe."""
    ours = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return ours | {"COLUMNS": "400"}


def started(*arguments: str | Path, out: int | Any = subprocess.PIPE) -> subprocess.Popen[bytes]:  # noqa: ANN401
    return subprocess.Popen(
        [sys.executable, "-m", "rag", *arguments],
        stdout=out,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=environment(),
    )


TOY = """
import sys
import rag.index.encoder
from rag.cli import main
from tests.builders import TopicEncoder
rag.index.encoder.SentenceTransformerEncoder = lambda name: TopicEncoder()
main(sys.argv[1:])
"""


class Terminal:
    """A command in a terminal of its own, with the toy encoder."""

    def __init__(self, folder: Path, *arguments: str, **variables: str) -> None:
        self._process, self._terminal = pty.fork()
        if not self._process:
            os.chdir(folder)
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # ignored in what a script runs in the background
            ours = environment() | {"PYTHONPATH": str(ROOT), "TERM": "dumb"} | variables
            os.execve(sys.executable, [sys.executable, "-c", TOY, *arguments], ours)  # noqa: S606

    def shown(self, until: str = "") -> str:
        """What is shown until the prompt, or to the end."""
        seen = b""
        while not (until and seen.endswith(until.encode())):
            assert select.select([self._terminal], [], [], 60)[0], seen
            try:
                read = os.read(self._terminal, 1 << 16)
            except OSError:  # the other end is closed
                read = b""
            if not read:
                break
            seen += read
        return seen.decode(errors="replace")

    def type(self, keys: bytes, until: str = "ask> ") -> str:
        """Type, and return what is shown then."""
        os.write(self._terminal, keys)
        return self.shown(until)

    def interrupt(self) -> str:
        """Ctrl-C, and what is shown to the prompt; again where readline was just busy with a key."""
        for _ in range(10):
            os.write(self._terminal, b"\x03")
            if select.select([self._terminal], [], [], 3)[0]:
                break
        seen = self.shown("ask> ")
        while select.select([self._terminal], [], [], 0.5)[0]:
            seen += self.shown("ask> ")
        return seen

    def code(self) -> int:
        """The exit code."""
        os.close(self._terminal)
        return os.waitstatus_to_exitcode(os.waitpid(self._process, 0)[1])


QUESTIONS = lines(
    {
        "qid": "1",
        "kind": "topic",
        "question": "ports?",
        "relevant": [{"file": "harbour.txt", "line": 9, "grade": 2}],
    },
    {"qid": "2", "question": "Napoleon's horse?", "relevant": []},
    {
        "qid": "3",
        "question": "And that?",
        "previous": "school?",
        "transcript": "lesson",
        "relevant": [{"transcript": "lesson", "utterance": 0, "grade": 2}],
    },
)
