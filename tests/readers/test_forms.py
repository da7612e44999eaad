"""The forms of text: which one a text is in, and who speaks in each."""

from __future__ import annotations

import pytest

from rag.readers.forms import form_of
from rag.readers.paragraphs import Text
from tests.readers.making import doubts, read, said

BERG, REYES, KIRKWOOD = "Anna Berg", "Tom Reyes", "John Kirkwood"

BROADCAST = """THE SITUATION ROOM

ANNA BERG, CNN ANCHOR: Good evening.

(BEGIN VIDEOTAPE)

TOM REYES, CNN CORRESPONDENT (voice-over): The harbor is closed.

UNIDENTIFIED MALE: I saw it.

JOHN KIRKWOOD (R), SENATOR: We will reopen it.

(COMMERCIAL BREAK)

BERG: And we are back.

KIRKWOOD: Glad to be here.
"""
PARLIAMENT = """Harbour Bill

14 March 2018

Mr. Speaker: Order.

The Minister of Finance (Hon. Bill Morton): The bill is good.

Some hon. Members: Hear, hear!

Ms. Anna Berg (Dover—Harbour, Lib.): It is not.

Owen Smithson (Pontypridd) (Lab): I ask the Minister to give way.

Several hon. Members rose—

Sir Tom Reyes: I am grateful.
"""
MINUTES = """Security Council

14 March 2018, New York

The President: I declare the meeting open.

Mr. Reyes (Spain) (spoke in Spanish): We agree.

The Rapporteur: Thank you.

Ms. Berg (Norway): We do not.

Mr. Van Berg (Netherlands): Yes.
"""
COURT = """Examplia v. Berg

THE COURT: Please be seated. We are here on the matter of the
harbor.
TOM REYES, called as a witness, having been duly sworn, testified as follows:
DIRECT EXAMINATION
BY MR. KINGSLEY:
Q. Did you hear what was said by
Mr. Hollander: that it was closed?
A. I did.
MR. HOLLANDER: Objection.
CROSS-EXAMINATION
BY MS. BERG:
Q. And then?
A. Nothing.
"""
BRIEFING = """Press Briefing by Press Secretary John Smith

MR. SMITH:  Hi.

Q  John, will he run?

MR. SMITH:  Yes.

Q:  When?

THE PRESIDENT:  Soon.

Q\tReally?

END
1:32 P.M. EST
"""
INTERVIEW = """Interview with Maria Lindqvist

**Tom Reyes:** Why?

**Maria Lindqvist**: Because.

**TR:** And then?

**ML:** I went home.
"""
STAMPED = """Harbour interview

Anna Berg  00:03
Good morning.

Tom Reyes  00:15
I never.
And at 10:30 we met.

00:01:10
And on.
"""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Transcripts   /\n\nA title\n\nMay 5, 2003\n\nAnna Berg: Yes.", "site text"),
        ("View settings\nFont size:\nAnna Berg: Yes.", "site text"),
        (BROADCAST, "broadcast transcript"),
        (PARLIAMENT, "parliamentary report"),
        (MINUTES, "minutes"),
        (COURT, "court record"),
        (BRIEFING, "press briefing"),
        (INTERVIEW, "interview"),
        (STAMPED, "time-stamped notes"),
        ("Anna Berg: Yes.\n\nTom Reyes: No.", "labelled text"),
    ],
)
def test_the_form_is_told_and_named(text: str, name: str) -> None:
    assert form_of(Text(text)).name == name


def test_broadcast_transcript() -> None:
    assert said(BROADCAST) == [
        (BERG, "Good evening."),
        (REYES, "The harbor is closed."),
        (None, "I saw it."),
        (KIRKWOOD, "We will reopen it."),
        (BERG, "And we are back."),
        (KIRKWOOD, "Glad to be here."),
    ]


def test_parliamentary_report() -> None:
    assert [(u.label, u.speaker, u.role, u.parenthetical) for u in read(PARLIAMENT).utterances] == [
        ("Mr. Speaker", None, None, None),
        ("The Minister of Finance", "Hon. Bill Morton", "The Minister of Finance", None),
        ("Some hon. Members", None, None, None),
        ("Ms. Anna Berg", "Ms. Anna Berg", None, "Dover—Harbour, Lib."),
        ("Owen Smithson", "Owen Smithson", None, "Pontypridd, Lab"),
        ("Sir Tom Reyes", "Sir Tom Reyes", None, None),
    ]
    assert [part.text for part in read(PARLIAMENT).narration] == ["Several hon. Members rose—"]


def test_minutes() -> None:
    assert [(u.speaker, u.parenthetical) for u in read(MINUTES).utterances] == [
        (None, None),
        ("Mr. Reyes", "Spain, spoke in Spanish"),
        (None, None),
        ("Ms. Berg", "Norway"),
        ("Mr. Van Berg", "Netherlands"),
    ]


def test_court_record() -> None:
    assert [(u.label, u.speaker, u.attribution) for u in read(COURT).utterances] == [
        ("THE COURT", None, "printed"),
        ("Q", "Mr. Kingsley", "carried"),
        ("A", REYES, "carried"),
        ("MR. HOLLANDER", "Mr. Hollander", "printed"),
        ("Q", "Ms. Berg", "carried"),
        ("A", REYES, "carried"),
    ]


def test_press_briefing() -> None:
    speakers = [(u.label, u.speaker) for u in read(BRIEFING).utterances]
    smith = ("MR. SMITH", "John Smith")
    q, president = ("Q", None), ("THE PRESIDENT", None)
    assert speakers == [smith, q, smith, q, president, q]


