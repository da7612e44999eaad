"""A passage as a citation that stands alone: styles, a record that proves itself, and what became of it."""

from rag.proof.cite.address import original_address
from rag.proof.cite.citation import Citation, citation_of
from rag.proof.cite.styles import STYLES, Style, cite

__all__ = ["STYLES", "Citation", "Style", "citation_of", "cite", "original_address"]
