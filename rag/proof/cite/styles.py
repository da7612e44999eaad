"""A citation in the styles that people paste and reference managers read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal, get_args

from rag.errors import QuestionError
from rag.proof.cite.annotation import Parser, record_of, record_text
from rag.proof.cite.bibtex import bibtex
from rag.proof.cite.citation import Citation, citation_of
from rag.proof.cite.csl import csl_json
from rag.proof.cite.notes import sources
from rag.proof.cite.ris import ris
from rag.records import Hit
from rag.text.calendar import day

Style = Literal["plain", "markdown", "bibtex", "ris", "csl-json"]
STYLES: tuple[Style, ...] = get_args(Style)
CitationStyle = Literal[Style, "record"]
"""A style, or the citation as a record that proves itself."""
CITATION_STYLES: tuple[CitationStyle, ...] = get_args(CitationStyle)
MEDIA_TYPES: dict[CitationStyle, str] = {
    "plain": "text/plain; charset=utf-8",
    "markdown": "text/markdown; charset=utf-8",
    "bibtex": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "csl-json": "application/vnd.citationstyles.csl+json",
    "record": "application/ld+json",
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
    return _WRITERS[style](citation_of(hit, accessed))


def cited(hit: Hit, style: str, accessed: str | None, manifest: Mapping[str, Any]) -> str:
    """Return a citation in any style, or as a `record`; `manifest` is what the build says of itself.

    Raises QuestionError for an unknown style, or a day that is none.
    """
    if style == "record":
        return record_text(record_of(hit, Parser.of(manifest), accessed))
    return cite(hit, style, accessed)


def plain(citation: Citation) -> str:
    """Return the quote, to the character, and one line that says where it is from."""
    said = f"— {citation.who}. {_about(citation)}. "
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


def _about(citation: Citation) -> str:
    return ", ".join(filter(None, (citation.title, day(citation.date), citation.place)))


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
