"""A citation as an RIS record, which reference managers import."""

from __future__ import annotations

from collections.abc import Iterator

from rag.proof.cite.citation import Citation, one_line
from rag.proof.cite.notes import provenance


def ris(citation: Citation) -> str:
    """Return one record; the first note is the quote, the second where it is from.

    The format has one value a line: a line break in the quote becomes a space.
    """
    return (
        "".join(f"{tag}  - {one_line(value)}".rstrip(" ") + "\r\n" for tag, value in _fields(citation))
        + "ER  - \r\n"
    )


def _fields(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "TY", "ELEC" if citation.address else "GEN"
    yield "ID", citation.key
    if citation.speaker:
        yield "AU", citation.speaker
    yield "TI", citation.title
    if citation.date:
        yield "PY", citation.date[:4]
        yield "DA", citation.date.replace("-", "/")
    if citation.place:
        yield "CY", citation.place
    if citation.address:
        yield "UR", citation.address
    if citation.accessed:
        yield "Y2", citation.accessed.replace("-", "/")
    yield "N1", citation.quote
    yield "N1", provenance(citation)
