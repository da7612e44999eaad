"""Texts encoded by Ray Data, on all cores or machines; what is encoded is kept until a build has ended.

Workers hand rows back and this process writes them, so that machines need not share a folder. A row has the
fingerprint, the vector, and the piece, place and code of each token that the index stores.
"""

from __future__ import annotations

import hashlib
import logging
import os
import socket
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import faiss
import numpy as np

from rag.errors import EncoderError, RagError, ServerError
from rag.index.encoder import Encoded, Encoder, Tokens
from rag.index.late_interaction import Integers
from rag.index.runtime import keep_ray_here, no_way_out, quiet_standard_error
from rag.index.store import ENCODED, writing
from rag.index.token_writer import TokenWriter

_AT_ONCE = 256
"""Texts that a worker is given at once, and that a file holds."""
_SHARED_MEMORY = 512 << 20
"""Bytes for texts and rows on their way; Ray puts on disk what exceeds them."""
_WAIT = 10.0
"""Seconds for a cluster to answer."""
_PRINT, _TEXT, _FAULT = "fingerprint", "text", "fault"
_ROW = [_PRINT, "vector", "pieces", "starts", "codes"]


@dataclass(frozen=True, slots=True)
class _Codebook:
    """How tokens are stored, as it travels to workers."""

    codec: bytes
    """A FAISS index; empty where the model gives no vectors of tokens."""
    stop: Integers

    @property
    def name(self) -> str:
        """Another one for other codes."""
        return hashlib.sha256(self.codec + self.stop.tobytes()).hexdigest()[:16]

    def opened(self) -> Any:  # noqa: ANN401 - the library ships no types
        """The FAISS index, or None."""
        return faiss.deserialize_index(np.frombuffer(self.codec, np.uint8)) if self.codec else None


