"""JSONL → Transcripts."""

from __future__ import annotations

import hashlib
import json

import pytest

from rag.errors import ReadError
from rag.readers import SourceAbout, readers
from rag.records import Transcript, Utterance


def read(data: bytes, about: SourceAbout | None = None) -> tuple[Transcript, ...]:
    return readers()[".jsonl"].read(data, "talks/a.jsonl", about or SourceAbout())


def line(**fields: object) -> bytes:
    row: dict[str, object] = {"id": "a", "utterances": [{"text": "Hi."}]}
    return json.dumps(row | fields).encode() + b"\n"


def spoken_by(speaker: str, role: str | None = None) -> Utterance:
    (transcript,) = read(line(utterances=[{"speaker": speaker, "role": role, "text": "Hi."}]))
    return transcript.utterances[0]


def test_everything_stated_is_taken_over() -> None:
    data = line(
        id="meeting-1",
        title="A title",
        date="2018-09-12",
        place="Sochi",
        url="http://example.org/1",
        language="de",
        utterances=[
            {"speaker": "Vladimir\u00a0Putin", "role": "President of Russia", "text": " Ja.\n\nGut. "},
            {"text": "Nein."},
        ],
    )
    assert read(b"\n" + data) == (
        Transcript(
            id="meeting-1",
            title="A title",
            date="2018-09-12",
            place="Sochi",
            url="http://example.org/1",
            source="talks/a.jsonl",
            sha256=hashlib.sha256(b"\n" + data).hexdigest(),
            language="de",
            section=None,
            utterances=(
                Utterance(
                    number=0,
                    label="Vladimir Putin",
                    speaker="Vladimir Putin",
                    role="President of Russia",
                    parenthetical=None,
                    attribution="printed",
                    text=" Ja.\n\nGut. ",
                    start=0,
                    end=11,
                    lines=(2, 2),
                ),
                Utterance(
                    number=1,
                    label=None,
                    speaker=None,
                    role=None,
                    parenthetical=None,
                    attribution="unknown",
                    text="Nein.",
                    start=0,
                    end=5,
                    lines=(2, 2),
                ),
            ),
            narration=(),
            warnings=(),
            form="JSONL",
            in_file=False,
        ),
    )


def test_only_id_and_utterances_are_required() -> None:
    (transcript,) = read(line(title=None, date=None, place=None, url=None, language=None))
    assert (transcript.id, transcript.title, transcript.date, transcript.language) == ("a", None, None, "und")


def test_address_and_language_of_the_file_stand_in() -> None:
    about = SourceAbout(url="http://example.org", language="fr")
    first, second = read(line() + line(id="b", url="http://example.org/b", language="de"), about)
    assert (first.url, first.language) == ("http://example.org", "fr")
    assert (second.url, second.language) == ("http://example.org/b", "de")


def test_the_words_tell_the_language() -> None:
    said = [
        {"text": "Добрый день, уважаемые коллеги!"},
        {"text": "Сегодня мы поговорим о том, как идут дела."},
    ]
    assert read(line(utterances=said))[0].language == "ru"


def test_one_transcript_a_line() -> None:
    transcripts = read(b"\xef\xbb\xbf" + line(id="a") + b"  \r\n" + line(id="b").strip())
    assert [(t.id, t.utterances[0].lines) for t in transcripts] == [("a", (1, 1)), ("b", (3, 3))]


@pytest.mark.parametrize(
    ("speaker", "person", "role", "parenthetical"),
    [
        ("Lynne Neagle AM", "Lynne Neagle AM", None, None),
        ("Hon. Bill Morneau (Minister of Finance)", "Hon. Bill Morneau", None, "Minister of Finance"),
        ("SPEAKER_01", None, None, None),
        ("President of Russia Vladimir Putin", "Vladimir Putin", "President of Russia", None),
        ("Question", None, None, None),
        ("Question (retranslated)", None, None, "retranslated"),
        ("The Chair", None, "The Chair", None),
    ],
)
def test_speakers(speaker: str, person: str | None, role: str | None, parenthetical: str | None) -> None:
    utterance = spoken_by(speaker)
    assert utterance.label == speaker
    assert (utterance.speaker, utterance.role, utterance.parenthetical) == (person, role, parenthetical)
    assert utterance.attribution == "printed"


def test_stated_role_goes_before_the_printed_one() -> None:
    utterance = spoken_by("President of Russia Vladimir Putin", "President")
    assert (utterance.speaker, utterance.role) == ("Vladimir Putin", "President")


