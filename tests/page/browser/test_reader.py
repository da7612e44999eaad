"""The reader in a real browser: opened at the passage, searched, left again; a very long transcript too."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import httpx
import pytest

from rag.page.links import State, query_string
from rag.page.parts import READER
from rag.proof.cite.permalinks import link_to
from rag.records import Request, Transcript, Utterance
from tests.page.browser.browsing import NARROW, WIDE, Open, ask, expect, picture, served
from tests.page.examples import PORTS_QUESTION, WordArchive, transcripts

pytestmark = [pytest.mark.browser]


LENGTH = 240_000
"""Characters of the long transcript, about as many bytes."""
AT_MOST = 2.0
"""Seconds in which it is open however busy the machine is; `benchmarks.page` tells how soon."""
QUESTION = "What is said about the lighthouse keepers of the northern coast?"
NEEDLE = "The lighthouse keepers of the northern coast are paid from the autumn budget."


@cache
def long_transcript() -> Transcript:
    """Turns of our own making, by six speakers in turn, with the needle past the middle."""
    utterances: list[Utterance] = []
    start = 0
    while start < LENGTH:
        number = len(utterances)
        said = [
            f"In the {number}th turn, point {point} is about roads, schools and the bridges of the district."
            for point in range(1, 9)
        ]
        if start > LENGTH * 0.6 and not any(NEEDLE in u.text for u in utterances):
            said[4] = NEEDLE
        text = "\n\n".join(said)
        name = f"Speaker {'ABCDEF'[number % 6]}"
        place = (start, start + len(text), (number * 20 + 1, number * 20 + 15))
        utterances.append(Utterance(number, name, name, None, None, "printed", text, *place))
        start += len(text) + 20
    return replace(transcripts()[0], id="long", title="A very long meeting", utterances=tuple(utterances))


@pytest.fixture(scope="module")
def here() -> Iterator[str]:
    with served(WordArchive((*transcripts(), long_transcript()))) as at:
        yield at


def open_reader(page: Any, question: str) -> Any:  # noqa: ANN401
    ask(page, question).get_by_role("link", name="Read in transcript").first.click()
    reader = page.get_by_role("complementary", name="Transcript")
    reader.locator("#passage").wait_for()
    return reader


def is_seen(page: Any, rectangle: dict[str, float]) -> bool:  # noqa: ANN401
    top = page.locator("#reader .bar").bounding_box()
    return bool(
        top["y"] + top["height"] <= rectangle["y"]
        and rectangle["y"] + rectangle["height"] <= page.viewport_size["height"]
    )


CURRENT = "const b = [...CSS.highlights.get('found-now')][0].getBoundingClientRect();"
PLACE = f"() => {{ {CURRENT} return {{y: b.y, height: b.height}}; }}"
WORDS = "() => [...CSS.highlights.get('found-now')].map(r => r.toString())"


def test_passage_and_answering_sentence_are_told_apart(opened: Open, here: str) -> None:
    page = opened(here)
    reader = open_reader(page, QUESTION)
    sentence = reader.locator("#passage .sentence")
    expect(sentence).to_have_text(NEEDLE)
    backgrounds = {
        "e => getComputedStyle(e).backgroundColor": 2,
        "e => getComputedStyle(e).textDecorationLine": 2,
    }
    for look, different in backgrounds.items():
        assert len({reader.locator(which).evaluate(look) for which in ("#passage", ".sentence")}) == different
    assert is_seen(page, sentence.bounding_box())


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_hits_of_the_answer_are_stepped_through_and_back_at_the_card(
    opened: Open, here: str, size: tuple[int, int]
) -> None:
    page = opened(here, size)
    reader = open_reader(page, PORTS_QUESTION)
    first = reader.locator("#passage").text_content()
    told = reader.get_by_role("navigation", name="Passages of the answer in this transcript")
    count = int(told.inner_text().split()[3])
    assert count == 1 + reader.locator("mark.hit").count()
    seen = []
    for _ in range(count):
        told.get_by_role("link", name="Next passage").click()
        expect(reader.locator("#passage")).not_to_have_text(seen[-1] if seen else first or "")
        page.wait_for_timeout(50)
        assert is_seen(page, reader.locator("#passage").bounding_box())
        seen.append(reader.locator("#passage").text_content())
    assert seen[-1] == first
    assert len(set(seen)) == count
    told.get_by_role("link", name="Previous passage").click()
    expect(reader.locator("#passage")).to_have_text(seen[-2])
    page.keyboard.press("Escape")
    expect(reader).to_be_hidden()
    expect(page.locator(".card").first).to_be_focused()


def test_words_are_found_counted_and_stepped_through(opened: Open, here: str) -> None:
    page = opened(here)
    reader = open_reader(page, QUESTION)
    text = " ".join(reader.locator("article").inner_text().split())
    field = reader.get_by_role("searchbox", name="Find in this transcript")
    count = reader.locator("output")
    reader.press("f")
    expect(field).to_be_focused()
    page.keyboard.type("the BRIDGES of")
    expected = text.count("the bridges of")
    first = int(count.inner_text().split(" of ")[0])
    expect(count).to_have_text(f"{first} of {expected}")
    assert page.evaluate(WORDS) == ["the bridges of"]
    assert is_seen(page, page.evaluate(PLACE))
    field.press("Enter")
    expect(count).to_have_text(f"{first + 1} of {expected}")
    for _ in range(5):
        field.press("Enter")
        assert is_seen(page, page.evaluate(PLACE))
    for _ in range(7):
        field.press("Shift+Enter")
    expect(count).to_have_text(f"{first - 1} of {expected}")
    assert is_seen(page, page.evaluate(PLACE))
    reader.get_by_role("button", name="Next place").click()
    expect(count).to_have_text(f"{first} of {expected}")
    picture(page, "wide-light-find")
    field.fill("keepers of the northern coast are")
    expect(count).to_have_text("1 of 1")
    assert page.evaluate(WORDS) == ["keepers of the northern coast are"]
    field.fill("no such words")
    expect(count).to_have_text("None")
    field.press("Escape")
    expect(field).to_have_value("")
    expect(reader).to_be_visible()
    expect(reader).to_be_focused()
    page.keyboard.press("Escape")
    expect(reader).to_be_hidden()


def test_signs_of_patterns_are_words_and_printed_signs_are_found(opened: Open, here: str) -> None:
    page = opened(here)
    reader = open_reader(page, PORTS_QUESTION)
    field, count = reader.locator("input"), reader.locator("output")
    for sought in (".*", "(?:", "[a-z]", "\\", "<b>"):
        field.fill(sought)
        expect(count).to_have_text("None")
    said = " ".join(u.text for u in transcripts()[1].utterances)
    assert "’" in said
    field.fill("'s")
    expect(count).to_contain_text(f" of {said.count('’s')}")


def test_a_very_long_transcript_opens_at_once(opened: Open, here: str) -> None:
    held = long_transcript()
    assert sum(len(u.text) for u in held.utterances) > 0.95 * LENGTH
    passage = next(
        hit.passage for hit in WordArchive((held,)).ask(Request(QUESTION)).hits if NEEDLE in hit.passage.text
    )
    address = f"{here}{READER}?{query_string(State(passage=link_to(passage)))}"
    took = []
    for _ in range(5):
        begun = time.perf_counter()
        assert NEEDLE in httpx.get(address).text
        took.append(time.perf_counter() - begun)
    page = opened(here)
    turn = ask(page, QUESTION)
    spent = turn.get_by_role("link", name="Read in transcript").first.evaluate(
        """link => new Promise(done => {
            const begun = performance.now();
            const look = () => document.querySelector("#reader #passage")
                ? requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)))
                : requestAnimationFrame(look);
            link.click();
            look();
        })"""
    )
    logging.getLogger(__name__).info("server %.0f ms, on screen %.0f ms", sorted(took)[2] * 1000, spent)
    assert sorted(took)[2] < AT_MOST
    assert spent / 1000 < AT_MOST
    assert is_seen(page, page.locator("#reader #passage").bounding_box())


def test_the_page_of_its_own_needs_no_script(chromium: Any, here: str) -> None:  # noqa: ANN401
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    hits = [hit.passage for hit in WordArchive((transcripts()[1],)).ask(Request(PORTS_QUESTION)).hits[:3]]
    place = f"u={hits[0].utterance}&start={hits[0].start}&end={hits[0].end}"
    given = "&".join(f"hit={p.utterance}-{p.start}-{p.end}" for p in hits)
    page.goto(f"{here}/transcripts/{hits[0].transcript}?{place}&{given}#passage")
    assert is_seen_in(page, "#passage")
    assert page.locator("#passage").text_content() == hits[0].text
    page.get_by_role("link", name="Next passage").click()
    expect(page.locator("#passage")).to_have_text(
        sorted(hits, key=lambda p: p.start)[(sorted(p.start for p in hits).index(hits[0].start) + 1) % 3].text
    )
    assert is_seen_in(page, "#passage")
    context.close()


def is_seen_in(page: Any, which: str) -> bool:  # noqa: ANN401
    box = page.locator(which).bounding_box()
    return bool(0 <= box["y"] < page.viewport_size["height"])
