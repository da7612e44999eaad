"""python-docx, alone for reading: a Word document → Transcript, as its author would have it printed.

Text that a tracked change deletes or moves away is not there, what one inserts is. Headings, footnotes,
endnotes and text boxes are nobody's words; headers, footers and comments are left out. A row of a table
whose first cell is a label, perhaps after a time, is that person's turn. The properties of the file (its
title, its dates) tell of the file and not of the event: title and date are those of the text.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING

from rag.errors import ReadError
from rag.readers.base import MOST_BYTES, Reader, SourceAbout
from rag.readers.document import DocumentLine, not_installed, read_document
from rag.readers.forms import TIME
from rag.readers.label_grammar import LabelKind, understand
from rag.readers.markup import local
from rag.readers.speakers import split_parenthetical
from rag.records import Transcript

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

_MOST_UNPACKED = 8 * MOST_BYTES
_MOST_PARTS = 2000
"""Files inside a document: its pictures, mostly."""
_OLD_OR_ENCRYPTED = b"\xd0\xcf\x11\xe0"
_NOTES = ("/footnotes", "/endnotes")
_UNPRINTED = frozenset({"del", "moveFrom", "pPr", "rPr", "trPr", "Fallback", "rt", "sectPr", "txbxContent"})
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "ptab": "\t"}
_NOT_SAID = re.compile(r"title|subtitle|(?:heading|toc) ?\d", re.IGNORECASE)
"""Names of styles, which are English in every language of Word."""
_STAMP = re.compile(rf"[\[(]?{TIME}[\])]?(?:\s?(?:-->|[-–—])\s?[\[(]?{TIME}[\])]?)?")
_LABELS = frozenset(
    {LabelKind.NAME, LabelKind.ROLE_AND_NAME, LabelKind.GENERIC, LabelKind.ROLE, LabelKind.WORD}
)
_LONGEST_LABEL = 80
_COLUMN = re.compile(
    r"speakers?|names?|who|time(?:stamp|code)?s?|start|end|text|transcript(?:ion)?|words|dialogue|speech|content",
    re.IGNORECASE,
)
_OFF = frozenset({"0", "false", "off"})


class WordDocument:
    """Reads Word documents."""

    suffixes = (".docx",)
    max_bytes = MOST_BYTES

    def read(self, data: bytes, source: str, about: SourceAbout) -> tuple[Transcript, ...]:
        """Read one document; always one transcript. Raises ReadError where it is none, or nobody speaks."""
        parts = _opened(data)
        printed = _Printed(parts.styles)
        lines = [*printed.lines(parts.body), *printed.notes(parts.notes)]
        return (read_document(lines, data, source, about, "Word"),)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What is read of a document."""

    body: Element
    styles: Element
    notes: tuple[Element, ...]


def _opened(data: bytes) -> _Parts:
    """The document, if it is one and of a size that a transcript can have."""
    try:
        import docx
    except ImportError:
        raise not_installed("python-docx", "word") from None
    if data.startswith(_OLD_OR_ENCRYPTED):
        raise ReadError("a Word document of the old format, or with a password; expected .docx without one")
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            sizes = [part.file_size for part in package.infolist()]
        if sum(sizes) > _MOST_UNPACKED or len(sizes) > _MOST_PARTS:
            raise ReadError(
                f"it unpacks to {sum(sizes):,} bytes in {len(sizes):,} parts;"
                f" expected at most {_MOST_UNPACKED:,} in {_MOST_PARTS:,}"
            )
        return _parts(docx.Document(BytesIO(data)))
    except ReadError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever the library raises for bytes that are no document
        reason = "".join(filter(str.isprintable, str(error)))[:200] or type(error).__name__
        raise ReadError(f"no Word document ({reason}); expected .docx") from None


def _parts(document: Document) -> _Parts:
    """The parts of a document. Raises whatever the library raises where one is broken."""
    from docx.oxml import parse_xml

    if document.element.getroottree().docinfo.doctype:
        raise ReadError("a Word document that declares XML entities; expected one as Word saves it")
    body = _child(document.element, "body")
    if body is None:
        raise ReadError("a Word document without a body; expected one as Word saves it")
    links = [link for link in document.part.rels.values() if link.reltype.endswith(_NOTES)]
    notes = tuple(parse_xml(link.target_part.blob) for link in links if not link.is_external)
    return _Parts(body, document.styles.element, notes)


def _child(element: Element | None, *names: str) -> Element | None:
    """The element that these names lead to, one inside the other."""
    for name in names:
        element = next((each for each in (() if element is None else element) if local(each) == name), None)
    return element


def _value(element: Element | None) -> str:
    """The attribute `val`; empty where there is none."""
    found = [] if element is None else [value for key, value in element.items() if key.endswith("}val")]
    return found[0] if found else ""


class _Styles:
    """The styles of a document: which are bold, and what they are called."""

    def __init__(self, styles: Element) -> None:
        elements = {
            key: style
            for style in styles
            for attribute, key in style.items()
            if attribute.endswith("}styleId")
        }
        self.names = {key: _value(_child(style, "name")) for key, style in elements.items()}
        self._parents = {key: _value(_child(style, "basedOn")) for key, style in elements.items()}
        self._bold = {key: _child(style, "rPr", "b") for key, style in elements.items()}

    def is_bold(self, key: str) -> bool:
        """Whether a style, or the one that it is based on, sets bold type."""
        seen: set[str] = set()
        while key in self._bold and key not in seen:
            if (bold := self._bold[key]) is not None:
                return _value(bold) not in _OFF
            seen.add(key)
            key = self._parents[key]
        return False


