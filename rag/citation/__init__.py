"""A passage as a citation that stands alone: styles, a record that proves itself, and what became of it."""

from rag.citation.address import original_address
from rag.citation.citation import Citation, citation_of
from rag.citation.styles import STYLES, Style, cite

__all__ = ["STYLES", "Citation", "Style", "citation_of", "cite", "original_address"]
