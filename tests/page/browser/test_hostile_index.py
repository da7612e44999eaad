"""Hostile words in a real index, in what is typed and in addresses; what the browser refuses the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from rag.archive import Archive
from rag.index.builder import build_index
from rag.page.links import passage_link
from rag.records import Request
from tests.builders import TopicEncoder
from tests.corpora import lines, scratch
from tests.page.browser.browsing import Open, expect, served
from tests.page.browser.states import Page, visit

pytestmark = [pytest.mark.browser]


RUNS = "window.hacked=1"
HOSTILE = (
    f'"\'><img src=x data-hostile onerror="{RUNS}"><b data-hostile onclick={RUNS}>b</b></textarea></title>'
    f"</script><script data-hostile>{RUNS}</script> ${{{RUNS}}} {{{{value}}}} `\\n\\u0041 $$x^2$$ @children "
    "&lt;i&gt; &#106; [a](javascript:1)"
)
SAID = f"The ports {HOSTILE} ship 12 tonnes of grain."
LINK = f"javascript:{RUNS}//"
TRACES = """() => [window.hacked, ...document.querySelectorAll(
    "[data-hostile], [onerror], [href^='javascript' i], [action^='javascript' i], [src=x]")].filter(Boolean)
    .map(String)"""


def hostile(field: str) -> str:
    return f"{field} {HOSTILE}"


def assert_shown(page: Page, *fields: str) -> None:
    """The hostile text of these fields stands on the page as it is, and no trace of it anywhere else."""
    seen = page.evaluate("document.body.innerText")
    assert [field for field in fields if hostile(field) not in " ".join(seen.split())] == []
    assert page.evaluate(TRACES) == []


@pytest.fixture(scope="module")
def hostile_index() -> Iterator[tuple[str, str]]:
    """An address, and a link to a passage made before its words were edited."""
    council = {
        "id": "council", "title": hostile("title"), "date": "2024-02-29", "place": hostile("place"),
        "url": LINK, "utterances": [{"speaker": "Anna Ivanova", "role": hostile("role"), "text": SAID}],
    }  # fmt: skip
    with scratch() as folder:
        (folder / "corpus").mkdir()
        for text in (SAID, SAID.replace("12", "15")):
            council["utterances"] = [{"speaker": "Anna Ivanova", "role": hostile("role"), "text": text}]
            (folder / "corpus" / "councils.jsonl").write_text(lines(council), "utf-8")
            build_index(folder / "corpus", folder / "index", TopicEncoder())
            archive = Archive.open(folder / "index", TopicEncoder())
            if text == SAID:
                link = passage_link(archive.ask(Request("What of the ports and grain?")).hits[0])
                archive.close()
        with served(archive) as at:
            yield at, link
        archive.close()


def test_a_hostile_quote_and_citation_are_copied_to_the_character(
    opened: Open, hostile_index: tuple[str, str]
) -> None:
    page = opened(f"{hostile_index[0]}/?q=What+of+ports+and+grain%3F")
    card = page.get_by_role("article", name="Passage 1:")
    card.get_by_role("button", name="Copy quote").click()
    expect(page.get_by_role("status").get_by_text("Copied")).to_be_attached()
    assert page.evaluate("navigator.clipboard.readText()") == SAID.replace("12", "15")
    card.get_by_text("Copy citation").click()
    card.get_by_role("button", name="Text", exact=True).click()
    expect(card.get_by_role("button", name="BibTeX")).to_be_hidden()
    cited = page.evaluate("navigator.clipboard.readText()")
    assert all(hostile(field) in cited for field in ("role", "title", "place"))
    assert page.evaluate(TRACES) == []


def test_a_hostile_quote_that_is_checked_stays_text(opened: Open, hostile_index: tuple[str, str]) -> None:
    at, link = hostile_index
    alleged = SAID.replace("12", "18")
    page = opened(f"{at}/?mode=check")
    box = page.get_by_role("textbox", name="The quote to check")
    box.fill(alleged)
    box.press("Enter")
    turn = page.get_by_role("region", name=alleged[:100])
    expect(turn.get_by_text("Struck out")).to_be_visible()
    expect(turn.get_by_role("deletion").filter(has_text="18")).to_be_visible()
    expect(turn.get_by_role("insertion").filter(has_text="15")).to_be_visible()
    assert_shown(page, "title", "place", "role")
    visit(page, f"{at}{link}")
    reader = page.get_by_role("complementary", name="Transcript")
    expect(reader.get_by_role("note")).to_contain_text("the words of the passage are not there any more")
    expect(reader.get_by_role("note")).to_contain_text(HOSTILE)
    assert_shown(page, "title", "place")


# What people type, and what strangers put into addresses.

GIVEN = ("speaker", "from", "to", "place", "transcript", "previous", "ignore", "today", "mode")


def test_hostile_addresses_stay_text(opened: Open, hostile_index: tuple[str, str]) -> None:
    at, _ = hostile_index
    page = opened(at)
    for name in ("q", *GIVEN):
        visit(page, f"{at}/?{urlencode({'q': hostile('q'), name: hostile(name)})}")
        assert_told(page, name)
        page.get_by_role("button", name="Filters").click()
        page.get_by_role("region", name="Filters").get_by_role("link").first.wait_for()
        assert page.evaluate(TRACES) == [], name
    visit(page, f"{at}/?{urlencode({'mode': 'check', 'q': hostile('q'), 'speaker': hostile('speaker')})}")
    assert_told(page, "speaker")


def assert_told(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", level=2, name=hostile("q"))).to_be_visible()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    assert page.title().startswith(hostile("q")[:100])
    assert page.evaluate(TRACES) == [], name


# What the browser would not let the page do, whatever got into it.

ELSEWHERE = "http://elsewhere.invalid/x"
FORBIDDEN = {
    "img-src": f"document.body.append(Object.assign(new Image(), {{src: '{ELSEWHERE}'}}))",
    "connect-src": f"fetch('{ELSEWHERE}').catch(() => 0)",
    "script-src-elem": (
        f"document.body.append(Object.assign(document.createElement('script'), {{src: '{ELSEWHERE}'}}))"
    ),
    "style-src-elem": (
        "document.head.append(Object.assign(document.createElement('link'), "
        f"{{rel: 'stylesheet', href: '{ELSEWHERE}'}}))"
    ),
    "frame-src": (
        f"document.body.append(Object.assign(document.createElement('iframe'), {{src: '{ELSEWHERE}'}}))"
    ),
    "object-src": (
        f"document.body.append(Object.assign(document.createElement('object'), {{data: '{ELSEWHERE}'}}))"
    ),
    "base-uri": (
        f"document.head.prepend(Object.assign(document.createElement('base'), {{href: '{ELSEWHERE}'}}))"
    ),
    "form-action": (
        "{const f = Object.assign(document.createElement('form'), "
        f"{{method: 'post', action: '{ELSEWHERE}'}}); document.body.append(f); f.submit()}}"
    ),
}


def test_the_browser_refuses_the_page_every_other_host(opened: Open, hostile_index: tuple[str, str]) -> None:
    """And what it refuses would be on the record of every other test."""
    page = opened(hostile_index[0])
    page.evaluate(
        "window.refused = []; addEventListener('securitypolicyviolation', "
        "e => window.refused.push(e.effectiveDirective))"
    )
    for directive, act in FORBIDDEN.items():
        page.evaluate(f"() => {{ {act} }}")
        page.wait_for_function(f"window.refused.includes('{directive}')")
    record: Any = opened.record
    assert len([fault for fault in record.faults if "Content Security Policy" in fault]) >= len(FORBIDDEN)
    record.faults.clear()
    # Playwright tells of what was refused as well.
    record.hosts.discard("elsewhere.invalid")
