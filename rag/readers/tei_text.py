"""The text of a TEI document → utterances and narration, in order; nothing of it is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.readers.line_writer import LineWriter
from rag.readers.markup import Element, local, walk
from rag.records import Anchor, Narration, Utterance
from rag.text.english import word_set

_SPEECHES = frozenset({"u", "sp"})
_ASIDES = word_set("note kinesic vocal incident gap stage writing speaker listEvent figure fw")
_BLOCKS = word_set("seg p ab lg l item list row cell table head div u sp opener closer quote trailer desc")
_NO_TEXT = frozenset({"linkGrp", "timeline", "teiHeader", "standOff"})
_TOKENS = frozenset({"w", "pc", "c"})
_JOINS_NEXT = frozenset({"right", "both"})
_CHAIR = "#chair"


@dataclass(frozen=True, slots=True)
class Spoken:
    """An utterance without its speaker, and what the markup says of who speaks."""

    utterance: Utterance
    label: str | None
    """As printed before it."""
    who: tuple[str, ...]
    """Ids of persons."""
    presides: bool


class TeiText:
    """Reads the `text` elements of a document."""

    def __init__(self, texts: Sequence[Element]) -> None:
        self.spoken: list[Spoken] = []
        self.narration: list[Narration] = []
        self._speech, self._aside = LineWriter(), LineWriter()
        self._speaking: list[tuple[Element, str | None]] = []
        """The speeches that are open, with their labels: one may stand inside another."""
        self._asides = 0
        self._label: str | None = None
        """Printed before the next speech."""
        self._joins = False
        """Whether the next token follows the last one without a space."""
        self._marks_spaces = any(next(text.iter("{*}c"), None) is not None for text in texts)
        """Whether the spaces between tokens are elements themselves."""
        for text in texts:
            self._read(text)

    def _read(self, text: Element) -> None:
        walker = walk(text)
        for event, element in walker:
            if event == "start":
                if local(element) in _NO_TEXT:
                    walker.skip_subtree()
                    continue
                self._speech.number = self._aside.number = element.sourceline
                self._start(element, local(element))
                self._add(element.text)
            else:
                if local(element) not in _NO_TEXT:
                    self._end(element, local(element))
                self._add(None if element is text else element.tail)
        self._narrate()

    def _start(self, element: Element, name: str) -> None:
        if name in _SPEECHES:
            self._say()
            self._narrate()
            self._speaking.append((element, self._label))
            self._label = None
        elif name in _ASIDES:
            if not self._asides:
                self._narrate()
                self._speech.add(" ")
            self._asides += 1
        elif name == "c":
            self._joins = False
        elif name == "lb":
            self._writer.add(" ")
        elif name in _BLOCKS:
            self._writer.end(closes=name != "l")

    def _end(self, element: Element, name: str) -> None:
        if name in _SPEECHES:
            self._say()
            self._speaking.pop()
        elif name in _ASIDES:
            self._asides -= 1
            if not self._asides:
                self._close_aside(element, name)
        elif name in _BLOCKS:
            self._writer.end(closes=name != "l")
        elif name in _TOKENS:
            self._joins = self._marks_spaces or element.get("join") in _JOINS_NEXT

    def _close_aside(self, element: Element, name: str) -> None:
        """End a stage direction, or a printed label, which is the next speech's or that of the open one."""
        if name == "speaker" or (name == "note" and element.get("type") == "speaker"):
            self._aside.end()
            label = " ".join(line.text for line in self._aside.lines).strip().rstrip(":").rstrip() or None
            self._aside.lines.clear()
            if self._speaking and not self._speech.is_written:
                self._speaking[-1] = (self._speaking[-1][0], label)
            else:
                self._label = label
            return
        self._aside.end()
        unsaid = element.get("reason") or element.get("type")
        if not self._aside.lines and unsaid:
            self._aside.add(f"({unsaid})")
        self._narrate()

    @property
    def _writer(self) -> LineWriter:
        return self._speech if self._speaking and not self._asides else self._aside

    def _add(self, words: str | None) -> None:
        """Take text; white space between tokens that are joined is none."""
        if not words:
            return
        if words.isspace() and self._joins:
            self._speech.number += words.count("\n")
            self._aside.number = self._speech.number
            return
        self._joins = False
        self._writer.add(words)
        self._speech.number = self._aside.number = self._writer.number

    def _narrate(self) -> None:
        """What nobody said, up to here."""
        self._aside.end()
        for line in self._aside.lines:
            self.narration.append(Narration(line.text, (line.places[0][1], line.places[-1][1])))
        self._aside.lines.clear()

    def _say(self) -> None:
        """What the one who speaks said, up to here."""
        self._speech.end()
        lines = list(self._speech.lines)
        self._speech.lines.clear()
        if not self._speaking or not lines:
            return
        element, label = self._speaking[-1]
        text = ""
        anchors: list[Anchor] = []
        for line in lines:
            text += ("\n\n" if line.opens else "\n") if text else ""
            anchors += (Anchor(len(text) + at, number) for at, number in line.places)
            text += line.text
        utterance = Utterance(
            number=0,
            label=None,
            speaker=None,
            role=None,
            parenthetical=None,
            attribution="unknown",
            text=text,
            start=0,
            end=len(text),
            lines=(anchors[0].line, anchors[-1].line),
            anchors=tuple(anchors),
        )
        who = tuple(each.rpartition("#")[2].rpartition(":")[2] for each in (element.get("who") or "").split())
        presides = _CHAIR in (element.get("ana") or "").split()
        self.spoken.append(Spoken(utterance, label, who, presides))
