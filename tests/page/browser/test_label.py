"""Questions are labelled in a real browser: by keys alone, on a phone, and after the program was killed."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.corpora import lines
from tests.page.browser.browsing import ARTIFACTS, NARROW, WIDE, Open, expect, served
from tests.page.browser.test_keyboard import stops
from tests.page.browser.test_states import WIDER, violations

if TYPE_CHECKING:
    from rag.index.encoder import SentenceTransformerEncoder

pytestmark = [pytest.mark.browser, pytest.mark.model]

PORTS, CRICKET = "Can a country without a coast get its goods onto ships?", "What are the rules of cricket?"
Page = Any


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "q.jsonl"
    own = {"qid": "1", "question": PORTS, "mine": {"kept": [1, None]}}
    path.write_text(lines(own, {"qid": "2", "question": CRICKET}), "utf-8")
    return path


@pytest.fixture
def labelled(file: Path, seed_index: Path, real_encoder: SentenceTransformerEncoder) -> Iterator[str]:
    """The address of the page that labels `file`."""
    from rag.archive import Archive
    from rag.evaluation.label_session import Labelling

    archive = Archive.open(seed_index, real_encoder)
    with served(archive, Labelling(file, archive)) as at:
        yield f"{at}/label"
    archive.close()


def forms(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def number(page: Page) -> int:
    """Of the passage that is shown."""
    name = page.get_by_role("article").first.get_attribute("aria-label")
    return int(name.split()[1])


def press(page: Page, key: str) -> None:
    """Press a key that leads to another page, and wait for it."""
    with page.expect_navigation():
        page.keyboard.press(key)
    page.wait_for_selector("html[data-ready]")


def judge_all(page: Page, key: str) -> None:
    """Give every passage of a question the same grade."""
    asked = page.get_by_role("heading", level=1).inner_text()
    while page.get_by_role("article").count() and page.get_by_role("heading", level=1).inner_text() == asked:
        press(page, key)


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_two_questions_are_labelled_by_keys_alone(
    opened: Open, labelled: str, file: Path, size: tuple[int, int]
) -> None:
    page = opened(labelled, size)
    press(page, "2")
    press(page, "0")
    press(page, "s")
    assert number(page) == 4
    expect(page.get_by_text("1 skipped")).to_be_visible()
    press(page, "k")
    expect(page.locator(".state", has_text="Passage 3 of")).to_contain_text("skipped")
    press(page, "j")
    page.keyboard.press("t")
    expect(page.locator("#passage")).to_be_in_viewport()
    page.keyboard.press("t")
    expect(page.locator("#passage")).to_have_count(0)
    press(page, "1")
    press(page, "u")
    assert (number(page), len(forms(file)[0]["relevant"])) == (4, 1)
    judge_all(page, "1")
    expect(page.get_by_role("heading", level=1)).to_have_text(CRICKET)

    judge_all(page, "0")
    expect(page.get_by_role("button", name="Nothing answers")).to_be_disabled()
    for words in ("bat and ball games", "sporting matches between teams", "umpires and wickets"):
        expect(page.get_by_role("textbox", name="Other words")).to_be_focused()
        page.keyboard.type(words)
        press(page, "Enter")
        judge_all(page, "0")
    page.keyboard.press("Escape")
    press(page, "x")

    expect(page.locator(".state", has_text="Passage 3 of")).to_contain_text("skipped")
    press(page, "0")
    expect(page.get_by_text("2 of 2 questions labelled")).to_be_visible()
    page.keyboard.press("a")
    page.keyboard.type("Which are the rules of cricket?")
    press(page, "Enter")
    expect(page.get_by_role("alert")).to_contain_text(CRICKET)
    page.keyboard.press("Space")
    page.locator("[name=question]").press("Enter")
    expect(page.get_by_text("Passage 1 of")).to_be_visible()

    first, second, third = forms(file)
    assert first["mine"] == {"kept": [1, None]}
    assert (first["labelled"], "skipped" in first, first["relevant"][0]["grade"]) == (True, False, 2)
    assert (second["labelled"], second["relevant"], len(second["searched"])) == (True, [], 3)
    assert third == {"qid": "q-001", "question": "Which are the rules of cricket?"}


def test_fast_keys_grade_the_passage_that_is_seen(opened: Open, labelled: str, file: Path) -> None:
    page = opened(labelled)
    page.evaluate(
        "for (const key of '0122') document.body.dispatchEvent("
        "new KeyboardEvent('keydown', { key, bubbles: true }))"
    )
    expect(page.get_by_text("Passage 2 of")).to_be_visible()
    assert ("relevant" in forms(file)[0], len(forms(file)[0]["irrelevant"])) == (False, 1)


def test_single_keys_can_be_switched_off(opened: Open, labelled: str, file: Path) -> None:
    page = opened(labelled)
    page.get_by_text("Keys", exact=True).click()
    page.get_by_label("Single keys do this").uncheck()
    before = file.read_bytes()
    page.keyboard.press("2")
    page.reload()
    page.keyboard.press("2")
    assert (number(page), file.read_bytes() == before) == (1, True)
    page.get_by_role("button", name="Answers").click()
    expect(page.get_by_text("Passage 2 of")).to_be_visible()


STATES = {
    "passage": "?qid=1",
    "transcript": "?qid=1&at={at}&read=1",
    "search": "?qid=2&search=1",
    "set": "/set",
}


def is_other_line(page: Page, stop: int) -> bool:
    """Whether this is a radio button that the arrow keys reach, and Tab does not."""
    return bool(page.locator(f'[data-stop="{stop}"][type=radio]:not(:checked)').count())


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "size"), [("wide", WIDE), ("phone", NARROW)])
def test_it_is_for_everyone(
    opened: Open, labelled: str, width: str, size: tuple[int, int], scheme: str
) -> None:
    page, broken = opened(labelled, size, scheme), {}
    at = page.locator("[name=at]").get_attribute("value")
    folder = ARTIFACTS / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    for name, query in STATES.items():
        page.goto(labelled + query.format(at=at))
        page.wait_for_selector("html[data-ready]")
        page.screenshot(path=folder / f"{width}-{scheme}-label-{name}.png")
        expected, reached, unseen = stops(page)
        lost = [stop for stop in expected if stop not in reached and not is_other_line(page, stop)]
        if found := violations(page) + page.evaluate(WIDER) + unseen + lost:
            broken[name] = found
    assert broken == {}


@contextmanager
def program(index: Path, file: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """`rag serve --label` as a user runs it."""
    command = [sys.executable, "-m", "rag", "serve", "--index", index, "--port", str(port), "--label", file]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    running = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        yield running
    finally:
        running.kill()
        running.wait()


def test_it_goes_on_where_it_was_killed(chromium: Any, seed_index: Path, file: Path) -> None:  # noqa: ANN401
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    page = chromium.new_page()
    for first in (1, 4):
        with program(seed_index, file, port) as running:
            for _ in range(600):
                try:
                    page.goto(f"http://127.0.0.1:{port}/label")
                    page.wait_for_selector("html[data-ready]", timeout=1000)
                    break
                except Exception:  # noqa: BLE001 - not up yet
                    page.wait_for_timeout(200)
            assert number(page) == first
            for key in "210":
                press(page, key)
            running.kill()
    labels = forms(file)[0]
    assert (len(labels["relevant"]), len(labels["irrelevant"]), labels["mine"]) == (4, 2, {"kept": [1, None]})
    page.close()
