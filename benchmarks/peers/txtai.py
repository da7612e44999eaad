"""txtai, as its documentation has hybrid search: one Embeddings database, SQL for the filters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from txtai import Embeddings

from benchmarks.peers.serve import ALL, Found, Passage, serve


class Txtai:
    """Vectors (FAISS) and its own BM25, both scores normalized and averaged; contents in SQLite."""

    def load(self, model: str) -> None:
        """Vectors, BM25 and contents in one."""
        self.embeddings = Embeddings(path=model, hybrid=True, content=True)

    def build(self, passages: list[Passage], vectors: Any, folder: Path) -> None:
        """Index dictionaries: `text` is searched, the other columns can be filtered by."""
        if vectors is not None:
            given = dict(zip((passage["text"] for passage in passages), vectors, strict=True))
            self.embeddings.model.encode = lambda texts, category=None: np.array([given[t] for t in texts])
        kept = ("text", "speaker", "date")
        self.embeddings.index((p["id"], {name: p[name] for name in kept}, None) for p in passages)
        self.embeddings.save(str(folder))

    def open(self, model: str, folder: Path) -> None:
        """The folder names its model."""
        self.embeddings = Embeddings()
        self.embeddings.load(str(folder))

    def ask(self, question: str, k: int, filters: dict[str, str], every: bool) -> Found:
        """Ten times k candidates by default where there are filters, as txtai has it."""
        if not filters:
            return [(each["id"], each["score"]) for each in self.embeddings.search(question, k)]
        candidates = f", {ALL}" if every else ""
        query = (
            f"SELECT id, score FROM txtai WHERE similar(:question{candidates}) "
            "AND speaker = :speaker AND date >= :from AND date <= :to"
        )
        found = self.embeddings.search(query, k, parameters={"question": question, **filters})
        return [(each["id"], each["score"]) for each in found]


if __name__ == "__main__":
    serve(Txtai())
