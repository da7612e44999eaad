"""Text fragments, read back by the rules of their specification."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.proof.cite.text_fragment import WHOLE, Fragment, encoded, text_fragment

DIRECTIVE = re.compile(r"text=[A-Za-z0-9._~%]+(?:-?,-?[A-Za-z0-9._~%]+){0,3}")


def read(directive: str) -> Fragment:
    """As the specification parses a directive: `[prefix-,]start[,end][,-suffix]`."""
    parts = directive.removeprefix("text=").split(",")
    prefix = parts.pop(0)[:-1] if parts[0].endswith("-") else ""
    suffix = parts.pop()[1:] if parts[-1].startswith("-") else ""
    assert len(parts) in {1, 2}
    start, end = (*parts, "")[:2]
    return Fragment(*map(unquote, (start, end, prefix, suffix)))


def test_a_short_quote_is_given_whole_between_its_neighbours() -> None:
    text = "Good afternoon to you all. We ship grain, gas & oil - a lot. Thank you very much."
    quote = "We ship grain, gas & oil - a lot."
    start = text.index(quote)
    found = text_fragment(text, start, start + len(quote))
    assert str(found) == (
        "text=to%20you%20all.-,We%20ship%20grain%2C%20gas%20%26%20oil%20%2D%20a%20lot.,-Thank%20you%20very"
    )


def test_a_turn_begins_after_its_label_and_ends_with_the_page() -> None:
    found = text_fragment("We ship gas.", 0, 12, "Vladimir\u00a0Putin:")
    assert str(found) == "text=Vladimir%20Putin%3A-,We%20ship%20gas."
    assert str(text_fragment("We ship gas.", 0, 12)) == "text=We%20ship%20gas."


def test_paragraphs_are_spanned_and_never_crossed_by_one_part() -> None:
    text = "Yes.\n\nWe ship a lot of gas today.\nNo more of that, thank you.\n\nGood."
    found = text_fragment(text, text.index("We"), text.index("\n\nGood"))
    assert found == Fragment("We ship a lot of", "more of that, thank you.", "Yes.", "Good.")


def test_a_long_quote_is_named_by_its_ends() -> None:
    words = [f"word{number}" for number in range(80)]
    text = " ".join(words)
    found = text_fragment(text, 0, len(text))
    assert len(text) > WHOLE
    assert found == Fragment(" ".join(words[:5]), " ".join(words[-5:]))


def test_more_words_are_given_where_fewer_lead_elsewhere() -> None:
    text = "So it was then: Yes. No. But not what it was then: Yes. No."
    start = text.rindex("Yes.")
    found = text_fragment(text, start, start + 4)
    assert found == Fragment("Yes.", "", "not what it was then:", "No.")
    assert found.first_match(text) == (start, start + 4)


def test_words_that_are_cut_are_given_whole() -> None:
    text = "Our airports helped."
    assert text_fragment(text, 7, 15) == Fragment("airports helped.", "", "Our", "")


def test_nothing_but_white_space_leads_nowhere() -> None:
    assert text_fragment("a   b", 1, 4) is None
    assert text_fragment("", 0, 0) is None


@pytest.mark.parametrize(("text", "part"), [("a-b", "a%2Db"), ("a,b&c", "a%2Cb%26c"), ("ы", "%D1%8B")])
def test_what_has_a_meaning_in_a_directive_is_encoded(text: str, part: str) -> None:
    assert encoded(text) == part


@settings(deadline=None)
@given(st.text(min_size=1), st.text())
def test_any_part_is_read_back(start: str, prefix: str) -> None:
    printed = Fragment(start, "", prefix, "")
    assert read(str(printed)) == printed


texts = st.text("abc -,&%\n\u00a0“é.", max_size=60)


@settings(deadline=None)
@given(texts, st.data())
def test_every_fragment_leads_to_words_around_the_quote(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    if not text[start:end].strip():
        assert text_fragment(text, start, end) is None
        return
    found = text_fragment(text, start, end)
    assert found is not None
    assert DIRECTIVE.fullmatch(str(found))
    back = read(str(found))
    assert back == found
    shown = re.sub(" +", " ", text)
    parts = (back.start, back.end, back.prefix, back.suffix)
    assert all(part in shown and "\n" not in part for part in parts)
    # Words are whole, and all of the quote's lie within what is marked.
    quote = text[start:end].split()
    assert quote[0] in back.start.split()[0]
    assert quote[-1] in (back.end or back.start).split()[-1]


@pytest.mark.slow
@settings(deadline=None)
@given(st.lists(st.integers(0, 5), min_size=30, max_size=120), st.data())
def test_a_browser_finds_the_very_words_where_the_turn_tells_them_apart(
    numbers: list[int], data: st.DataObject
) -> None:
    words = [f"w{number}" for number in numbers]
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    text = " ".join([*words[:first], "BEGIN", *words[first : last + 1], "END", *words[last + 1 :]])
    start, end = text.index("BEGIN"), text.index("END") + 3
    found = text_fragment(text, start, end)
    assert found is not None
    assert found.first_match(text) == (start, end)
