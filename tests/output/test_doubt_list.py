"""What leaves open who speaks, in words and as JSON."""

from __future__ import annotations

from rag.index.catalogue_labels import LocatedDoubt
from rag.output.doubt_list import doubts_json, doubts_listed
from rag.readers.alike import AlikePersons

DOUBTS = (
    LocatedDoubt("a", "a.txt", 11, "Smithson:", "may be “Owen Smithson” or “Chloe Smithson”"),
    LocatedDoubt("a", "a.txt", 13, "US Secretary:", "may be a label, and is taken as text"),
)
ALIKE = (AlikePersons(("Anna Berg", "A. Berg"), "initials"),)


def test_in_words() -> None:
    assert list(doubts_listed(DOUBTS, ALIKE)) == [
        "Not certain who speaks from these lines on (1 transcript):",
        "a.txt:11  “Smithson:” may be “Owen Smithson” or “Chloe Smithson”",
        "a.txt:13  “US Secretary:” may be a label, and is taken as text",
        "Persons who may be one (1 group); nothing is merged:",
        "Anna Berg, A. Berg: initials that fit",
        "Where some are, say so in speakers.toml: rag sources --speakers prints a first version.",
    ]


def test_where_nothing_is_open() -> None:
    assert list(doubts_listed((), ())) == ["No line leaves open who speaks.", "No persons who may be one."]


def test_as_json() -> None:
    assert doubts_json(DOUBTS[:1], ALIKE) == {
        "doubts": [
            {
                "transcript": "a",
                "path": "a.txt",
                "line": 11,
                "text": "Smithson:",
                "reason": "may be “Owen Smithson” or “Chloe Smithson”",
            }
        ],
        "may_be_one": [{"names": ("Anna Berg", "A. Berg"), "by": "initials"}],
    }
