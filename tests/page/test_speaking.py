"""Which language a page is in, and that no text of the interface is left in another."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from rag.archive import Archive
from rag.page.routes import build_routes
from rag.page.speaking import preferred
from tests.page.examples import LUKASHENKO, PORTS_QUESTION, PUTIN, WordArchive, corpus_client, transcripts

pytestmark = pytest.mark.slow

RUSSIAN = {"accept-language": "ru-RU,ru;q=0.9,en;q=0.8"}
LATER = "004_740d1cef05ee691b"


@pytest.fixture(scope="module")
def client() -> TestClient:
    return corpus_client()


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"), ("ru", "ru"), ("RU-ru", "ru"), ("de, ru;q=0.5, en;q=0.4", "ru"),
        ("en;q=0.4, ru;q=0.9", "ru"), ("en, ru", "en"),
        ("de", "en"), ("ru;q=0", "en"), ("ru;q=x, en", "en"), ("*", "en"), (";,;=q", "en"),
        ("ru;q=nan", "en"), ("x," * 100_000, "en"),
    ],
)  # fmt: skip
def test_the_browser_asks_for_a_language(header: str, language: str) -> None:
    assert preferred(header) == language


def test_a_choice_goes_before_what_the_browser_asks_for_and_is_kept(client: TestClient) -> None:
    client.cookies.clear()
    assert '<html lang="ru">' in client.get("/help", headers=RUSSIAN).text
    chosen = client.get("/help?lang=en", headers=RUSSIAN)
    assert '<html lang="en">' in chosen.text
    assert chosen.headers["set-cookie"] == "lang=en; Path=/; Max-Age=31536000; SameSite=Lax"
    assert chosen.headers["vary"] == "Accept-Language, Cookie"
    assert '<html lang="en">' in client.get("/help", headers=RUSSIAN).text
    client.cookies.clear()


@pytest.mark.parametrize("chosen", ["xx", "../ru", "", "en\r\nx: y"])
def test_a_language_that_there_is_not_is_not_kept(client: TestClient, chosen: str) -> None:
    reply = client.get("/help", params={"lang": chosen})
    assert '<html lang="en">' in reply.text
    assert "set-cookie" not in reply.headers


def test_the_same_page_in_the_other_language_is_a_click_away(client: TestClient) -> None:
    page = client.get("/transcripts", params={"place": "Kremlin", "order": "title"}, headers=RUSSIAN).text
    assert (
        'href="/transcripts?place=Kremlin&amp;order=title&amp;lang=en" hreflang="en" lang="en">English<'
        in page
    )


@pytest.mark.parametrize(
    "address",
    [
        f"/api/ask?{urlencode({'q': PORTS_QUESTION})}",
        "/api/sources",
        "/api/ask?q=",
        f"/feed?q={PORTS_QUESTION}",
    ],
)
def test_programs_are_answered_in_english(client: TestClient, address: str) -> None:
    reply = client.get(f"{address}&lang=ru" if "?" in address else address, headers=RUSSIAN)
    assert not re.search("[а-яё]", reply.text)
    assert "set-cookie" not in reply.headers


class Texts(HTMLParser):
    """What is shown or read out, in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._unshown = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unshown = tag in {"style", "script"}
        self.found += [value or "" for name, value in attrs if name in {"aria-label", "placeholder"}]

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._unshown:
            self.found.append(" ".join(data.split()))


