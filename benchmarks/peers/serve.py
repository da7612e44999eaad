"""How a peer is driven: `build PASSAGES FOLDER [VECTORS]` or `ask FOLDER`, each in a process of its own.

A passage is a dict of strings: id, text, speaker, date (ISO day) and transcript. What is imported here is in
every venv.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, Protocol

Passage = dict[str, str]
Found = list[tuple[str, float]]
"""Ids and scores, the best first."""
ALL = 10_000
"""More than there are passages: what a peer is told to look through where nothing may be missed."""


class Peer(Protocol):
    """What a module here gives: a way to build an index on disk, and a way to ask it."""

    def load(self, model: str) -> None:
        """Load the model from its folder, so that building does not have to."""

    def build(self, passages: list[Passage], vectors: Any, folder: Path) -> None:
        """Index passages. `vectors`, of shape (passages, 384), replace encoding where they are given."""

    def open(self, model: str, folder: Path) -> None:
        """Open what was built, with all that a question needs."""

    def ask(self, question: str, k: int, filters: dict[str, str], every: bool) -> Found:
        """Find the best k. `filters`: speaker, from and to (days, inclusive), all or none.

        With `every`, all passages are candidates before the filters, where that can be chosen.
        """


def serve(peer: Peer) -> None:
    """Do what the command line says. Replies go to stdout, one line of JSON each, all else to stderr."""
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    command, *paths = sys.argv[1:]
    model = os.environ["PEERS_MODEL"]
    if command == "build":
        print(json.dumps(_build(peer, model, *map(Path, paths))), file=replies, flush=True)
        return
    peer.open(model, Path(paths[0]))
    for line in sys.stdin:
        asked = json.loads(line)
        began = process_time()
        try:
            reply: dict[str, Any] = {"found": [(name, float(score)) for name, score in peer.ask(**asked)]}
        except (NotImplementedError, ValueError) as error:
            reply = {"refused": str(error)}
        reply["spent"] = process_time()
        reply["cpu"] = reply["spent"] - began
        reply["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(reply), file=replies, flush=True)


def _build(
    peer: Peer, model: str, source: Path, folder: Path, vectors: Path | None = None
) -> dict[str, float]:
    import numpy as np

    passages = (
        [json.loads(line) for line in source.read_text("utf-8").splitlines()] if source.is_file() else []
    )
    given = np.load(vectors) if vectors else None
    began = perf_counter()
    peer.load(model)
    loaded, before = perf_counter(), process_time()
    peer.build(passages, given, folder)
    return {"load": loaded - began, "build": perf_counter() - loaded, "cpu": process_time() - before}
