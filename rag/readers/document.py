"""Documents (Word, PDF) → Transcript: their lines are read as those of a text file, whatever its form.

Nobody can count the characters of such a file, so that offsets are those of each utterance's own text, and
line numbers those of the document's text, which has a blank line between paragraphs.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from rag.errors import ReadError
from rag.readers.base import SourceAbout
from rag.readers.page_layout import parse_date_line
from rag.readers.paragraphs import Text
from rag.readers.text_file import read_text
from rag.records import Anchor, Transcript, Utterance
from rag.text.normalise import squeeze

_MOST_CHARACTERS = 16 * 1024 * 1024
"""Of a document's text."""
_PRINTED_BREAK = re.compile(r"(?<!\n)\n(?!\n)")
_MOST_BOLD = 0.6
"""Share of the lines; where more are wholly bold, bold type says nothing."""


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A line of a document: a paragraph, or a part of one that its writer, or the page, sets apart."""

    text: str
    """One line, not blank, without white space at its ends."""
    opens: bool = True
    """Whether it opens a paragraph."""
    bold: int = 0
    """Characters at its head that are set in bold."""
    is_said: bool = True
    """False for headings, footnotes and the like."""
    page: int | None = None
    """Of a printed document, from 1; breaks between lines inside a paragraph are then only print."""


def not_installed(package: str, extra: str) -> ReadError:
    """Say that the library that reads a format is missing."""
    return ReadError(
        f"{package}, which reads this format, is not installed: pip install 'rag-transcripts[{extra}]'"
    )


def read_document(
    lines: Sequence[DocumentLine], data: bytes, source: str, about: SourceAbout, kind: str
) -> Transcript:
    """Read the lines of a document; `kind` is how the form of the transcript begins.

    Raises ReadError where there is no text, or nobody's label.
    """
    if not lines:
        raise ReadError("there is no text in it; expected a transcript, and not pictures of one")
    if (size := sum(len(line.text) for line in lines)) > _MOST_CHARACTERS:
        raise ReadError(f"it has {size:,} characters of text; expected at most {_MOST_CHARACTERS:,}")
    breaks = ["", *("\n\n" if line.opens else "\n" for line in lines[1:])]
    pieces = [gap + line.text for gap, line in zip(breaks, lines, strict=True)]
    ends = list(accumulate(map(len, pieces)))
    starts = [end - len(line.text) for end, line in zip(ends, lines, strict=True)]
    text = Text(
        "".join(pieces),
        bold={starts[number]: starts[number] + lines[number].bold for number in _bold(lines)},
        not_said=frozenset(start for start, line in zip(starts, lines, strict=True) if not line.is_said),
    )
    transcript = read_text(text, data, source, about)
    pages = [(start, line.page) for start, line in zip(starts, lines, strict=True) if line.page is not None]
    return replace(
        transcript,
        utterances=tuple(_own(utterance, pages, text) for utterance in transcript.utterances),
        form=f"{kind}, {transcript.form}",
        in_file=False,
    )


def _bold(lines: Sequence[DocumentLine]) -> Iterator[int]:
    """Numbers of the lines whose bold heads may be labels or questions; a bold title is none."""
    wholly = [line.bold >= len(line.text) for line in lines]
    if sum(wholly) <= _MOST_BOLD * len(lines):
        for number in range(wholly.index(False), len(lines)):
            line = lines[number]
            if line.bold and line.is_said and parse_date_line(squeeze(line.text)) is None:
                yield number


def _own(utterance: Utterance, pages: Sequence[tuple[int, int]], text: Text) -> Utterance:
    """The utterance with offsets in its own text; `pages` are where printed lines begin, and their pages."""
    start = utterance.start
    said = _PRINTED_BREAK.sub(" ", utterance.text) if pages else utterance.text
    return replace(
        utterance,
        text=said,
        start=0,
        end=len(said),
        doubts=tuple(replace(doubt, start=doubt.start - start) for doubt in utterance.doubts),
        anchors=tuple(_anchors(utterance, pages, text)),
    )


def _anchors(utterance: Utterance, pages: Sequence[tuple[int, int]], text: Text) -> Iterator[Anchor]:
    """One for each printed line of an utterance."""
    first = max(bisect_right(pages, utterance.start, key=lambda placed: placed[0]) - 1, 0)
    line, counted = utterance.lines[0], utterance.start
    for at, page in pages[first:]:
        if at >= utterance.end:
            break
        begin = max(at, utterance.start)
        line += text.source.count("\n", counted, begin)
        counted = begin
        yield Anchor(begin - utterance.start, line, page=page)
