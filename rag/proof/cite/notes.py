"""What every style says beside the bare facts: how sure it is who spoke, and which file holds the words."""

from __future__ import annotations

from rag.proof.cite.citation import Citation


def provenance(citation: Citation) -> str:
    """Say who is quoted, how it is attributed, where the words stand in the file, and the page in Russian."""
    return " ".join(filter(None, (f"{citation.who}.", sources(citation))))


def sources(citation: Citation) -> str:
    """The same without who is quoted."""
    russian = f"Russian page: {citation.original}" if citation.original else ""
    return " ".join(filter(None, (citation.attribution, f"Source: {citation.where}.", russian)))
