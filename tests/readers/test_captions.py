"""Captions: the words of the cues, by speaker."""

from __future__ import annotations

import pytest

from rag.errors import ReadError
from rag.records import Anchor
from tests.readers.making import read

TIMES = ["00:01.000 --> 00:02.000", "00:02.000 --> 00:03.000", "00:03.000 --> 00:04.000"]


def captions(*cues: str) -> str:
    return "WEBVTT - Harbour\n\n" + "\n\n".join(map("{}\n{}".format, TIMES, cues))


def test_notes_styles_tags_and_entities() -> None:
    text = captions(
        "<v.loud Anna Berg>Hello &amp; welcome.", "<v Tom Reyes><i>No.</i></v> <v Anna Berg>Yes.</v>"
    )
    transcript = read(
        text.replace("\n\n00:01", "\n\nNOTE by me\n\nSTYLE\n::cue { color: red }\n\nintro\n00:01")
    )
    assert transcript.title == "Harbour"
    assert [(u.speaker, u.time, u.text) for u in transcript.utterances] == [
        ("Anna Berg", "00:01.000", "Hello & welcome."),
        ("Tom Reyes", "00:02.000", "No."),
        ("Anna Berg", "00:02.000", "Yes."),
    ]
    narrated = ["NOTE by me", "STYLE", "::cue { color: red }"]
    assert [part.text for part in transcript.narration] == narrated


def test_a_label_at_changes_alone_carries_on_as_printed() -> None:
    transcript = read(captions("Anna Berg: One", "two", "three."))
    assert [(u.attribution, u.text, u.lines) for u in transcript.utterances] == [
        ("printed", "One two three.", (4, 10))
    ]


@pytest.mark.parametrize("line", [">> And you?", "- And you?"])
def test_a_change_without_a_name_is_a_doubt_with_its_place(line: str) -> None:
    (utterance,) = read(captions("Anna Berg: One.", line, "Fine.")).utterances
    assert utterance.text == f"One. {line} Fine."
    assert [(doubt.line, doubt.start) for doubt in utterance.doubts] == [(7, 5)]


def test_every_cue_of_an_utterance_keeps_its_time() -> None:
    (utterance,) = read(captions("Anna Berg: One two", "three.\nFour", "five.")).utterances
    assert utterance.text == "One two three. Four five."
    anchors = (
        Anchor(0, 4, "00:01.000"),
        Anchor(8, 7, "00:02.000"),
        Anchor(15, 8, "00:02.000"),
        Anchor(20, 11, "00:03.000"),
    )
    assert utterance.anchors == anchors
    assert [utterance.anchor(at) for at in (0, 7, 8, 25)] == [anchors[0], anchors[0], anchors[1], anchors[3]]


def test_a_cue_of_nothing_that_can_be_seen_is_read() -> None:
    text = captions("Anna Berg: One.", "&#8203;", "Tom Reyes: Two.")
    assert [u.lines for u in read(text).utterances] == [(4, 4), (10, 10)]


def test_names_on_lines_of_their_own() -> None:
    text = "0:0:0.0 --> 0:0:1.400\nAnna Berg\nHello.\n\n0:0:2.0 --> 0:0:3.400\nTom Reyes\nNo.\n"
    assert [(u.speaker, u.time) for u in read(text).utterances] == [
        ("Anna Berg", "0:0:0.0"),
        ("Tom Reyes", "0:0:2.0"),
    ]


def test_names_in_brackets_are_voices_where_most_cues_begin_with_one() -> None:
    text = captions(
        "(Anna Berg)\nHello", "(Anna Berg)\nand welcome.\n-\n \n(Tom Reyes)\nThanks.", "(Tom Reyes)\nNo."
    )
    assert [(u.speaker, u.text, u.lines) for u in read(text).utterances] == [
        ("Anna Berg", "Hello and welcome.", (5, 9)),
        ("Tom Reyes", "Thanks. No.", (13, 17)),
    ]
    laughs = captions("Anna Berg: One.", "(Crowd Laughing)", "Two.")
    assert [(u.speaker, u.text) for u in read(laughs).utterances] == [
        ("Anna Berg", "One. (Crowd Laughing) Two.")
    ]


@pytest.mark.parametrize("name", ["a.vtt", "a.srt", "a.txt"])
def test_captions_without_names_are_said_by_nobody_knows_whom(name: str) -> None:
    transcript = read(captions("[Music]", "Hello,", "all."), name)
    (utterance,) = transcript.utterances
    assert (utterance.label, utterance.speaker, utterance.attribution) == (None, None, "unknown")
    assert (utterance.text, utterance.time, utterance.lines) == ("Hello, all.", "00:02.000", (7, 10))
    assert [part.text for part in transcript.narration] == ["[Music]"]
    assert transcript.warnings == ("line 4: no speaker label in 3 lines of captions: nobody is named",)


def test_what_is_said_before_the_first_name_is_nobody_s_and_not_lost() -> None:
    transcript = read(captions("Hello.", "Anna Berg: One.", "Two."))
    assert [(u.speaker, u.attribution, u.text) for u in transcript.utterances] == [
        (None, "unknown", "Hello."),
        ("Anna Berg", "printed", "One. Two."),
    ]


def test_sounds_alone_are_refused() -> None:
    with pytest.raises(ReadError, match="nobody says a word in 3 lines of captions"):
        read(captions("[Music]", "(Applause)", "♪ la la ♪"))


def test_words_beside_the_time_are_said() -> None:
    first = "0:01.000 --> 0:02.000 line:0 <v Anna Berg>One.</v>\nTwo.\n"
    text = f"WEBVTT\n\n{first}0:03.000 --> 0:04.000 <v Tom Reyes>No.\n"
    assert [(u.speaker, u.text, u.time, u.lines) for u in read(text).utterances] == [
        ("Anna Berg", "One. Two.", "0:01.000", (3, 4)),
        ("Tom Reyes", "No.", "0:03.000", (5, 5)),
    ]


def test_a_label_over_nothing_names_nobody() -> None:
    (utterance,) = read(captions("Hello.", "No.", "SPEAKER_04:")).utterances
    assert (utterance.label, utterance.text) == (None, "Hello. No.")


def test_no_cue_is_refused() -> None:
    with pytest.raises(ReadError, match="no cue found"):
        read("Anna Berg: Hello.", "a.srt")
