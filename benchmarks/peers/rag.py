"""The program itself, from Python (docs/python.md); it builds from transcripts, not from passages."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import rag
from benchmarks.peers.serve import Found, Passage, serve
from rag.evaluation.trec import document_id


class Rag:
    """`rag.build` and `rag.open`."""

    def load(self, model: str) -> None:
        """Load the encoder, as `rag build` does."""
        from rag.index.encoder import SentenceTransformerEncoder

        self.encoder = SentenceTransformerEncoder()
        self.encoder.encode(["loaded"])

    def build(self, passages: list[Passage], vectors: Any, folder: Path) -> None:
        """Read, cut, encode and index the transcripts in the folder that PEERS_CORPUS names."""
        from rag.index.builder import build_index

        build_index(Path(os.environ["PEERS_CORPUS"]), folder, self.encoder)

    def open(self, model: str, folder: Path) -> None:
        """Open the build that serves."""
        self.library = rag.open(folder)

    def ask(self, question: str, k: int, filters: dict[str, str], every: bool) -> Found:
        """Filters confine the search before anything is ranked."""
        if filters:
            given = {"speakers": [filters["speaker"]], "since": filters["from"], "until": filters["to"]}
            hits = self.library.ask(question, k, **given).hits
        else:
            hits = self.library.ask(question, k).hits
        return [
            (document_id(p.transcript, p.utterance, p.start, p.end), hit.score)
            for hit in hits
            if (p := hit.passage)
        ]


if __name__ == "__main__":
    serve(Rag())
