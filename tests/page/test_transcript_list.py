"""The list of transcripts: what it holds, where it leads, and what becomes of a bad address."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from rag.page.routes import FORM_POLICY, build_routes
from rag.page.transcript_list import PART
from tests.page.examples import WordArchive, corpus_client, transcripts
from tests.page.markup import Page

pytestmark = pytest.mark.slow

BORIS = "000_70b41862cd742c5a"
MINSK = "004_740d1cef05ee691b"


@pytest.fixture(scope="module")
def many() -> TestClient:
    """120 transcripts of ten years, each with a title of its own."""
    first = transcripts()[0]
    held = [
        replace(
            first, id=f"talk-{n:03}", title=f"Talk {n:03} <b>", date=f"20{10 + n % 10}-05-{1 + n % 28:02}"
        )
        for n in range(120)
    ]
    return TestClient(build_routes(WordArchive(tuple(held))))


def shown(client: TestClient, address: str) -> Page:
    reply = client.get(address)
    assert reply.status_code == 200
    assert reply.headers["content-security-policy"] == FORM_POLICY
    return Page(reply.text)


def test_every_transcript_is_there_and_opens() -> None:
    client = corpus_client()
    page = shown(client, "/transcripts")
    opened = [link for link in page.links() if link.startswith("/transcripts/")]
    assert opened == [f"/transcripts/{MINSK}", f"/transcripts/{BORIS}"]
    assert all(client.get(link).status_code == 200 for link in opened)
    first, _ = page.texts("li")
    assert "11 April 2024 · The Kremlin, Moscow · " in first and "Alexander Lukashenko" in first


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("speaker=lukashenko&from=2024", [MINSK]),
        ("place=KREMLIN&from=2023&to=2023", [BORIS]),
        ("order=earliest", [BORIS, MINSK]),
        ("place=&speaker=&from=&to=", [MINSK, BORIS]),
        ("place=nowhere", []),
    ],
)
def test_what_is_left(query: str, left: list[str]) -> None:
    page = shown(corpus_client(), f"/transcripts?{query}")
    opened = [link.removeprefix("/transcripts/") for link in page.links() if link.startswith("/transcripts/")]
    assert opened == left
    assert page.texts("p", "about")[0].startswith(f"{len(left)} transcript")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("speaker=nobody", "nobody"),
        ("from=tomorrow", "tomorrow"),
        ("from=2024&to=2023", "the period ends before it begins"),
    ],
)
def test_a_mistake_is_told_on_the_page(query: str, told: str) -> None:
    (error,) = shown(corpus_client(), f"/transcripts?{query}").texts("p", "error")
    assert told in error


@pytest.mark.parametrize("query", ["part=0", "order=random", "part=x", "place=" + "x" * 301])
def test_a_broken_address_is_refused(query: str) -> None:
    assert corpus_client().get(f"/transcripts?{query}").status_code == 400


def test_parts_follow_each_other(many: TestClient) -> None:
    seen: list[str] = []
    address = "/transcripts?order=title"
    for _ in range(9):
        page = shown(many, address)
        seen += [link for link in page.links() if link.startswith("/transcripts/")]
        following = [
            element.attributes["href"] for element in page.elements if element.attributes.get("rel") == "next"
        ]
        if not following:
            break
        (address,) = following
    assert seen == [f"/transcripts/talk-{n:03}" for n in range(120)]
    assert len([link for link in shown(many, "/transcripts").links() if "/talk-" in link]) == PART
    assert many.get("/transcripts?part=99").status_code == 200


def test_a_year_lists_its_own(many: TestClient) -> None:
    page = shown(many, "/transcripts")
    assert page.texts("nav", "years")[0].startswith("2019 (12)")
    assert "12 transcripts" in shown(many, "/transcripts?from=2019&to=2019").texts("p", "about")[0]


def test_the_sitemap_names_every_page() -> None:
    client = corpus_client()
    reply = client.get("/sitemap.xml")
    assert reply.headers["content-type"] == "application/xml"
    found = [each.text or "" for each in ElementTree.fromstring(reply.content).findall(".//{*}loc")]  # noqa: S314 - ours
    assert found == [f"http://testserver/transcripts/{name}" for name in (BORIS, MINSK)]
    assert all(client.get(address).status_code == 200 for address in found)
