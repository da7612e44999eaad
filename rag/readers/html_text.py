"""The tree of a page → the lines that a browser shows as its text, each with its place in the file.

What says of itself that it is no part of the text is left out: menus, boxes, share links, pictures, and what
the page hides; but nothing that holds a large part of the words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from rag.readers.document import DocumentLine
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
_WHITE = re.compile(r"[ \t\r\f]+")
_LONGEST_LABEL = 100
_ENDED = re.compile(r"[.!?…:”\"’)\]>*]\s*$")


@dataclass(frozen=True, slots=True)
class Shown:
    """The lines of a page, and how many characters of words stand elsewhere on it, and are left out."""

    lines: tuple[DocumentLine, ...]
    left_out: int


def shown_text(body: Element, aside: Collection[Element] = ()) -> Shown:
    """The lines of the main part of a page, without these elements."""
    everything, sizes = _count(body, ())
    small = {
        element for element, size in sizes.items() if _is_furniture(element) and size <= _MOST * everything
    }
    left_out = small.union(aside)
    text, sizes = _count(body, left_out)
    part = _main_part(body, {element: size for element, size in sizes.items() if size >= _MAIN * text})
    lines = tuple(_Printer(left_out).lines(part))
    return Shown(lines, everything - sum(_size(line.text) for line in lines))


def lines_of_element(element: Element) -> tuple[DocumentLine, ...]:
    """All lines of one element."""
    return tuple(_Printer(()).lines(element))


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


def _count(body: Element, left_out: Collection[Element]) -> tuple[int, dict[Element, int]]:
    """Characters of words, white space aside: of all, and of what is furniture or may be the main part."""
    sizes: dict[Element, int] = {}
    counts = [0]
    for event, element, is_out in _seen(body, left_out):
        if event == "start":
            counts.append(0 if is_out else _size(element.text))
            continue
        size = counts.pop()
        if _is_furniture(element) or _rank(element) is not None:
            sizes[element] = size
        counts[-1] += size + (0 if element is body else _size(element.tail))
    return counts[0], sizes


def _size(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


class _Printer:
    """Prints a part of a page line by line."""

    def __init__(self, left_out: Collection[Element]) -> None:
        self._left_out = left_out
        self._printed: list[DocumentLine] = []
        self._number = 1
        """The line of the file that is read."""
        self._opens = True
        """Whether the next line opens a paragraph."""
        self._begin()

    def _begin(self) -> None:
        self._text: list[str] = []
        self._length = self._bold = 0
        self._is_spaced = self._is_plain = False
        self._places: list[tuple[int, int]] = []

    def lines(self, part: Element) -> list[DocumentLine]:
        """The lines of a part, in order."""
        headings = bold = pre = 0
        for event, element, is_out in _seen(part, self._left_out):
            if event == "start":
                self._number = element.sourceline
                if element.tag in _BLOCKS:
                    self._end(closes=True)
                elif element.tag == "br":
                    self._end(closes=not self._length)
                if is_out:
                    continue
                if not bold and _is_bold(element) and self._is_sentence_over() and _is_label(element):
                    self._end(closes=False)
                headings += element.tag in _HEADINGS
                bold += _is_bold(element)
                pre += element.tag == "pre"
                words = element.text
            else:
                if is_out:
                    self._number += sum(text.count("\n") for text in element.itertext(with_tail=False))
                else:
                    headings -= element.tag in _HEADINGS
                    bold -= _is_bold(element)
                    pre -= element.tag == "pre"
                if element.tag in _BLOCKS:
                    self._end(closes=True, is_said=not headings and element.tag not in _HEADINGS)
                words = None if element is part else element.tail
            self._add(words or "", is_bold=bold > 0, keeps_lines=pre > 0)
        self._end(closes=True)
        return self._printed

    def _add(self, words: str, *, is_bold: bool, keeps_lines: bool) -> None:
        """Take text as it stands in the file."""
        for number, piece in enumerate(words.split("\n")):
            if number:
                self._number += 1
                self._is_spaced = True
                if keeps_lines:
                    self._end(closes=not self._length)
            shown = _WHITE.sub(" ", piece)
            self._is_spaced |= shown.startswith(" ")
            if stripped := shown.strip(" "):
                self._print(stripped, is_bold=is_bold)
                self._is_spaced = shown.endswith(" ")

    def _print(self, words: str, *, is_bold: bool) -> None:
        if self._is_spaced and self._length:
            self._text.append(" ")
            self._length += 1
        if not self._places or self._places[-1][1] != self._number:
            self._places.append((self._length, self._number))
        self._text.append(words)
        self._length += len(words)
        self._is_plain |= not is_bold
        if not self._is_plain and any(map(str.isalpha, words)):
            self._bold = self._length

    def _end(self, *, closes: bool, is_said: bool = True) -> None:
        """End the line; `closes`: and the paragraph."""
        whole = "".join(self._text)
        if text := whole.lstrip():
            lead = len(whole) - len(text)
            self._printed.append(
                DocumentLine(
                    text,
                    self._opens,
                    max(self._bold - lead, 0),
                    is_said,
                    places=tuple((max(at - lead, 0), number) for at, number in self._places),
                )
            )
            self._opens = False
        self._opens |= closes
        self._begin()

    def _is_sentence_over(self) -> bool:
        return bool(self._text) and _ENDED.search(self._text[-1]) is not None


def _is_bold(element: Element) -> bool:
    return element.tag in {"b", "strong"} or _BOLD.search(element.get("style") or "") is not None


def _is_label(element: Element) -> bool:
    """Whether words in bold end in a colon, or stand before one."""
    text = squeeze("".join(element.itertext())[:_LONGEST_LABEL])
    ends = text.endswith(":") or (element.tail or "").lstrip().startswith(":")
    return ends and text[:1].isalpha() and len(text) < _LONGEST_LABEL
