"""Labels and paragraphs → who said what, and what nobody said.

An utterance runs from the text after its label to the end of its last paragraph, stage directions
inside it included. A cut (`<…>`), a box of the page or the number of a printed page ends it; text that
follows without a label is the last speaker's, `carried`. After `* * *` and after a heading, text without
a label is narration.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rag.readers.forms import Form
from rag.readers.label_heads import FoundLabel
from rag.readers.paragraphs import Paragraph, Remark, Text
from rag.records import Attribution, Narration
from rag.text.normalise import fold

_STARS = re.compile(r"(?:\*\s*+){3,}")
_CUT = re.compile(r"(?:<|‹|«|\[|\(|&lt;)\s*+(?:…|\.\s?\.)[….\s]*+(?:>|›|»|\]|\)|&gt;)\.?")
_DIRECTION = re.compile(r"\([^()]*\)\.?|\[[^\[\]]*\]\.?")
_TO_BE_CONTINUED = re.compile(r"[(\[]?to be continued\W*", re.IGNORECASE)
_LONGEST_MARK = 60
_LONGEST_HEADING = 120
_BROKEN_OFF = re.compile(r"[—–-]\s*$")
_COLLECTIVE = re.compile(r".*(?:s|interjection|audience|voice)", re.IGNORECASE)
"""Labels of many, whose interjection is over where a small letter goes on."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What follows one label, or one cut: `source[start:end]`."""

    label: FoundLabel
    attribution: Attribution
    start: int
    end: int
    lines: tuple[int, int]
    voice: str | None = None
    """Whose label stands for a bare "Q" or "A", where a heading names the one who asks or answers."""


@dataclass(frozen=True, slots=True)
class Script:
    """Everything between title and date line."""

    turns: tuple[Turn, ...]
    narration: tuple[Narration, ...]
    remarks: tuple[Remark, ...]


def take_turns(
    text: Text,
    paragraphs: Sequence[Paragraph],
    labels: Iterable[FoundLabel],
    form: Form,
    furniture: frozenset[int] = frozenset(),
) -> Script:
    """Give every paragraph to a speaker or to the narration; `furniture` are starts of paragraphs."""
    waiting = sorted(labels, key=lambda label: label.at, reverse=True)
    script = _Script(text, form)
    covered = 0
    for paragraph in paragraphs:
        begin = paragraph.start
        if paragraph.end <= covered:
            script.narrate(paragraph)
            continue
        if begin in furniture:
            while waiting and waiting[-1].at < paragraph.end:
                waiting.pop()
            script.interrupt(paragraph)
            continue
        while waiting and waiting[-1].at < paragraph.end:
            label = waiting.pop()
            if label.at < covered:
                continue
            script.add(Paragraph(paragraph.line, begin, label.at))
            script.open(label, paragraph.line)
            begin = covered = label.body
        begin = max(begin, covered)
        script.add(Paragraph(paragraph.line, begin, paragraph.end), last=paragraph is paragraphs[-1])
    return script.finished()


