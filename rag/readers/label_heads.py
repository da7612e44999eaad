"""Which paragraphs begin like a label: with words that by their grammar may be one, and what sets them off.

A label is set off by a colon; by a time beside it, on its own line too; by bold marks; by a dash, a full
stop, a semicolon or brackets, where the text uses it as a label elsewhere; and in some forms of text it
stands bare ("Q").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rag.errors import ReadError
from rag.readers.forms import TIME, Form
from rag.readers.label_grammar import Label, LabelKind, understand
from rag.readers.label_tokens import is_capitals, split_words
from rag.readers.paragraphs import Paragraph, Text
from rag.readers.speakers import split_parenthetical
from rag.text.english import ABBREVIATIONS, LINKS, LIST_HEADS, SENTENCE
from rag.text.normalise import fold, squeeze, visible

Mark = Literal["colon", "dash", "stop", "semicolon", "bracket", "line", "bare"]
"""What follows a label."""

_LONGEST_LABEL = 260
"""Characters."""
_LONGEST_HEAD = 700
"""With a parenthetical."""
_LONGEST_WEAK = 120
"""Characters of a head without a colon."""
_JUDGED_BY = 160
"""Characters of a text that are looked at."""
_MOST_LABELS = 5000
_MOST_WORDS = 4
"""Of a label with a time that is no name by its grammar."""
_MOST_TURNED = 3
"""Words of a label with the surname first, or in small letters."""
_MOST_SHAPED = 8
"""Words of a label that is speech by its grammar."""

_BOLD = r"(?:\*\*|__|</?b>|</?strong>)"
_LEAD = re.compile(
    rf"(?:[-–—•>]\s+|>>+\s*|#+\s+|\d{{1,3}}[.)]\s+)?(?P<bold>{_BOLD})?\s*(?:[\[(]?(?P<time>{TIME})(?!\s?[AaPp]\.?[Mm]\b)(?:\s*(?:-->|[-–—])\s*{TIME})?[\])]?(?:\s*[-–—]\s+|\s+|$|(?={_BOLD})))?"
    rf"(?P<bold2>{_BOLD})?(?:[-–—•]\s+)?"
)
WHOLLY_BOLD = re.compile(r"\*\*[^*]{1,600}\*\*|__[^_]{1,600}__|<(b|strong)>[^<]{1,600}</\1>")
_BOLD_MARK = re.compile(_BOLD)
_TIME_AT_END = re.compile(rf"[\s,–—-]*[\[(]?\s*(?P<time>{TIME})\s*[\])]?$")
_STOPS = re.compile(r"[:：﹕()\[\]]")
_CLOSING = re.compile(r"(?:\*\*|__|</(?:b|strong)>)\s*")
_NO_LABEL = re.compile(r"[!?;…=<>{}|@*\\]|://")
_STOP = re.compile(r"(\S+)\.\s")
_ON_ITS_LINE = re.compile(rf"(?P<label>[^:]{{2,80}}?)[\s,–—-]*[\[(]?(?P<time>{TIME})[\])]?\s*:?")
_WEAK = re.compile(
    r"(?P<label>[^:;]{2,80}?)(?P<mark>\s?[–—]\s?|\s-{1,2}\s|-\s|;\s|(?<=[^\W\d_]{2})(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bDr)(?<!\bSt)(?<!\bNo)(?<!\bNos)\.\s)(?=[^\W_a-zа-я]|[\"“‘(\[¿¡])"
)
_BRACKETED = re.compile(r"[\[<(](?P<label>[^\[\]<>():]{2,60}(?<![.!?]))[\]>)]\s+(?=\S)")
_ANY_BRACKET = re.compile(r"[()\[\]]")
_MARKS: dict[str, Mark] = {".": "stop", ";": "semicolon"}
_CARD = re.compile(
    r"(?P<label>.*?\b(?P<given>[^\W\d_]+) (?P<surname>[^\W\d_]+)) (?P<card>(?P=surname),? (?P=given).*)"
)
"""A name, then the card about its bearer, which begins with the name turned round."""
_IN_SQUARE = re.compile(r"\s*\[([^\[\]]{1,80})\]$")
_BEFORE_ROLE = re.compile(r"\s?\(([^()]{1,40})\)(?=,\s)")
"""What stands in brackets between a name and a role: "John Kirkwood (R), Senator"."""
_SENDER = re.compile(r"From\s(?P<label>.+?)\sto\s\S.*", re.IGNORECASE)
_MANNER = re.compile(
    r"(?P<label>[^,]+),\s(?P<manner>aside|(?:off|on) (?:camera|mic\w*)|[a-z]+ing|(?:speaking )?in [A-Z]\w+"
    r"|(?:via|through|by) .+|continued)"
)
_BOLDED = re.compile(rf"(?P<label>[^*_<>:]{{2,80}}?)\.?\s*{_BOLD}\s+(?=\S)")
_WITHOUT_COLON = frozenset(
    {LabelKind.NAME, LabelKind.ROLE_AND_NAME, LabelKind.GENERIC, LabelKind.WORD, LabelKind.ROLE}
)
"""What can be a label without a colon: a name, or a voice that nobody is."""
_OPENS_QUOTATION = frozenset('“"«‘')
_CLOSES_QUOTATION = frozenset('”"»’')


@dataclass(frozen=True, slots=True)
class FoundLabel:
    """A label and where it stands."""

    label: str
    """White space folded, without parenthetical and colon."""
    parenthetical: str | None
    at: int
    body: int
    """Where the text after it begins; the end of the paragraph where none follows in it."""
    time: str | None = None
    doubt: str | None = None
    """Why it is not certain whom it names."""
    continues: bool = False
    """Whether it is a time alone, and the last speaker goes on."""
    card: str | None = None
    """What a page prints about the person between the name and the colon; nobody says it."""


@dataclass(frozen=True, slots=True)
class Head:
    """A paragraph that begins like a label."""

    paragraph: Paragraph
    label: Label
    parenthetical: str | None
    body: int
    after: str
    """The beginning of the text after the mark, to judge it by."""
    is_quotation: bool
    """Whether all that follows is quoted: somebody reads aloud what the other one wrote."""
    mark: Mark = "colon"
    time: str | None = None
    is_set_off: bool = False
    """Whether bold marks, a time, or the form of the text set it off as a label."""
    card: str | None = None

    @property
    def found(self) -> FoundLabel:
        """As a label."""
        start = self.paragraph.start
        return FoundLabel(self.label.printed, self.parenthetical, start, self.body, self.time, card=self.card)


def find_heads(text: Text, paragraphs: Sequence[Paragraph], form: Form) -> tuple[Head, ...]:
    """Find the paragraphs that by their grammar may begin with a label.

    Raises ReadError for more different heads than any event has speakers.
    """
    heads = tuple(head for paragraph in paragraphs if (head := _head(text, paragraph, form)) is not None)
    if (different := len({head.label.printed for head in heads})) > _MOST_LABELS:
        raise ReadError(f"{different:,} different speaker labels; expected at most {_MOST_LABELS:,}")
    return heads


def leading_time(text: Text, paragraph: Paragraph) -> tuple[str, int] | None:
    """A time at the head of a paragraph, and where the text after it begins."""
    lead = _LEAD.match(text.source, paragraph.start, paragraph.end)
    if lead is None or lead["time"] is None:
        return None
    return lead["time"], text.after_white(lead.end(), paragraph.end)


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where a head may end, and what sets it off."""

    printed: str
    end: int
    mark: Mark = "colon"
    time: str | None = None
    bold: bool = False


