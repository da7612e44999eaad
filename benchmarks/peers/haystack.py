"""Haystack with its store in memory, as documented for hybrid retrieval: two retrievers and a joiner."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from haystack import Document, Pipeline
from haystack.components.joiners import DocumentJoiner
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack.utils import ComponentDevice
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)

from benchmarks.peers.serve import Found, Passage, serve


class Haystack:
    """Exact vectors in numpy, BM25L in Python, and their reciprocal ranks fused."""

    def load(self, model: str) -> None:
        """Load the model of the documents."""
        device = ComponentDevice.from_str("cpu")
        self.embedder = SentenceTransformersDocumentEmbedder(model=model, device=device, progress_bar=False)
        self.embedder.warm_up()

    def build(self, passages: list[Passage], vectors: Any, folder: Path) -> None:
        """Embed and write; the store is saved as one JSON file."""
        documents = [
            Document(
                id=passage["id"],
                content=passage["text"],
                meta={name: passage[name] for name in ("speaker", "date", "transcript")},
                embedding=None if vectors is None else vectors[row].tolist(),
            )
            for row, passage in enumerate(passages)
        ]
        if vectors is None:
            documents = self.embedder.run(documents)["documents"]
        store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        store.write_documents(documents)
        folder.mkdir(parents=True)
        store.save_to_disk(str(folder / "store.json"))

    def open(self, model: str, folder: Path) -> None:
        """Load the store and connect the pipeline."""
        store = InMemoryDocumentStore.load_from_disk(str(folder / "store.json"))
        device = ComponentDevice.from_str("cpu")
        self.pipeline = Pipeline()
        self.pipeline.add_component(
            "embedder", SentenceTransformersTextEmbedder(model=model, device=device, progress_bar=False)
        )
        self.pipeline.add_component("vectors", InMemoryEmbeddingRetriever(store))
        self.pipeline.add_component("words", InMemoryBM25Retriever(store))
        self.pipeline.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion"))
        self.pipeline.connect("embedder.embedding", "vectors.query_embedding")
        self.pipeline.connect("vectors", "joiner")
        self.pipeline.connect("words", "joiner")

    def ask(self, question: str, k: int, filters: dict[str, str], every: bool) -> Found:
        """Filters are applied by the store before it ranks."""
        asked = filters and {
            "operator": "AND",
            "conditions": [
                {"field": "meta.speaker", "operator": "==", "value": filters["speaker"]},
                {"field": "meta.date", "operator": ">=", "value": filters["from"]},
                {"field": "meta.date", "operator": "<=", "value": filters["to"]},
            ],
        }
        found = self.pipeline.run(
            {
                "embedder": {"text": question},
                "vectors": {"top_k": k, "filters": asked or None},
                "words": {"query": question, "top_k": k, "filters": asked or None},
                "joiner": {"top_k": k},
            }
        )
        return [(document.id, document.score) for document in found["joiner"]["documents"]]


if __name__ == "__main__":
    serve(Haystack())