class _Script:
    """A script in the making; one turn at most is open."""

    def __init__(self, text: Text, form: Form) -> None:
        self._source = text.source
        self._form = form
        self._turns: list[Turn] = []
        self._narration: list[Narration] = []
        self._remarks: list[Remark] = []
        self._speaking: tuple[FoundLabel, Attribution, int] | None = None
        self._pieces: list[Paragraph] = []
        self._last: FoundLabel | None = None
        self._goes_on = False
        """Whether text without a label is the last speaker's."""
        self._after_cut = False
        """Whether that is to be remarked."""
        self._names: dict[str, str] = {}
        """`Q` and `A` → the label of the one who asks and answers."""

    def open(self, label: FoundLabel, line: int) -> None:
        """Begin a turn."""
        if label.continues:
            if self._last is None:
                return
            label = replace(self._last, at=label.at, body=label.body, time=label.time)
            self._close()
            self._speaking = (label, "carried", line)
            return
        self._close()
        if label.card is not None:
            self._narration.append(Narration(label.card, (line, line)))
        self._last, self._speaking = label, (label, "printed" if label.label else "unknown", line)

    def interrupt(self, piece: Paragraph) -> None:
        """Take a paragraph that nobody says; whoever spoke goes on after it."""
        goes_on = self._speaking is not None or self._goes_on
        self._close()
        self._goes_on = goes_on and self._last is not None
        self.narrate(piece)

    def add(self, piece: Paragraph, *, last: bool = False) -> None:
        """Give a paragraph, or what labels leave of it, to whom it belongs."""
        printed = self._source[piece.start : piece.end].rstrip()
        if not printed:
            return
        piece = Paragraph(piece.line, piece.start, piece.start + len(printed))
        mark = printed if len(printed) <= _LONGEST_MARK else ""
        line = printed if len(printed) <= _LONGEST_HEADING else ""
        if _STARS.fullmatch(mark) or self._is_heading(line):
            self._close()
        elif _CUT.fullmatch(mark):
            goes_on = self._goes_on or self._speaking is not None
            self._close()
            self._goes_on = self._after_cut = goes_on
        elif last and _TO_BE_CONTINUED.fullmatch(mark):
            self._close()
        elif line and self._form.narration.fullmatch(line):
            self.interrupt(piece)
            return
        elif self._speaking is not None:
            self._resume(piece)
            self._pieces.append(piece)
            return
        elif self._goes_on and self._last is not None and not _DIRECTION.fullmatch(printed):
            if self._after_cut:
                carried = f"no label after the cut, carried on from “{self._last.label}”"
                self._remarks.append(Remark(piece.line, carried))
            self._speaking = (self._last, "carried", piece.line)
            self._pieces.append(piece)
            return
        self.narrate(piece)

    def finished(self) -> Script:
        """All turns and all narration, in order."""
        self._close()
        return Script(tuple(self._turns), tuple(self._narration), tuple(self._remarks))

    def narrate(self, piece: Paragraph) -> None:
        """Take a line that nobody says."""
        self._narration.append(Narration(self._source[piece.start : piece.end], (piece.line, piece.line)))

    def _is_heading(self, line: str) -> bool:
        """Whether a line is a heading of the form; remembers whom it names."""
        if found := self._form.examiner.fullmatch(line):
            self._names["q"] = found["name"]
        elif found := self._form.witness.fullmatch(line):
            self._names["a"] = self._names["the witness"] = found["name"]
            return True
        return bool(line and self._form.headings.fullmatch(line))

    def _resume(self, piece: Paragraph) -> None:
        """Give the floor back to whoever was interrupted, where a sentence that broke off goes on."""
        label, attribution, _ = self._speaking or (None, None, 0)
        before = self._turns[-1] if self._turns else None
        if label is None or before is None or not self._pieces or attribution != "printed":
            return
        goes_on = self._source[piece.start].islower() and _BROKEN_OFF.search(
            self._source[before.start : before.end]
        )
        if goes_on and before.label.label != label.label and _COLLECTIVE.fullmatch(label.label):
            self._close()
            self._last, self._speaking = before.label, (before.label, "carried", piece.line)

    def _close(self) -> None:
        """End the open turn, if one is open."""
        if self._speaking is not None:
            label, attribution, line = self._speaking
            if self._pieces:
                first, last = self._pieces[0], self._pieces[-1]
                voice = self._names.get(fold(label.label))
                attribution = "carried" if voice is not None and attribution == "printed" else attribution
                lines = (first.line, last.line)
                self._turns.append(Turn(label, attribution, first.start, last.end, lines, voice))
            elif attribution == "printed":
                self._remarks.append(Remark(line, f"the label “{label.label}” has no text"))
                self._narration.append(Narration(label.label, (line, line)))
        self._speaking, self._pieces, self._goes_on, self._after_cut = None, [], False, False