class RayEncoding:
    """Encodes on this machine, or on the cluster that RAY_ADDRESS names."""

    def __init__(self) -> None:
        """Raises ServerError where Ray is not installed."""
        self._address = os.environ.get("RAY_ADDRESS")
        keep_ray_here(alone=not self._address)
        try:
            import pyarrow.parquet
            import ray.data
        except ImportError as error:
            raise ServerError("--ray needs Ray Data: pip install 'rag-transcripts[ray]'") from error
        self._ray, self._arrow = ray, pyarrow
        logging.getLogger("ray.data").setLevel(logging.CRITICAL)

    def read(
        self,
        index: Path,
        encoder: Encoder,
        tokens: TokenWriter,
        prints: Sequence[bytes],
        text_of: Callable[[bytes], str],
    ) -> Iterator[tuple[bytes, Encoded]]:
        """Each fingerprint, once, with what the encoder gives for its text, but for the stop tokens.

        What a build has kept in the index folder comes first. Raises ServerError where Ray cannot be used, or
        ends without all of them, and EncoderError where a worker's model is not this one.
        """
        codec = faiss.serialize_index(tokens.codec).tobytes() if tokens.codec else b""
        codebook = _Codebook(codec, tokens.stop)
        kind: Any = type(encoder)
        worker = partial(kind, encoder.name), encoder.weights, codebook
        folder = index / f"{ENCODED}{codebook.name}"
        folder.mkdir(exist_ok=True)
        left = dict.fromkeys(prints)
        new = (self._keep(table, folder) for table in self._encoded(worker, left, text_of))
        for table in chain(self._kept(folder), new):
            for fingerprint, encoded in _rows(table, tokens.codec):
                if fingerprint in left:
                    del left[fingerprint]
                    yield fingerprint, encoded
        if left:
            raise ServerError(f"Ray encoded {len(left):,} texts too few: build again with rag build --ray")

    def _kept(self, folder: Path) -> Iterator[Any]:
        """An Arrow table of rows for each file that is whole; the others are removed."""
        for path in sorted(folder.iterdir()):
            try:
                yield self._arrow.parquet.read_table(path, columns=_ROW, page_checksum_verification=True)
            except (OSError, self._arrow.ArrowException):
                path.unlink()

    def _keep(self, table: Any, folder: Path) -> Any:  # noqa: ANN401
        """Write such a table: a file is whole as soon as it has its name."""
        path = folder / f"{table[_PRINT][0].as_py().hex()}.parquet"
        part = path.with_suffix(".part")
        with writing(path):
            self._arrow.parquet.write_table(table, part, compression="zstd", write_page_checksum=True)
            part.replace(path)
        return table

    def _encoded(
        self, worker: tuple[Any, ...], prints: Iterable[bytes], text_of: Callable[[bytes], str]
    ) -> Iterator[Any]:
        """What workers make of the texts, as Arrow tables of rows."""
        if not (waiting := [*prints]):
            return
        with self._told(), self._running():
            data = self._ray.data
            blocks = [
                self._ray.put(self._arrow.table({_PRINT: some, _TEXT: [text_of(each) for each in some]}))
                for first in range(0, len(waiting), _AT_ONCE)
                if (some := waiting[first : first + _AT_ONCE])
            ]
            # One processor is left to Ray, which else may wait for itself.
            workers = min(max(int(self._ray.cluster_resources()["CPU"]) - 1, 1), len(blocks))
            encoded = data.from_arrow_refs(blocks).map_batches(
                _Worker,
                fn_constructor_args=worker,
                batch_size=None,
                batch_format="pyarrow",
                compute=data.ActorPoolStrategy(size=workers),
            )
            for table in encoded.iter_batches(batch_size=None, batch_format="pyarrow"):
                if _FAULT in table.column_names:
                    raise EncoderError(table[_FAULT][0].as_py())
                yield table

    @contextmanager
    def _running(self) -> Iterator[None]:
        """Start Ray, or join a cluster; where the process has done so already, that is used."""
        if self._ray.is_initialized():
            yield
            return
        quiet = {"log_to_driver": False, "logging_level": "ERROR"}
        with TemporaryDirectory(prefix="rag-ray-", ignore_cleanup_errors=True) as folder:
            try:
                with quiet_standard_error():
                    if self._address:
                        _reach(self._address)
                        self._ray.init(self._address, **quiet)
                    else:
                        with no_way_out():
                            self._ray.init(
                                "local",
                                num_cpus=(os.cpu_count() or 1) + 1,
                                include_dashboard=False,
                                object_store_memory=_SHARED_MEMORY,
                                _temp_dir=folder,
                                **quiet,
                            )
                self._ray.data.DataContext.get_current().enable_progress_bars = False
                yield
            finally:
                self._ray.shutdown()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell in one line what Ray raises."""
        try:
            yield
        except (RagError, GeneratorExit):
            raise
        except Exception as error:
            where = f"the Ray cluster at {self._address}" if self._address else "Ray"
            reason = next(iter(str(error).strip().splitlines()), type(error).__name__)
            raise ServerError(f"{where} cannot be used: {reason}") from error


class _Worker:
    """Encodes blocks of texts, in a process of its own."""

    def __init__(self, load: Callable[[], Encoder], weights: str, codebook: _Codebook) -> None:
        self._load = load
        self._weights = weights
        self._stop = codebook.stop
        self._codec = codebook.opened()

    def __call__(self, texts: Any) -> Any:  # noqa: ANN401
        """An Arrow table of fingerprints and texts → one of rows, or of what is wrong in this process."""
        import pyarrow

        try:
            rows = [*self._rows(texts[_PRINT].to_pylist(), texts[_TEXT].to_pylist())]
        except RagError as error:  # raised, it would come with the traces of three processes
            return pyarrow.table({_FAULT: [str(error)]})
        columns = (pyarrow.array(of, pyarrow.binary()) for of in zip(*rows, strict=True))
        return pyarrow.table(dict(zip(_ROW, columns, strict=True)))

    @cached_property
    def _encoder(self) -> Encoder:
        """Loaded with the first block: a worker that cannot be made, Ray makes again without end."""
        encoder = self._load()
        if encoder.weights != self._weights:
            raise EncoderError(f"{encoder.name} has other weights on {socket.gethostname()} than here")
        return encoder

    def _rows(self, prints: Sequence[bytes], texts: Sequence[str]) -> Iterator[tuple[bytes, ...]]:
        for number, encoded in self._encoder.read(texts):
            tokens = encoded.tokens.where(~np.isin(encoded.tokens.pieces, self._stop))
            codes = self._codec.sa_encode(tokens.vectors).tobytes() if len(tokens.pieces) else b""
            numbers = (each.astype("<i4").tobytes() for each in (tokens.pieces, tokens.starts))
            yield prints[number], encoded.vector.astype("<f4").tobytes(), *numbers, codes


def _rows(table: Any, codec: Any) -> Iterator[tuple[bytes, Encoded]]:  # noqa: ANN401
    """The rows of an Arrow table; tokens are decoded, and the index codes them alike again."""
    for fingerprint, vector, *numbers, codes in zip(*(table[name].to_pylist() for name in _ROW), strict=True):
        pieces, starts = (np.frombuffer(each, "<i4").astype(np.int64) for each in numbers)
        vectors = np.empty((0, 0), np.float32)
        if len(pieces):
            vectors = codec.sa_decode(np.frombuffer(codes, np.uint8).reshape(len(pieces), -1))
        yield fingerprint, Encoded(np.frombuffer(vector, "<f4"), Tokens(pieces, starts, vectors))


def _reach(address: str) -> None:
    """Connect to `HOST:PORT` and leave: Ray itself tries for many minutes. Raises OSError."""
    host, _, port = address.rpartition(":")
    if port.isdecimal():
        socket.create_connection((host.rpartition("/")[2], int(port)), _WAIT).close()
