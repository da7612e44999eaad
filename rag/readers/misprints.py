"""Labels that a misprint hides: a full stop for a colon, inside a paragraph, two spellings of a name."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from rag.readers.label_grammar import LabelKind, understand
from rag.readers.label_heads import FoundLabel
from rag.readers.label_tokens import is_capitals
from rag.readers.paragraphs import Paragraph, Remark, Text
from rag.records import Utterance
from rag.text.normalise import fold, squeeze

_ALIKE = 0.88
"""Share of letters in common: one letter or two apart in a name of fifteen."""
_MOST_PERSONS = 300
"""Comparing is quadratic; no event has as many speakers."""


def lookalikes(utterances: Sequence[Utterance]) -> list[Remark]:
    """Warn of every person who speaks once and whose name is almost somebody else's."""
    times = Counter(utterance.speaker for utterance in utterances if utterance.speaker)
    if len(times) > _MOST_PERSONS:
        return []
    lines = {utterance.speaker: utterance.lines[0] for utterance in utterances}
    remarks = []
    for person in sorted((name for name, count in times.items() if count == 1), key=lambda name: lines[name]):
        others = {fold(other): other for other in times if other != person and lines[other] != lines[person]}
        for close in difflib.get_close_matches(fold(person), others, n=1, cutoff=_ALIKE):
            other = others[close]
            if times[other] > 1 or lines[other] < lines[person]:
                remarks.append(Remark(lines[person], f"“{person}” may be “{other}”"))
    return remarks


_COLON = re.compile(r"([^\W\d_]{2,40}+|\))\s?:")
_TOKEN = re.compile(r"\S+")
_WORD = re.compile(r"[^\W\d_]+")
_GLUED = re.compile(r"(?:.*[^\W\d_A-Z])(?=[A-Z])")
_LONGEST = 160
"""Characters of a misprinted label with its parenthetical."""
_MOST_WORDS = 12
_MOST_INITIALS = 3
"""Full stops that are looked at: the one that ends the sentence, and those of initials."""
_AFTER_SENTENCE = re.compile(r"[.!?…”\"»’)\]>›]")


class KnownNames:
    """The names of two words or more that a text uses as labels."""

    def __init__(self, labels: Iterable[str]) -> None:
        self._names = set()
        for label in map(understand, dict.fromkeys(labels)):
            if label.kind in {LabelKind.NAME, LabelKind.ROLE_AND_NAME} and label.person is not None:
                person = label.person.upper() if is_capitals(label.printed) else label.person
                self._names |= {name for name in (label.printed, person) if " " in name}
        self._first = {name.split(" ", 1)[0] for name in self._names}
        self._last = {name.rsplit(" ", 1)[-1] for name in self._names} | {")"}

    def without_mark(self, text: Text, paragraph: Paragraph) -> str | None:
        """The name at the head of `Vladimir PutinYes.` and `Vladimir Putin Yes, I do.`; doubtful at most."""
        stop = min(paragraph.end, paragraph.start + _LONGEST)
        first = _TOKEN.match(text.source, paragraph.start, stop)
        if first is None or first[0] not in self._first:
            return None
        words: list[str] = []
        for token in islice(_TOKEN.finditer(text.source, paragraph.start, stop), _MOST_WORDS):
            whole = squeeze(token[0])
            glued = _GLUED.match(whole)
            for last in (whole, glued[0] if glued else whole):
                name = " ".join([*words, last])
                if name in self._names and _is_unmarked(text, paragraph, token.start() + len(last)):
                    return name
            words.append(whole)
        return None

    def inside(self, text: Text, paragraph: Paragraph, begin: int) -> Iterator[FoundLabel]:
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
                yield FoundLabel(name[0], parenthetical, window + name[1], body)

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


def _is_unmarked(text: Text, paragraph: Paragraph, end: int) -> bool:
    """Whether a name that ends here goes over into what somebody says, without any mark."""
    source, stop = text.source, paragraph.end
    body = text.after_white(end, stop)
    if body >= stop:
        return False
    word = _WORD.match(source, body, stop)
    glued = body == end and source[end].isupper()
    return glued or bool(body > end and word and word[0][0].isupper() and text.writes_small(word[0]))
