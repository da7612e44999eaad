"""The systems that `rag eval --compare` knows by name, and what a list of names means.

A system is the program with other weights. Everything that the names stand for is in SYSTEMS.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from rag.errors import EvaluationError
from rag.search.rank import Weights

DEFAULT = "hybrid"
"""The program as it is."""

SYSTEMS: Mapping[str, Weights] = MappingProxyType(
    {
        "bm25": Weights(meaning=0, words=1, late=0, neighbours=0, favour=0, short=0),
        "dense": Weights(meaning=1, words=0, late=0, neighbours=0, favour=0, short=0),
        DEFAULT: Weights(),
    }
)


def chosen(names: str | None) -> tuple[str, ...]:
    """Split what follows --compare: names in SYSTEMS and paths of runs; the default system without it.

    Raises EvaluationError for a name that is neither, an empty one, and one that stands there twice.
    """
    if names is None:
        return (DEFAULT,)
    found: list[str] = []
    for name in (part.strip() for part in names.split(",")):
        if name not in SYSTEMS and not (name and Path(name).is_file()):
            known = ", ".join(SYSTEMS)
            raise EvaluationError(
                f"--compare: {name[:200]!r} is neither a system nor a file; "
                f"expected {known}, or paths of saved runs, with commas between them"
            )
        if name in found:
            raise EvaluationError(f"--compare: {name!r} is named twice; name each system once")
        found.append(name)
    return tuple(found)


def main_of(names: tuple[str, ...]) -> str:
    """The system that the details are told of: the program as it is, where it is there, else the last."""
    return DEFAULT if DEFAULT in names else names[-1]
