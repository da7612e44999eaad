"""Printed lines → paragraphs: across lines, columns and pages."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.readers.document import DocumentLine
from rag.readers.pdf_layout import document_lines
from rag.readers.pdf_pages import Page
from tests.builders import cases
from tests.readers.printing import line, page

FULL = "These words fill the whole of the line of this page, and go"


def paragraphs(*pages: Page) -> list[str]:
    """The lines of a document; `>` before one that does not open a paragraph."""
    return [f"{'' if each.opens else '>'}{each.text}" for each in document_lines(pages)]


def test_lines_of_a_paragraph_are_one() -> None:
    assert paragraphs(page(f"Anna Berg: {FULL}", "on for a while.", "", "More.")) == [
        f"Anna Berg: {FULL} on for a while.",
        "More.",
    ]


def test_an_indented_line_opens_a_paragraph_and_so_does_one_that_hangs_out() -> None:
    assert paragraphs(page(FULL, FULL, f"   {FULL}", FULL, FULL)) == [
        f"{FULL} {FULL}",
        f"{FULL} {FULL} {FULL}",
    ]
    hanging = page(
        f"Anna Berg: {FULL}", f"   {FULL}", f"   {FULL}", f"   {FULL}", f"Tom Reyes: {FULL}", f"   {FULL}"
    )
    assert paragraphs(hanging) == [f"Anna Berg: {FULL} {FULL} {FULL} {FULL}", f"Tom Reyes: {FULL} {FULL}"]


def test_a_line_that_ends_a_sentence_early_ends_a_paragraph() -> None:
    assert paragraphs(page(FULL, "on.", FULL, FULL[:40], FULL)) == [
        f"{FULL} on.",
        f"{FULL} {FULL[:40].strip()} {FULL}",
    ]


def test_what_begins_like_a_label_stands_at_the_head_of_a_line() -> None:
    said = page(FULL, f"{FULL[:45]} as said by", f"Tom Reyes: {FULL}", "on.", f"Anna Berg: {FULL}")
    assert paragraphs(said) == [
        f"{FULL} {FULL[:45]} as said by",
        f">Tom Reyes: {FULL} on.",
        f"Anna Berg: {FULL}",
    ]


def test_a_label_over_two_lines_is_one() -> None:
    said = page("Constitutional Court Chairman Valery", "Zorkin: Thank you, Mr President, for that.")
    assert paragraphs(said) == [
        "Constitutional Court Chairman Valery Zorkin: Thank you, Mr President, for that."
    ]


def test_bold_type_opens_a_paragraph() -> None:
    first, second = line(f"Anna Berg {FULL}", 100, bold=9), line(FULL, 112)
    third = line(f"Tom Reyes {FULL}", 124, bold=9)
    found = document_lines([(first, second, third)])
    assert [(each.text, each.bold) for each in found] == [
        (f"Anna Berg {FULL} {FULL}", 9),
        (f"Tom Reyes {FULL}", 9),
    ]


def test_a_line_that_ends_very_early_ends_a_paragraph_whatever_its_last_word() -> None:
    assert paragraphs(page("Talks on grain", "May 5, 2023", f"Anna Berg: {FULL}")) == [
        "Talks on grain",
        "May 5, 2023",
        f"Anna Berg: {FULL}",
    ]


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        (
            "We ship grain and infor-",
            "mation every day of it.",
            "We ship grain and information every day of it.",
        ),
        (
            "It is a well-known and well-",
            "known thing, as I said.",
            "It is a well-known and well-known thing, as I said.",
        ),
        (
            "The known is well and well-",
            "known is no word of it.",
            "The known is well and well-known is no word of it.",
        ),
        ("It is the Anglo-", "Saxon way of doing things.", "It is the Anglo-Saxon way of doing things."),
        (
            "It was in the years 2018-",
            "19 and again in the next.",
            "It was in the years 2018-19 and again in the next.",
        ),
        ("We ship grain -", "and gas.", "We ship grain - and gas."),
    ],
)
def test_divided_words_are_whole(first: str, second: str, whole: str) -> None:
    assert paragraphs(page(first, second)) == [whole]
    assert " ".join(each.removeprefix(">") for each in paragraphs(page(first), page(second))) == whole


def test_a_paragraph_goes_on_over_the_page() -> None:
    found = document_lines([page("First.", "", FULL, FULL), page("on to its end.", "", "Next.")])
    assert found[1:] == [
        DocumentLine(f"{FULL} {FULL}", page=1),
        DocumentLine("on to its end.", opens=False, page=2),
        DocumentLine("Next.", page=2),
    ]


def test_headings_and_footnotes_are_not_said() -> None:
    text = [*page(f"Anna Berg: {FULL}", FULL, FULL, FULL, "on and on.")]
    heading, note = line("The second day", 70, height=15), line("1 See page 7.", 200, height=7)
    found = document_lines([(heading, *text, note)])
    assert [each.is_said for each in found] == [False, True, False]


def test_ligatures_are_letters() -> None:
    assert paragraphs(page("The \ufb01rst o\ufb03ce.")) == ["The first office."]


def test_a_page_is_not_all_running_head() -> None:
    printed = [(line("Anna", 0, height=0), line("Anna", 0, height=7), line("Anna", 0, height=7))]
    assert [each.text for each in document_lines(printed)] == ["Anna Anna", "Anna"]


def test_pages_without_text() -> None:
    assert document_lines([(), ()]) == []


PRINTED = st.builds(
    line,
    st.lists(
        st.sampled_from(["Anna", "Berg:", "grain", "well-", "no.", "Q", "\ufb01sh", "7", "-"]),
        min_size=1,
        max_size=9,
    ).map(" ".join),
    st.integers(0, 60).map(lambda row: row * 12.0),
    st.sampled_from([40.0, 50.0, 58.0, 300.0, 310.0]),
    bold=st.integers(0, 1),
    height=st.sampled_from([7.0, 10.0, 10.0, 10.0, 14.0, 0.0]),
)


@cases(60)
@given(st.lists(st.lists(PRINTED, max_size=40).map(tuple), max_size=6))
def test_no_word_of_any_page_is_lost(pages: list[Page]) -> None:
    found = document_lines(pages)
    assert all(each.text == each.text.strip() and 0 <= each.bold <= len(each.text) for each in found)
    kept = Counter(re.findall(r"[^\W\d_]", "".join(each.text for each in found)))
    printed = Counter(
        re.findall(r"[^\W\d_]", "".join(each.text for page in pages for each in page).replace("\ufb01", "fi"))
    )
    heads = printed - kept
    assert not kept - printed
    assert not heads or any(not each.is_said for each in found)
