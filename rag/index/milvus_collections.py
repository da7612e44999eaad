"""Where the vectors and tokens of a build are that Milvus holds: `milvus.json` in its folder."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from rag.errors import IndexMismatchError


@dataclass(frozen=True, slots=True)
class Collections:
    """Two collections of a server. User and password are not written down."""

    address: str | None
    """As it was when they were written; None for Milvus Lite."""
    vectors: str
    tokens: str
    stored: int
    """Entities in `tokens`."""

    @classmethod
    def load(cls, path: Path) -> Collections:
        """Read it. Raises IndexMismatchError where it is damaged."""
        try:
            form = json.loads(path.read_bytes())
            found = cls(**form)
            kinds = [type(value) for value in (found.vectors, found.tokens, found.stored)]
            if kinds != [str, str, int] or not isinstance(found.address, str | None):
                raise TypeError("a value is of another type")
        except (OSError, ValueError, TypeError, RecursionError) as error:
            raise IndexMismatchError(f"{path} cannot be read: build the index anew with rag build") from error
        return found

    def save(self, path: Path) -> None:
        """Write it."""
        path.write_text(json.dumps(asdict(self), indent=2) + "\n", "utf-8")
