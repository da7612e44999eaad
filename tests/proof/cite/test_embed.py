"""A passage to paste: the words to the character, escaped, with a record that can be proven."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from rag.proof.cite.annotation import Parser, record_of
from rag.proof.cite.embed import embed
from tests.page.markup import HOSTILE
from tests.proof.cite.examples import CARRIED, PUTIN, QUESTION, hit

MANIFEST = {"versions": {"rag-transcripts": "0.1.0"}, "recipe": {"code": "0"}}


class Read(HTMLParser):
    """What a browser makes of it: tags, attributes, and the text of each tag."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.links: list[str | None] = []
        self.texts: dict[str, str] = {}
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in {"href", "cite"}]
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in self.open:
            self.texts[tag] = self.texts.get(tag, "") + data


def test_quote_citation_and_record_are_there() -> None:
    found = hit()
    read = Read(embed(found, "2026-11-28", MANIFEST, "http://here/?read=x&u=1"))
    assert read.tags == ["figure", "blockquote", "figcaption", "a", "a", "br", "small", "script"]
    assert read.texts["blockquote"] == found.passage.text
    assert read.texts["figcaption"].startswith(
        "— Vladimir Putin, President of Russia. Eastern Economic Forum, 12 September 2018, Vladivostok · "
        "Official page · In its transcriptPrinted label: “President of Russia Vladimir Putin”."
    )
    assert json.loads(read.texts["script"]) == record_of(found, Parser("0.1.0", "0"), "2026-11-28")
    assert read.links[0] == read.links[1]
    assert str(read.links[0]).startswith("http://en.kremlin.ru/")
    assert read.links[2] == "http://here/?read=x&u=1"


def test_nothing_is_linked_that_is_not_known_and_doubt_is_said() -> None:
    read = Read(embed(hit(CARRIED, url=None), None, MANIFEST))
    assert read.links == []
    assert "No label is printed here, after a cut" in read.texts["figcaption"]
    assert "Speaker not named" in Read(embed(hit(QUESTION, url=None), None, MANIFEST)).texts["figcaption"]


@pytest.mark.parametrize("bad", [*HOSTILE, "</script><script>alert(1)</script>"])
def test_hostile_text_stays_text(bad: str) -> None:
    said = replace(PUTIN, text=bad, label=bad, speaker=bad, role=bad, end=1000 + len(bad))
    found = hit(said, title=bad, place=bad, source=bad, url=None)
    read = Read(embed(found, None, MANIFEST, f"http://x/{bad}"))
    assert read.texts["blockquote"] == bad
    assert read.tags == ["figure", "blockquote", "figcaption", "a", "br", "small", "script"]
    assert json.loads(read.texts["script"])["target"]["selector"][0]["exact"] == bad
