"""The tree of a page → the lines that a browser shows as its text, each with its place in the file.

What says of itself that it is no part of the text is left out: menus, boxes, share links, pictures, and what
the page hides; but nothing that holds a large part of the words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from rag.readers.document import DocumentLine
from rag.readers.line_writer import LineWriter
from rag.readers.markup import Element, walk
from rag.text.english import word_set
from rag.text.normalise import squeeze

_NO_WORDS = word_set(
    "script style noscript template head title svg math canvas iframe object embed applet video audio"
    " map button select datalist textarea rp rt"
)
_FURNITURE = word_set("nav aside footer figure figcaption dialog menu search")
_ROLES = word_set(
    "alert alertdialog banner complementary contentinfo dialog listbox menu menubar navigation search"
    " tab tablist toolbar tooltip"
)
_CLASSES = word_set(
    "nav navbar navigation menu breadcrumb breadcrumbs sidebar share sharing cookie cookies tooltip"
    " popup modal related"
)
"""Parts of the names of classes."""
_HIDDEN = word_set("hidden sr-only visually-hidden screen-reader-text masha-ignore")
"""Names of classes; with the last one, the Kremlin's site marks what is no text."""
_UNSEEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_BLOCKS = word_set(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary"
    " table tbody td tfoot th thead tr ul"
)
_HEADINGS = word_set("h1 h2 h3 h4 h5 h6 caption legend summary")
_MOST = 0.3
"""Share of the words of a page; what holds more is text, whatever it is called."""
_MAIN = 0.5
"""Share of the words of a page, without those left out, that its main part holds at least."""
_WORD_PARTS = re.compile(r"[\s_-]+")
_LONGEST_LABEL = 100
_ENDED = re.compile(r"[.!?…:”\"’)\]>*]\s*$")


@dataclass(frozen=True, slots=True)
class Shown:
    """The lines of a page, and how many characters of words stand elsewhere on it, and are left out."""

    lines: tuple[DocumentLine, ...]
    left_out: int


def shown_text(body: Element, aside: Collection[Element] = ()) -> Shown:
    """The lines of the main part of a page, without these elements."""
    everything, furniture = _count(body, (), _is_furniture)
    left_out = {element for element, size in furniture.items() if size <= _MOST * everything}.union(aside)
    text, ranked = _count(body, left_out, lambda element: _rank(element) is not None)
    part = _main_part(body, {element: size for element, size in ranked.items() if size >= _MAIN * text})
    lines = tuple(_print(part, left_out))
    return Shown(lines, everything - sum(_size(line.text) for line in lines))


def lines_of_element(element: Element) -> tuple[DocumentLine, ...]:
    """All lines of one element."""
    return tuple(_print(element, ()))


def _is_furniture(element: Element) -> bool:
    """Whether an element says of itself that it is no part of the text."""
    classes = (element.get("class") or "").lower()
    return (
        element.tag in _FURNITURE
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or (element.get("role") or "").strip().lower() in _ROLES
        or not _HIDDEN.isdisjoint(classes.split())
        or not _CLASSES.isdisjoint(_WORD_PARTS.split(classes))
        or _UNSEEN.search(element.get("style") or "") is not None
    )


def _rank(element: Element) -> int | None:
    """How surely an element is the main part of its page; 0 is surest, None is not at all."""
    if element.get("itemprop") == "articleBody" or "e-content" in (element.get("class") or "").split():
        return 0
    if element.tag == "article" or element.get("role") == "article":
        return 1
    return 2 if element.tag == "main" or element.get("role") == "main" else None


def _main_part(body: Element, large: dict[Element, int]) -> Element:
    """The surest, and of these the largest, of the elements that hold most of the words."""
    ranked = [
        (rank, -size, element) for element, size in large.items() if (rank := _rank(element)) is not None
    ]
    return min(ranked, key=lambda each: each[:2], default=(0, 0, body))[2]


def _seen(root: Element, left_out: Collection[Element]) -> Iterator[tuple[str, Element, bool]]:
    """`start` and `end` of the elements of a tree, and whether an element is left out with all in it."""
    walker = walk(root)
    for event, element in walker:
        is_out = element.tag in _NO_WORDS or element in left_out
        if is_out and event == "start":
            walker.skip_subtree()
        yield event, element, is_out


def _count(
    body: Element, left_out: Collection[Element], counts_alone: Callable[[Element], bool]
) -> tuple[int, dict[Element, int]]:
    """Characters of words, white space aside: of all, and of each element that counts alone."""
    sizes: dict[Element, int] = {}
    counts = [0]
    for event, element, is_out in _seen(body, left_out):
        if event == "start":
            counts.append(0 if is_out else _size(element.text))
            continue
        size = counts.pop()
        if counts_alone(element):
            sizes[element] = size
        counts[-1] += size + (0 if element is body else _size(element.tail))
    return counts[0], sizes


def _size(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


def _print(part: Element, left_out: Collection[Element]) -> list[DocumentLine]:
    """The lines of a part, in order."""
    writer = LineWriter()
    headings = bold = pre = 0
    for event, element, is_out in _seen(part, left_out):
        is_block = element.tag in _BLOCKS
        if event == "start":
            writer.number = element.sourceline
            if is_block:
                writer.end()
            elif element.tag == "br":
                writer.break_line()
            if is_out:
                continue
            if not bold and _is_bold(element) and _ENDED.search(writer.last_words) and _is_label(element):
                writer.end(closes=False)
            change, words = 1, element.text
        else:
            if is_block:
                writer.end(is_said=not headings)
            change, words = -1, None if element is part else element.tail
        if is_out:
            writer.number += sum(text.count("\n") for text in element.itertext(with_tail=False))
        else:
            headings += change * (element.tag in _HEADINGS)
            bold += change * _is_bold(element)
            pre += change * (element.tag == "pre")
        writer.add(words or "", is_bold=bold > 0, keeps_lines=pre > 0)
    writer.end()
    return writer.lines


def _is_bold(element: Element) -> bool:
    return element.tag in {"b", "strong"} or _BOLD.search(element.get("style") or "") is not None


def _is_label(element: Element) -> bool:
    """Whether words in bold end in a colon, or stand before one."""
    text = squeeze("".join(element.itertext())[:_LONGEST_LABEL])
    ends = text.endswith(":") or (element.tail or "").lstrip().startswith(":")
    return ends and text[:1].isalpha() and len(text) < _LONGEST_LABEL