def test_interview_with_initials() -> None:
    lindqvist = "Maria Lindqvist"
    assert [person for person, _ in said(INTERVIEW)] == [REYES, lindqvist, REYES, lindqvist]


def test_questions_in_bold_without_labels_are_nobodys() -> None:
    text = "Interview\n\n**Why did you leave?**\n\nBecause.\n\n**And then?**\n\nI went home."
    assert [(u.label, u.speaker, u.attribution, u.text) for u in read(text).utterances] == [
        (None, None, "unknown", "**Why did you leave?**"),
        (None, None, "unknown", "Because."),
        (None, None, "unknown", "**And then?**"),
        (None, None, "unknown", "I went home."),
    ]


def test_time_stamped_notes() -> None:
    assert [(u.speaker, u.attribution, u.time, u.text) for u in read(STAMPED).utterances] == [
        (BERG, "printed", "00:03", "Good morning."),
        (REYES, "printed", "00:15", "I never.\nAnd at 10:30 we met."),
        (REYES, "carried", "00:01:10", "And on."),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["Anna Berg\nHello.", "Tom Reyes\nNo.", "Anna Berg\nYes."],
        ["Anna Berg – Hello.", "Tom Reyes – No.", "Anna Berg – Yes."],
        ["ANNA BERG. Hello.", "TOM REYES. No.", "ANNA BERG. Yes."],
        ["- Anna Berg: Hello.", "- Tom Reyes: No.", "- Anna Berg: Yes."],
        ["1. Anna Berg: Hello.", "2. Tom Reyes: No.", "3. Anna Berg: Yes."],
        ["[Anna Berg] Hello.", "[Tom Reyes] No.", "[Anna Berg] Yes."],
        ["<b>Anna Berg:</b> Hello.", "<b>Tom Reyes:</b> No.", "<b>Anna Berg</b>: Yes."],
        [
            "10:02:03 From Anna Berg to Everyone: Hello.",
            "10:02:10 From Tom Reyes to Everyone: No.",
            "10:03:01 From Anna Berg to Everyone: Yes.",
        ],
    ],
)
def test_every_mark_of_a_label(lines: list[str]) -> None:
    text = "Harbour talk\n\n" + "\n\n".join(lines)
    assert said(text) == [(BERG, "Hello."), (REYES, "No."), (BERG, "Yes.")]
    assert doubts(text) == []


def test_hearing_with_full_stops_for_colons() -> None:
    text = "Hearing\n\nThe CHAIRMAN. Order.\n\nMr. BERG. Thank you.\n\nThe CHAIRMAN. Go on.\n\n"
    text += "Ms. REYES. I object.\n\nMr. BERG. I yield."
    assert [(u.label, u.speaker) for u in read(text).utterances] == [
        ("The CHAIRMAN", None),
        ("Mr. BERG", "Mr. Berg"),
        ("The CHAIRMAN", None),
        ("Ms. REYES", "Ms. Reyes"),
        ("Mr. BERG", "Mr. Berg"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Call\n\n[00:01.000 --> 00:05.000] [SPEAKER_00] Hello.\n[00:05.000 --> 00:07.000] [SPEAKER_01] No.",
        "Call\n\nSpeaker A    00:01\nHello.\n\nSpeaker B    00:05\nNo.",
        "Call\n\n00:00:01 Speaker 1\nHello.\n\n00:00:05 Speaker 2\nNo.",
    ],
)
def test_voices_that_a_program_told_apart_are_nobodys(text: str) -> None:
    assert said(text) == [(None, "Hello."), (None, "No.")]


def test_a_letter_read_aloud_dates_no_page() -> None:
    text = "Anna Berg: I read you a letter.\n\nMay 5, 1945\n\nDear Tom, I am well.\n\nTom Reyes: Thank you."
    transcript = read(text)
    assert (transcript.title, transcript.date) == (None, None)
    assert transcript.utterances[0].text == "I read you a letter.\n\nMay 5, 1945\n\nDear Tom, I am well."


def test_a_name_once_before_small_letters_is_somebody_talked_about() -> None:
    text = (
        "Talk\n\nAnna Berg: I met many.\n\nAnn Lee: she is a leader.\n\nTom Reyes: Well.\n\nAnna Berg: Yes."
    )
    assert [person for person, _ in said(text)] == ["Anna Berg", "Tom Reyes", "Anna Berg"]
    assert doubts(text) == [(5, "Ann Lee:")]
    chat = "Anna Berg: yes I want to\nTom Reyes: no you do not\nAnna Berg: ok\nTom Reyes: fine"
    assert [person for person, _ in said(chat)] == ["Anna Berg", "Tom Reyes"] * 2


def test_a_name_before_the_first_label_is_pointed_at() -> None:
    text = "Talk\n\nJuan Baker: hi, the baker said.\n\nAnna Berg: Hello.\n\nTom Reyes: No."
    assert "line 3: “Juan Baker” stands before the first label, taken as narration" in read(text).warnings


def test_labels_of_unknown_people_inside_a_paragraph_are_doubts() -> None:
    text = "Anna Berg: Hello. Tom Reyes: No.\n\nAnn Lee: Yes."
    assert doubts(text) == [(1, "Tom Reyes: No.")]
    assert said(text)[0] == ("Anna Berg", "Hello. Tom Reyes: No.")


def test_small_letters_and_brackets_of_known_people() -> None:
    text = "Talk\n\nAnna Berg: Hello.\n\nTom Reyes [via interpreter]: No.\n\nanna berg: Yes.\n\n"
    text += "Tom Reyes, aside: Hm."
    assert [(u.speaker, u.parenthetical) for u in read(text).utterances] == [
        (BERG, None),
        (REYES, "via interpreter"),
        (BERG, None),
        (REYES, "aside"),
    ]
