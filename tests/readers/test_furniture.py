"""What a page prints and nobody says."""

from __future__ import annotations

import pytest

from rag.readers.furniture import find_furniture
from rag.readers.paragraphs import Text
from tests.readers.making import read


def furniture(*lines: str, has_boxes: bool = True) -> list[str]:
    text = Text("\n\n".join(lines))
    found = find_furniture(text, text.paragraphs, has_boxes=has_boxes)
    return [text.line(paragraph) for paragraph in text.paragraphs if paragraph.start in found]


def test_boxes_with_their_titles_and_dates() -> None:
    box = ["See also", "Visit to Examplia", "September 6 − 8, 2016", "Greetings to all May 5, 2016"]
    assert furniture("Anna Berg: Yes.", *box, "Good words follow.") == box
    alone = ["Additional", "All news about the trip"]
    assert furniture("Anna Berg: Yes.", *alone, "Good words follow.") == alone
    assert furniture("Anna Berg: Yes.", *box, has_boxes=False) == []


@pytest.mark.parametrize(
    "line", ["https://example.org/a", "Source: https://example.org/", "Photo: TASS", "© Harbour Press"]
)
def test_links_and_captions(line: str) -> None:
    assert furniture("Anna Berg: Yes.", line, "Tom Reyes: No.") == [line]


def test_numbers_of_pages_count_on() -> None:
    assert furniture("One", "1", "two", "2", "three", "- 3 -") == ["1", "2", "- 3 -"]
    assert furniture("One", "Page 1 of 9", "two", "Page 2 of 9") == ["Page 1 of 9", "Page 2 of 9"]
    assert furniture("In", "2018", "and in", "1999") == []


def test_running_headers_come_back_with_their_numbers() -> None:
    headers = [f"Harbour Committee of Dover {number}" for number in (7, 8, 9)]
    lines = [part for header in headers for part in (header, "And so it went on.")]
    assert furniture(*lines) == headers
    assert furniture("Speaker 1", "Speaker 2", "Speaker 3") == []
    assert furniture("Anna Berg 0:03", "Anna Berg 0:04", "Anna Berg 0:05") == []


def test_a_turn_goes_on_after_furniture() -> None:
    transcript = read("Anna Berg: We saw\n1\nit was so.\n\nTom Reyes: No.\n\n2\n\nAnna Berg: Yes.")
    assert [(u.speaker, u.attribution, u.text) for u in transcript.utterances] == [
        ("Anna Berg", "printed", "We saw"),
        ("Anna Berg", "carried", "it was so."),
        ("Tom Reyes", "printed", "No."),
        ("Anna Berg", "printed", "Yes."),
    ]
    assert [part.text for part in transcript.narration] == ["1", "2"]


def test_cards_between_a_name_and_its_colon() -> None:
    text = (
        "Transcripts /\n\nMeeting\n\nOctober 1, 2018, Moscow\n\nAnna Berg: Hello.\n\n"
        "Railways CEO Tom Reyes Reyes TomGeneral Director of Railways : Thank you.\n\nAnna Berg: Good.\n\n"
        "Ann Lee\nLee Ann\nActing Head\n: I am ready.\n"
    )
    transcript = read(text)
    assert [(u.speaker, u.text) for u in transcript.utterances] == [
        ("Anna Berg", "Hello."),
        ("Tom Reyes", "Thank you."),
        ("Anna Berg", "Good."),
        ("Ann Lee", "I am ready."),
    ]
    narrated = ["Reyes TomGeneral Director of Railways", "Lee Ann", "Acting Head"]
    assert [part.text for part in transcript.narration] == narrated


def test_a_name_inside_a_card_is_no_label_of_its_own() -> None:
    text = "Transcripts /\n\nMeeting\n\nOctober 1, 2018\n\nAnna Berg: Hello.\n\n"
    text += "Ann Lee\nLee Ann\nActing Head of <b>Dover\n: I am ready.\n"
    assert [(u.speaker, u.text) for u in read(text).utterances] == [
        ("Anna Berg", "Hello."),
        ("Ann Lee", "I am ready."),
    ]
