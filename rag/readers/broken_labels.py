"""Labels that a misprint hides: without a colon, ending in a full stop, inside a paragraph.

Only a name that the same text prints elsewhere as a whole label can be found like this.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rag.label_grammar import Kind, understand
from rag.readers.heads import Found
from rag.readers.paragraphs import Paragraph, Text
from rag.speakers import squeeze

_COLON = re.compile(r"([^\W\d_]{2,40}+|\))\s?:")
_PARENTHETICAL = re.compile(r"\s*\(([^()]*)\)\s*$")
_TOKEN = re.compile(r"\S+")
_WORD = re.compile(r"[^\W\d_]+")
_GLUED = re.compile(r"(?:.*[^\W\d_A-Z])(?=[A-Z])")
_LONGEST = 160
"""Characters of a misprinted label with its parenthetical."""
_MOST_WORDS = 12
_AFTER_SENTENCE = '.!?…”"»’)]>›'


@dataclass(frozen=True, slots=True)
class Broken:
    """A misprinted label and what is wrong with it."""

    found: Found
    line: int
    fault: str


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
            label = text.source[window : colon.end() - 1]
            parenthetical = _PARENTHETICAL.search(label)
            name = self._at_end(label[: parenthetical.start()] if parenthetical else label)
            if name is not None and window + name[1] > paragraph.start:
                found = Found(
                    name[0],
                    squeeze(parenthetical[1]) if parenthetical else None,
                    window + name[1],
                    text.after_white(colon.end(), paragraph.end),
                )
                yield Broken(found, paragraph.line, "inside a paragraph")

    def _at_end(self, printed: str) -> tuple[str, int] | None:
        """Find the longest known name at the end, right after a sentence, and its place."""
        tokens = list(_TOKEN.finditer(printed))[-_MOST_WORDS:]
        for at, token in enumerate(tokens):
            cut = max(map(token[0].rfind, _AFTER_SENTENCE)) + 1
            begin = token.start() + (cut if cut < len(token[0]) else 0)
            before = printed[:begin].rstrip()
            if not before or before[-1] not in _AFTER_SENTENCE:
                continue
            name = squeeze(" ".join([printed[begin : token.end()], *(word[0] for word in tokens[at + 1 :])]))
            if name in self._names:
                return name, begin
        return None


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
    if (
        body > end
        and word
        and (word[0] == "I" or (word[0].istitle() and word[0].lower() in text.small_words))
    ):
        return body, "without a colon"
    return None
