"""Documents (Word, PDF, HTML) → Transcript: their lines are read as those of a text file, whatever its form.

Nobody can count the characters of such a file, so that offsets are those of each utterance's own text. Line
numbers are those of the document's text, which has a blank line between paragraphs, unless the format (HTML)
has lines itself.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
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
    """One line, not blank, without white space at its head."""
    opens: bool = True
    """Whether it opens a paragraph."""
    bold: int = 0
    """Characters at its head that are set in bold."""
    is_said: bool = True
    """False for headings, footnotes and the like."""
    page: int | None = None
    """Of a printed document, from 1; breaks between lines inside a paragraph are then only print."""
    places: tuple[tuple[int, int], ...] = ()
    """Where each line of the file begins in the text, and its number, the first at 0; none where nobody can
    count the file's lines, and those of the document are counted."""


def not_installed(package: str, extra: str) -> ReadError:
    """Say that the library that reads a format is missing."""
    return ReadError(
        f"{package}, which reads this format, is not installed: pip install 'rag-transcripts[{extra}]'"
    )


def read_document(
    lines: Sequence[DocumentLine],
    data: bytes,
    source: str,
    about: SourceAbout,
    kind: str,
    warnings: Sequence[str] = (),
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
    counted = accumulate((gap.count("\n") for gap in breaks), initial=1)
    places = [line.places or ((0, number),) for number, line in zip(list(counted)[1:], lines, strict=True)]
    text = Text(
        "".join(pieces),
        bold={starts[number]: starts[number] + lines[number].bold for number in _bold(lines)},
        not_said=frozenset(start for start, line in zip(starts, lines, strict=True) if not line.is_said),
        numbers=[placed[0][1] for placed, gap in zip(places, breaks, strict=True) for _ in gap or " "],
    )
    anchors = [
        Anchor(start + at, number, page=line.page)
        for start, line, placed in zip(starts, lines, places, strict=True)
        if line.page is not None or line.places
        for at, number in placed
    ]
    transcript = read_text(text, data, source, about)
    is_printed = any(line.page is not None for line in lines)
    last_lines = {
        (placed[0][1], line.text.strip()): placed[-1][1] for placed, line in zip(places, lines, strict=True)
    }
    return replace(
        transcript,
        utterances=tuple(_own(each, anchors, is_printed=is_printed) for each in transcript.utterances),
        narration=tuple(
            replace(part, lines=(part.lines[0], last_lines.get((part.lines[0], part.text), part.lines[1])))
            for part in transcript.narration
        ),
        warnings=(*warnings, *transcript.warnings),
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


def _own(utterance: Utterance, anchors: Sequence[Anchor], *, is_printed: bool) -> Utterance:
    """The utterance with offsets in its own text; `anchors` are those of the document, in its text."""
    start = utterance.start
    said = _PRINTED_BREAK.sub(" ", utterance.text) if is_printed else utterance.text
    first = max(bisect_right(anchors, start, key=_start) - 1, 0)
    inside = anchors[first : bisect_left(anchors, utterance.end, key=_start)]
    return replace(
        utterance,
        text=said,
        start=0,
        end=len(said),
        lines=(inside[0].line, inside[-1].line) if inside else utterance.lines,
        doubts=tuple(replace(doubt, start=doubt.start - start) for doubt in utterance.doubts),
        anchors=tuple(replace(anchor, start=max(anchor.start - start, 0)) for anchor in inside),
    )


def _start(anchor: Anchor) -> int:
    return anchor.start
