"""Small inputs that users of other programs reported, and who says what in each."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.errors import ReadError
from rag.readers import read_file
from rag.records import Transcript

CASES = Path(__file__).parent / "cases"

BERG, REYES, LINDQVIST, PUTIN = "Anna Berg", "Tom Reyes", "Maria Lindqvist", "Vladimir Putin"


def read(case: str) -> Transcript:
    path = CASES / case
    (transcript,) = read_file(path)
    source = path.read_bytes().decode("utf-8")
    for utterance in transcript.utterances if transcript.in_file else ():
        assert source[utterance.start : utterance.end] == utterance.text
    return transcript


def said(case: str) -> list[tuple[str | None, str, str]]:
    return [(u.speaker, u.attribution, u.text) for u in read(case).utterances]


def printed(*turns: tuple[str | None, str]) -> list[tuple[str | None, str, str]]:
    return [(person, "printed", text) for person, text in turns]


def test_press_briefing() -> None:
    transcript = read("01-press-briefing/briefing.txt")
    assert (transcript.form, transcript.date) == ("press briefing", None)
    assert said("01-press-briefing/briefing.txt") == printed(
        (
            "Ann Holloway",
            "Good afternoon, everybody.  I have one announcement at the top.  "
            "The bridge in Dover will reopen on Monday.",
        ),
        (None, "Thank you.  (Laughter.)"),
        ("Ann Holloway", "You are welcome.  Tom, go ahead."),
        (None, "Did the President promise to close the harbor before winter?"),
        ("Ann Holloway", "No.  He never said that."),
        (
            None,
            "But the mayor says the harbor is finished, and that the tunnel is a waste of money.",
        ),
        ("Ann Holloway", "I would leave that to the mayor."),
        (None, "Will the tariffs be lifted next week?"),
        ("Ann Holloway", "We will see."),
    )
    assert [part.text for part in transcript.narration] == [
        "James S. Brady Press Briefing Room",
        "12:15 P.M. EST",
        "END                12:40 P.M. EST",
    ]


def test_labels_with_hyphens_in_capitals() -> None:
    marchand, kirkwood = "Claire Jean-Marchand", "John Kirkwood"
    speakers = [u.speaker for u in read("02-hyphen-secretary/briefing.txt").utterances]
    assert speakers == [marchand, kirkwood, marchand, None, marchand, kirkwood]


@pytest.mark.parametrize("file", ["interview.txt", "interview2.txt"])
def test_bold_labels(file: str) -> None:
    transcript = read(f"03-bold-interview/{file}")
    assert transcript.form == "interview"
    assert [(u.label, u.speaker) for u in transcript.utterances] == [
        ("Interviewer", None),
        (LINDQVIST, LINDQVIST),
    ] * 2
    assert transcript.utterances[1].text == "Because the budget was cut twice in one year."


def test_a_question_in_bold_without_a_label_is_a_doubt() -> None:
    (doubt,) = read("03-bold-interview/interview2.txt").doubts
    assert (doubt.line, doubt.text) == (13, "**Why did he not answer?**")
    assert read("03-bold-interview/interview.txt").doubts == ()


@pytest.mark.parametrize("file", ["zoom.vtt", "zoom.txt"])
def test_captions(file: str) -> None:
    transcript = read(f"04-zoom-vtt/{file}")
    assert (transcript.form, transcript.in_file) == ("captions", False)
    assert [(u.speaker, u.attribution, u.time, u.lines, u.text) for u in transcript.utterances] == [
        (
            BERG,
            "printed",
            "00:00:05.790",
            (5, 9),
            "Good morning everybody, we start with the harbour. The harbour will be closed on Monday.",
        ),
        (
            REYES,
            "carried",
            "00:00:17.300",
            (13, 18),
            "I disagree, and so does the port authority. which was never asked.",
        ),
        (BERG, "printed", "00:00:24.100", (22, 22), "Noted."),
    ]


def test_captions_with_voices() -> None:
    assert said("04-zoom-vtt/teams.txt") == printed(
        (BERG, "The harbour will be closed on Monday."), (REYES, "My answer is: no."), (BERG, "Noted.")
    )


def test_captions_with_labels_on_their_own_lines() -> None:
    assert said("05-srt-label-line/cast.txt") == printed(
        ("John Example", "Welcome to the harbour cast. We talk about cranes."),
        ("Mary Sample", "I have never seen one."),
    )


def test_interjections() -> None:
    browne = "Lisa Browne"
    assert said("07-interjection/hansard.txt") == [
        (browne, "printed", "The plan we were shown—"),
        (None, "printed", "Was honest."),
        (browne, "carried", "was a fraud from the first page, and I will not vote for it."),
        (None, "printed", "Order! The member for Melbourne will remain silent."),
        (browne, "printed", "Thank you, Deputy Speaker."),
        (None, "printed", "Order."),
        (browne, "printed", "I resume."),
    ]
    transcript = read("07-interjection/hansard.txt")
    assert transcript.form == "parliamentary report"
    assert [part.text for part in transcript.narration] == [
        "Opposition senators interjecting—",
        "Mr Crane interjecting—",
    ]
    assert (transcript.utterances[-1].parenthetical, transcript.utterances[-1].time) == (
        "New South Wales",
        "16:05",
    )


def test_mixed_case_in_capitals() -> None:
    transcript = read("09-mixed-case-capitals/capitals.txt")
    mccabe, deford = "John McCabe", "Peter DeFord"
    assert [u.speaker for u in transcript.utterances] == [
        *(mccabe, "Linda T. Sanders", deford, "Anthony D'Amico", "E. De La Garcia"),
        *("Miss Gonzales-Cole", "Mary-Ann O'Neill-Smith Jr.", mccabe, mccabe, deford),
    ]
    assert transcript.doubts == ()


def test_a_surname_that_two_share() -> None:
    transcript = read("10-same-surname/smith.txt")
    assert [(u.label, u.speaker, u.attribution) for u in transcript.utterances[3:]] == [
        ("Smithson", None, "doubtful"),
        ("Mr Smithson", None, "doubtful"),
        ("Ms Smithson", None, "doubtful"),
    ]
    assert {doubt.reason for doubt in transcript.doubts} == {"may be “Owen Smithson” or “Chloe Smithson”"}
    assert [doubt.line for doubt in transcript.doubts] == [11, 13, 15]


@pytest.mark.parametrize("name", ["cr", "ff", "ls", "nel", "vt"])
def test_line_ends_of_every_kind(name: str) -> None:
    transcript = read(f"14-cr-only/{name}.txt")
    assert (transcript.title, transcript.date, transcript.place) == ("Harbour talk", "2018-03-14", "Oslo")
    assert said(f"14-cr-only/{name}.txt") == printed(
        (BERG, "The harbour is closed."), (REYES, "Since when?"), (BERG, "Since Monday. It costs €5.")
    )
    lines = [4, 5, 6] if name == "ff" else [7, 9, 11]
    assert [u.lines[0] for u in transcript.utterances] == lines


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("cp1252", "not UTF-8: 0x80 at byte 144"),
        ("mojibake", "UTF-8 that was read as Windows text and saved again (“â‚¬” at character 144)"),
        ("utf16be-nobom", "this is UTF-16 text"),
        ("utf16le", "this is UTF-16 text"),
        ("utf8-trailing-nul", "this is a binary file (a zero at byte 150)"),
    ],
)
def test_encodings_are_refused_in_one_line(name: str, reason: str) -> None:
    with pytest.raises(ReadError) as error:
        read(f"15-encodings/{name}.txt")
    assert reason in str(error.value)
    assert "\n" not in str(error.value)


def test_accents_composed_or_not() -> None:
    composed, parted = read("16-nfd/nfc.txt"), read("16-nfd/nfd.txt")
    speakers = ["José Muñoz", BERG, "José Muñoz", "Gérard Lefèvre", "Дмитрий Чайковский"]
    assert [u.speaker for u in composed.utterances] == [u.speaker for u in parted.utterances] == speakers
    assert [u.label for u in composed.utterances] == [u.label for u in parted.utterances]


@pytest.mark.parametrize("file", ["wx", "array", "pretty"])
def test_voices_and_spellings_of_a_transcription_program(file: str) -> None:
    (transcript,) = read_file(CASES / "19-whisperx" / f"{file}.jsonl")
    assert [u.speaker for u in transcript.utterances] == [
        *[None] * 6,
        *[BERG] * 6,
        "anna.berg@example.org",
        *(BERG, None, None),
    ]
    assert {u.lines for u in transcript.utterances} == {(1, 70) if file == "pretty" else (1, 1)}


def test_dates_of_jsonl() -> None:
    transcripts = {t.id: t for t in read_file(CASES / "20-jsonl-dates" / "dates.jsonl")}
    assert {name: transcript.date for name, transcript in transcripts.items()} == {
        "tz": "2016-07-31",
        "basic": "2024-05-01",
        "week": "2024-05-01",
        "weekbasic": "2024-05-01",
        "month": None,
        "us": None,
        "words": None,
        "space": "2024-05-06",
        "feb": None,
        "far": "9999-12-31",
        "zero": "0001-01-01",
        "dup": None,
        "ordinal": "2024-05-02",
    }
    (utterance,) = transcripts["dup"].utterances
    assert (utterance.speaker, utterance.attribution, utterance.text) == (None, "doubtful", "Yours.")
    assert utterance.doubts[0].reason == "has “speaker” and “text” more than once; the last is taken"
    assert transcripts["dup"].warnings == ("line 12: the key “date” stands more than once in 'dup'",)


def test_names_with_times_on_lines_of_their_own() -> None:
    transcript = read("22-otter-lines/otter.txt")
    assert [(u.speaker, u.time, u.text) for u in transcript.utterances] == [
        (BERG, "0:03", "Good morning, we start with the harbour."),
        (REYES, "0:15", "I never agreed to close it."),
        (BERG, "1:02", "Note: the port authority was not asked."),
        (None, "1:20", "Hello."),
    ]
    assert transcript.doubts == ()
    assert [(u.speaker, u.time) for u in read("52-rev/rev.txt").utterances] == [
        (BERG, "00:04"),
        (None, "00:12"),
        (REYES, "01:00:31"),
        (BERG, "01:02:03"),
    ]


def test_times_before_and_after_names() -> None:
    transcript = read("23-timestamp-labels/stamps.txt")
    assert transcript.form == "time-stamped notes"
    assert [(u.speaker, u.time) for u in transcript.utterances] == [
        *[(BERG, "00:01:02"), (REYES, "00:01:12"), (BERG, "00:01:22")],
        *[(REYES, "00:01:30"), (BERG, "00:01:40"), (REYES, "00:01:50")],
    ]
    assert transcript.utterances[0].text == "Good morning, we start with the harbour."


def test_a_slash_at_the_end_of_a_line_is_no_section() -> None:
    assert [person for person, _, _ in said("25-slash-line/slash.txt")] == [BERG, REYES] * 2
    assert [person for person, _, _ in said("25-slash-line/url.txt")] == [REYES, BERG] * 2
    assert [part.text for part in read("25-slash-line/url.txt").narration] == [
        "Source: https://example.org/interviews/"
    ]


@pytest.mark.parametrize("file", ["saved.txt", "scraped.txt"])
def test_a_box_inside_a_turn_is_furniture(file: str) -> None:
    transcript = read(f"26-see-also/{file}")
    assert said(f"26-see-also/{file}") == [
        (
            BERG,
            "printed",
            "Mr President, thank you for coming to our harbour.\n\nWe have much to talk about.",
        ),
        (BERG, "carried", "Your visit honours the whole town."),
        (PUTIN, "printed", "Ms Berg, thank you for this opportunity.\n\nWe will never close the harbour."),
        (BERG, "printed", "Thank you very much."),
    ]
    assert [part.text for part in transcript.narration] == [
        "See also",
        "Visit to Examplia",
        "September 6, 2016",
        "<…>",
    ]
    assert transcript.date == "2016-09-06"


def test_a_country_in_capitals_is_no_word_of_speech() -> None:
    transcript = read("27-us-label/kerry.txt")
    hollander = "Peter Hollander"
    assert [u.speaker for u in transcript.utterances] == [PUTIN, hollander, PUTIN, hollander]
    assert transcript.utterances[1].role == "US Secretary of State"


def test_second_is_nobody() -> None:
    transcript = read("28-second/second.txt")
    assert [u.speaker for u in transcript.utterances] == [None, PUTIN, None, PUTIN, None]
    assert transcript.utterances[1].text.endswith("Second: I dismissed nobody.")
    assert transcript.doubts == ()


def test_other_marks_than_a_colon() -> None:
    assert said("30-dash-separator/dash.txt") == printed(
        (BERG, "Good morning."),
        (REYES, "I never agreed to close the harbour."),
        (BERG, "You did agree, in March."),
        (REYES, "That letter is a forgery."),
        (BERG, "We shall see."),
        (REYES, "I have nothing more to say."),
        (BERG, "Nor have I."),
        (REYES, "Goodbye."),
    )


def test_marks_that_nobody_sees() -> None:
    transcript = read("35-invisible/invisible.txt")
    assert [u.speaker for u in transcript.utterances] == [
        *(REYES, REYES, BERG, BERG, BERG, REYES, None),
        *["José Alvarez"] * 3,
        *[REYES] * 3,
    ]
    (doubt,) = transcript.doubts
    assert (doubt.line, doubt.reason) == (17, "mixes letters of two alphabets, and may be “Tom Reyes”")
    assert transcript.utterances[6].attribution == "doubtful"


def test_lines_broken_before_a_name() -> None:
    transcript = read("37-hard-wrap/wrapped.txt")
    assert [(u.speaker, u.lines, u.attribution) for u in transcript.utterances] == [
        ("John Kirkwood", (5, 9), "printed"),
        (BERG, (11, 12), "printed"),
    ]
    assert transcript.doubts == ()


def test_court_record() -> None:
    transcript = read("51-court/court.txt")
    kingsley = "Mr. Kingsley"
    assert transcript.form == "court record"
    assert [(u.label, u.speaker, u.attribution) for u in transcript.utterances] == [
        ("THE COURT", None, "printed"),
        ("MR. KINGSLEY", kingsley, "printed"),
        ("THE WITNESS", None, "printed"),
        ("THE CLERK", None, "printed"),
        *[("Q", kingsley, "carried"), ("A", None, "printed")] * 2,
        ("MR. HOLLANDER", "Mr. Hollander", "printed"),
        ("THE COURT", None, "printed"),
        ("THE WITNESS", None, "printed"),
        ("THE COURT REPORTER", None, "printed"),
        ("A JUROR", None, "printed"),
    ]
    assert [part.text for part in transcript.narration] == ["EXAMINATION", "BY MR. KINGSLEY:"]