def _head(text: Text, paragraph: Paragraph, form: Form) -> Head | None:
    """What a paragraph begins with, if by its grammar it can be a label."""
    heads = (_made(text, paragraph, form, cut) for cut in _cuts(text, paragraph, form))
    return next((head for head in heads if head is not None), None)


def _cuts(text: Text, paragraph: Paragraph, form: Form) -> Iterator[_Cut]:
    """Every way to end the head of a paragraph, the surest first."""
    source, begin, end = text.source, paragraph.start, paragraph.end
    stops_bold = text.bold(paragraph)
    if bare := form.bare.match(source, begin, end):
        yield _Cut(bare["label"], bare.end(), "bare")
    time, bold = None, stops_bold > begin
    if lead := _LEAD.match(source, begin, end):
        begin, time, bold = lead.end(), lead["time"], bold or bool(lead["bold"] or lead["bold2"])
    if (colon := _colon(source, begin, min(end, begin + _LONGEST_HEAD))) is not None:
        yield _Cut(source[begin:colon], colon + 1, "colon", time, bold)
    is_short = end - begin <= _LONGEST_WEAK
    if is_short and (alone := _ON_ITS_LINE.fullmatch(source, begin, end)):
        yield _Cut(alone["label"], end, "line", alone["time"])
    stop = min(end, begin + _LONGEST_WEAK)
    if bold and (bolded := _BOLDED.match(source, begin, stop)):
        yield _Cut(bolded["label"], bolded.end(), "bracket", time)
    elif begin < stops_bold < stop:
        yield _Cut(source[begin:stops_bold].rstrip(". :"), stops_bold, "bracket", time, bold)
    if weak := _WEAK.match(source, begin, stop):
        yield _Cut(weak["label"], weak.end(), _MARKS.get(weak["mark"].strip(), "dash"), time, bold)
    bracketed = _BRACKETED.match(source, begin, stop)
    if bracketed and not _closes_more(source, bracketed.end(), end):
        yield _Cut(bracketed["label"], bracketed.end(), "bracket", time)
    if is_short and source[end - 1] not in ".,;:?!":
        yield _Cut(source[begin:end], end, "line", time)


def _closes_more(source: str, start: int, end: int) -> bool:
    """Whether a bracket is closed that opens before: "[The Speaker | (Mr Berg) in the Chair]"."""
    bracket = _ANY_BRACKET.search(source, start, min(end, start + _JUDGED_BY))
    return bracket is not None and bracket[0] in ")]"


