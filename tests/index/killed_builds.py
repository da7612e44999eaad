"""A program: starts one build after another and has each killed a moment later than the one before.

`python -m tests.index.killed_builds CORPUS INDEX` copies the index to `INDEX-01`, builds into the copy,
and dies by SIGKILL before its first change to the copy; `INDEX-02` before the second, and so on, until a
build ends by itself. Forks, so that only the first one pays for the imports.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from rag.index.builder import build_index
from rag.index.chunking import token_counts
from tests.builders import TopicEncoder

_CHANGES = {"open", "os.rename", "os.mkdir", "os.rmdir", "os.remove", "sqlite3.connect"}


def killed_before(change: int, index: Path) -> Callable[[str, tuple[object, ...]], None]:
    """An audit hook that ends the process before the n-th change to files below `index`, from 1."""
    seen = 0

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        if event not in _CHANGES or not str(arguments[0]).startswith(str(index)):
            return
        if event == "open" and isinstance(arguments[2], int) and not arguments[2] & (os.O_WRONLY | os.O_RDWR):
            return
        seen += 1
        if seen == change:
            os.kill(os.getpid(), signal.SIGKILL)

    return hook


def main(corpus: Path, index: Path) -> None:
    token_counts(["loads the tokenizer once for all"])
    for change in range(1, 100):
        copy = index.with_name(f"{index.name}-{change:02}")
        shutil.copytree(index, copy)
        child = os.fork()
        if not child:
            sys.addaudithook(killed_before(change, copy))
            build_index(corpus, copy, TopicEncoder())
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            sys.exit(os.waitstatus_to_exitcode(status))
    sys.exit("no build ended by itself")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
