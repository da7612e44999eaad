"""The page as people work with it: the thread, its address, the keyboard, quotes to the character."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import httpx
import pytest

from rag.records import Answer, Request
from tests.page.browser.browsing import (
    BOX,
    NARROW,
    PEACE,
    TURN,
    WIDE,
    Open,
    ask,
    expect,
    linked,
    picture,
    query,
    quotes,
    served,
)
from tests.page.examples import CORPUS, LUKASHENKO, PORTS, PORTS_QUESTION, WordArchive, transcripts

pytestmark = [pytest.mark.browser, pytest.mark.model]


# Asking.


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "size"), [("wide", WIDE), ("narrow", NARROW)])
def test_a_question_is_answered_with_the_real_quote(
    opened: Open, address: str, width: str, size: tuple[int, int], scheme: str
) -> None:
    page = opened(address, size, scheme)
    expect(page.locator(BOX)).to_be_focused()
    picture(page, f"{width}-{scheme}-start")
    turn = ask(page, PORTS_QUESTION)
    first = turn.locator(".card").first
    assert PORTS in first.locator(".quote").inner_text().replace("\u00a0", " ")
    assert first.locator(".who").inner_text() == "Alexander Lukashenko · President of the Republic of Belarus"
    assert "11 April 2024" in first.locator(".about").inner_text()
    assert page.title() == f"{PORTS_QUESTION} – Ask the transcripts"
    assert first.locator("mark").count() == 1
    assert first.locator(".quote").bounding_box()["y"] < size[1]
    picture(page, f"{width}-{scheme}-answer")
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    expect(page.locator(BOX)).to_have_value("")
    expect(page.locator("#status")).to_have_text("10 passages found.")


def test_every_quote_in_the_browser_is_the_passage_to_the_character(opened: Open, address: str) -> None:
    turn = ask(opened(address), PORTS_QUESTION)
    told = httpx.get(f"{address}/api/ask", params={"question": PORTS_QUESTION}).json()["passages"]
    assert len(told) == 10
    assert quotes(turn) == [passage["text"] for passage in told]
    sources = {path.name: path.read_bytes().decode() for path in CORPUS.glob("*.txt")}
    for quote, passage in zip(quotes(turn), told, strict=True):
        source = passage["source"]
        assert sources[source["path"]][source["start"] : source["end"]] == quote


def test_an_example_is_asked_by_a_click(opened: Open, address: str) -> None:
    page = opened(address)
    example = page.locator("#start .suggested a").first
    question = example.inner_text()
    example.click()
    assert page.locator(TURN).locator("h2").inner_text() == question
    assert not page.locator("#start").is_visible()
    assert query(page) == {"q": [question]}


def test_where_nothing_is_about_the_question_the_page_says_so_and_leads_on(
    opened: Open, address: str
) -> None:
    page = opened(f"{address}/?speaker=Putin")
    turn = ask(page, "What are the rules of cricket?")
    assert "Nothing was found that is about this. The nearest passages:" in turn.inner_text()
    assert "Searched 2 transcripts" in turn.inner_text()
    picture(page, "wide-light-empty")
    # Nothing stands between a reader and a passage that may answer after all.
    shown = turn.locator(".card")
    assert all(shown.nth(number).is_visible() for number in range(shown.count()))
    turn.get_by_role("link", name="The same without filters").click()
    page.wait_for_url(lambda address: "speaker" not in address)
    assert query(page) == {"q": ["What are the rules of cricket?"]}


def test_a_mistake_is_told_in_the_thread(opened: Open, address: str) -> None:
    page = opened(f"{address}/?from=yesterday")
    turn = ask(page, "Who spoke?")
    assert "yesterday" in turn.locator(".error").inner_text()


# Follow-ups and what was understood.


def test_a_follow_up_is_shown_as_one_and_asked_alone_by_a_click(opened: Open, address: str) -> None:
    page = opened(address)
    ask(page, PORTS_QUESTION)
    second = ask(page, "And Murmansk?")
    assert f"Asked as a follow-up to “{PORTS_QUESTION}”" in second.locator(".followup").inner_text()
    assert query(page) == {"q": ["And Murmansk?"], "previous": [PORTS_QUESTION]}
    picture(page, "wide-light-follow-up")
    third = ask(page, "And St Petersburg?")
    expect(third.locator(".followup")).to_contain_text(f"“{PORTS_QUESTION} › And Murmansk?”")
    assert query(page)["previous"] == [f"{PORTS_QUESTION}\nAnd Murmansk?"]
    third.get_by_role("link", name="Ask it alone").click()
    expect(page.locator(TURN)).to_have_count(3)
    expect(page.locator(".followup")).to_have_count(1)
    assert query(page) == {"q": ["And St Petersburg?"]}


def test_a_question_of_its_own_does_not_keep_what_came_before_it(opened: Open, address: str) -> None:
    page = opened(address)
    ask(page, PORTS_QUESTION)
    ask(page, PEACE)
    assert query(page) == {"q": [PEACE]}
    assert page.locator(TURN).count() == 2
    page.get_by_role("link", name="New thread").click()
    expect(page.locator(TURN)).to_have_count(0)
    expect(page.locator("#start")).to_be_visible()
    assert urlsplit(page.url).query == ""


def test_an_understood_speaker_is_taken_out_and_put_back(opened: Open, address: str) -> None:
    page = opened(address)
    chip = f"{LUKASHENKO}, read from the question: remove"
    ask(page, PORTS_QUESTION).get_by_role("link", name=chip).click()
    undo = page.get_by_role("link", name="the speaker ignored: undo")
    undo.wait_for()
    assert page.locator(TURN).count() == 1
    assert query(page) == {"q": [PORTS_QUESTION], "ignore": ["speakers"]}
    undo.click()
    page.get_by_role("link", name=chip).wait_for()
    assert query(page) == {"q": [PORTS_QUESTION]}


# The address.


def test_an_address_shows_the_same_answer_again(opened: Open, address: str) -> None:
    page = opened(address)
    shown = quotes(ask(page, PORTS_QUESTION))
    again = opened(page.url)
    again.locator(TURN).wait_for()
    assert quotes(again.locator(TURN)) == shown


def test_back_and_forward_go_through_what_was_shown(opened: Open, address: str) -> None:
    page = opened(address)
    first = quotes(ask(page, PORTS_QUESTION))
    second = quotes(ask(page, PEACE))
    page.go_back()
    expect(page.locator(TURN)).to_have_count(1)
    assert quotes(page.locator(TURN)) == first
    page.go_back()
    expect(page.locator("#start")).to_be_visible()
    page.go_forward()
    page.go_forward()
    expect(page.locator(TURN)).to_have_count(2)
    assert quotes(page.locator(TURN).last) == second
    page.reload()
    page.wait_for_selector("html[data-ready]")
    expect(page.locator(TURN)).to_have_count(2)


def test_signs_that_addresses_write_in_two_ways_lead_to_one_turn(opened: Open, address: str) -> None:
    page = opened(address)
    turn = ask(page, f"{PORTS_QUESTION} (*~')")
    turn.evaluate("e => { e.kept = true; }")
    turn.get_by_role("link", name="Read in transcript").first.click()
    page.locator("#reader #passage").first.wait_for()
    page.keyboard.press("Escape")
    expect(turn.locator(".card").first).to_be_focused()
    assert turn.evaluate("e => e.kept")
    assert page.locator(TURN).count() == 1


# The reader.


@pytest.mark.parametrize(("width", "size"), [("wide", WIDE), ("narrow", NARROW)])
def test_the_reader_opens_at_the_passage_and_gives_the_focus_back(
    opened: Open, address: str, width: str, size: tuple[int, int]
) -> None:
    page = opened(linked(address), size)
    turn = page.locator(TURN)
    for number in (0, 2):
        turn.get_by_role("link", name="Read in transcript").nth(number).click()
        reader = page.locator("#reader")
        expect(reader).to_be_visible()
        mark = reader.locator("#passage").first
        mark.wait_for()
        page.wait_for_timeout(100)
        box = mark.bounding_box()
        assert 0 <= box["y"] < size[1]
        assert page.evaluate("document.documentElement.scrollWidth") == size[0]
        picture(page, f"{width}-light-reader")
        assert "read" in query(page)
        assert page.locator("#foot").evaluate("e => e.inert") == (width == "narrow")
        page.keyboard.press("Escape")
        expect(reader).to_be_hidden()
        expect(turn.locator(".card").nth(number)).to_be_focused()
        assert "read" not in query(page)


def test_a_link_to_a_passage_opens_the_reader_there(opened: Open, address: str) -> None:
    page = opened(linked(address))
    page.locator(TURN).get_by_role("button", name="Copy link").first.click()
    link = page.evaluate("navigator.clipboard.readText()")
    quote = quotes(page.locator(TURN))[0]
    other = opened(link)
    other.locator("#reader #passage").first.wait_for()
    marked = other.locator("#reader mark").evaluate_all("m => m.map(e => e.textContent).join('')")
    assert quote in marked
    assert other.locator("#start").is_visible()
    wrong = opened(re.sub(r"text=\w{4}", "text=0000", link))
    expect(wrong.locator("#reader")).to_contain_text("the words of the passage are not there any more")


# The keyboard.


def test_all_of_it_works_without_a_mouse(opened: Open, address: str) -> None:
    page = opened(address)
    page.keyboard.type(PORTS_QUESTION)
    page.keyboard.press("Enter")
    cards = page.locator(f"{TURN} .card")
    cards.first.wait_for()
    page.keyboard.press("Escape")  # out of the box, where letters are letters
    page.keyboard.press("j")
    expect(cards.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(cards.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(cards.nth(0)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#reader")).to_be_visible()
    expect(page.locator("#reader")).to_be_focused()
    page.keyboard.press("Escape")
    expect(cards.nth(0)).to_be_focused()
    page.keyboard.press("c")
    expect(page.locator("#status")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == quotes(page.locator(TURN))[0]
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_be_visible()
    picture(page, "wide-light-keys")
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    page.keyboard.press("/")
    expect(page.locator(BOX)).to_be_focused()
    page.keyboard.type("j/k?")
    expect(page.locator(BOX)).to_have_value("j/k?")


def test_single_keys_can_be_switched_off(opened: Open, address: str) -> None:
    page = opened(linked(address))
    page.locator(f"{TURN} .card").first.wait_for()
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Single keys do this").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.locator(".card:focus").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_a_small_window(opened: Open, address: str, scheme: str) -> None:
    page = opened(linked(address), (320, 640), scheme)
    page.locator(TURN).wait_for()
    page.get_by_role("button", name="Filters").click()
    page.locator(".filtering").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.locator("#filtering").click()
    page.get_by_role("link", name="Check a quote").click()
    assert page.evaluate("document.documentElement.scrollWidth") == 320


# Failing.


def test_a_fault_of_the_server_is_told_without_its_details_and_tried_again(opened: Open) -> None:
    class Faulty(WordArchive):
        def ask(self, request: Request) -> Answer:
            if request.text == PORTS_QUESTION and request.k > 1:  # the examples are tried with one passage
                raise RuntimeError("secret <b>detail</b>")
            return super().ask(request)

    with served(Faulty(transcripts())) as at:
        page = opened(at)
        page.fill(BOX, PORTS_QUESTION)
        page.press(BOX, "Enter")
        error = page.locator(".turn .error")
        expect(error).to_contain_text("This could not be answered: the program failed")
        assert "secret" not in page.content()
        error.get_by_role("button", name="Try again").click()
        expect(error).to_contain_text("This could not be answered: the program failed")
        assert {fault[:3] for fault in opened.record.faults} == {"500", "Fai"}
        opened.record.faults.clear()
