"""The feed of a question: valid Atom, escaped, with names that last, not sent again where nothing is new."""

from __future__ import annotations

import re
from urllib.parse import urlencode
from xml.etree.ElementTree import Element, fromstring

import pytest

from rag.page.feed import feed
from rag.page.links import State, feed_path, read_state
from rag.records import Answer, Filters, Request
from tests.page.examples import PORTS, PORTS_QUESTION, WordArchive, corpus_client, transcripts
from tests.page.markup import HOSTILE, answer, hit

pytestmark = pytest.mark.slow

A = "{http://www.w3.org/2005/Atom}"
PATH = f"/feed?{urlencode({'q': PORTS_QUESTION})}"


def parsed(text: str | bytes) -> Element:
    return fromstring(text)  # noqa: S314 - ours


def test_the_feed_is_atom_and_each_entry_leads_to_its_passage() -> None:
    reply = corpus_client().get(PATH)
    assert reply.headers["content-type"] == "application/atom+xml; charset=utf-8"
    root = parsed(reply.content)
    assert root.tag == f"{A}feed"
    assert root.findtext(f"{A}title") == f"{PORTS_QUESTION} – Ask the transcripts"
    page = PATH.replace("feed", "")
    assert {link.get("rel"): link.get("href") for link in root.findall(f"{A}link")} == {
        "self": f"http://testserver{PATH}",
        "alternate": f"http://testserver{page}",
    }
    entries = root.findall(f"{A}entry")
    assert 0 < len(entries) <= 30
    for entry in (root, *entries):
        assert (entry.findtext(f"{A}id") or "").startswith("urn:uuid:")
        assert (entry.findtext(f"{A}updated") or "").endswith("Z")
        assert entry.find(f"{A}author/{A}name") is not None
    texts = [(entry.findtext(f"{A}content") or "").replace("\u00a0", " ") for entry in entries]
    assert any(PORTS in text for text in texts)
    first = entries[0].find(f"{A}link")
    assert first is not None
    assert read_state((first.get("href") or "").partition("?")[2]).passage is not None
    dates = [entry.findtext(f"{A}updated") or "" for entry in entries]
    assert dates == sorted(dates, reverse=True)


def test_names_last_and_an_unchanged_feed_is_not_sent_again() -> None:
    one, two = (corpus_client().get(PATH) for _ in range(2))
    assert one.content == two.content
    tag = one.headers["etag"]
    again = corpus_client().get(PATH, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert corpus_client().get(f"{PATH}&speaker=Putin", headers={"If-None-Match": tag}).status_code == 200


def test_what_does_not_answer_has_no_entries_and_a_mistake_is_told() -> None:
    reply = corpus_client().get("/feed?q=Zygomorphic+penguins%3F")
    assert (reply.status_code, parsed(reply.content).findall(f"{A}entry")) == (200, [])
    assert corpus_client().get("/feed").status_code == 400
    told = corpus_client().get("/feed?q=ports&from=yesterday").json()["error"]
    assert told.startswith("'yesterday' is no date")


class Hostile(WordArchive):
    """Answers with whatever it is asked."""

    def ask(self, request: Request) -> Answer:
        text = request.text
        return answer(hit(text, title=text, place=text), question=text)


@pytest.mark.parametrize("bad", [*HOSTILE, "\x00\x1b[31m\ufffe \ud800"])
def test_hostile_text_stays_text(bad: str) -> None:
    (entry,) = parsed(feed(Hostile(transcripts()), State(bad), "http://x")).findall(f"{A}entry")
    assert entry.findtext(f"{A}content") == re.sub("[\x00\x1b\ufffe\ud800]", "\ufffd", bad)
    assert {element.tag for element in entry} == {
        f"{A}{name}" for name in ("id", "title", "updated", "author", "link", "content")
    }


def test_a_saved_question_knows_its_feed() -> None:
    asked = Filters(("A B",), since="2024")
    assert feed_path("question", "Ports?", asked) == "/feed?q=Ports%3F&speaker=A+B&from=2024"
    assert feed_path("quote", "Yes.", Filters()) == "/feed?mode=check&q=Yes."
