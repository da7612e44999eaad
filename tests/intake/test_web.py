"""One GET: what is taken, and every answer that is not."""

from __future__ import annotations

import socket
import threading

import pytest

from rag.errors import FetchError
from rag.intake.web import BusyError, Web
from tests.intake.serving import Site, closed_port

pytestmark = pytest.mark.slow

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


def test_an_answer_by_value(site: Site) -> None:
    site.put("/a", b"caf\xc3\xa9", "text/plain; charset=utf-8", X_Kind="one")
    response = Web(private=True).get(f"{site.url}/a", 5)
    assert (response.status, response.body) == (200, b"caf\xc3\xa9")
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.headers["x-kind"] == "one"
    assert [agent.partition("/")[0] for agent in site.agents] == ["rag-transcripts"]


def test_a_redirect_is_an_answer_like_others(site: Site) -> None:
    site.put("/a", status=302, Location="/b")
    response = Web(private=True).get(f"{site.url}/a", 100)
    assert (response.status, response.headers["location"]) == (302, "/b")
    assert site.asked == ["/a"]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (OK + b"Content-Length: 4\r\n\r\nabcd", "the answer has more than 3 bytes"),
        (OK + b"Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\nab", "the answer is compressed"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", "no answer: "),
        (OK + b"Content-Length: 9\r\n\r\nab", "no answer: "),
        (b"what?\r\n\r\n", "no answer: "),
        (b"", "no answer: "),
    ],
    ids=["huge", "compressed", "chunks", "cut", "no-http", "nothing"],
)
def test_an_answer_that_is_not_taken(site: Site, answer: bytes, said: str) -> None:
    site.put_raw("/", answer)
    with pytest.raises(FetchError) as error:
        Web(private=True).get(f"{site.url}/", 3)
    assert str(error.value).startswith(said)


@pytest.mark.parametrize("first", [b"HTTP/1.1 200 OK\r\nX-A: ", OK + b"Content-Length: 9\r\n\r\nab"])
def test_a_slow_answer_ends_at_the_deadline(site: Site, first: bytes) -> None:
    over = threading.Event()
    site.put_raw("/", first, b"more", until=over)
    with pytest.raises(BusyError) as error:
        Web(private=True, seconds=0.1).get(f"{site.url}/", 100)
    over.set()
    assert str(error.value) == "no whole answer within 0.1 seconds"


def test_drops_do_not_put_off_the_deadline(site: Site) -> None:
    drops = [b"HTTP/1.1 200 OK\r\nX-A: "] + [b"a"] * 40
    pause = threading.Event()

    def drip(request: object) -> None:
        for drop in drops:
            request.wfile.write(drop)  # type: ignore[attr-defined]
            pause.wait(0.02)

    site.pages["/"] = drip
    with pytest.raises(BusyError):
        Web(private=True, seconds=0.15).get(f"{site.url}/", 100)
    pause.set()


def test_nobody_answers() -> None:
    with pytest.raises(BusyError, match="no answer: "):
        Web(private=True).get(f"http://127.0.0.1:{closed_port()}/", 100)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.5.5", "169.254.169.254", "0.1.2.3", "100.64.0.1",
        "224.0.0.1", "::1", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::",
        "64:ff9b::a00:1", "::",
    ],
)  # fmt: skip
def test_private_addresses_are_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def resolved(*_: object, **__: object) -> list[object]:
        public = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 80))
        return [public, (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80))]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("connected"))
    with pytest.raises(FetchError) as error:
        Web().get("http://innocent.example/", 100)
    assert str(error.value) == f"the host 'innocent.example' is at {address}, which is no public address"


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["93.184.215.14", "127.0.0.1"])
    connected: list[object] = []

    def resolved(*_: object, **__: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), 80))]

    def connect(address: object, *_: object, **__: object) -> None:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(BusyError):
        Web().get("http://rebinding.example/", 100)
    assert connected == [("93.184.215.14", 80)]
