"""The JSON forms that other programs rely on, key by key and value by value."""

import json
from dataclasses import replace

from rag.index.revisions import ChangeCounts, ChangedTurn, FieldChange, Revision
from rag.output.contract import answer_json, changes_json, coverage_json, transcript_json
from rag.records import (
    Answer,
    Coverage,
    Doubt,
    Filters,
    Hit,
    Narration,
    Passage,
    Searched,
    SpeakerCount,
    Transcript,
    Understood,
    Unmet,
    Utterance,
    Voice,
)

UTTERANCE = Utterance(
    number=41,
    label="President of Russia Vladimir Putin",
    speaker="Vladimir Putin",
    role="President of Russia",
    parenthetical="in English",
    attribution="printed",
    text="Gas rose. Grain fell.",
    start=812,
    end=833,
    lines=(27, 31),
)
UTTERANCE_JSON = {
    "utterance": 41,
    "label": "President of Russia Vladimir Putin",
    "speaker": "Vladimir Putin",
    "role": "President of Russia",
    "parenthetical": "in English",
    "attribution": "printed",
    "text": "Gas rose. Grain fell.",
    "start": 812,
    "end": 833,
    "lines": [27, 31],
}
TRANSCRIPT = Transcript(
    id="2018-09-12_58537",
    title="Plenary session",
    date="2018-09-12",
    place="Vladivostok",
    url="http://en.kremlin.ru/events/president/news/58537",
    source="2018-09-12_58537.txt",
    sha256="ab" * 32,
    language="en",
    section="Transcripts",
    utterances=(UTTERANCE,),
    narration=(Narration("Applause.", (21, 21)),),
    warnings=("no date line",),
)
HIT = Hit(
    rank=1,
    score=0.71000049,
    passage=Passage("2018-09-12_58537", 41, 822, 833, (31, 31), 4, "Grain fell."),
    utterance=UTTERANCE,
    title="Plenary session",
    date="2018-09-12",
    place="Vladivostok",
    url=None,
    source="2018-09-12_58537.txt",
    sha256="ab" * 32,
    highlight=(0, 11),
    by_meaning=3,
    by_words=None,
    before=Voice(None, "Question", "What fell?"),
    after=None,
)
HIT_JSON = {
    "rank": 1,
    "score": 0.71,
    "by_meaning": 3,
    "by_words": None,
    "transcript": "2018-09-12_58537",
    "title": "Plenary session",
    "date": "2018-09-12",
    "place": "Vladivostok",
    "url": None,
    "utterance": 41,
    "speaker": "Vladimir Putin",
    "label": "President of Russia Vladimir Putin",
    "role": "President of Russia",
    "parenthetical": "in English",
    "attribution": "printed",
    "attribution_note": None,
    "doubt": None,
    "text": "Grain fell.",
    "highlight": [0, 11],
    "flags": [],
    "source": {
        "path": "2018-09-12_58537.txt",
        "sha256": "ab" * 32,
        "start": 822,
        "end": 833,
        "lines": [31, 31],
    },
    "context": {"before": {"speaker": None, "label": "Question", "text": "What fell?"}, "after": None},
}
ANSWER = Answer(
    question="And grain?",
    filters=Filters(transcripts=("2018-09-12_58537",)),
    understood=Understood(("Vladimir Putin",), "2018-09-01", "2018-09-30", "Vladivostok", followup=True),
    grade="answers",
    confidence=0.83333333,
    searched=Searched(194, 2000, "2018-01-09", "2018-12-31", 3, 1500, 1, 6, ("2018-02",)),
    hits=(HIT,),
    unmet=(Unmet("grain", 4, 9),),
    misfits=("place",),
)
ANSWER_JSON = {
    "question": "And grain?",
    "understood": {
        "speakers": ["Vladimir Putin"],
        "from": "2018-09-01",
        "to": "2018-09-30",
        "place": "Vladivostok",
        "followup": True,
    },
    "answered": True,
    "grade": "answers",
    "confidence": 0.8333,
    "unmet": [{"text": "grain", "start": 4, "end": 9}],
    "misfits": ["place"],
    "searched": {
        "transcripts": 194,
        "utterances": 1500,
        "passages": 2000,
        "from": "2018-01-09",
        "to": "2018-12-31",
        "undated": 1,
        "months_without_any": ["2018-02"],
        "excluded_by_filters": 3,
        "transcripts_left_out": 6,
    },
    "passages": [HIT_JSON],
}


def same(form: object, expected: object) -> bool:
    """Equal after a way through JSON, the order of the keys included."""
    return json.dumps(form, ensure_ascii=False) == json.dumps(expected, ensure_ascii=False)


def test_a_transcript() -> None:
    assert same(
        transcript_json(TRANSCRIPT),
        {
            "id": "2018-09-12_58537",
            "title": "Plenary session",
            "date": "2018-09-12",
            "place": "Vladivostok",
            "url": "http://en.kremlin.ru/events/president/news/58537",
            "language": "en",
            "form": "site text",
            "topics": (),
            "persons": (),
            "sha256": "ab" * 32,
            "warnings": ["no date line"],
            "doubts": [],
            "utterances": [UTTERANCE_JSON],
            "narration": [{"text": "Applause.", "lines": [21, 21]}],
        },
    )


def test_doubts_and_times_of_a_transcript() -> None:
    doubtful = replace(UTTERANCE, doubts=(Doubt(31, "Hon Sec:", "may be a label", 822),), time="00:12")
    form = transcript_json(replace(TRANSCRIPT, utterances=(doubtful,)))
    assert form["doubts"] == [{"line": 31, "text": "Hon Sec:", "reason": "may be a label"}]
    assert same(form["utterances"], [UTTERANCE_JSON | {"time": "00:12"}])


