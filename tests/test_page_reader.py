"""The reader: every turn in the order of the source, one passage marked, nothing guessed."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from page_examples import passage, transcripts
from page_markup import HOSTILE, Page

from rag.page import markup
from rag.page.reader import missing_page, read_place, transcript_page
from rag.records import Narration, Transcript, Utterance


@pytest.mark.parametrize("bad", HOSTILE)
def test_hostile_text_in_every_field_of_a_transcript_stays_text(bad: str) -> None:
    said = Utterance(0, bad, None, bad, bad, "unknown", bad, 0, len(bad), (1, 1))
    held = Transcript(
        bad, bad, bad, bad, "javascript:alert(1)", bad, "0", bad, bad, (said,), (Narration(bad, (2, 2)),)
    )
    page = Page(transcript_page(held, (0, 0, len(bad))))
    assert page.texts("h1") == [bad]
    assert page.texts("div", "said") == [bad]
    assert page.texts("p", "narration") == [bad]
    assert page.texts("mark") == [bad]
    assert bad in page.texts("p", "source")[0]
    assert page.links() == ["/", "/help", "/docs"]
    assert bad[:200] in Page(missing_page(bad)).texts("p")[0]


def test_the_reader_holds_every_utterance_and_narration_in_the_order_of_the_source() -> None:
    held = transcripts()[1]
    page = Page(transcript_page(held))
    assert page.texts("h1") == ["Meeting with President of Belarus Alexander Lukashenko"]
    assert page.texts("p", "about") == ["11 April 2024 · The Kremlin, Moscow"]
    assert page.texts("p", "source") == ["Source file: 004_740d1cef05ee691b.txt"]
    assert page.texts("div", "said") == [u.text for u in held.utterances]
    assert page.texts("p", "label") == [u.label for u in held.utterances]
    ids = [e.attributes["id"] for e in page.elements if "id" in e.attributes]
    assert ids == [f"u{u.number}" for u in held.utterances]
    (main,) = page.texts("main")
    assert main.index(held.narration[0].text) < main.index(held.utterances[0].text)


def test_the_reader_marks_the_passage_and_nothing_else() -> None:
    for held in transcripts():
        for said in held.utterances:
            for match in re.finditer(r"\S.*", said.text):
                found = passage(held, said, *match.span())
                page = transcript_page(held, (said.number, found.start, found.end))
                assert re.findall(r'<mark id="passage">(.*?)</mark>', page, re.DOTALL) == [
                    markup.text(found.text)
                ]


def test_offsets_within_the_utterance_serve_as_well() -> None:
    said = Utterance(7, "Chair", "Chair", None, None, "printed", "One. Two. Three.", 0, 16, (1, 1))
    held = replace(transcripts()[0], utterances=(said,), narration=(), url="https://example.org/7")
    page = Page(transcript_page(held, (7, 5, 9)))
    assert page.texts("mark") == ["Two."]
    assert page.links() == ["/", "/help", "/docs", "https://example.org/7"]


def test_the_reader_shows_labels_as_printed_and_says_where_there_is_none() -> None:
    said = transcripts()[0].utterances[0]
    turns = (
        replace(said, label="Question", speaker=None, role=None),
        replace(said, number=1, parenthetical="retranslated"),
        replace(said, number=2, label=None, attribution="carried"),
        replace(said, number=3, label=None, speaker=None, attribution="unknown"),
    )
    page = Page(transcript_page(replace(transcripts()[0], utterances=turns)))
    assert page.texts("p", "label") == ["Question", "President of Russia Vladimir Putin (retranslated)"]
    assert page.texts("p", "who") == ["Vladimir Putin · President of Russia"]
    assert len(page.texts("p", "note")) == 1
    assert page.texts("p", "who nobody") == ["The transcript names no speaker here (no label is printed)."]


@pytest.mark.parametrize("place", [(3, 0, 5), (3, 10**8, 10**9), (99, 1, 2), (3, 9, 3)])
def test_a_place_that_is_none_marks_nothing(place: tuple[int, int, int]) -> None:
    page = Page(transcript_page(transcripts()[1], place))
    assert page.texts("mark") == []
    assert page.texts("div", "said") == [u.text for u in transcripts()[1].utterances]


@pytest.mark.parametrize(
    ("query", "place"),
    [
        (("41", "10", "20"), (41, 10, 20)),
        (("41", None, "20"), None),
        (("-1", "10", "20"), None),
        (("4" * 5000, "10", "20"), None),
        (("٤", "1", "2"), None),
        (("1<script>", "1", "2"), None),
        ((None, None, None), None),
    ],
)
def test_only_three_numbers_are_a_place(
    query: tuple[str | None, str | None, str | None], place: tuple[int, int, int] | None
) -> None:
    assert read_place(*query) == place
