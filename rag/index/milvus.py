"""Milvus, by its client `pymilvus`: collections of a server, or of Milvus Lite in a file.

Only integers and fixed names go into its filter expressions. Collections are read as their segments stand,
without waiting for what may still come in: after `finish` nothing does.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.errors import ServerError

if TYPE_CHECKING:
    from rag.index.vectors import Scores

MOST_HITS = 16_384
"""A server returns no more hits of one search."""
LONGEST_TEXT = 65_535
"""Bytes of a text field."""
LITE = "milvus.db"
"""What Milvus Lite keeps, in the folder of a build."""
ROW, TRANSCRIPT, SPEAKER, VECTOR = "row", "transcript", "speaker", "vector"
START, TOKENS = "start", "tokens"
UNUSED = "unused"
"""A collection must have a vector: that of tokens has one of zeros."""

_WAIT = 60.0
"""Seconds for an answer; longer ones are given up, not tried again."""
_LONG_WAIT = 86_400.0
"""Seconds to flush, index and load a collection."""
_AT_ONCE = 1000
"""Rows that are written, or read by key, at a time: some MB, where servers take 64."""
_READ = {"consistency_level": "Eventually"}
_EXTRA = "pip install 'rag-transcripts[milvus]'"
_WHO = "user, password or token: see RAG_MILVUS_USER, RAG_MILVUS_PASSWORD and RAG_MILVUS_TOKEN"
_REFUSED = ("auth check failure", "unauthenticated", "authenticat", "permission deny", "permission denied")
"""What a server says, in any version, where it refuses who asks."""


class Milvus:
    """A connection. Every method raises ServerError, in one line that says where."""

    def __init__(self, address: str | None, folder: Path) -> None:
        """Connect to `HOST:PORT`; without one open the file of Milvus Lite in this folder.

        User and password, or a token, and the database are taken from the environment.
        """
        self._file = None if address else str(folder.absolute() / LITE)
        self.where = f"the Milvus server at {address}" if address else f"Milvus Lite in {self._file}"
        self.exact = self._file is not None
        """Whether the nearest rows are found by comparing all."""
        self._library = _imported()
        self._loaded: set[str] = set()
        known = {
            name: os.environ[f"RAG_MILVUS_{variable}"]
            for name, variable in (
                ("user", "USER"),
                ("password", "PASSWORD"),
                ("token", "TOKEN"),
                ("db_name", "DATABASE"),
            )
            if address and f"RAG_MILVUS_{variable}" in os.environ
        }
        with self._told():
            # Connections of one address are not shared: each is closed by who opened it.
            self._client = self._library.MilvusClient(
                self._file or f"http://{address}", timeout=_WAIT / 4, dedicated=True, **known
            )

    def close(self) -> None:
        """End the connection, and let go of the file of Milvus Lite."""
        self._client.close()
        if self._file:
            from milvus_lite.server_manager import server_manager_instance

            server_manager_instance.release_server(self._file)

    def create_vectors(self, name: str, dimension: int) -> None:
        """A new collection of unit vectors by row, each with its transcript and speaker."""
        kinds = self._library.DataType
        schema = self._schema(ROW)
        for field in (TRANSCRIPT, SPEAKER):
            schema.add_field(field, kinds.INT64)
        schema.add_field(VECTOR, kinds.FLOAT_VECTOR, dim=dimension)
        self._create(name, schema)

    def create_tokens(self, name: str) -> None:
        """A new collection of texts by key."""
        kinds = self._library.DataType
        schema = self._schema(START)
        schema.add_field(TOKENS, kinds.VARCHAR, max_length=LONGEST_TEXT)
        schema.add_field(UNUSED, kinds.FLOAT_VECTOR, dim=2)
        self._create(name, schema)

    def insert(self, name: str, entities: Iterable[Mapping[str, Any]]) -> Iterator[int]:
        """Write new entities, a block at a time; after each block, how many there are."""
        entities, count = iter(entities), 0
        while block := list(islice(entities, _AT_ONCE)):
            if TOKENS in block[0]:
                block = [{**each, UNUSED: (0.0, 0.0)} for each in block]
            with self._told():
                self._client.insert(name, block, timeout=_WAIT)
            count += len(block)
            yield count

    def finish(self, name: str, field: str) -> int:
        """Make durable what was written, and index this vector; how many entities there are now.

        The index comes last: until it is there, a server finds only some of what a filter leaves.
        """
        index = self._library.MilvusClient.prepare_index_params()
        # Milvus Lite holds little enough to compare all; a server chooses its own index.
        kind = "FLAT" if self.exact or field == UNUSED else "AUTOINDEX"
        index.add_index(field, index_type=kind, metric_type="IP", params={})
        with self._told():
            self._client.flush(name, timeout=_LONG_WAIT)
            self._client.create_index(name, index, timeout=_LONG_WAIT)
        return self.count(name, consistency_level="Strong")

    def count(self, name: str, consistency_level: str = "Eventually") -> int:
        """How many entities a collection has."""
        with self._opened(name):
            (found,) = self._client.query(
                name, output_fields=["count(*)"], timeout=_WAIT, consistency_level=consistency_level
            )
        return int(found["count(*)"])

    def names(self) -> list[str]:
        """All collections."""
        with self._told():
            found: list[str] = self._client.list_collections(timeout=_WAIT)
        return found

    def drop(self, names: Iterable[str]) -> None:
        """Remove collections, as far as they are there."""
        with self._told():
            for name in names:
                if self._client.has_collection(name, timeout=_WAIT):
                    self._client.drop_collection(name, timeout=_WAIT)

    def search(
        self, name: str, query: Scores, k: int, where: str = ""
    ) -> tuple[Sequence[int], Sequence[float]]:
        """Rows and inner products of the `k` nearest entities for which an expression holds."""
        with self._opened(name):
            (hits,) = self._client.search(
                name,
                data=[query],
                anns_field=VECTOR,
                limit=min(k, MOST_HITS),
                filter=where,
                # Without any, Milvus Lite 3 returns them all; the key comes in any case.
                output_fields=[ROW],
                search_params={"metric_type": "IP"},
                timeout=_WAIT,
                **_READ,
            )
        # The hits themselves are keyed by the name of the key, or by `id`, as the version has it.
        return hits.ids, hits.distances

    def read(self, name: str, key: str, values: Sequence[int], field: str) -> dict[int, Any]:
        """One field of the entities with these keys, by key; fewer where some are not there."""
        found: dict[int, Any] = {}
        for first in range(0, len(values), _AT_ONCE):
            where = f"{key} in {list(values[first : first + _AT_ONCE])}"
            with self._opened(name):
                entities = self._client.query(
                    name, filter=where, output_fields=[key, field], timeout=_WAIT, **_READ
                )
            found |= {each[key]: each[field] for each in entities}
        return found

    def _schema(self, key: str) -> Any:  # noqa: ANN401 - the library's own
        schema = self._library.MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field(key, self._library.DataType.INT64, is_primary=True)
        return schema

    def _create(self, name: str, schema: Any) -> None:  # noqa: ANN401
        """Create the collection anew: what an interrupted build left goes."""
        self.drop([name])
        with self._told():
            self._client.create_collection(name, schema=schema, timeout=_WAIT)

    @contextmanager
    def _opened(self, name: str) -> Iterator[None]:
        """Work with a collection, loaded by the server. Raises ServerError where it is not there."""
        with self._told():
            if name not in self._loaded:
                if not self._client.has_collection(name, timeout=_WAIT):
                    raise ServerError(
                        f"{self.where} has no collection {name}: build the index anew with rag build --full"
                    )
                self._client.load_collection(name, timeout=_LONG_WAIT)
                self._loaded.add(name)
            yield

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Raise as ServerError what the library raises."""
        import grpc

        try:
            yield
        except self._library.exceptions.ConnectionConfigException as error:
            said = _in_one_line(error)
            if "required for local" in said:
                said = "the package milvus-lite is not installed: pip install 'rag-transcripts[milvus-lite]'"
            elif "Open local" in said:
                said = "it cannot be opened; only one process at a time can: end the other one"
            raise ServerError(f"{self.where}: {said}") from error
        except (self._library.exceptions.MilvusException, grpc.RpcError) as error:
            said = _in_one_line(error)
            if any(word in said.lower() for word in _REFUSED):
                said = f"it refuses {_WHO}"
            elif "Fail connecting" in said or "UNAVAILABLE" in said or "DEADLINE" in said.upper():
                # The library says the same where a server asks who comes, and where there is none.
                said = f"there is no answer, or it refuses {_WHO}"
            raise ServerError(f"{self.where}: {said}") from error


def _in_one_line(error: BaseException) -> str:
    return " ".join(str(getattr(error, "message", "") or error).split())[:300]


def _imported() -> Any:  # noqa: ANN401 - the library ships hardly any types
    """The library. Raises ServerError where it is not installed."""
    try:
        import pymilvus
    except ImportError as error:
        raise ServerError(f"an index milvus://… needs one more package: {_EXTRA}") from error
    # It logs every error that it raises, with the stack.
    for name in ("pymilvus", "milvus_lite"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    return pymilvus
