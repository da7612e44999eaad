"""Labels that a misprint hides: without a colon, ending in a full stop, inside a paragraph.

Only a name that the same text prints elsewhere as a whole label can be found like this.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rag.label_grammar import Kind, understand
from rag.readers.heads import Found
from rag.readers.paragraphs import Doubt, Paragraph, Text
from rag.speakers import squeeze

_COLON = re.compile(r"([^\W\d_]{2,40}+|\))\s?:")
_TOKEN = re.compile(r"\S+")
_WORD = re.compile(r"[^\W\d_]+")
_GLUED = re.compile(r"(?:.*[^\W\d_A-Z])(?=[A-Z])")
_LONGEST = 160
"""Characters of a misprinted label with its parenthetical."""
_MOST_WORDS = 12
_MOST_INITIALS = 3
"""Full stops that are looked at: the one that ends the sentence, and those of initials."""
_AFTER_SENTENCE = re.compile(r'[.!?…”"»’)\]>›]')


@dataclass(frozen=True, slots=True)
class Broken:
    """A misprinted label and what is wrong with it."""

    found: Found
    line: int
    fault: str

    @property
    def doubt(self) -> Doubt:
        """For a person to look at."""
        return Doubt(self.line, f"the label “{self.found.label}” stands {self.fault}")


class KnownNames:
    """The names of two words or more that a text uses as labels."""

    def __init__(self, labels: Iterable[str]) -> None:
        kinds = {label: understand(label).kind for label in dict.fromkeys(labels) if " " in label}
        self._names = {label for label, kind in kinds.items() if kind in {Kind.NAME, Kind.ROLE_AND_NAME}}
        self._first = {name.split(" ", 1)[0] for name in self._names}
        self._last = {name.rsplit(" ", 1)[-1] for name in self._names} | {")"}

    def without_colon(self, text: Text, paragraph: Paragraph) -> Broken | None:
        """Find `Vladimir Putin. Yes.`, `Vladimir PutinYes.`, `Vladimir Putin Yes, I do.`."""
        source, start = text.source, paragraph.start
        stop = min(paragraph.end, start + _LONGEST)
        first = _TOKEN.match(source, start, stop)
        if first is None or first[0] not in self._first:
            return None
        words: list[str] = []
        for _, token in zip(range(_MOST_WORDS), _TOKEN.finditer(source, start, stop), strict=False):
            whole = squeeze(token[0])
            glued = _GLUED.match(whole)
            for last in (whole, whole.removesuffix("."), glued[0] if glued else whole):
                name = " ".join([*words, last])
                if name in self._names and (begun := _begin(text, token.start() + len(last), paragraph.end)):
                    return Broken(Found(name, None, start, begun[0]), paragraph.line, begun[1])
            words.append(whole)
        return None

    def inside(self, text: Text, paragraph: Paragraph, begin: int) -> Iterator[Broken]:
        """Find labels after the end of a sentence, from `begin` on: `… thank you. Vladimir Putin: Yes.`."""
        for colon in _COLON.finditer(text.source, begin, paragraph.end) if self._names else ():
            if colon[1] not in self._last:
                continue
            window = max(begin, colon.start() - _LONGEST)
            label, parenthetical = _split(text.source[window : colon.end() - 1])
            if colon[1] == ")" and parenthetical is None:
                continue
            if (name := self._at_end(label)) is not None:
                body = text.after_white(colon.end(), paragraph.end)
                found = Found(name[0], parenthetical, window + name[1], body)
                yield Broken(found, paragraph.line, "inside a paragraph")

    def _at_end(self, printed: str) -> tuple[str, int] | None:
        """Find a known name at the end, right after a sentence, and its place."""
        cut = len(printed) + 1
        for piece in _AFTER_SENTENCE.split(printed)[:0:-1][:_MOST_INITIALS]:
            cut -= len(piece) + 1
            if (name := squeeze(printed[cut:])) in self._names:
                return name, cut + len(printed[cut:]) - len(printed[cut:].lstrip())
        return None


def _split(printed: str) -> tuple[str, str | None]:
    """Take off a parenthetical at the end."""
    stripped = printed.rstrip()
    opening = stripped.rfind("(") if stripped.endswith(")") else -1
    if opening < 0:
        return printed, None
    return stripped[:opening], squeeze(stripped[opening + 1 : -1]) or None


def _begin(text: Text, end: int, stop: int) -> tuple[int, str] | None:
    """Where the text after a name without a colon begins, and the fault; None where it is no label."""
    source, body = text.source, text.after_white(end, stop)
    if body >= stop:
        return None
    if body == end and source[end].isupper():
        return body, "without a colon"
    if source[body] == "." and body + 1 < stop and source[body + 1].isspace():
        return text.after_white(body + 1, stop), "with a full stop for a colon"
    word = _WORD.match(source, body, stop)
    if body > end and word and word[0][0].isupper() and text.writes_small(word[0]):
        return body, "without a colon"
    return None
