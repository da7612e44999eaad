"""Text and addresses of strangers → HTML that holds them and nothing more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Literal

from rag.page import wording
from rag.page.links import State, query_string
from rag.proof.cite.citation import is_web_address
from rag.records import Edit

Marks = Mapping[Literal["delete", "insert"], tuple[Literal["del", "ins"], str]]
"""How the two kinds of a difference are marked, and what is told of each."""


def text(data: str) -> str:
    """Escape data for an element or a quoted attribute, so that a parser gives back exactly the same.

    A bare carriage return would be read as a line feed.
    """
    return escape(data, quote=True).replace("\r", "&#13;")


def quoted(data: str, highlight: tuple[int, int] | None) -> str:
    """Escape text with one slice marked; a slice outside the text is not."""
    if highlight is None or not 0 <= highlight[0] < highlight[1] <= len(data):
        return text(data)
    start, end = highlight
    return f"{text(data[:start])}<mark>{text(data[start:end])}</mark>{text(data[end:])}"


def differing(edits: Iterable[Edit], marks: Marks) -> str:
    """Mark the words that differ, for the eye and, in brackets, for the ear."""
    return "".join(_edit(edit, marks) for edit in edits)


def _edit(edit: Edit, marks: Marks) -> str:
    if edit.operation == "equal":
        return text(edit.text)
    tag, told = marks[edit.operation]
    begin, end = (f'<span class="unseen">{words}</span>' for words in (f" [{told}: ", "] "))
    return f"<{tag}>{begin}{text(edit.text)}{end}</{tag}>"


def web_address(url: str | None) -> str | None:
    """Return the escaped address if it is a whole http or https one, else None."""
    return text(url) if url and is_web_address(url) else None


def day(iso: str) -> str:
    """Return a date in words."""
    return f'<time datetime="{iso}">{wording.day(iso)}</time>' if wording.is_day(iso) else text(iso)


def dotted(parts: Iterable[str]) -> str:
    """Join bits of HTML in one line, each isolated: right-to-left text must not reorder the next."""
    return " · ".join(f"<bdi>{part}</bdi>" for part in parts if part)


def away(address: str, words: str) -> str:
    """Return a link that opens beside the page; `address` is escaped already."""
    return f'<a href="{address}" target="_blank" rel="noopener noreferrer">{text(words)}</a>'


def address(state: State) -> str:
    """Return the address of what a state shows, escaped."""
    return text(f"/?{query_string(state)}")


def to(state: State, words: str, class_: str = "", label: str = "") -> str:
    """Return a link to what a state shows; `label` is said in place of words that are too short alone."""
    classed = f' class="{class_}"' if class_ else ""
    labelled = f' aria-label="{text(label)}"' if label else ""
    return f'<a{classed} href="{address(state)}"{labelled}>{text(words)}</a>'


def folded(summary: str, inside: str, class_: str = "") -> str:
    """Return HTML that is one click away."""
    classed = f' class="{class_}"' if class_ else ""
    return f"<details{classed}><summary>{text(summary)}</summary>{inside}</details>"
