"""A citation as an entry for BibTeX and biblatex."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rag.proof.cite.citation import Citation
from rag.proof.cite.notes import provenance

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPECIAL = str.maketrans(
    {
        # Braces by name: a bare one would unbalance the entry, even behind a backslash.
        "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
        "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
        "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    }
)  # fmt: skip
_IN_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})


def bibtex(citation: Citation) -> str:
    r"""Return an entry of the type `misc`.

    Names and title stand in braces of their own: a name is not split into what might be its parts, and
    no letter loses its case. White space counts as in TeX: a line break is a space.
    """
    fields = ",\n".join(f"  {name} = {value}" for name, value in _fields(citation))
    return f"@misc{{{citation.key},\n{fields}\n}}\n"


def escaped(text: str) -> str:
    """Return text that TeX prints as it is."""
    return " ".join(text.translate(_SPECIAL).splitlines())


def _fields(citation: Citation) -> Iterator[tuple[str, str]]:
    if citation.speaker:
        yield "author", f"{{{{{escaped(citation.speaker)}}}}}"
    yield "title", f"{{{{{escaped(citation.title)}}}}}"
    if citation.date:
        day = date.fromisoformat(citation.date)
        yield "year", f"{{{day.year}}}"
        yield "month", _MONTHS[day.month - 1]
        yield "date", f"{{{citation.date}}}"
    if citation.place:
        yield "address", f"{{{escaped(citation.place)}}}"
    if citation.address:
        # Taken as it stands by biblatex and \url.
        yield "url", f"{{{citation.address.translate(_IN_ADDRESS)}}}"
    if citation.accessed:
        yield "urldate", f"{{{citation.accessed}}}"
    yield "note", f"{{{escaped(provenance(citation))}}}"
    yield "annote", f"{{{escaped(citation.quote)}}}"