TURNS = {
    "answered": {"q": PORTS_QUESTION},
    "follow-up": {"q": "And Putin?", "previous": PORTS_QUESTION, "today": "2024-05-01"},
    "filtered": {"q": PORTS_QUESTION, "speaker": LUKASHENKO, "from": "2024", "transcript": LATER},
    "ignoring": {"q": PORTS_QUESTION, "ignore": "speakers"},
    "nothing": {"q": "xyzzy", "speaker": PUTIN},
    "mistaken": {"q": PORTS_QUESTION, "from": "yesterday"},
    "nobody": {"q": PORTS_QUESTION, "speaker": "Nobody"},
    "no words": {"mode": "check", "q": "?"},
    "compared": {"q": PORTS_QUESTION, "compare": [PUTIN, LUKASHENKO]},
    "by period": {"q": PORTS_QUESTION, "compare": ["2023", "2024-03..2024-05"]},
}
ADDRESSES = {
    **{name: f"/part/turn?{urlencode(given, doseq=True)}" for name, given in TURNS.items()},
    "frame": "/part/frame",
    "foot": "/part/foot",
    "examples": "/part/examples",
    "filters": f"/part/filters?{urlencode({'q': PORTS_QUESTION, 'speaker': PUTIN})}",
    "no filter": "/part/filters?from=x",
    "reader": f"/part/reader?read={LATER}&u=1&at=100-200&text=0123456789abcdef",
    "reader, gone": "/part/reader?read=gone&u=1&at=0-9&text=0123456789abcdef",
    "reader, none": "/part/reader",
    "help": "/help",
    "list": "/transcripts",
    "list, mistaken": "/transcripts?from=x",
    "transcript": f"/transcripts/{LATER}?u=1&start=100&end=200&hit=3-100-300",
    "missing": "/transcripts/nothing",
}
SAME = {
    "API",
    "Markdown",
    "BibTeX",
    "CSL-JSON",
    "Word",
    "JSON",
    "English",
    "Русский",
    "YYYY",
    "j",
    "k",
    "c",
    "f",
}
SAME |= {"Enter", "Esc", "Atom", "UTF-8", "2018-09-12"}
"""What is called so in every language."""


def said(archive: WordArchive) -> str:
    """All that is data: words, names, titles, places."""
    held = [
        value
        for t in archive.held
        for value in (t.title, t.place, t.id, t.source, *(n.text for n in t.narration))
    ]
    spoken = [
        each for t in archive.held for u in t.utterances for each in (u.text, u.label, u.role, u.speaker)
    ]
    asked = json.dumps(TURNS, ensure_ascii=False)
    return " ".join(" ".join(filter(None, (*held, *spoken, *archive.examples, asked))).split())


@pytest.mark.parametrize("name", ADDRESSES)
def test_every_text_is_translated_and_nothing_that_was_said(client: TestClient, name: str) -> None:
    """Text by text beside the page in English: what is the same must be data, and all data is the same."""
    client.cookies.clear()
    english, russian = (Texts(client.get(ADDRESSES[name], headers=each).text).found for each in ({}, RUSSIAN))
    data = said(WordArchive(transcripts()))
    assert len(english) == len(russian) > 0
    same = {one for one, other in zip(english, russian, strict=True) if one == other}
    parts = {part for text in same for part in text.removesuffix(" ×").split(", ")} - SAME
    worded = {text for text in parts if re.search("[A-Za-z]{2}", text)}
    suggested = re.compile(r"And [\w ]+\?|What did [\w ]+ say about .*\?")
    assert {text for text in worded if text not in data and not suggested.fullmatch(text)} == set()
    changed = {one for one, other in zip(english, russian, strict=True) if one != other}
    assert {text for text in changed if len(text) > 60 and text in data} == set()


@pytest.mark.parametrize(
    ("quote", "speaker", "verdict"),
    [
        ("But Russia will not retaliate.", None, "Точно: эти слова были сказаны."),
        ("In 2010, we shipped 18.2 million tonnes of grain", PUTIN, "Искажено: число; сказано было иначе."),
        ("Zebras graze on the moon.", PUTIN, "Не найдено: в просмотренных стенограммах"),
        ("Every school needs a teacher", PUTIN, f"Чужие слова: их произносит {LUKASHENKO}, а не {PUTIN}."),
    ],
)
def test_verdicts_are_told_in_russian(
    archive: Archive, quote: str, speaker: str | None, verdict: str
) -> None:
    given = {"mode": "check", "q": quote, **({"speaker": speaker} if speaker else {})}
    page = TestClient(build_routes(archive)).get("/part/turn", params=given, headers=RUSSIAN).text
    assert verdict in page


def test_citations_and_questions_to_ask_stay_in_english(client: TestClient) -> None:
    page = client.get(ADDRESSES["answered"], headers=RUSSIAN).text
    citations = re.findall(r'data-text="([^"]*)"', page)
    assert len(citations) > 20
    assert not any(re.search("[а-яё]", each) for each in citations)
    assert "April 2024" in citations[0]
    assert "11 апреля 2024" in page
    assert "And Vladimir Putin?" in page
