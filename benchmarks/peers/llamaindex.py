"""LlamaIndex with FAISS, as documented for hybrid search: QueryFusionRetriever over vectors and BM25."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import faiss
from llama_index.core import StorageContext, VectorStoreIndex, load_index_from_storage
from llama_index.core.llms import MockLLM
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.core.schema import TextNode
from llama_index.core.vector_stores import MetadataFilters
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.retrievers.bm25 import BM25Retriever
from llama_index.vector_stores.faiss import FaissVectorStore

from benchmarks.peers.serve import Found, Passage, serve

METADATA = ("speaker", "date", "transcript")


class LlamaIndex:
    """An exact FAISS index, bm25s, and their reciprocal ranks fused; no query is generated.

    The index is by inner product: fusion takes the higher score for the better, and would reverse distances.
    """

    def load(self, model: str) -> None:
        """Load the model through its Hugging Face integration."""
        self.model = HuggingFaceEmbedding(model_name=model, device="cpu")

    def build(self, passages: list[Passage], vectors: Any, folder: Path) -> None:
        """Index nodes; what is encoded is the text alone, as by the other peers."""
        nodes = [
            TextNode(
                id_=passage["id"],
                text=passage["text"],
                metadata={name: passage[name] for name in METADATA},
                excluded_embed_metadata_keys=list(METADATA),
                embedding=None if vectors is None else vectors[row].tolist(),
            )
            for row, passage in enumerate(passages)
        ]
        store = FaissVectorStore(faiss_index=faiss.IndexFlatIP(384))
        storage = StorageContext.from_defaults(vector_store=store)
        VectorStoreIndex(nodes, storage_context=storage, embed_model=self.model)
        storage.persist(str(folder))
        BM25Retriever.from_defaults(nodes=nodes).persist(str(folder / "bm25"))

    def open(self, model: str, folder: Path) -> None:
        """Load all into memory."""
        self.load(model)
        store = FaissVectorStore.from_persist_dir(str(folder))
        storage = StorageContext.from_defaults(vector_store=store, persist_dir=str(folder))
        self.index = load_index_from_storage(storage, embed_model=self.model)
        self.words = BM25Retriever.from_persist_dir(str(folder / "bm25"))

    def ask(self, question: str, k: int, filters: dict[str, str], every: bool) -> Found:
        """Its FAISS store takes no filters, and says so: ValueError."""
        asked = filters and MetadataFilters.from_dicts(
            [
                {"key": "speaker", "value": filters["speaker"]},
                {"key": "date", "operator": ">=", "value": filters["from"]},
                {"key": "date", "operator": "<=", "value": filters["to"]},
            ]
        )
        self.words.similarity_top_k = k
        fusion = QueryFusionRetriever(
            [self.index.as_retriever(similarity_top_k=k, filters=asked or None), self.words],
            similarity_top_k=k, num_queries=1, mode="reciprocal_rerank", use_async=False, llm=MockLLM(),
        )  # fmt: skip
        return [(each.node_id, each.score) for each in fusion.retrieve(question)]


if __name__ == "__main__":
    serve(LlamaIndex())
