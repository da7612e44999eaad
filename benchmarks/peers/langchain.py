"""LangChain with FAISS, as its documentation has hybrid search: EnsembleRetriever over vectors and BM25."""

from __future__ import annotations

import pickle
import re
from pathlib import Path
from typing import Any

from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_community.vectorstores import FAISS
from langchain_core.documents import Document
from langchain_core.runnables import RunnableLambda
from langchain_huggingface import HuggingFaceEmbeddings

from benchmarks.peers.serve import ALL, Found, Passage, serve


def words_of(text: str) -> list[str]:
    """Words in small letters, in place of NLTK's word_tokenize, whose data would have to be downloaded."""
    return re.findall(r"\w+", text.lower())


class LangChain:
    """An exact FAISS index, rank_bm25, and their reciprocal ranks fused with equal weights."""

    def load(self, model: str) -> None:
        """Load the model through its Hugging Face integration."""
        self.model = HuggingFaceEmbeddings(model_name=model, model_kwargs={"device": "cpu"})

    def build(self, passages: list[Passage], vectors: Any, folder: Path) -> None:
        """Index texts with metadata. BM25 has no form on disk of its own: it is pickled."""
        texts = [passage["text"] for passage in passages]
        kept = [{name: p[name] for name in ("id", "speaker", "date", "transcript")} for p in passages]
        ids = [passage["id"] for passage in passages]
        if vectors is None:
            store = FAISS.from_texts(texts, self.model, kept, ids=ids)
        else:
            pairs = zip(texts, vectors.tolist(), strict=True)
            store = FAISS.from_embeddings(pairs, self.model, kept, ids=ids)
        store.save_local(str(folder))
        words = BM25Retriever.from_texts(texts, kept, ids=ids, preprocess_func=words_of)
        (folder / "bm25.pickle").write_bytes(pickle.dumps((words.vectorizer, words.docs)))

    def open(self, model: str, folder: Path) -> None:
        """Load both into memory."""
        self.load(model)
        self.store = FAISS.load_local(str(folder), self.model, allow_dangerous_deserialization=True)
        vectorizer, docs = pickle.loads((folder / "bm25.pickle").read_bytes())  # noqa: S301 - written above
        self.words = BM25Retriever(vectorizer=vectorizer, docs=docs, preprocess_func=words_of)

    def ask(self, question: str, k: int, filters: dict[str, str], every: bool) -> Found:
        """FAISS filters the 20 that it fetches by default; BM25 has no filter: what is outside is dropped."""
        self.words.k = ALL if every else k
        reach: dict[str, Any] = {"k": k}
        if filters:
            days = {"$gte": filters["from"], "$lte": filters["to"]}
            reach["filter"] = {"speaker": filters["speaker"], "date": days}
        if every:
            reach["fetch_k"] = ALL

        def fits(documents: list[Document]) -> list[Document]:
            return [
                each
                for each in documents
                if each.metadata["speaker"] == filters["speaker"]
                and filters["from"] <= each.metadata["date"] <= filters["to"]
            ][:k]

        words = self.words | RunnableLambda(fits) if filters else self.words
        both = EnsembleRetriever(
            retrievers=[self.store.as_retriever(search_kwargs=reach), words], weights=[0.5, 0.5], id_key="id"
        )
        return [(each.metadata["id"], 1 / rank) for rank, each in enumerate(both.invoke(question)[:k], 1)]


if __name__ == "__main__":
    serve(LangChain())
