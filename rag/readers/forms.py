"""The forms of text in which people have transcripts, each a declaration, and which one a text is in.

A form says what tells it, which labels it sets without a colon, which voices are nobody's, and which
lines nobody says. The grammar of names and roles is the same for all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from rag.readers.page_layout import is_site_page
from rag.readers.paragraphs import Text

TIME = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?(?!\d)"
"""A place in a recording: 0:03, 00:01:02, 00:00:05.790."""

_STAMP = rf"(?:\[{TIME}\]|\({TIME}\)|{TIME})"
_SIGN_WITHIN = 200
"""Characters of a line that are looked at for the sign of a form."""
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Form:
    """A form of text."""

    name: str
    sign: re.Pattern[str] = _NEVER
    """What a line begins with that tells the form."""
    least: int = 1
    """How many lines have to."""
    bare: re.Pattern[str] = _NEVER
    """Labels without a colon at the head of a line: the group `label`, then what is said."""
    voices: re.Pattern[str] = _NEVER
    """Labels that name nobody and that the grammar does not know, white space and letter case folded."""
    narration: re.Pattern[str] = _NEVER
    """Whole lines that nobody says; a turn goes on after them."""
    headings: re.Pattern[str] = _NEVER
    """Whole lines that nobody says, and that end a turn."""
    examiner: re.Pattern[str] = _NEVER
    """A heading that names, in the group `name`, who asks from there on."""
    witness: re.Pattern[str] = _NEVER
    """A heading that names, in the group `name`, who answers from there on."""
    changes: re.Pattern[str] = re.compile(r">>")
    """What a line begins with where somebody else begins to speak."""
    names_once: bool = False
    """Whether a name that stands once before a colon is a label, "Mr" before it too."""
    is_stamped: bool = False
    """Whether a time stands beside every label, so that a head without one is no label."""
    has_page: Callable[[Text], bool] | None = None
    """Tells a form by its page as a whole."""

    def tells(self, text: Text) -> bool:
        """Whether a text is in this form."""
        if self.has_page is not None:
            return self.has_page(text)
        source, seen = text.source, 0
        for paragraph in text.paragraphs:
            stop = min(paragraph.end, paragraph.start + _SIGN_WITHIN)
            seen += self.sign.match(source, paragraph.start, stop) is not None
            if seen >= self.least:
                return True
        return False


SITE_TEXT = Form("site text", has_page=is_site_page)

_OFFICERS = r"(?:(?:the|mr|mister|mrs|ms|madam|madame)\.? )?(?:(?:deputy|acting|vice|temporary) )*"
_CHAIR = r"(?:speaker|president|chair(?:man|woman|person)?)"
_MEMBERS = r"(?:(?:several|some|an|hon(?:ou?rable)?\.?|opposition|government) )*(?:members?|senators?)"

FORMS = (
    SITE_TEXT,
    Form(
        "court record",
        names_once=True,
        sign=re.compile(
            r"(?:BY\s(?:MR|MS|MRS|DR)\.?\s\S|THE\s(?:COURT|WITNESS|CLERK|BAILIFF|DEPONENT|REPORTER)\b"
            r"|[QA]\.\s+\S)"
        ),
        least=3,
        bare=re.compile(
            r"(?P<label>[QA](?=\.\s|:|\s{2}|\t)(?!\.\s[^\W\d_]+\s?:)|Q(?=\s[^\W_a-z]))(?:[.:]|\s)\s*(?=\S)"
        ),
        voices=re.compile(r"the (?:court|bench|jury|panel|foreperson|foreman)|court|by the court|a"),
        headings=re.compile(
            r"BY\s[^:]{1,60}:?|[A-Z][A-Z&.'’ -]{3,60}|(?:\(.{1,80}\)|[-–—* ]+)|Page \d+(?: of \d+)?"
        ),
        examiner=re.compile(r"BY\s(?P<name>[^:\d]{2,60}?)\s?:?"),
        witness=re.compile(
            r"(?P<name>[A-Z][^\W\d_]+(?:[ .]+[A-Z][^\W\d_'’-]*){1,4}),? .*\b(?:sworn|called as|affirmed)\b.*"
        ),
    ),
    Form(
        "press briefing",
        names_once=True,
        sign=re.compile(r"Q(?:\s{2,}|\t)\S|Q\s[A-Z“\"]"),
        bare=re.compile(r"(?P<label>Q)(?:\s{2,}|\t+|\s(?=[^\W_a-z]|[\"“'‘(\[—–-]))"),
        narration=re.compile(r"END\b(?:\s+\d{1,2}:\d\d.*)?|\d{1,2}:\d\d\s?[AP]\.?M\.?(?:\s[A-Z]{2,4})?"),
    ),
    Form(
        "time-stamped notes",
        sign=re.compile(
            rf"{_STAMP}\s+[^\W\d_][^:]{{1,60}}:|{_STAMP}\s+[A-Z][^\W\d_]+(?:\s[\w.'’-]+){{0,3}}\s*$"
            rf"|\[{TIME}\s*-->\s*{TIME}\]\s+[\[(<]|[^\W\d_][^:\d]{{1,60}}[\s,]+{_STAMP}\s*:?\s*$"
            rf"|[^\W\d_][^:\[(]{{1,60}}\s*[\[(]{TIME}[\])]\s*:",
        ),
        least=2,
        is_stamped=True,
    ),
    Form("interview", sign=re.compile(r"\*\*[^*]|__[^_]|<(?:b|strong)>"), least=2),
    Form(
        "broadcast transcript",
        names_once=True,
        sign=re.compile(
            r"UNIDENTIFIED (?:MALE|FEMALE)|\((?:BEGIN|END) VIDEO|\(COMMERCIAL BREAK"
            r"|[A-Z][A-Z .,'’-]{2,60}\((?:voice-?over|on camera|via \w+|through translator|on phone)\)"
        ),
        narration=re.compile(r"\([A-Z][A-Z ]{4,60}\)"),
    ),
    Form(
        "parliamentary report",
        names_once=True,
        sign=re.compile(
            r"(?:Senator\s[A-Z]{2}|(?:The|Mr|Madam)\.?\s(?:\w+\s)?(?:SPEAKER|Speaker|CHAIR)\b"
            r"|[^:]{2,60}\sinterjecting\b|(?:Several |An )?[Hh]on(?:ou?rable)?\.? Members?\b"
            r"|The\s[^:()]{2,60}\s\([^()]{2,40}\)\s?(?:\([^()]{2,40}\))?\s?:"
            r"|[^:()]{2,40}\s\([^()]{2,40}\)\s\([^()]{2,40}\)\s?:)"
        ),
        least=2,
        voices=re.compile(rf"{_OFFICERS}{_CHAIR}|{_MEMBERS}"),
        narration=re.compile(
            r".{1,80}\b(?:interjecting|rose|indicated (?:assent|dissent))\s*[—–.-]*"
            r"|\[.{1,80}\]|\(.{1,80}\)|Question (?:put|agreed).*|The (?:House|Committee) divided.*"
        ),
    ),
    Form(
        "minutes",
        names_once=True,
        sign=re.compile(
            r"The\s(?:Chair(?:man|woman|person)?|President|Secretary-General|Rapporteur)\b[^:.]{0,60}:"
            r"|(?:Mr|Ms|Mrs|Dr)\.?\s[^:()]{2,40}\s\([^()]{2,60}\)(?:\s\([^()]{2,60}\))?\s?:"
        ),
        least=2,
        voices=re.compile(rf"{_OFFICERS}{_CHAIR}"),
    ),
)
LABELLED_TEXT = Form("labelled text")


def form_of(text: Text) -> Form:
    """The form that a text is in: the first whose signs it has, else text with labels before colons."""
    return next((form for form in FORMS if form.tells(text)), LABELLED_TEXT)
