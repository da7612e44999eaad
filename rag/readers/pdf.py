"""PDF → Transcript: the printed lines of its pages, put together to paragraphs, and read as a text is."""

from __future__ import annotations

from rag.readers.base import MOST_BYTES, Reader, SourceAbout
from rag.readers.document import read_document
from rag.readers.pdf_layout import document_lines
from rag.readers.pdf_pages import printed_pages
from rag.records import Transcript

_SHOWN = 5


class Pdf:
    """Reads PDF."""

    suffixes = (".pdf",)
    max_bytes = MOST_BYTES

    def read(self, data: bytes, source: str, about: SourceAbout) -> tuple[Transcript, ...]:
        """Read one document; always one transcript. Raises ReadError where it is none, or nobody speaks."""
        pages = printed_pages(data)
        empty = [str(number) for number, page in enumerate(pages, 1) if not page]
        more = f" and {len(empty) - _SHOWN} more" if len(empty) > _SHOWN else ""
        told = [f"no text on page {', '.join(empty[:_SHOWN])}{more}"] if empty else []
        return (read_document(document_lines(pages), data, source, about, "PDF", told),)


READER: Reader = Pdf()