def test_white_space_is_no_speaker() -> None:
    utterance = spoken_by(" \u00a0", "")
    assert (utterance.label, utterance.speaker, utterance.role, utterance.attribution) == (
        None,
        None,
        None,
        "unknown",
    )


def test_date_that_is_none_is_left_out_and_said() -> None:
    (transcript,) = read(line(date="12 September 2018"))
    assert transcript.date is None
    assert transcript.warnings == ("line 1: the date '12 September 2018' is left out; expected YYYY-MM-DD",)
    assert read(line(date="2018-09-12T10:00:00"))[0].date == "2018-09-12"


def test_empty_utterance_keeps_its_number() -> None:
    (transcript,) = read(line(utterances=[{"text": ""}, {"text": "Hi."}]))
    assert [u.number for u in transcript.utterances] == [0, 1]
    assert transcript.warnings == ("line 1: utterance 0 has no text",)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (line() + b"{", "line 2: broken JSON at character 2"),
        (line() + line(id="b", utterances=[]), "line 2: “utterances” of 'b' is an empty list"),
        (line() + line(), "line 2: the id 'a' is taken by line 1"),
        (b"[]", "line 1: found a list; expected an object"),
        (b"null", "line 1: found null"),
        (b"1", "line 1: found a number"),
        (b'{"utterances": []}', "line 1: found the id None"),
        (line(id=5), "“id” of 'the transcript' is a number"),
        (line(id=" "), "found the id ' '"),
        (line(id="a\nb"), "found the id 'a\\nb'"),
        (line(id="a" * 300), "expected a short name"),
        (line(utterances=None), "“utterances” of 'a' is null"),
        (line(utterances={"text": "x"}), "“utterances” of 'a' is an object"),
        (line(utterances=["x"]), "utterance 0 is a string; expected an object with text"),
        (line(utterances=[{"text": "x"}, {"speaker": "y"}]), "utterance 1 has no text"),
        (line(utterances=[{"text": None}]), "utterance 0 has no text"),
        (line(utterances=[{"text": ["x"]}]), "“text” of 'utterance 0' is a list"),
        (line(utterances=[{"text": "x", "speaker": 1}]), "“speaker” of 'utterance 0' is a number"),
        (line(utterances=[{"text": "x", "role": True}]), "“role” of 'utterance 0' is true or false"),
        (line(title={}), "“title” of 'a' is an object"),
        (line(date=20180912), "“date” of 'a' is a number"),
        (line(utterances=[{"text": "\ud800"}]), "half a character"),
        (b"[" * 100_000, "line 1: broken JSON: nested too deep"),
        (b'{"id": ' + b"1" * 5000 + b"}", "a number too long"),
        (b'{"id": "\xff"}', "line 1: not UTF-8: 0xff at byte 8"),
        (b"\0", "line 1: this is a binary file"),
        (b" \n\n", "no line holds anything"),
    ],
)
def test_what_is_no_transcript_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError) as error:
        read(data)
    assert reason in str(error.value)
    assert "\n" not in str(error.value)


def voices(*labels: str) -> list[tuple[str | None, str]]:
    row = {"id": "a", "utterances": [{"speaker": label, "text": "Yes."} for label in labels]}
    (read,) = readers()[".jsonl"].read(json.dumps(row).encode(), "a.jsonl", SourceAbout())
    return [(u.speaker, u.attribution) for u in read.utterances]


def test_short_forms_of_the_one_person_who_can_be_meant() -> None:
    assert voices("TR", "Tom Reyes", "T. Reyes", "Mr. Reyes", "REYES") == [("Tom Reyes", "printed")] * 5
    assert voices("MS. HOLLOWAY", "TR") == [("MS. HOLLOWAY", "printed"), ("TR", "printed")]


def test_a_short_form_of_two_persons_is_a_doubt() -> None:
    assert voices("Owen Smithson", "Chloe Smithson", "Smithson", "O. Smithson") == [
        *[("Owen Smithson", "printed"), ("Chloe Smithson", "printed")],
        *[(None, "doubtful"), ("Owen Smithson", "printed")],
    ]


def test_two_persons_of_one_surname_stay_two() -> None:
    assert [person for person, _ in voices("Mr Berg", "Ms Berg", "Mr. Berg", "MS BERG")] == [
        *("Mr Berg", "Ms Berg", "Mr Berg", "Ms Berg"),
    ]
