"""The page in a real browser, over the corpus and the encoder that the project ships."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from page_examples import CORPUS, LUKASHENKO, PORTS, PORTS_QUESTION, PUTIN, WordArchive, transcripts

pytestmark = [pytest.mark.browser, pytest.mark.model]

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
if CHROMIUM is None:
    pytest.skip("no chromium on the PATH", allow_module_level=True)

ARTIFACTS = Path(os.environ.get("RAG_ARTIFACTS", "artifacts"))
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
WIDE, NARROW = (1280, 800), (390, 844)
BOX, ERROR = "#question textarea", ".turn .error"

Open = Callable[..., Any]


@contextmanager
def served(archive: Any) -> Iterator[str]:  # noqa: ANN401
    """Serve an archive on a free port for as long as the block runs."""
    import uvicorn

    from rag.page.server import build_app

    config = uvicorn.Config(build_app(archive), port=0, log_level="warning", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        for _ in range(600):
            if server.started or not thread.is_alive():
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    from rag.archive import Archive
    from rag.builds import build_index
    from rag.encoder import SentenceTransformerEncoder

    index = tmp_path_factory.mktemp("index")
    build_index(CORPUS, index, SentenceTransformerEncoder())
    archive = Archive.open(index)
    with served(archive) as at:
        yield at
    archive.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@dataclass
class Record:
    """What went on behind the page."""

    hosts: set[str | None] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    def listen(self, context: Any) -> None:  # noqa: ANN401
        context.on(
            "request", lambda r: self.hosts.add(urlsplit(r.url).hostname if r.url[:4] == "http" else None)
        )
        context.on(
            "response", lambda r: self.faults.append(f"{r.status} {r.url}") if r.status >= 400 else None
        )
        context.on("console", lambda m: self.faults.append(m.text) if m.type == "error" else None)
        context.on("weberror", lambda e: self.faults.append(str(e.error)))


@pytest.fixture
def opened(chromium: Any) -> Iterator[Open]:  # noqa: ANN401
    """Open an address in a fresh context; at the end nothing may have failed or gone elsewhere."""
    record, contexts = Record(), []

    def opener(at: str, size: tuple[int, int] = WIDE, scheme: str = "light") -> Any:  # noqa: ANN401
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            reduced_motion="reduce",
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        record.listen(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(at)
        page.wait_for_selector(BOX)
        return page

    yield opener
    for context in contexts:
        context.close()
    assert record.hosts - {None} == {"127.0.0.1"}
    assert record.faults == []


def ask(page: Any, question: str) -> Any:  # noqa: ANN401
    """Type a question, press Enter, and return its turn."""
    before = page.locator(".turn").count()
    page.fill(BOX, question)
    page.press(BOX, "Enter")
    turn = page.locator(".turn").nth(before)
    turn.wait_for()
    return turn


def picture(page: Any, name: str) -> None:  # noqa: ANN401
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    page.wait_for_timeout(300)
    page.screenshot(path=ARTIFACTS / f"page-{name}.png")


def quotes(turn: Any) -> list[str]:  # noqa: ANN401
    found: list[str] = turn.locator(".card blockquote:not(.context)").evaluate_all(
        "q => q.map(e => e.textContent)"
    )
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "size"), [("wide", WIDE), ("narrow", NARROW)])
def test_a_question_is_answered_with_the_real_quote(
    opened: Open, address: str, width: str, size: tuple[int, int], scheme: str
) -> None:
    page = opened(address, size, scheme)
    picture(page, f"{width}-{scheme}-start")
    turn = ask(page, PORTS_QUESTION)
    first = turn.locator(".card").first
    assert PORTS in first.locator("blockquote").first.inner_text().replace("\u00a0", " ")
    assert first.locator(".who").inner_text() == "Alexander Lukashenko · President of the Republic of Belarus"
    assert "11 April 2024" in first.locator(".about").inner_text()
    assert first.locator("mark").count() == 1
    assert first.locator("blockquote").first.bounding_box()["y"] < size[1]
    picture(page, f"{width}-{scheme}-answer")
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    assert page.input_value(BOX) == ""


def test_every_quote_in_the_browser_is_the_passage_to_the_character(opened: Open, address: str) -> None:
    turn = ask(opened(address), PORTS_QUESTION)
    told = httpx.get(f"{address}/api/ask", params={"question": PORTS_QUESTION}).json()["passages"]
    assert len(told) == 10
    assert quotes(turn) == [passage["text"] for passage in told]
    sources = {path.name: path.read_bytes().decode() for path in CORPUS.glob("*.txt")}
    for quote, passage in zip(quotes(turn), told, strict=True):
        source = passage["source"]
        assert sources[source["path"]][source["start"] : source["end"]] == quote


def test_filters_confine_what_is_found_and_are_cleared(opened: Open, address: str) -> None:
    page = opened(address, NARROW)
    heading = page.locator("#filters .label-wrap span").first
    page.locator("#filters .label-wrap").click()
    page.locator("#filters input").first.click()
    page.get_by_role("option", name=PUTIN).click()
    page.keyboard.press("Escape")
    page.get_by_label("From").fill("2024")
    playwright.expect(heading).to_have_text("Filters: said by Vladimir Putin; from 2024")
    turn = ask(page, "What is said about the northern option?")
    picture(page, "narrow-light-filters")
    assert turn.locator(".card").count() > 0
    assert {who[: len(PUTIN)] for who in turn.locator(".card .who").all_text_contents()} == {PUTIN}
    assert turn.locator("time").evaluate_all("t => [...new Set(t.map(e => e.dateTime))]") == ["2024-04-11"]
    assert "Filters: said by Vladimir Putin; from 1 January 2024." in turn.locator(".reading").inner_text()
    assert "Searched 1 transcript" in turn.locator(".searched").inner_text()
    page.get_by_role("button", name="Clear filters").click()
    playwright.expect(heading).to_have_text("Filters: none")
    again = ask(page, PORTS_QUESTION)
    assert LUKASHENKO in again.locator(".who").first.inner_text()


def test_a_date_that_is_none_is_a_turn_and_the_question_stays_in_the_box(opened: Open, address: str) -> None:
    page = opened(address)
    page.locator("#filters .label-wrap").click()
    page.get_by_label("From").fill("yesterday")
    turn = ask(page, "Who spoke?")
    assert "yesterday" in turn.locator(".error").inner_text()
    assert page.input_value(BOX) == "Who spoke?"
    assert page.locator(".toast-body").count() == 0


def test_where_nothing_answers_the_page_says_so(opened: Open, address: str) -> None:
    page = opened(address)
    turn = ask(page, "What are the rules of cricket?")
    assert "Nothing was found that answers this." in turn.inner_text()
    assert "Searched 2 transcripts, 62 passages, 5 April 2023 to 11 April 2024." in turn.inner_text()
    assert not turn.locator(".card").first.is_visible()
    picture(page, "wide-light-empty")
    turn.get_by_text("Nearest passages, which do not seem to answer").click()
    assert turn.locator(".card").first.is_visible()


def test_hostile_questions_stay_text(opened: Open, address: str) -> None:
    page = opened(address)
    for bad in (
        '<img src=x onerror="window.hacked=1"> ${window.hacked=1} {{value}}',
        "</h2><script>1</script>`",
    ):
        turn = ask(page, bad)
        assert turn.locator("h2").inner_text() == bad
    assert page.locator(".thread img, .thread script").count() == 0
    assert page.evaluate("window.hacked") is None


def test_the_reader_opens_beside_the_page_at_the_passage(opened: Open, address: str) -> None:
    page = opened(address, NARROW)
    turn = ask(page, PORTS_QUESTION)
    for number in range(4):
        with page.context.expect_page() as opening:
            turn.locator(".links a").nth(number).click()
        reader = opening.value
        reader.wait_for_load_state()
        mark = reader.locator("#passage")
        assert mark.evaluate("e => e.textContent") == quotes(turn)[number]
        box = mark.bounding_box()
        assert 0 <= box["y"] < NARROW[1]
        assert box["y"] + min(box["height"], NARROW[1] / 2) <= NARROW[1]
        assert reader.evaluate("document.documentElement.scrollWidth") == NARROW[0]
        if number == 0:
            picture(reader, "narrow-light-reader")
        reader.close()


def test_a_follow_up_goes_with_the_question_before_and_a_new_thread_forgets_it(
    opened: Open, address: str
) -> None:
    page = opened(address)
    ask(page, PORTS_QUESTION)
    second = ask(page, "And Murmansk?")
    assert "Taken as a follow-up" in second.locator(".reading").inner_text()
    page.get_by_role("button", name="New thread").click()
    page.wait_for_selector(".welcome")
    assert page.locator(".turn").count() == 0
    third = ask(page, "Who spoke of Murmansk?")
    assert third.locator(".reading").count() == 0


def test_an_example_is_asked_by_a_click(opened: Open, address: str) -> None:
    page = opened(address)
    button = page.locator("#examples button").first
    question = button.inner_text().strip()
    button.click()
    turn = page.locator(".turn").first
    turn.wait_for()
    assert turn.locator("h2").inner_text() == question
    assert not page.locator("#examples").is_visible()


def test_a_quote_is_copied_to_the_character(opened: Open, address: str) -> None:
    page = opened(address)
    turn = ask(page, PORTS_QUESTION)
    turn.get_by_role("button", name="Copy quote").first.click()
    turn.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == quotes(turn)[0]


def test_a_question_is_typed_at_once_and_what_was_opened_stays_open_to_the_keyboard(
    opened: Open, address: str
) -> None:
    page = opened(address)
    playwright.expect(page.locator(BOX)).to_be_focused()
    page.keyboard.type(PORTS_QUESTION)
    page.keyboard.press("Enter")
    summary = page.locator(".card summary").first
    summary.wait_for()
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator(".card blockquote.context").first.is_visible()


def test_a_hostile_corpus_stays_text_in_every_corner(opened: Open) -> None:
    bad = '"><img src=x onerror="window.hacked=1"><b>b</b> ${window.hacked=1} {{value}} '
    bad += "`\\n\\u0041 $$x^2$$ @children"
    held = transcripts()[0]
    said = replace(
        held.utterances[0], label=bad, speaker=bad, role=bad, parenthetical=bad, text=bad, end=10**6
    )
    said = replace(said, end=said.start + len(bad))
    archive = WordArchive((replace(held, title=bad, place=bad, utterances=(said,)),), examples=(bad,))
    with served(archive) as at:
        page = opened(at)
        assert page.locator("#examples button").inner_text().strip() == bad
        page.locator("#filters .label-wrap").click()
        page.locator("#filters input").first.click()
        page.get_by_role("option").first.click()
        page.keyboard.press("Escape")
        playwright.expect(page.locator("#filters .label-wrap span").first).to_have_text(
            f"Filters: said by {bad}"
        )
        turn = ask(page, "window children value hacked")
        assert quotes(turn) == [bad]
        assert bad in turn.locator(".who").inner_text()
        assert bad in turn.locator(".about").inner_text()
        assert page.locator("b, img").count() == 0
        assert page.evaluate("window.hacked") is None


def test_a_fault_of_the_server_is_told_without_its_details(opened: Open) -> None:
    class Faulty(WordArchive):
        def ask(self, *args: object, **kwargs: object) -> Any:  # noqa: ANN401
            raise RuntimeError("secret <b>detail</b>")

    with served(Faulty(transcripts())) as at:
        page = opened(at)
        page.fill(BOX, PORTS_QUESTION)
        page.press(BOX, "Enter")
        toast = page.locator(".toast-body")
        toast.wait_for()
        assert "The search failed; the server's log says why." in toast.inner_text()
        assert "secret" not in page.content()
        assert page.input_value(BOX) == PORTS_QUESTION