def _made(text: Text, paragraph: Paragraph, form: Form, cut: _Cut) -> Head | None:
    """The head that a cut gives, if what is printed before it can be a label."""
    bold = cut.bold or bool(_BOLD_MARK.search(cut.printed))
    printed, parenthetical, later = _without_brackets(squeeze(visible(_BOLD_MARK.sub("", cut.printed))))
    time = cut.time or later
    if not printed or len(printed) > _LONGEST_LABEL or _NO_LABEL.search(printed) or _ends_sentence(printed):
        return None
    card = _CARD.fullmatch(printed)
    printed = card["label"] if card else printed
    if inner := _BEFORE_ROLE.search(printed):
        printed, parenthetical = _BEFORE_ROLE.sub("", printed, count=1), parenthetical or inner[1]
    if time is not None and (sender := _SENDER.fullmatch(printed)):
        printed = sender["label"]
    if manner := _MANNER.fullmatch(printed):
        printed, parenthetical = manner["label"], parenthetical or manner["manner"]
    set_off = bold or cut.mark == "bare" or (time is not None and form.is_stamped)
    label = _understood(printed, form, set_off=set_off)
    if cut.mark == "colon":
        is_head = label.kind is not LabelKind.OTHER or _has_shape(printed)
    else:
        is_head = label.kind in _WITHOUT_COLON or (set_off and label.kind is LabelKind.PHRASE)
    if not is_head:
        return None
    body = _after_bold(text, cut.end, paragraph.end)
    after = text.source[body : min(paragraph.end, body + _JUDGED_BY)]
    last = text.source[max(body, paragraph.end - 3) : paragraph.end].rstrip(".,;")[-1:]
    is_quotation = after[:1] in _OPENS_QUOTATION and last in _CLOSES_QUOTATION
    return Head(
        paragraph,
        label,
        parenthetical,
        body,
        after,
        is_quotation,
        cut.mark,
        time,
        set_off,
        card and card["card"],
    )


def _understood(printed: str, form: Form, *, set_off: bool) -> Label:
    """A label by the grammar, the voices of the form, and what sets it off."""
    if form.voices.fullmatch(fold(printed)):
        return Label(printed, LabelKind.GENERIC)
    label = understand(printed)
    is_voice = label.kind is LabelKind.OTHER and set_off and _may_be_a_voice(printed)
    return Label(printed, LabelKind.PHRASE) if is_voice else label


def _may_be_a_voice(printed: str) -> bool:
    """Whether words beside a time or in bold are few, and none is of running speech; or a letter ("I:")."""
    if len(printed) == 1:
        return printed.isupper()
    words = fold(printed).split()
    return len(words) <= _MOST_WORDS and not any(
        word.strip(".,'\"") in SENTENCE | LIST_HEADS for word in words
    )


def _has_shape(printed: str) -> bool:
    """Whether speech by its grammar is still capitalised as labels are: "Are Kalvo"."""
    words = split_words(printed)
    if len(words) > _MOST_SHAPED or (len(words) == 1 and words[0].bare in LIST_HEADS):
        return False
    if is_capitals(printed):
        return True
    if "," in printed and (len(words) > _MOST_TURNED or words[0].bare in SENTENCE):
        return False
    if printed.islower():
        return len(words) <= _MOST_TURNED and not any(
            word.bare in SENTENCE | LINKS | LIST_HEADS for word in words
        )
    return len(words) > 1 and all(
        word.printed[:1].isupper() or word.bare in LINKS or word.is_particle for word in words
    )


def _without_brackets(printed: str) -> tuple[str, str | None, str | None]:
    """Take off what stands in brackets at the end, and a time: label, parenthetical, time."""
    asides: list[str] = []
    time = None
    while True:
        if found := _TIME_AT_END.search(printed):
            printed, time = printed[: found.start()], found["time"]
            continue
        label, aside = split_parenthetical(printed)
        if found := _IN_SQUARE.search(printed):
            label, aside = printed[: found.start()], found[1]
        if aside is None or not label:
            return printed, ", ".join(reversed(asides)) or None, time
        printed = label
        asides.append(aside)


def _after_bold(text: Text, start: int, end: int) -> int:
    """Where the text after a label begins: bold marks that close the label are no part of it."""
    body = text.after_white(start, end)
    closing = _CLOSING.match(text.source, body, end)
    return text.after_white(closing.end(), end) if closing else body


def _colon(source: str, start: int, end: int) -> int | None:
    """The first colon outside brackets that is no part of a time."""
    depth = 0
    for found in _STOPS.finditer(source, start, end):
        at, character = found.start(), found[0]
        if character in "([":
            depth += 1
        elif character in ")]":
            depth -= 1
            if depth < 0:
                return None
        elif depth == 0 and not (source[at - 1 : at].isdigit() and source[at + 1 : at + 2].isdigit()):
            return at
    return None


def _ends_sentence(printed: str) -> bool:
    """Whether a full stop in it ends a sentence, rather than an abbreviation or an initial."""
    return any(
        len(word := stop[1].strip("(“\"'")) > 1 and "." not in word and word.lower() not in ABBREVIATIONS
        for stop in _STOP.finditer(printed)
    )
