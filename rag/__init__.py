"""Ask transcripts a question and get ranked, attributed, verbatim quotes back.

`rag.open` and `rag.build` give an archive that can be asked, checked, cited and read (docs/python.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rag.records import Answer, Coverage, Filters, Hit, Passage, Transcript, Utterance

if TYPE_CHECKING:
    from rag.library import build, open  # noqa: A004 - read as rag.open

__all__ = ["Answer", "Coverage", "Filters", "Hit", "Passage", "Transcript", "Utterance", "build", "open"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - functions
    """Import `rag.library` when one of its functions is first used: `import rag` stays light."""
    if name in {"build", "open"}:
        from rag import library

        return getattr(library, name)
    raise AttributeError(f"module 'rag' has no attribute {name!r}")
