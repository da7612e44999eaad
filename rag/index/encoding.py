"""Texts → their vectors and tokens on disk; what the former build has encoded is taken from there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rag.errors import IndexMismatchError
from rag.index.encoder import Encoded, Encoder
from rag.index.late_interaction import TokenIndex
from rag.index.loaded import LoadedBuild
from rag.index.runtime import return_freed_memory
from rag.index.store import TOKENS, VECTORS, Build, writing
from rag.index.token_writer import TokenWriter
from rag.index.vectors import PassageVectors, VectorWriter
from rag.text.spool import Spool

if TYPE_CHECKING:
    from rag.index.ray_encoding import RayEncoding

Progress = Callable[[int, int], None]
"""Told how many texts are encoded, and how many are to be."""

FormerVectors = tuple[dict[bytes, int], PassageVectors | None, TokenIndex | None]
"""Rows by fingerprint, vectors and tokens."""

_ByPrint = Callable[[Sequence[bytes], Callable[[bytes], str]], Iterable[tuple[bytes, Encoded]]]
"""Given fingerprints, and how to look up their texts: what the texts give, in any order."""

_TRAINING_SAMPLE = 1024
"""Texts encoded first, at random: enough tokens to train a codebook on."""
_AT_ONCE = 128
"""Texts that are read from disk, and given to the encoder, at a time."""
_REUSED_AT_ONCE = 1024
"""Vectors that are taken over at a time."""


@dataclass(frozen=True, slots=True)
class EncodedTexts:
    """What is encoded, by row; the texts are on disk."""

    texts: Spool[str] = field(default_factory=Spool)
    heads: list[int] = field(default_factory=list)
    """The character of each text at which the passage itself begins."""
    prints: list[bytes] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)

    def add(self, text: str, head: int, fingerprint: bytes) -> None:
        """The text of the next row."""
        self.texts.append(text)
        self.heads.append(head)
        self.prints.append(fingerprint)
        self.lengths.append(len(text))

    def add_encoded(self, fingerprints: Iterable[bytes]) -> None:
        """Rows whose vectors are known: their texts do not matter."""
        for each in fingerprints:
            self.add("", 0, each)


def write_encoded(
    folder: Path,
    texts: EncodedTexts,
    encoder: Encoder,
    former: FormerVectors,
    progress: Progress,
    ray: RayEncoding | None = None,
) -> int:
    """Write vectors and tokens: the former build's where it has the same text, else new ones.

    Returns how many were reused. A text that stands in several rows is encoded once. Where `ray` is given, it
    encodes what is left once there is a codebook.
    """
    known, old_vectors, old_tokens = former
    to_vectors, to_tokens = partial(writing, folder / VECTORS), partial(writing, folder / TOKENS)
    with to_tokens() as path:
        tokens = TokenWriter(path, len(texts.prints), old_tokens)
    with to_vectors() as path:
        vectors = VectorWriter(path, len(texts.prints), encoder.dimension)
    with closing(vectors):
        reused = np.array([row for row, print_ in enumerate(texts.prints) if print_ in known], np.int64)
        old = np.array([known[texts.prints[row]] for row in reused], np.int64)
        if old_vectors is not None and len(reused):
            with to_vectors():
                for first in range(0, len(reused), _REUSED_AT_ONCE):
                    block = slice(first, first + _REUSED_AT_ONCE)
                    found = old_vectors.vectors(old[block])
                    for row, vector in zip(reused[block].tolist(), found, strict=True):
                        vectors.put(row, vector)
            with to_tokens():
                tokens.reuse(reused, old)
        rows: dict[tuple[bytes, int], list[int]] = {}
        for row, (print_, head) in enumerate(zip(texts.prints, texts.heads, strict=True)):
            if print_ not in known:
                rows.setdefault((print_, head), []).append(row)
        firsts = [same[0] for same in rows.values()]
        read = partial(ray.read, folder.parent, encoder, tokens) if ray else None
        for row, encoded in _encoded(texts, firsts, encoder, tokens, read, progress):
            for other in rows[texts.prints[row], texts.heads[row]]:
                with to_vectors():
                    vectors.put(other, encoded.vector)
                if other != row:
                    tokens.repeat(other, row)
            with to_tokens():
                tokens.add(row, encoded.tokens, texts.heads[row])
    with to_tokens():
        tokens.finish()
    return len(reused)


def _encoded(
    texts: EncodedTexts,
    rows: Sequence[int],
    encoder: Encoder,
    tokens: TokenWriter,
    elsewhere: _ByPrint | None,
    progress: Progress,
) -> Iterator[tuple[int, Encoded]]:
    """Encode these rows, some at a time; `elsewhere` what is left once there is a codebook.

    The first ones are a sample of all, because the token index trains on them. The others come by length,
    the longest first, so that texts encoded together need hardly any padding.
    """
    order = np.random.default_rng(0).permutation(np.asarray(rows, dtype=np.int64)).tolist()
    order[_TRAINING_SAMPLE:] = sorted(order[_TRAINING_SAMPLE:], key=lambda row: -texts.lengths[row])
    finished = 0

    def done(count: int) -> None:
        nonlocal finished
        finished += count
        progress(finished, len(order))

    if order:
        done(0)
    for first in range(0, len(order), _AT_ONCE):
        if elsewhere and tokens.is_settled:
            yield from _encoded_elsewhere(texts, order[first:], elsewhere, done)
            return
        return_freed_memory()
        some = order[first : first + _AT_ONCE]
        for number, encoded in encoder.read([texts.texts[row] for row in some], done):
            yield some[number], encoded


def _encoded_elsewhere(
    texts: EncodedTexts, rows: Sequence[int], read: _ByPrint, done: Callable[[int], None]
) -> Iterator[tuple[int, Encoded]]:
    """The same, each text once, whatever rows have it."""
    left: dict[bytes, list[int]] = {}
    for row in rows:
        left.setdefault(texts.prints[row], []).append(row)
    for print_, encoded in read([*left], lambda print_: texts.texts[left[print_][0]]):
        for row in left[print_]:
            yield row, encoded
        done(len(left[print_]))


@contextmanager
def former_vectors(former: Build | None) -> Iterator[FormerVectors]:
    """The former build's rows by fingerprint, its vectors and its tokens."""
    if former is None:
        yield {}, None, None
        return
    with closing(LoadedBuild(former)) as build:
        found: FormerVectors = {}, None, None
        # Else whole, but of another shape: another version of this program wrote it.
        with suppress(IndexMismatchError):
            found = build.catalogue.fingerprints(), build.stored_vectors(), build.tokens
        yield found


def fingerprint(encoder: Encoder, text: str) -> bytes:
    """Names a vector: the same text through the same weights."""
    return hashlib.sha256(f"{encoder.weights}\0{text}".encode()).digest()[:16]
