"""Politeness by value: robots.txt, waiting, retries, redirects; and what a page may be."""

from __future__ import annotations

import pytest

from rag.errors import FetchError
from rag.intake.fetching import Fetched, Fetcher, is_url, normal_url
from rag.intake.web import Web
from tests.intake.serving import Site

pytestmark = pytest.mark.slow


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def fetcher(waits: list[float]) -> Fetcher:
    return Fetcher(Web(private=True, seconds=5), waits.append)


def test_a_page_is_fetched_after_the_rules_of_its_site(
    site: Site, fetcher: Fetcher, waits: list[float]
) -> None:
    site.put("/events/58537", b"Ann Bell: Yes.", "text/plain; charset=utf-8")
    site.put("/other.txt", b"x", "application/octet-stream")
    url = f"{site.url}/events/58537"
    assert fetcher.fetch(url) == Fetched(url, "58537.txt", b"Ann Bell: Yes.")
    assert fetcher.fetch(f"{site.url}/other.txt#top").name == "other.txt"
    assert site.asked == ["/robots.txt", "/events/58537", "/other.txt"]
    assert waits == [0.0, 1.0, 1.0]


def test_robots_are_obeyed(site: Site, fetcher: Fetcher, waits: list[float]) -> None:
    site.put("/robots.txt", b"\xef\xbb\xbfUser-agent: *\nDisallow: /closed\nCrawl-delay: 7\n")
    site.put("/open.txt", b"x")
    site.put("/hop.txt", status=302, Location="/closed/a.txt")
    assert fetcher.fetch(f"{site.url}/open.txt").data == b"x"
    for path in ("/closed/a.txt", "/hop.txt"):
        with pytest.raises(FetchError) as error:
            fetcher.fetch(site.url + path)
        assert str(error.value) == f"{site.url}/robots.txt does not allow it"
    assert site.asked == ["/robots.txt", "/open.txt", "/hop.txt"]
    assert waits == [0.0, 7.0, 7.0]


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (503, b"", "robots.txt cannot be read: the server answers 503"),
        (200, b"User-agent: *\nCrawl-delay: 99999\nDisallow:\n", "asks for 99,999 seconds between requests"),
        (200, b"User-agent: rag-transcripts\nDisallow: /\n", "robots.txt does not allow it"),
    ],
)
def test_rules_that_keep_us_out(site: Site, fetcher: Fetcher, status: int, body: bytes, said: str) -> None:
    site.put("/robots.txt", body, status=status)
    site.put("/a.txt", b"x")
    with pytest.raises(FetchError, match=said):
        fetcher.fetch(f"{site.url}/a.txt")
    assert set(site.asked) == {"/robots.txt"}


def test_a_busy_server_is_asked_three_times(site: Site, fetcher: Fetcher, waits: list[float]) -> None:
    site.put("/a.txt", status=503)
    with pytest.raises(FetchError, match="the server answers 503"):
        fetcher.fetch(f"{site.url}/a.txt")
    assert site.asked == ["/robots.txt", *["/a.txt"] * 3]
    assert waits == [0.0, 1.0, 2.0, 8.0]
    site.put_raw("/b.txt", b"")
    with pytest.raises(FetchError, match="no answer"):
        fetcher.fetch(f"{site.url}/b.txt")
    assert site.asked[4:] == ["/b.txt"] * 3


def test_redirects_are_followed_and_end(site: Site, fetcher: Fetcher) -> None:
    site.put("/a", status=301, Location="/b%20c.txt?x=1#part")
    site.put("/b%20c.txt?x=1", b"x")
    assert fetcher.fetch(f"{site.url}/a") == Fetched(f"{site.url}/b%20c.txt?x=1", "b-c.txt", b"x")
    site.put("/round", status=308, Location="/round")
    with pytest.raises(FetchError, match="more than 5 redirects"):
        fetcher.fetch(f"{site.url}/round")
    site.put("/robots.txt", status=301, Location="/robots.txt")
    with pytest.raises(FetchError, match=r"more than 5 redirects, the last to .*/robots\.txt"):
        Fetcher(Web(private=True), lambda seconds: None).fetch(f"{site.url}/a")
    site.put("/file", status=302, Location="file:///etc/passwd")
    with pytest.raises(FetchError, match="is no web address"):
        fetcher.fetch(f"{site.url}/file")


def test_a_redirect_to_a_private_address_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first hop counts as public, the second is the site itself by another name."""
    monkeypatch.setattr("rag.intake.web._is_public", lambda address: address != "127.0.0.1")
    with pytest.raises(FetchError, match=r"is at 127\.0\.0\.1, which is no public address"):
        Fetcher(Web(), lambda seconds: None).fetch(f"{site.url}/a")
    assert site.asked == []


@pytest.mark.parametrize(
    ("path", "kind", "said"),
    [
        ("/a.png", "image/png", "it is image/png; expected a page, text or document"),
        ("/a", "application/octet-stream", "it is application/octet-stream; expected"),
        ("/gone.txt", None, "the server answers 404"),
    ],
)
def test_what_is_no_transcript(site: Site, fetcher: Fetcher, path: str, kind: str | None, said: str) -> None:
    if kind:
        site.put(path, b"x", kind)
    with pytest.raises(FetchError, match=said):
        fetcher.fetch(site.url + path)


def test_addresses() -> None:
    assert (
        is_url("https://a.example/") and is_url("ftp://a") and not is_url("c:/a.txt") and not is_url("a.txt")
    )
    assert normal_url(" HTTP://A.example#x") == "http://a.example/"
    assert normal_url("https://пример.example/й?q=й") == ("https://xn--e1afmkfd.example/%D0%B9?q=%D0%B9")
    assert normal_url("http://[2001:db8::1]:8080/a%20b") == "http://[2001:db8::1]:8080/a%20b"
    for wrong in (
        "ftp://a.example/", "file:///etc/passwd", "http://", "http://me:secret@a.example/", "http://a:b/",
        "http://a.example/\r\nHost: b", "http://[::1", f"http://a.example/{'a' * 3000}",
    ):  # fmt: skip
        with pytest.raises(FetchError, match="is no web address"):
            normal_url(wrong)
