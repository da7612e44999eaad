"""The main states of the page, each reached from the start by addresses, roles and names alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from tests.page.examples import LUKASHENKO, PORTS_QUESTION

Page = Any
ALTERED = "Thank you for your support with air shipments."
NOTHING = "What are the rules of cricket?"


def visit(page: Page, address: str) -> None:
    """Open an address and wait until the page says that it is ready."""
    page.goto(address)
    page.wait_for_selector("html[data-ready]")


def start(page: Page, at: str) -> None:
    visit(page, at)
    page.get_by_role("textbox", name="Your question").wait_for()


def answer(page: Page, at: str) -> None:
    visit(page, f"{at}/?{urlencode({'q': PORTS_QUESTION})}")
    page.get_by_role("article", name="Passage 1:").wait_for()


def empty(page: Page, at: str) -> None:
    visit(page, f"{at}/?{urlencode({'q': NOTHING})}")
    page.get_by_text("Nothing was found that is about this.").first.wait_for()


def follow_up(page: Page, at: str) -> None:
    visit(page, f"{at}/?{urlencode({'q': 'And Murmansk?', 'previous': PORTS_QUESTION})}")
    page.get_by_role("link", name="Ask it alone").wait_for()


def mistake(page: Page, at: str) -> None:
    visit(page, f"{at}/?{urlencode({'q': PORTS_QUESTION, 'from': 'yesterday'})}")
    page.get_by_role("region", name=PORTS_QUESTION).get_by_text("yesterday").first.wait_for()


def filters(page: Page, at: str) -> None:
    visit(page, f"{at}/?{urlencode({'q': PORTS_QUESTION, 'speaker': LUKASHENKO, 'from': '2024'})}")
    page.get_by_role("article", name="Passage 1:").wait_for()
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("region", name="Filters").get_by_role("link", name=LUKASHENKO).first.wait_for()


def citations(page: Page, at: str) -> None:
    answer(page, at)
    page.get_by_role("article", name="Passage 1:").get_by_text("Copy citation").click()
    page.get_by_role("button", name="BibTeX").wait_for()


def folds(page: Page, at: str) -> None:
    answer(page, at)
    for summary in page.get_by_role("article", name="Passage 1:").locator("summary").all():
        if summary.inner_text() != "Copy citation":
            summary.click()


def reader(page: Page, at: str) -> None:
    answer(page, at)
    page.get_by_role("link", name="Read in transcript").first.click()
    page.get_by_role("complementary", name="Transcript").get_by_role("heading", level=1).wait_for()


def find(page: Page, at: str) -> None:
    reader(page, at)
    aside = page.get_by_role("complementary", name="Transcript")
    aside.get_by_role("searchbox").fill("ports")
    aside.get_by_role("status").get_by_text(" of ").wait_for()


def check_start(page: Page, at: str) -> None:
    visit(page, f"{at}/?mode=check")
    page.get_by_role("textbox", name="The quote to check").wait_for()


def check(page: Page, at: str) -> None:
    visit(page, f"{at}/?{urlencode({'mode': 'check', 'q': ALTERED, 'speaker': LUKASHENKO})}")
    page.get_by_text("Struck out").first.wait_for()


def compare(page: Page, at: str) -> None:
    sides = [("q", PORTS_QUESTION), ("compare", "Lukashenko"), ("compare", "Putin")]
    visit(page, f"{at}/?{urlencode(sides)}")
    page.get_by_role("region", name="Putin").wait_for()


def keys(page: Page, at: str) -> None:
    start(page, at)
    page.get_by_role("button", name="Keys").click()
    page.get_by_role("dialog", name="Keys").wait_for()


def help_page(page: Page, at: str) -> None:
    page.goto(f"{at}/help")


def transcript(page: Page, at: str) -> None:
    page.goto(f"{at}/transcripts/004_740d1cef05ee691b")


def transcript_list(page: Page, at: str) -> None:
    page.goto(f"{at}/transcripts?speaker=Lukashenko&order=title")


STATES: dict[str, Callable[[Page, str], None]] = {
    "start": start,
    "answer": answer,
    "empty": empty,
    "follow-up": follow_up,
    "mistake": mistake,
    "filters": filters,
    "citations": citations,
    "folds": folds,
    "reader": reader,
    "find": find,
    "check-start": check_start,
    "check": check,
    "compare": compare,
    "keys": keys,
    "help": help_page,
    "transcript": transcript,
    "transcript-list": transcript_list,
}
