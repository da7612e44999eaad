"""Whatever the bytes, a reader gives records that hold, or a ReadError."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rag.errors import ReadError
from rag.readers import SourceAbout, readers
from rag.records import Transcript
from rag.text.normalise import squeeze, visible
from rag.text.sentences import LINE_END, count_lines
from tests.builders import cases

EXAMPLES = cases(60)

LABELS = [
    *("Vladimir Putin", "President of Russia Vladimir Putin", "President of\u00a0Russia Vladimir\u00a0Putin"),
    *("VLADIMIR PUTIN", "VladimirPutin", "V.Putin", "Putin", "Question", "QUESTION", "Remark", "Moderator"),
    *(
        "Ivan Petrov, student",
        "Patriarch Kirill",
        "Financial Times",
        "Again",
        "My question is",
        "Mr President",
    ),
]
PIECES = [
    *LABELS,
    *(":", ": ", ":\u00a0", " : ", ".", ". ", " (retranslated)", " (in German", ")", "“", "”"),
    *("\n", "\n\n", "\r\n\r\n", "\r", "\u2028", "\u00a0", "\ufeff", "\u200b", "\t"),
    *("<…>", "‹…>", "[…]", "* * *", "***", "(Applause.)", "To be continued."),
    *("View settings", "Transcripts \u00a0 /", "May 5, 2003, Moscow", "February 30, 2003", "A title"),
    *("**", "__", "[00:01:02] ", " 0:15", "(00:12)", "Q  ", "Q. ", "A. ", "BY MR. BERG:", " — ", "; ", "- "),
    *(
        "THE COURT:",
        "Mr. Speaker:",
        "Hon. Members:",
        "SPEAKER_00:",
        "interjecting—",
        "See also",
        "Page 1",
        "1",
    ),
    *(
        "WEBVTT\n\n",
        "00:01.000 --> 00:02.000\n",
        "<v Ivan Petrov>",
        ">> ",
        "T\u043em Reyes:",
        "Pe\u00adtrov:",
    ),
    *("yes", "Yes, I do. ", "and so on ", "I", "Добрый день. ", "é\u0301", "😀"),
]
TURNS = st.builds(
    "{}{}{}{}{}".format,
    st.sampled_from(["", "\ufeff", "Thanks. ", "\u00a0"]),
    st.sampled_from(LABELS),
    st.sampled_from(["", " (retranslated)", "\u00a0(answering A, B: c)"]),
    st.sampled_from([":", ": ", ": ", ":\u00a0", ".\u00a0", " ", ":\n\n"]),
    st.sampled_from(["Yes.", "yes", "", "Hi. Ivan Petrov: No.", "“Quoted.”"]),
)
BREAKS = st.sampled_from(
    ["\n", "\n\n", "\r\n\r\n", "\n\n<…>\n\n", "\n* * *\n", "\n(Applause.)\n", "\u00a0\n\n"]
)
PAGES = st.lists(st.tuples(TURNS, BREAKS), max_size=12).map(
    lambda parts: "".join(turn + gap for turn, gap in parts)
)
HEADS = st.sampled_from(
    ["", "View settings\n\nTranscripts  /\n\nA title\n\nMay 5, 2003, Kiev\n\n", "\ufeffA title\n\n"]
)
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.tuples(HEADS, PAGES).map("".join),
    st.tuples(HEADS, st.just("Ivan Petrov: Hello.\n\n"), PAGES).map("".join),
)


def _visible(text: str) -> str:
    """Without what nobody sees, which is white space at an end of a narration and a part of it within."""
    return squeeze(visible(re.sub(r"\*\*|__", "", text)))


def check_text(text: str, transcript: Transcript) -> None:
    """Everything that an utterance of a text file promises."""
    assert transcript.utterances
    if not transcript.in_file:
        assert all((u.start, u.end) == (0, len(u.text)) and u.text for u in transcript.utterances)
        return
    assert transcript == readers()[".txt"].read(text.encode(), "x.txt", SourceAbout())[0]
    before = 0
    for number, utterance in enumerate(transcript.utterances):
        assert utterance.number == number
        assert before <= utterance.start < utterance.end <= len(text)
        assert text[utterance.start : utterance.end] == utterance.text == utterance.text.strip()
        first, last = utterance.lines
        assert first == count_lines(text, 0, utterance.start) + 1
        assert last == count_lines(text, 0, utterance.end) + 1
        assert (utterance.label is None) == (utterance.attribution == "unknown")
        assert utterance.label is None or utterance.label == " ".join(utterance.label.split()) != ""
        assert utterance.attribution in {"printed", "carried", "doubtful", "unknown"}
        assert [doubt.start for doubt in utterance.doubts] == sorted({d.start for d in utterance.doubts})
        assert all(utterance.start <= doubt.start < utterance.end for doubt in utterance.doubts)
        assert (utterance.attribution == "doubtful") == any(
            d.start == utterance.start for d in utterance.doubts
        )
        before = utterance.end
    lines = text.split("\n") if "\n" in text else LINE_END.split(text)
    for part in transcript.narration:
        first, last = part.lines
        assert first == last
        assert part.text
        assert _visible(part.text) in _visible(lines[first - 1])
    assert all("\n" not in warning for warning in transcript.warnings)


@pytest.mark.slow
@EXAMPLES
@given(TEXTS)
@example("Ivan Petrov: \u200b")
@example("0\ufeff0\nA:0")
@example("Vladimir Putin: A.\n<…>\n\u00a0\nB.\r\n* * *\nC.\nVladimir Putin:\n")
@example("Question:Question:Question: a")
def test_any_text_is_read_truly_or_refused(text: str) -> None:
    try:
        (transcript,) = readers()[".txt"].read(text.encode("utf-8", "replace"), "x.txt", SourceAbout())
    except ReadError as error:
        assert "\n" not in str(error)
    else:
        check_text(text.encode("utf-8", "replace").decode(), transcript)


@pytest.mark.slow
@EXAMPLES
@given(
    st.lists(
        st.tuples(st.sampled_from(["Ivan Petrov", "Question", "Moderator"]), st.integers(1, 3)), min_size=1
    )
)
def test_no_turn_is_lost_or_doubled(turns: list[tuple[str, int]]) -> None:
    bodies = [
        "\n\n".join(f"Turn {number}, part {part}." for part in range(parts))
        for number, (_, parts) in enumerate(turns)
    ]
    text = "\n\n".join(f"{label}: {body}" for (label, _), body in zip(turns, bodies, strict=True))
    (transcript,) = readers()[".txt"].read(text.encode(), "x.txt", SourceAbout())
    assert [(u.label, u.text) for u in transcript.utterances] == [
        (label, body) for (label, _), body in zip(turns, bodies, strict=True)
    ]
    assert transcript.narration == ()


@EXAMPLES
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for reader in readers().values():
        try:
            transcripts = reader.read(data, "x", SourceAbout())
        except ReadError as error:
            assert "\n" not in str(error)
        else:
            assert transcripts


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
UTTERANCES = st.fixed_dictionaries(
    {"text": st.text(max_size=20) | ANYTHING},
    optional={"speaker": st.sampled_from(LABELS) | ANYTHING, "role": ANYTHING},
)
ROWS = st.fixed_dictionaries(
    {"id": st.text(max_size=5) | ANYTHING, "utterances": st.lists(UTTERANCES, max_size=3) | ANYTHING},
    optional={
        "title": ANYTHING,
        "date": st.dates().map(str) | ANYTHING,
        "url": ANYTHING,
        "language": ANYTHING,
    },
)


@pytest.mark.slow
@EXAMPLES
@given(st.lists(ROWS | ANYTHING, min_size=1, max_size=3))
def test_any_json_is_read_truly_or_refused(rows: list[object]) -> None:
    data = "\n".join(json.dumps(row) for row in rows).encode()
    try:
        transcripts = readers()[".jsonl"].read(data, "x.jsonl", SourceAbout())
    except ReadError as error:
        assert "\n" not in str(error)
        return
    assert len(transcripts) == len(rows)
    for row, transcript in zip(rows, transcripts, strict=True):
        assert isinstance(row, dict)
        assert transcript.id == row["id"]
        assert [u.text for u in transcript.utterances] == [item["text"] for item in row["utterances"]]
        assert all((u.start, u.end) == (0, len(u.text)) for u in transcript.utterances)
        json.dumps([u.text for u in transcript.utterances], ensure_ascii=False).encode("utf-8")
