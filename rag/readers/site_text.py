"""A page of the Kremlin's site saved as text → Transcript: its labels and paragraphs become turns."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from rag.errors import ReadError
from rag.readers.base import Reader, SourceAbout, decode, language_of
from rag.readers.label_heads import FoundHeads
from rag.readers.labels import find_labels
from rag.readers.misprints import lookalikes
from rag.readers.page_layout import Doubt, Page, Paragraph, Text, lay_out
from rag.readers.speakers import name_speakers
from rag.records import Attribution, Narration, Transcript, Utterance

_STARS = re.compile(r"(?:\*\s*+){3,}")
_CUT = re.compile(r"(?:<|‹|«|\[|\(|&lt;)\s*+(?:…|\.\s?\.)[….\s]*+(?:>|›|»|\]|\)|&gt;)\.?")
_DIRECTION = re.compile(r"\([^()]*\)\.?|\[[^\[\]]*\]\.?")
_TO_BE_CONTINUED = re.compile(r"[(\[]?to be continued\W*", re.IGNORECASE)
_LONGEST_MARK = 60


@dataclass(frozen=True, slots=True)
class SourceTurn:
    """What follows one label, or one cut: `source[start:end]`."""

    label: FoundHeads
    attribution: Attribution
    start: int
    end: int
    lines: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Script:
    """Everything between title and date line."""

    turns: tuple[SourceTurn, ...]
    narration: tuple[Narration, ...]
    doubts: tuple[Doubt, ...]


def take_turns(text: Text, paragraphs: Sequence[Paragraph], labels: Iterable[FoundHeads]) -> Script:
    """Give every paragraph to a speaker or to the narration."""
    waiting = sorted(labels, key=lambda label: label.at)
    waiting.reverse()
    script = _Script(text)
    for paragraph in paragraphs:
        begin = paragraph.start
        while waiting and waiting[-1].at < paragraph.end:
            label = waiting.pop()
            script.add(Paragraph(paragraph.line, begin, label.at))
            script.open(label, paragraph.line)
            begin = label.body
        script.add(Paragraph(paragraph.line, begin, paragraph.end), last=paragraph is paragraphs[-1])
    return script.finished()


class _Script:
    """A script in the making; one turn at most is open."""

    def __init__(self, text: Text) -> None:
        self._source = text.source
        self._turns: list[SourceTurn] = []
        self._narration: list[Narration] = []
        self._doubts: list[Doubt] = []
        self._speaking: tuple[FoundHeads, Attribution, int] | None = None
        self._pieces: list[Paragraph] = []
        self._last: FoundHeads | None = None
        self._after_cut = False

    def open(self, label: FoundHeads, line: int) -> None:
        """Begin a turn."""
        self._close()
        self._last, self._speaking = label, (label, "printed", line)

    def add(self, piece: Paragraph, *, last: bool = False) -> None:
        """Give a paragraph, or what labels leave of it, to whom it belongs."""
        printed = self._source[piece.start : piece.end].rstrip()
        if not printed:
            return
        piece = Paragraph(piece.line, piece.start, piece.start + len(printed))
        mark = printed if len(printed) <= _LONGEST_MARK else ""
        if _STARS.fullmatch(mark):
            self._close()
            self._after_cut = False
        elif _CUT.fullmatch(mark):
            self._after_cut = self._after_cut or self._speaking is not None
            self._close(after_cut=self._after_cut)
        elif last and _TO_BE_CONTINUED.fullmatch(mark):
            self._close()
        elif self._speaking is not None:
            self._pieces.append(piece)
            return
        elif self._after_cut and self._last is not None and not _DIRECTION.fullmatch(printed):
            self._speaking = (self._last, "carried", piece.line)
            self._doubts.append(
                Doubt(piece.line, f"no label after the cut, carried on from “{self._last.label}”")
            )
            self._pieces.append(piece)
            return
        self._narration.append(Narration(printed, (piece.line, piece.line)))

    def finished(self) -> Script:
        """All turns and all narration, in order."""
        self._close()
        return Script(tuple(self._turns), tuple(self._narration), tuple(self._doubts))

    def _close(self, *, after_cut: bool = False) -> None:
        """End the open turn, if one is open."""
        if self._speaking is not None:
            label, attribution, line = self._speaking
            if self._pieces:
                first, last = self._pieces[0], self._pieces[-1]
                lines = (first.line, last.line)
                self._turns.append(SourceTurn(label, attribution, first.start, last.end, lines))
            else:
                self._doubts.append(Doubt(line, f"the label “{label.label}” has no text"))
                self._narration.append(Narration(label.label, (line, line)))
        self._speaking, self._pieces, self._after_cut = None, [], after_cut


_MOST_LINES = 100_000
"""Fifty times those of the longest transcript known."""


class SiteText:
    """Reads site text."""

    suffixes = (".txt",)
    max_bytes = 16 * 1024 * 1024

    def read(self, data: bytes, source: str, about: SourceAbout) -> tuple[Transcript, ...]:
        """Read one page; always one transcript. Raises ReadError where no label stands."""
        source_text = decode(data)
        if (lines := source_text.count("\n")) > _MOST_LINES:
            raise ReadError(f"the file has {lines:,} lines; expected at most {_MOST_LINES:,}")
        text = Text(source_text)
        page = lay_out(text)
        labels = find_labels(text, page.body)
        if not labels.found:
            count = f"{len(page.body):,} paragraph{'' if len(page.body) == 1 else 's'}"
            raise ReadError(f"no speaker label recognised in {count}; expected some like “Name: text”")
        page = page.titled_before(labels.found[0].at, text)
        script = take_turns(text, page.body, labels.found)
        if not script.turns:
            raise ReadError(f"no text follows the label “{labels.found[0].label}”; expected “Name: text”")
        utterances = _utterances(text.source, script)
        transcript = Transcript(
            id=PurePosixPath(source).stem,
            title=page.title,
            date=page.dated.date if page.dated else None,
            place=page.dated.place if page.dated else None,
            url=about.url,
            source=source,
            sha256=hashlib.sha256(data).hexdigest(),
            language=language_of(text.source, about.language),
            section=page.section,
            utterances=utterances,
            narration=(*script.narration, *page.closing_words(text)),
            warnings=tuple(_warnings(page, [*script.doubts, *labels.doubts, *lookalikes(utterances)])),
        )
        return (transcript,)


def _utterances(source: str, script: Script) -> tuple[Utterance, ...]:
    speakers = name_speakers(
        [
            (turn.label.label, turn.label.parenthetical if turn.attribution == "printed" else None)
            for turn in script.turns
        ]
    )
    return tuple(
        Utterance(
            number=number,
            label=turn.label.label,
            speaker=speaker.person,
            role=speaker.role,
            parenthetical=speaker.parenthetical,
            attribution=turn.attribution,
            text=source[turn.start : turn.end],
            start=turn.start,
            end=turn.end,
            lines=turn.lines,
        )
        for number, (turn, speaker) in enumerate(zip(script.turns, speakers, strict=True))
    )


def _warnings(page: Page, doubts: Iterable[Doubt]) -> Iterator[str]:
    """What is missing, then what is doubtful from top to bottom."""
    if page.dated is None:
        yield "no date line found; expected “Month D, YYYY[, Place]” under the title"
    yield from map(str, sorted(doubts))


READER: Reader = SiteText()
