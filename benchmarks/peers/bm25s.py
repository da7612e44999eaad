"""bm25s alone, as its README builds an index: Snowball stems, English stop words, a mask for filters."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
import Stemmer

from benchmarks.peers.serve import Found, Passage, serve


class Bm25s:
    """BM25 (Lucene's formula) over the texts; it encodes nothing."""

    def load(self, model: str) -> None:
        """There is no model."""
        self.stemmer = Stemmer.Stemmer("english")

    def build(self, passages: list[Passage], vectors: Any, folder: Path) -> None:
        """Index and save, the metadata beside it."""
        retriever = bm25s.BM25()
        texts = [passage["text"] for passage in passages]
        retriever.index(bm25s.tokenize(texts, stopwords="en", stemmer=self.stemmer, show_progress=False))
        kept = [{name: p[name] for name in ("id", "speaker", "date")} for p in passages]
        retriever.save(folder, corpus=kept)

    def open(self, model: str, folder: Path) -> None:
        """Map the index into memory; the metadata becomes arrays to compare with."""
        self.load(model)
        self.retriever = bm25s.BM25.load(folder, mmap=True)
        kept = [json.loads(line) for line in (folder / "corpus.jsonl").read_text("utf-8").splitlines()]
        self.ids, self.speakers, self.dates = (
            np.array([p[name] for p in kept]) for name in ("id", "speaker", "date")
        )

    def ask(self, question: str, k: int, filters: dict[str, str], every: bool) -> Found:
        """Passages outside the filters weigh nothing."""
        left = np.ones(len(self.ids), bool)
        if filters:
            left = (self.speakers == filters["speaker"]) & (self.dates >= filters["from"])
            left &= self.dates <= filters["to"]
        tokens = bm25s.tokenize(question, stopwords="en", stemmer=self.stemmer, show_progress=False)
        rows, scores = self.retriever.retrieve(
            tokens, k=k, weight_mask=left.astype(np.float32), show_progress=False
        )
        ranked = zip(rows[0], scores[0], strict=True)
        return [(str(self.ids[row]), score) for row, score in ranked if left[row]]


if __name__ == "__main__":
    serve(Bm25s())