class _Printed:
    """What a document prints."""

    def __init__(self, styles: Element) -> None:
        self._styles = _Styles(styles)

    def lines(self, parent: Element) -> Iterator[DocumentLine]:
        """The lines of the body, of a cell or of a note."""
        runs: list[tuple[str, bool]] = []
        for block in _blocks(parent):
            if local(block) == "tbl":
                yield from self._table(block)
                continue
            runs += self._runs(block, is_bold=self._styles.is_bold(_value(_child(block, "pPr", "pStyle"))))
            if _child(block, "pPr", "rPr", "del") is None:
                yield from self._paragraph(block, runs)
                runs = []

    def notes(self, parts: Iterable[Element]) -> Iterator[DocumentLine]:
        """The footnotes and endnotes: nobody says them."""
        for note in (note for part in parts for note in part):
            yield from (replace(line, is_said=False) for line in self.lines(note))

    def _paragraph(self, paragraph: Element, runs: Sequence[tuple[str, bool]]) -> Iterator[DocumentLine]:
        """The lines of a paragraph, then those of its text boxes."""
        style = self._styles.names.get(_value(_child(paragraph, "pPr", "pStyle")), "")
        is_said = _NOT_SAID.fullmatch(style) is None
        opens = True
        for text, bold in _split(runs):
            yield DocumentLine(text, opens, bold if is_said else 0, is_said)
            opens = False
        for box in _boxes(paragraph):
            yield from (replace(line, is_said=False) for line in self.lines(box))

    def _runs(self, element: Element, *, is_bold: bool) -> Iterator[tuple[str, bool]]:
        """The printed text inside an element, and whether it is bold."""
        for child in element:
            name = local(child)
            if name in _UNPRINTED:
                continue
            if name == "r":
                properties = _child(child, "rPr")
                if _child(properties, "vanish") is None:
                    yield from self._runs(child, is_bold=self._is_bold(properties, is_bold))
            elif name == "t":
                yield "".join((child.text or "", *(each.tail or "" for each in child))), is_bold
            elif name in _CHARACTERS:
                yield _CHARACTERS[name], is_bold
            else:
                yield from self._runs(child, is_bold=is_bold)

    def _is_bold(self, properties: Element | None, otherwise: bool) -> bool:
        if (bold := _child(properties, "b")) is not None:
            return _value(bold) not in _OFF
        return otherwise or self._styles.is_bold(_value(_child(properties, "rStyle")))

    def _table(self, table: Element) -> Iterator[DocumentLine]:
        """The rows of a table; the names of its columns are nobody's words."""
        first = True
        for row in (
            child for child in table if local(child) == "tr" and _child(child, "trPr", "del") is None
        ):
            cells = [list(self.lines(cell)) for cell in _cells(row)]
            cells = [cell for cell in cells if cell]
            if first and all(_COLUMN.fullmatch(line.text) for cell in cells for line in cell):
                yield from (replace(line, is_said=False) for cell in cells for line in cell)
            else:
                yield from _row(cells)
            first = False


def _blocks(parent: Element) -> Iterator[Element]:
    """Paragraphs and tables, in order, out of what wraps them."""
    for child in parent:
        name = local(child)
        if name in {"p", "tbl"}:
            yield child
        elif name not in _UNPRINTED:
            yield from _blocks(child)


def _cells(row: Element) -> Iterator[Element]:
    for child in row:
        if local(child) == "tc":
            yield child
        elif local(child) in {"sdt", "sdtContent", "ins"}:
            yield from _cells(child)


def _boxes(element: Element) -> Iterator[Element]:
    """The text boxes that hang on a paragraph."""
    for child in element:
        if local(child) == "txbxContent":
            yield child
        elif local(child) not in _UNPRINTED:
            yield from _boxes(child)


def _split(runs: Iterable[tuple[str, bool]]) -> Iterator[tuple[str, int]]:
    """The lines of a paragraph that are not blank, and how many characters at the head of each are bold."""
    text, bold, in_head = "", 0, True
    for run, is_bold in (*runs, ("\n", False)):
        for part in re.split(r"(\n)", run):
            if part == "\n":
                if text.strip():
                    yield (
                        text.strip(),
                        max(min(bold, len(text.rstrip())) - (len(text) - len(text.lstrip())), 0),
                    )
                text, bold, in_head = "", 0, True
                continue
            text += part
            in_head = in_head and (is_bold or not part.strip())
            bold = len(text) if in_head and is_bold else bold


def _row(cells: Sequence[Sequence[DocumentLine]]) -> Iterator[DocumentLine]:
    """The lines of a row; a label in a cell of its own is set off from what is said in the next ones."""
    time = ""
    if len(cells) > 1 and len(cells[0]) == 1 and _STAMP.fullmatch(cells[0][0].text):
        time, cells = f"{cells[0][0].text} ", cells[1:]
    label = cells[0][0].text.rstrip(" :") if len(cells) > 1 and len(cells[0]) == 1 else ""
    head, bold = time, 0
    if label and len(label) <= _LONGEST_LABEL and understand(split_parenthetical(label)[0]).kind in _LABELS:
        head, cells = f"{time}{label}: ", cells[1:]
        bold = len(head)
    if head:
        first = cells[0][0]
        cells = [[replace(first, text=head + first.text, bold=bold), *cells[0][1:]], *cells[1:]]
    for cell in cells:
        yield from cell


READER: Reader = WordDocument()
