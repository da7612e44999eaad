"""A citation in each style: plain, Markdown, BibTeX, RIS, CSL-JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Literal, get_args

from rag.errors import QuestionError
from rag.proof.cite.citation import Citation, citation_of, one_line, provenance, sources
from rag.records import Hit
from rag.text.calendar import day

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
    fields = ",\n".join(f"  {name} = {value}" for name, value in _bibtex_fields(citation))
    return f"@misc{{{citation.key},\n{fields}\n}}\n"


def bibtex_escaped(text: str) -> str:
    """Return text that TeX prints as it is."""
    return " ".join(text.translate(_SPECIAL).splitlines())


def _bibtex_fields(citation: Citation) -> Iterator[tuple[str, str]]:
    if citation.speaker:
        yield "author", f"{{{{{bibtex_escaped(citation.speaker)}}}}}"
    yield "title", f"{{{{{bibtex_escaped(citation.title)}}}}}"
    if citation.date:
        day = date.fromisoformat(citation.date)
        yield "year", f"{{{day.year}}}"
        yield "month", _MONTHS[day.month - 1]
        yield "date", f"{{{citation.date}}}"
    if citation.place:
        yield "address", f"{{{bibtex_escaped(citation.place)}}}"
    if citation.address:
        # Taken as it stands by biblatex and \url.
        yield "url", f"{{{citation.address.translate(_IN_ADDRESS)}}}"
    if citation.accessed:
        yield "urldate", f"{{{citation.accessed}}}"
    yield "note", f"{{{bibtex_escaped(provenance(citation))}}}"
    yield "annote", f"{{{bibtex_escaped(citation.quote)}}}"


def ris(citation: Citation) -> str:
    """Return one record; the first note is the quote, the second where it is from.

    The format has one value a line: a line break in the quote becomes a space.
    """
    return (
        "".join(f"{tag}  - {one_line(value)}".rstrip(" ") + "\r\n" for tag, value in _ris_fields(citation))
        + "ER  - \r\n"
    )


def _ris_fields(citation: Citation) -> Iterator[tuple[str, str]]:
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


def csl_json(citation: Citation) -> str:
    """Return a list of one item; the quote, to the character, is its `annote`."""
    return json.dumps([csl_item(citation)], ensure_ascii=False, indent=2) + "\n"


def csl_item(citation: Citation) -> dict[str, Any]:
    """Return the item. A name is `literal`: it is not split into what might be its parts."""
    item: dict[str, Any] = {
        "id": citation.key,
        "type": "speech",
        "author": [{"literal": citation.speaker}] if citation.speaker else None,
        "title": citation.title,
        "issued": _date(citation.date),
        "event-place": citation.place,
        "URL": citation.address,
        "accessed": _date(citation.accessed),
        "note": provenance(citation),
        "annote": citation.quote,
    }
    return {name: value for name, value in item.items() if value is not None}


def _date(day: str | None) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[int(part) for part in day.split("-")]]} if day else None


Style = Literal["plain", "markdown", "bibtex", "ris", "csl-json"]
STYLES: tuple[Style, ...] = get_args(Style)
CitationStyle = Literal[Style, "record", "embed"]
"""A style, the citation as a record that proves itself, or HTML to paste into an article."""
CITATION_STYLES: tuple[CitationStyle, ...] = get_args(CitationStyle)
MEDIA_TYPES: dict[CitationStyle, str] = {
    "plain": "text/plain; charset=utf-8",
    "markdown": "text/markdown; charset=utf-8",
    "bibtex": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "csl-json": "application/vnd.citationstyles.csl+json",
    "record": "application/ld+json",
    "embed": "text/html; charset=utf-8",
}

_MARKUP = re.compile(r"([\\`*_\[\]<>&~|#$^])")
_BULLET = re.compile(r"\A(\d*)([-+=.)])")
"""What would begin a list, or make a heading of the line above."""


def cite(hit: Hit, style: str = "plain", accessed: str | None = None) -> str:
    """Return a citation of a hit, ending in a line break; `accessed` is an ISO day.

    Raises QuestionError for an unknown style, or a day that is none.
    """
    if style not in STYLES:
        raise QuestionError(f"no style {style[:40]!r}: expected one of {', '.join(CITATION_STYLES)}")
    return styled(citation_of(hit, accessed), style)


def styled(citation: Citation, style: Style) -> str:
    """Return a citation in a style, ending in a line break."""
    return _WRITERS[style](citation)


def cited(
    hit: Hit,
    style: str,
    accessed: str | None,
    manifest: Mapping[str, Any],
    link_back: str | None = None,
) -> str:
    """Return a citation in any style, as a `record`, or to `embed`.

    `manifest` is what the build says of itself, `link_back` an address of the passage in its transcript.

    Raises QuestionError for an unknown style, or a day that is none.
    """
    if style == "record":
        from rag.proof.cite.annotation import Parser, record_of, record_text  # brings pydantic along

        return record_text(record_of(hit, Parser.of(manifest), accessed))
    if style == "embed":
        from rag.proof.cite.embed import embed  # brings Jinja along

        return embed(hit, accessed, manifest, link_back)
    return cite(hit, style, accessed)


def plain(citation: Citation) -> str:
    """Return the quote, to the character, and one line that says where it is from."""
    said = f"— {citation.who}. {citation.event}. "
    said += f"{citation.address}{_accessed(citation)}. " if citation.address else _read(citation)
    return f"“{citation.quote}”\n{said}{sources(citation)}\n"


def markdown(citation: Citation) -> str:
    """Return a block quote, which a reader of Markdown turns into the very words, and where it is from."""
    quote = "\n".join(f"> {line}".rstrip() for line in _quoted(citation.quote))
    title = escaped(citation.title)
    if citation.address:
        title = f"[{title}](<{re.sub('[<>]', _percent, citation.address)}>)"
    about = ", ".join(filter(None, (title, escaped(day(citation.date)), escaped(citation.place or ""))))
    accessed = _accessed(citation) if citation.address else ""
    read = "" if citation.address else _read(citation)
    return (
        f"{quote}\n\n— **{escaped(citation.who)}**. {about}{accessed}. {read}{escaped(sources(citation))}\n"
    )


def escaped(text: str) -> str:
    """Return text that Markdown shows as it is, on one line."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split("\n")))


def _quoted(text: str) -> Iterator[str]:
    """The lines of a block quote; a line break stays one."""
    lines = [line.strip(" \t\r") for line in text.split("\n")]
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        shown = _BULLET.sub(r"\1\\\2", escaped(line))
        yield f"{shown}\\" if line and following else shown


def _percent(found: re.Match[str]) -> str:
    return f"%{ord(found[0]):02X}"


def _accessed(citation: Citation) -> str:
    return f" (accessed {day(citation.accessed)})" if citation.accessed else ""


def _read(citation: Citation) -> str:
    return f"Read on {day(citation.accessed)}. " if citation.accessed else ""


_WRITERS: dict[Style, Callable[[Citation], str]] = {
    "plain": plain,
    "markdown": markdown,
    "bibtex": bibtex,
    "ris": ris,
    "csl-json": csl_json,
}