def test_what_a_transcript_does_not_say_is_null() -> None:
    nobody = replace(
        UTTERANCE, label=None, speaker=None, role=None, parenthetical=None, attribution="unknown"
    )
    bare = replace(TRANSCRIPT, title=None, date=None, place=None, url=None, utterances=(nobody,))
    form = transcript_json(bare)
    assert [form[key] for key in ("title", "date", "place", "url")] == [None] * 4
    silent = {"label": None, "speaker": None, "role": None, "parenthetical": None, "attribution": "unknown"}
    assert same(form["utterances"], [UTTERANCE_JSON | silent])


def test_an_answer() -> None:
    assert same(answer_json(ANSWER), ANSWER_JSON)


def test_an_answer_without_anything() -> None:
    nothing = replace(
        ANSWER,
        understood=Understood(),
        grade="nothing",
        confidence=0.0,
        searched=Searched(0, 0, None, None, 10),
        hits=(),
        unmet=(),
        misfits=(),
    )
    assert same(
        answer_json(nothing),
        {
            "question": "And grain?",
            "understood": {"speakers": [], "from": None, "to": None, "place": None, "followup": False},
            "answered": False,
            "grade": "nothing",
            "confidence": 0.0,
            "unmet": [],
            "misfits": [],
            "searched": {
                "transcripts": 0,
                "utterances": 0,
                "passages": 0,
                "from": None,
                "to": None,
                "undated": 0,
                "months_without_any": [],
                "excluded_by_filters": 10,
                "transcripts_left_out": 0,
            },
            "passages": [],
        },
    )


def test_passages_are_told_even_where_nothing_answers() -> None:
    silent = answer_json(replace(ANSWER, grade="nothing", hits=(replace(HIT, highlight=None),)))
    assert silent["answered"] is False
    assert same(silent["passages"], [HIT_JSON | {"highlight": None}])


def test_flags_are_told_with_the_words_of_the_source() -> None:
    said = "Gas rose. They say\u00a0that it did not."
    utterance = replace(UTTERANCE, text=said, end=812 + len(said))
    passage = replace(HIT.passage, start=834, end=812 + len(said), text="that it did not.")
    form = answer_json(
        replace(ANSWER, hits=(replace(HIT, utterance=utterance, passage=passage, highlight=None),))
    )
    assert form["passages"][0]["flags"] == [
        {"flag": "reported", "words": "They say", "start": 822, "end": 830},
        {"flag": "denial", "words": "not", "start": 843, "end": 846},
    ]


def test_coverage() -> None:
    coverage = Coverage(
        transcripts=2,
        utterances=50,
        passages=60,
        since="2018-01-09",
        until="2018-03-31",
        speakers=(SpeakerCount("Vladimir Putin", ("President of Russia", "President"), 40),),
        by_month={"2018-01": 1, "2018-02": 0, "2018-03": 1},
    )
    assert same(
        coverage_json(coverage, {"format": 1}),
        {
            "transcripts": 2,
            "utterances": 50,
            "passages": 60,
            "from": "2018-01-09",
            "to": "2018-03-31",
            "speakers": [
                {"name": "Vladimir Putin", "roles": ["President of Russia", "President"], "utterances": 40}
            ],
            "by_month": {"2018-01": 1, "2018-02": 0, "2018-03": 1},
            "build": {"format": 1},
        },
    )


def test_changes() -> None:
    said = replace(UTTERANCE, text="Prices fell.")
    revision = Revision(
        transcript="2018-09-12_58537", happened="edited", build="b2", noticed="2018-09-20T10:00:00+00:00",
        first_seen=None, last_seen="2018-09-19T10:00:00+00:00", title="Plenary session", source="a.txt",
        sha256="ab" * 32, sha256_after="cd" * 32, renamed_to=None, same_program=True,
        fields=(FieldChange("title", "Plenary session", "Session"),),
        turns=(ChangedTurn(said, replace(said, text="Prices rose.")), ChangedTurn(said, None)),
        passages=ChangeCounts(unchanged=1, edited=2),
    )  # fmt: skip
    before = UTTERANCE_JSON | {"text": "Prices fell."}
    assert same(
        changes_json((revision,)),
        {
            "changes": [
                {
                    "transcript": "2018-09-12_58537",
                    "happened": "edited",
                    "renamed_to": None,
                    "title": "Plenary session",
                    "noticed": "2018-09-20T10:00:00+00:00",
                    "build": "b2",
                    "first_seen": None,
                    "last_seen": "2018-09-19T10:00:00+00:00",
                    "same_program": True,
                    "source": {"path": "a.txt", "sha256": "ab" * 32, "sha256_after": "cd" * 32},
                    "passages": {"unchanged": 1, "moved": 0, "edited": 2, "gone": 0, "new": 0},
                    "fields": [{"field": "title", "before": "Plenary session", "after": "Session"}],
                    "utterances": [
                        {
                            "changed": "edited",
                            "before": before,
                            "after": before | {"text": "Prices rose."},
                            "diff": [
                                ["equal", "Prices "],
                                ["delete", "fell"],
                                ["insert", "rose"],
                                ["equal", "."],
                            ],
                        },
                        {
                            "changed": "gone",
                            "before": before,
                            "after": None,
                            "diff": [["delete", "Prices fell."]],
                        },
                    ],
                }
            ]
        },
    )
    assert changes_json(()) == {"changes": []}
