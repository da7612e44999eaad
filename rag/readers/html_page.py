"""A saved web page (HTML) → Transcript: its labels from bold type, its facts from its markup.

A page of the Kremlin's site is read as the same page saved as text: section, title, date and place, then
the summary and the text. Of another page, what a browser shows of its main part is read as a text of
whatever form. Offsets are those of each utterance's own text, lines those of the file.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from rag.errors import ReadError
from rag.readers.base import MOST_BYTES, Reader, SourceAbout, decode
from rag.readers.document import DocumentLine, read_document
from rag.readers.html_text import lines_of_element, shown_text
from rag.readers.markup import Element, page_tree
from rag.readers.page_facts import PageFacts, facts_of
from rag.readers.text_file import NO_DATE
from rag.records import Narration, Transcript

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CHARSET = re.compile(
    rb"""charset\s*=\s*["']?\s*([\w.:-]{1,40})|^\s*<\?xml[^>]{0,60}encoding=["']([\w.-]{1,40})"""
)
_CHARSET_WITHIN = 4096
"""Bytes; browsers look no further than the first 1,024."""
_ENCODINGS = re.compile(
    r"windows-(?:125\d|874)|cp125\d|iso-?8859-\d{1,2}|latin-?1|us-ascii|ascii|koi8-[ru]|(?:ibm|cp)866|macintosh"
    r"|gbk|gb2312|gb18030|big5|euc-(?:jp|kr)|shift[_-]jis|iso-2022-jp"
)
_LATIN = re.compile(r"iso-?8859-1|latin-?1|us-ascii|ascii")
"""Read as Windows text, as browsers do."""
_LEFT_OUT = "menus, boxes, pictures and the like"
_FEW = 20
"""Characters of words outside of the text that are not worth a warning."""


class HtmlPage:
    """Reads saved web pages."""

    suffixes = (".html", ".htm")
    max_bytes = MOST_BYTES

    def read(self, data: bytes, source: str, about: SourceAbout) -> tuple[Transcript, ...]:
        """Read one page; always one transcript. Raises ReadError where nobody speaks."""
        root = page_tree(_decoded(data))
        facts = facts_of(root)
        quotes = list(root.iter("blockquote")) if facts.is_site else []
        shown = shown_text(next(root.iter("body"), root), quotes)
        lines = (*_site_lines(facts), *shown.lines) if facts.is_site else shown.lines
        warnings = []
        if not facts.is_site and shown.left_out > _FEW:
            warnings.append(f"{shown.left_out:,} characters of the page are left out: {_LEFT_OUT}")
        transcript = read_document(lines, data, source, about, "HTML", warnings)
        narration = (*transcript.narration, *_narration(quotes))
        return (
            replace(
                transcript,
                title=facts.title or transcript.title,
                date=transcript.date or facts.date,
                place=transcript.place or facts.place,
                url=about.url or facts.url,
                language=about.language or facts.language or transcript.language,
                section=transcript.section or facts.section,
                narration=tuple(sorted(narration, key=lambda part: part.lines)),
                topics=facts.topics,
                persons=facts.persons,
                warnings=tuple(each for each in transcript.warnings if not (facts.date and each == NO_DATE)),
            ),
        )


def _site_lines(facts: PageFacts) -> Iterator[DocumentLine]:
    """What stands above the text of a page of the Kremlin's site."""
    for line in (f"{facts.section} /" if facts.section else "", facts.title or "", facts.date_line):
        if line:
            yield DocumentLine(line, places=((0, facts.line),))
    if facts.summary is not None:
        yield from lines_of_element(facts.summary)


def _narration(quotes: Iterable[Element]) -> Iterator[Narration]:
    """What an editor of the site sets apart inside a turn, in words of his own or as somebody said it."""
    for quote in quotes:
        for line in lines_of_element(quote):
            yield Narration(line.text, (line.places[0][1], line.places[-1][1]))


def _decoded(data: bytes) -> str:
    """The text of a page, in the encoding of its mark, in UTF-8, or in the one that it declares."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded_as(data, encoding)
    try:
        return decode(data)
    except ReadError:
        found = _CHARSET.search(data[:_CHARSET_WITHIN])
        declared = (found[1] or found[2]).decode().lower() if found else ""
        if b"\0" in data or not _ENCODINGS.fullmatch(declared):
            raise
    return _decoded_as(data, "cp1252" if _LATIN.fullmatch(declared) else declared)


def _decoded_as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise ReadError(f"the page is not in its encoding {encoding}: {error}") from None


READER: Reader = HtmlPage()
