"""Segments that transcription programs write: WhisperX, pyannote, and plain lists of them."""

from __future__ import annotations

import json

import pytest

from rag.errors import ReadError
from rag.index.chunking import lines_of
from rag.readers import SourceAbout, readers
from rag.records import Anchor, Transcript

BERG, REYES = "Anna Berg", "Tom Reyes"


def segment(speaker: str | None, text: str, start: float | None = None, *words: str) -> dict[str, object]:
    made: dict[str, object] = {"text": text, "words": [{"word": "a", "speaker": name} for name in words]}
    return (
        made | ({} if speaker is None else {"speaker": speaker}) | ({} if start is None else {"start": start})
    )


def read(value: object, name: str = "call.json", indent: int | None = None) -> Transcript:
    data = json.dumps(value, indent=indent).encode()
    (transcript,) = readers()[name[name.rindex(".") :]].read(data, name, SourceAbout())
    return transcript


SEGMENTS = [
    segment(BERG, " The harbour", 0.5),
    segment(BERG, " is closed. ", 61.9),
    segment(BERG, "  "),
    segment(REYES, "No.", 3700),
    segment(None, "Oh."),
    segment(None, "Well."),
]


@pytest.mark.parametrize(
    "value",
    [
        {"segments": SEGMENTS, "word_segments": []},
        {"turnLevelTranscription": SEGMENTS, "diarization": []},
        {"jobId": "7", "output": {"turnLevelTranscription": SEGMENTS}},
        SEGMENTS,
    ],
)
@pytest.mark.parametrize("name", ["call.json", "call.jsonl"])
def test_segments_of_one_speaker_are_one_utterance(value: object, name: str) -> None:
    transcript = read(value, name)
    assert transcript.id == "call"
    assert [(u.number, u.speaker, u.attribution, u.text, u.time) for u in transcript.utterances] == [
        (0, BERG, "printed", "The harbour is closed.", "0:00:00"),
        (1, REYES, "printed", "No.", "1:01:40"),
        (2, None, "unknown", "Oh. Well.", None),
    ]
    first = transcript.utterances[0]
    assert (first.start, first.end) == (0, 22)
    assert first.anchors == (Anchor(0, 1, "0:00:00"), Anchor(12, 1, "0:01:01"))
    assert first.anchor(15).time == "0:01:01"


def test_a_segment_whose_words_are_said_to_be_of_others_is_a_doubt_by_itself() -> None:
    said = [
        segment(BERG, "One."),
        segment(BERG, "Two.", None, BERG, REYES),
        segment(BERG, "Three.", None, BERG),
    ]
    utterances = read({"segments": said}).utterances
    assert [(u.speaker, u.attribution, u.text) for u in utterances] == [
        (BERG, "printed", "One."),
        (None, "doubtful", "Two."),
        (BERG, "printed", "Three."),
    ]
    assert utterances[1].doubts[0].reason == "has words that are said to be of “Tom Reyes”"


def test_lines_of_a_value_over_several_lines_are_its_own() -> None:
    (first, *_) = read({"segments": SEGMENTS}, indent=1).utterances
    assert (
        first.lines
        == lines_of(first, 0, 3)
        == (1, len(json.dumps({"segments": SEGMENTS}, indent=1).splitlines()))
    )


def test_utterances_stay_as_they_are_given_and_keep_their_times() -> None:
    given = {"id": "a", "utterances": [segment(BERG, "One.", 7), segment(BERG, "Two.", 9)]}
    assert [(u.text, u.anchors) for u in read(given).utterances] == [
        ("One.", (Anchor(0, 1, "0:00:07"),)),
        ("Two.", (Anchor(0, 1, "0:00:09"),)),
    ]


def test_a_json_file_without_an_id_has_the_name_of_the_file() -> None:
    transcript = read({"title": "Call", "utterances": [segment(BERG, "One.")]}, indent=2)
    assert (transcript.id, transcript.title, transcript.form) == ("call", "Call", "JSON")
    with pytest.raises(ReadError, match="found the id None"):
        read({"utterances": [segment(BERG, "One.")]}, "call.jsonl")


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({"name": "package"}, "“utterances” of 'call' is null"),
        ({"segments": []}, "“utterances” of 'call' is an empty list"),
        ({"segments": {"text": "a"}}, "“utterances” of 'call' is an object"),
        ({"segments": [{"start": 1, "speaker": BERG}]}, "utterance 0 has no text"),
        ({"segments": [7]}, "utterance 0 is a number"),
        ({"output": []}, "“utterances” of 'call' is null"),
        (7, "found a number"),
    ],
)
def test_other_json_is_refused(value: object, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        read(value)
