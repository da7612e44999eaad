"""A record by value, and records of strangers: read, or refused in one line."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.errors import QuestionError, RecordError
from rag.proof.cite.annotation import MAX_BYTES, CitationRecord, Parser, read_record, record_of, record_text
from rag.proof.cite.quoted import Quoted
from rag.proof.cite.styles import cited
from tests.proof.cite.examples import QUESTION, URL, hit

MANIFEST = {"versions": {"rag-transcripts": "0.1.0"}, "recipe": {"code": "0123456789abcdef"}}
PARSER = Parser("0.1.0", "0123456789abcdef")
HIT = hit(start=16, end=58)
WORDS = "We shipped grain, gas & coal – 100% of it."
RECORD = record_of(HIT, PARSER, "2026-11-25")

Change = Callable[[dict[str, Any]], object]


def written(folder: Path, record: object) -> Path:
    path = folder / "record.json"
    path.write_text(record if isinstance(record, str) else json.dumps(record), "utf-8")
    return path


def test_a_record() -> None:
    assert record_of(HIT, PARSER, "2026-11-25") == {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": RECORD["id"],
        "type": "Annotation",
        "motivation": "bookmarking",
        "generator": {
            "type": "Software",
            "name": "rag-transcripts",
            "version": "0.1.0",
            "code": "0123456789abcdef",
        },
        "target": {
            "source": {
                "id": "ni:///sha-256;q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s",
                "path": "2018-09-12_58537.txt",
                "sha256": "ab" * 32,
            },
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": WORDS,
                    "prefix": "Good afternoon. ",
                    "suffix": "\n\nThank you.",
                },
                {"type": "TextPositionSelector", "start": 1016, "end": 1058},
            ],
        },
        "citation": {
            "speaker": "Vladimir Putin",
            "label": "President of Russia Vladimir Putin",
            "role": "President of Russia",
            "parenthetical": None,
            "attribution": "printed",
            "doubt": None,
            "title": "Eastern Economic Forum",
            "date": "2018-09-12",
            "place": "Vladivostok",
            "url": URL,
            "address": f"{URL}#:~:text=Good%20afternoon.-,We%20shipped%20grain%2C%20gas%20%26%20coal%20"
            "%E2%80%93%20100%25%20of%20it.,-Thank%20you.",
            "original": "http://kremlin.ru/events/president/transcripts/58537",
            "accessed": "2026-11-25",
            "transcript": "2018-09-12_58537",
            "utterance": 4,
            "lines": [12, 14],
            "counted_in": "file",
        },
    }
    name = RECORD["target"]["source"]["id"].partition(";")[2]
    assert base64.urlsafe_b64decode(name + "=").hex() == "ab" * 32


def test_the_name_is_that_of_words_at_a_place_of_a_file() -> None:
    def name(**other: object) -> object:
        return record_of(replace(HIT, **other), PARSER)["id"]  # type: ignore[arg-type]

    assert name() == RECORD["id"]
    assert name(title="Other", rank=9) == RECORD["id"]
    others = {name(sha256="cd" * 32), record_of(hit(start=16, end=57), PARSER)["id"], RECORD["id"]}
    assert len(others) == 3


def test_who_is_not_named_is_not_named_in_a_record() -> None:
    said = record_of(hit(QUESTION, 0, 15, url=None, source="all.jsonl", in_file=False), PARSER)["citation"]
    assert {
        key: said[key]
        for key in ("speaker", "label", "role", "url", "address", "original", "accessed", "counted_in")
    } == {
        "speaker": None,
        "label": "Question",
        "role": None,
        "url": None,
        "address": None,
        "original": None,
        "accessed": None,
        "counted_in": "utterance",
    }


def test_a_record_is_one_of_the_styles() -> None:
    text = cited(HIT, "record", "2026-11-25", MANIFEST)
    assert text == record_text(RECORD)
    assert json.loads(text) == RECORD
    assert cited(HIT, "ris", None, MANIFEST).startswith("TY  - ELEC")
    with pytest.raises(QuestionError):
        cited(HIT, "record", "soon", MANIFEST)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    path.write_text(record_text(RECORD), "utf-8")
    assert read_record(path) == CitationRecord(
        quoted=Quoted(
            exact=WORDS,
            prefix="Good afternoon. ",
            suffix="\n\nThank you.",
            label="President of Russia Vladimir Putin",
            speaker="Vladimir Putin",
            utterance=4,
            start=1016,
            end=1058,
        ),
        transcript="2018-09-12_58537",
        source="2018-09-12_58537.txt",
        sha256="ab" * 32,
        facts={
            "title": "Eastern Economic Forum",
            "date": "2018-09-12",
            "place": "Vladivostok",
            "url": URL,
            "role": "President of Russia",
            "parenthetical": None,
            "attribution": "printed",
        },
    )


def put(value: object, *keys: str | int) -> Change:
    def change(record: dict[str, Any]) -> None:
        part: Any = record
        for key in keys[:-1]:
            part = part[key]
        part[keys[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (put("Note", "type"), "type: Input should be 'Annotation'"),
        (put([], "target"), "target: Input should be"),
        (put("", "target", "selector", 0, "exact"), "target.selector[0].exact: String should have at least"),
        (put("x", "target", "selector", 0, "exact"), "target: the quote has 1 characters, its place 42"),
        (put(-1, "target", "selector", 1, "start"), "target.selector[1].start: Input should be greater than"),
        (put(True, "target", "selector", 1, "end"), "target.selector[1].end: Input should be a valid"),
        (put(1.5, "target", "selector", 1, "end"), "target.selector[1].end: Input should be a valid"),
        (put([], "target", "selector"), "target.selector"),
        (put("AB" * 32, "target", "source", "sha256"), "target.source.sha256: String should match"),
        (put("../x.txt", "target", "source", "path"), "the path must be that of a file within"),
        (put("/etc/passwd", "target", "source", "path"), "the path must be that of a file within"),
        (put("C:\\x.txt", "target", "source", "path"), "the path must be that of a file within"),
        (put("a\\..\\..\\x", "target", "source", "path"), "the path must be that of a file within"),
        (put("", "target", "source", "path"), "the path must be that of a file within"),
        (put("a\0b", "target", "source", "path"), "the path must be that of a file within"),
        (put("x" * 20_000, "citation", "title"), "citation.title: String should have at most"),
        (put(7, "citation", "speaker"), "citation.speaker: Input should be a valid string"),
        (put("guessed", "citation", "attribution"), "citation.attribution: Input should be"),
        (lambda record: record.pop("citation"), "citation: Field required"),
        (put("\ud800", "citation", "label"), "citation.label: "),
    ],
)  # fmt: skip
def test_a_record_that_is_none_is_told_in_one_line(tmp_path: Path, change: Change, told: str) -> None:
    record = deepcopy(RECORD)
    change(record)
    refused(written(tmp_path, record), told)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is no citation record: Expecting value"),
        ("{", "is no citation record: Expecting property name"),
        ("[" * 100_000, "is no citation record: it is nested too deep"),
        ("[]", "is no citation record: Input should be"),
        ("null", "is no citation record: Input should be"),
        ("NaN", "is no citation record: Input should be"),
        ("1" * 5000, "is no citation record: "),
    ],
)
def test_what_is_no_json_is_told_in_one_line(tmp_path: Path, text: str, told: str) -> None:
    refused(written(tmp_path, text), told)


def test_files_that_cannot_be_read_are_told_in_one_line(tmp_path: Path) -> None:
    refused(tmp_path, "is no regular file")
    refused(tmp_path / "none.json", "there is no file")
    refused(tmp_path / ("x" * 300), "cannot be read: File name too long")
    refused(Path("a\0b"), "cannot be read")
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe{}")
    refused(tmp_path / "bytes.json", "is no citation record: 'utf-8' codec")
    (tmp_path / "large.json").write_bytes(b" " * (MAX_BYTES + 1))
    refused(tmp_path / "large.json", f"has {MAX_BYTES + 1:,} bytes")


def refused(path: Path, told: str) -> None:
    with pytest.raises(RecordError) as error:
        read_record(path)
    assert told in str(error.value)
    assert len(str(error.value)) < 500 + len(str(path))


@pytest.mark.slow
@settings(deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["type", "target", "selector", "exact"]), inner)
        ),
        max_leaves=8,
    ),
    st.sampled_from(
        [("target",), ("target", "selector"), ("target", "source"), ("citation",), ("citation", "utterance")]
    ),
)
def test_no_record_does_harm(
    tmp_path_factory: pytest.TempPathFactory, part: object, keys: tuple[str, ...]
) -> None:
    record = deepcopy(RECORD)
    put(part, *keys)(record)
    path = written(tmp_path_factory.getbasetemp(), record)
    try:
        read_record(path)
    except RecordError as error:
        assert "\n" not in str(error)
