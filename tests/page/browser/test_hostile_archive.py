"""The page in a real browser: hostile text in every field runs nothing.

Elements are found by role and name, as people find them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest

from rag.page.links import State, query_string
from rag.proof.cite.permalinks import link_to
from rag.records import Filters, Narration, Request, Transcript, Utterance
from tests.page.browser.browsing import expect, served
from tests.page.examples import PORTS_QUESTION, PUTIN, WordArchive, transcripts

pytestmark = [pytest.mark.browser]


BAD = (
    '"><img src=x onerror="hacked()"><script>hacked()</script><svg onload="hacked()"><b>bold</b>'
    "' onfocus='hacked()' ${hacked()} {{hacked()}} `hacked()` $$x^2$$ </style></textarea></template> "
    "&lt;i&gt; \\u003cb\\u003e <a href=javascript:hacked()>go</a> <form action=//evil.example>"
)
WATCH = """
window.ran = [];
window.hacked = () => window.ran.push("hacked");
for (const name of ["alert", "confirm", "prompt", "open"]) window[name] = () => { window.ran.push(name); };
document.addEventListener("securitypolicyviolation", (e) => {
  window.ran.push(`${e.violatedDirective} ${e.blockedURI}`);
});
"""
PLANTED = (
    "b, i:not([style]), img, script:not(head script), svg [onload], [onerror], [onfocus], "
    "form[action*=evil], a[href^=javascript]"
)
OURS = "#start, #turns, #reader, #filters, .masthead"


def hostile() -> Transcript:
    """Text of strangers in every field that a transcript has, and an address that is none."""
    said = Utterance(0, BAD, BAD, BAD, BAD, "printed", BAD, 0, len(BAD), (1, 1))
    before = replace(
        said, attribution="unknown", label=BAD, speaker=None, text=f"Before. {BAD}", end=len(BAD) + 8
    )
    carried = replace(said, number=1, label=None, attribution="carried", start=5000, end=5000 + len(BAD))
    after = replace(before, number=2, start=9000, end=9000 + len(before.text))
    return replace(
        transcripts()[0], id=BAD, title=BAD, place=BAD, url="javascript:hacked()", source=BAD, section=BAD,
        language='en" onload="hacked()', utterances=(said, carried, after),
        narration=(Narration(BAD, (1, 1)),), warnings=(BAD,),
    )  # fmt: skip


@pytest.fixture(scope="module")
def hostile_address() -> Iterator[str]:
    with served(WordArchive((hostile(), *transcripts()), examples=(BAD, PORTS_QUESTION))) as at:
        yield at


@pytest.fixture
def watched(chromium: Any) -> Iterator[Any]:  # noqa: ANN401
    """Open addresses in a page that notes whatever runs, asks elsewhere or breaks the policy."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    context.add_init_script(WATCH)
    elsewhere: list[str] = []
    context.on("request", lambda r: elsewhere.append(r.url) if "127.0.0.1" not in r.url[:20] else None)
    context.on("dialog", lambda d: (elsewhere.append(d.message), d.dismiss()))
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    assert page.evaluate("window.ran") == []
    assert [url for url in elsewhere if not url.startswith(("data:", "blob:"))] == []
    context.close()


def go(page: Any, at: str) -> None:  # noqa: ANN401
    page.goto(at)
    page.wait_for_selector("html[data-ready]")


def planted(page: Any) -> list[str]:  # noqa: ANN401
    """Elements that only hostile text could have made, but for those that the page draws itself."""
    found: list[str] = page.evaluate(
        """([ours, planted]) => [...document.querySelectorAll(ours)].flatMap(
            part => [...part.querySelectorAll(planted)]
                .filter(e => !e.closest(".timeline, .bars, .changes"))
                .map(e => e.outerHTML.slice(0, 100)))""",
        [OURS, PLANTED],
    )
    return found


def test_a_hostile_transcript_is_shown_to_the_character_and_runs_nothing(
    watched: Any,  # noqa: ANN401
    hostile_address: str,
) -> None:
    go(watched, hostile_address)
    assert BAD in watched.locator("#start").text_content()
    watched.get_by_role("textbox", name="Your question").fill(f"hacked {BAD}")
    watched.keyboard.press("Enter")
    turn = watched.locator(".turn:not(.waiting)")
    turn.wait_for()
    assert turn.get_by_role("heading", level=2).text_content() == f"hacked {BAD}"
    card = turn.get_by_role("article").first
    for part in (card, turn.get_by_role("navigation").first):
        assert BAD in part.text_content()
    turn.locator("details").evaluate_all("folds => folds.forEach(e => { e.open = true; })")
    assert watched.evaluate("window.ran") == []
    card.get_by_role("link", name="Read in transcript").click()
    reader = watched.get_by_role("complementary", name="Transcript")
    reader.locator("#passage").wait_for()
    assert BAD in reader.get_by_role("heading", level=1).text_content()
    assert reader.text_content().count(BAD) >= 8
    assert reader.locator("a[href^=javascript]").count() == 0
    field = reader.get_by_role("searchbox")
    field.fill(BAD[:300])
    expect(reader.get_by_role("status")).to_contain_text(" of ")
    assert planted(watched) == []


def test_hostile_filters_questions_and_quotes_stay_text(watched: Any, hostile_address: str) -> None:  # noqa: ANN401
    shown = Filters((BAD,), "2020", "2024", BAD, (BAD,))
    go(watched, f"{hostile_address}/?{query_string(State(BAD, shown, previous=BAD, ignored=('dates',)))}")
    watched.locator(".turn:not(.waiting)").wait_for()
    assert BAD in watched.locator(".turn").text_content()
    panel = watched.get_by_role("region", name="Filters")
    if not panel.is_visible():
        watched.get_by_role("button", name="Filters").click()
    panel.locator(".filtering").wait_for()
    assert BAD in panel.text_content()
    assert planted(watched) == []
    check = State(f"{BAD} and more", Filters((PUTIN,)), mode="check")
    go(watched, f"{hostile_address}/?{query_string(check)}")
    watched.locator(".turn:not(.waiting)").wait_for()
    assert BAD in watched.locator(".turn").text_content()
    assert planted(watched) == []


def test_hostile_addresses_run_nothing(watched: Any, hostile_address: str) -> None:  # noqa: ANN401
    good = link_to(WordArchive((hostile(),)).ask(Request("hacked bold")).hits[0].passage)
    for changes in ({"transcript": BAD + "x"}, {"fingerprint": "0" * 14}, {}):
        link = replace(good, **changes)
        go(watched, f"{hostile_address}/?{query_string(State(passage=link))}")
        expect(watched.get_by_role("complementary", name="Transcript")).to_be_visible()
        assert planted(watched) == []
    wild = [
        ("q", BAD),
        *((name, BAD) for name in ("mode", "from", "to", "ignore", "today", "read", "u", "at", "text", BAD)),
    ]
    go(watched, f"{hostile_address}/?{urlencode(wild)}#{BAD}")
    watched.locator(".turn:not(.waiting)").wait_for()
    assert planted(watched) == []
    for path in (
        f"/transcripts/{BAD}",
        "/transcripts/x?" + urlencode({"hit": BAD, "u": BAD}),
        "/help#" + BAD,
    ):
        watched.goto(hostile_address + path.replace("<", "%3C").replace("/form", "%2Fform"))
        assert watched.evaluate("window.ran") == []
