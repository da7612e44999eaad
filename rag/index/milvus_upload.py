"""Vectors and tokens of a build → Milvus; and what of former builds is there no more needed → gone."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import numpy as np

from rag.errors import IndexMismatchError, ServerError
from rag.index.catalogue import Catalogue
from rag.index.late_interaction import CODES, PIECES, PLACES, TokenIndex
from rag.index.milvus import ROW, SPEAKER, START, TOKENS, TRANSCRIPT, UNUSED, VECTOR, Milvus
from rag.index.milvus_collections import Collections
from rag.index.milvus_parts import keys_of, token_kind
from rag.index.store import CATALOGUE, MILVUS, VECTORS
from rag.index.store import TOKENS as TOKEN_FILES
from rag.index.vectors import Positions, VectorIndex

Progress = Callable[[int, int], None]
"""Told how many vectors and texts are written, and how many are to be."""

_BLOCK = 1000
"""Rows that are read from disk at a time."""


def upload(folder: Path, build_id: str, address: str | None, progress: Progress) -> None:
    """Move the vectors and tokens of a build that is being written to a server, or to Milvus Lite.

    What was moved leaves the folder once the server has counted it. Raises ServerError.
    """
    name = f"rag_{build_id.replace('-', '_')}"
    tokens = TokenIndex(folder / TOKEN_FILES)
    spans = tokens.spans()
    kind = token_kind(tokens.width)
    stored = sum(len(keys_of(start, end, kind)) for start, end in spans)
    there = Collections(address, f"{name}_vectors", f"{name}_tokens", stored)
    # First of all: by it, what a build leaves that is killed here is found and removed.
    there.save(folder / MILVUS)
    vectors = VectorIndex.load(folder / VECTORS)
    with closing(Catalogue(folder / CATALOGUE)) as catalogue:
        positions = catalogue.positions
    total = len(vectors) + stored
    progress(0, total)
    with closing(Milvus(address, folder)) as server:
        server.create_vectors(there.vectors, vectors.dimension)
        for count in server.insert(there.vectors, _vectors(vectors, positions)):
            progress(count, total)
        server.create_tokens(there.tokens)
        for count in server.insert(there.tokens, _tokens(tokens, spans, kind)):
            progress(len(vectors) + count, total)
        written = ((there.vectors, VECTOR, len(vectors)), (there.tokens, UNUSED, stored))
        for collection, field, expected in written:
            if (found := server.finish(collection, field)) != expected:
                raise ServerError(
                    f"{server.where} has {found} entities in {collection} after {expected} were written: "
                    "build again with rag build"
                )
    (folder / VECTORS).unlink()
    for part in (CODES, PIECES, PLACES):
        (folder / TOKEN_FILES / part).unlink()


def remove_uploaded(folder: Path) -> bool:
    """Remove what a build has at the server that it was written to; False where that cannot be done now."""
    if not (folder / MILVUS).exists():
        return True
    with suppress(IndexMismatchError, ServerError):
        there = Collections.load(folder / MILVUS)
        if there.address:  # the file of Milvus Lite goes with the folder
            with closing(Milvus(there.address, folder)) as server:
                server.drop((there.vectors, there.tokens))
        return True
    return False


def _vectors(vectors: VectorIndex, positions: Positions) -> Iterator[dict[str, Any]]:
    for first in range(0, len(vectors), _BLOCK):
        rows = np.arange(first, min(first + _BLOCK, len(vectors)))
        numbers = (each[rows].tolist() for each in (positions.transcripts, positions.speakers))
        for row, transcript, speaker, vector in zip(
            rows.tolist(), *numbers, vectors.vectors(rows), strict=True
        ):
            yield {ROW: row, TRANSCRIPT: transcript, SPEAKER: speaker, VECTOR: vector}


def _tokens(
    tokens: TokenIndex, spans: list[tuple[int, int]], kind: np.dtype[Any]
) -> Iterator[dict[str, Any]]:
    for start, end in spans:
        codes, pieces, places = tokens.read(start, end)
        records = np.empty(len(pieces), kind)
        records["code"], records["piece"], records["place"] = codes, pieces, places
        for key in keys_of(start, end, kind):
            some = records[key - start :][: keys_of(start, end, kind).step]
            yield {START: key, TOKENS: b64encode(some.tobytes()).decode()}
