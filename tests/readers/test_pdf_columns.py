"""Pages: columns in reading order, running heads and numbers apart from the text."""

from __future__ import annotations

from rag.readers.pdf_columns import columns, without_margin_numbers, without_running_heads
from tests.readers.printing import line, page, texts

LEFT = [f"the left column, line {number}" for number in range(8)]
RIGHT = [f"the right column, line {number}" for number in range(8)]


def test_one_column() -> None:
    assert [texts(column) for column in columns(page("Anna Berg: One", "two.", "", "Three."))] == [
        ["Anna Berg: One", "two.", "Three."]
    ]
    assert list(columns(())) == []


def test_two_columns_under_a_title_and_over_a_line_across() -> None:
    title, last = line("A title that runs across both of the columns of it", 80), line("x" * 60, 400)
    both = (title, *page(*LEFT), *page(*RIGHT, left=250), last)
    assert [texts(column) for column in columns(tuple(sorted(both, key=lambda each: each.top)))] == [
        [title.text],
        LEFT,
        RIGHT,
        [last.text],
    ]


def test_labels_beside_the_text_are_no_column() -> None:
    labels = ["Anna Berg:" if number % 2 else "Tom Reyes:" for number in range(8)]
    said = [f"these are the words of the turn {number}" for number in range(8)]
    (column,) = columns((*page(*labels), *page(*said, left=150)))
    assert texts(column) == [f"{label} {words}" for label, words in zip(labels, said, strict=True)]


def test_a_short_mark_beside_the_text_stands_before_a_tab() -> None:
    assert [texts(column) for column in columns((line("Q", 100), line("Why grain?", 100, 90)))] == [
        ["Q\tWhy grain?"]
    ]


def test_numbered_lines_lose_their_numbers() -> None:
    numbered = page(*(f"{number}   Q. Was it number {number}?" for number in range(1, 9)))
    (column,) = columns(numbered)
    assert texts(column) == [f"Q. Was it number {number}?" for number in range(1, 9)]
    apart = (*page(*map(str, range(1, 9)), left=20), *page(*LEFT))
    (column,) = columns(apart)
    assert texts(column) == LEFT


def test_lines_that_begin_with_some_numbers_keep_them() -> None:
    found = page("7 ships came.", "8 left.", "Nobody", "knows", "about", "the others", "of 2023.")
    (column,) = columns(found)
    assert texts(column) == [each.text for each in found]


def test_running_heads_and_page_numbers_are_no_text() -> None:
    pages = [
        (
            line(f"Harbour Committee {number}", 40),
            *page(f"Text of page {number}", "and more."),
            line("Confidential", 700),
            line(f"- {number} -", 730),
        )
        for number in range(1, 5)
    ]
    kept, heads = without_running_heads(pages)
    assert [texts(each) for each in kept] == [[f"Text of page {n}", "and more."] for n in range(1, 5)]
    assert heads == ["Harbour Committee 1", "Confidential"]


def test_words_that_come_back_at_the_top_of_pages_are_text() -> None:
    pages = [page("A. Yes.", f"Q. And number {number}?", "A. No.") for number in range(1, 5)]
    assert without_running_heads(pages) == ([*pages], [])


def test_a_line_at_the_top_of_one_page_is_text() -> None:
    pages = [(line("Harbour Committee", 40), *page("One."))]
    assert without_running_heads(pages) == ([*pages], [])


def test_numbers_in_the_margin_that_count_lines_or_paragraphs_are_no_text() -> None:
    said = [f"Anna Berg: a paragraph with the number {number}" for number in range(1, 8)]
    pages = [
        (*page(*("1", "", "", "2", "", "3"), left=20), *page(said[0], "and more", "of it", *said[1:3])),
        (*page("4", "5", "6", "7", left=20), *page(*said[3:])),
    ]
    kept = without_margin_numbers(pages)
    assert sorted(text for each in kept for text in texts(each)) == sorted([*said, "and more", "of it"])


def test_numbers_that_do_not_count_on_are_text() -> None:
    pages = [(*page("7", "12", "5", "3", "9", "1", "8", left=20), *page(*LEFT))]
    assert [texts(each) for each in without_margin_numbers(pages)] == [
        texts(sorted(pages[0], key=lambda each: each.top))
    ]
