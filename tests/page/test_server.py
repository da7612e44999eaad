"""What stands around everything served: the guard, the gate, the reader, the log; without a browser."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import threading
import traceback
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import PackageNotFoundError

import httpx
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.types import Message, Scope

from rag.cli import main
from rag.errors import IndexMismatchError, RagError
from rag.output.contract import answer_json
from rag.page import server
from rag.page.guard import ADDRESS_LIMIT, BODY_LIMIT, POLICY, Gate, Guard
from rag.page.logs import WhereOnly, set_up, where
from rag.page.routes import READER_POLICY, build_routes
from rag.page.server import serve
from rag.records import Answer, Request
from tests.page.examples import PORTS_QUESTION, WordArchive, corpus_client, in_thread, transcripts

pytestmark = pytest.mark.slow

ARCHIVE = WordArchive(transcripts())
LATER = "004_740d1cef05ee691b"


@pytest.fixture(scope="module")
def client() -> TestClient:
    return corpus_client()


# The reader.


def test_a_transcript_is_read_whole_with_its_passage_marked(client: TestClient) -> None:
    found = ARCHIVE.ask(Request(PORTS_QUESTION)).hits[0].passage
    place = {"u": found.utterance, "start": found.start, "end": found.end}
    reply = client.get(f"/transcripts/{found.transcript}", params=place)
    assert reply.status_code == 200
    assert f'<mark id="passage">{found.text}</mark>' in reply.text
    assert reply.headers["content-security-policy"] == READER_POLICY
    assert reply.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    "query", ["", "u=x", "u=1&start=-5&end=9", "u=1&start=1e9&end=2", "u=99999&start=0&end=1"]
)
def test_a_bad_place_is_ignored(client: TestClient, query: str) -> None:
    reply = client.get(f"/transcripts/{LATER}?{query}")
    assert reply.status_code == 200
    assert "<mark" not in reply.text


@pytest.mark.parametrize("name", ["nothing", "..%2f..%2fetc%2fpasswd", "%3Cscript%3Ealert(1)%3C%2Fscript%3E"])
def test_an_unknown_transcript_is_a_404_page(client: TestClient, name: str) -> None:
    reply = client.get(f"/transcripts/{name}")
    assert reply.status_code == 404
    assert "There is no transcript" in reply.text
    assert "<script" not in reply.text


def test_an_id_with_a_slash_is_found() -> None:
    held = replace(transcripts()[0], id="2018/a b")
    reply = TestClient(build_routes(WordArchive((held,)))).get("/transcripts/2018%2Fa%20b")
    assert reply.status_code == 200


# The guard.


TYPED = "what was typed"


class Failing(WordArchive):
    def ask(self, request: Request) -> Answer:
        raise ValueError(TYPED)


def called(app: FastAPI, path: bytes, query: bytes = b"") -> tuple[int, dict[str, str], bytes]:
    """A GET of bytes that no client would send."""
    sent: list[Message] = []
    scope: Scope = {
        "type": "http", "method": "GET", "path": path.decode("utf-8", "replace"), "raw_path": path,
        "query_string": query, "headers": [], "http_version": "1.1", "scheme": "http", "root_path": "",
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 2),
    }  # fmt: skip

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    in_thread(asyncio.run, app(scope, receive, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:])


def test_every_response_carries_the_headers(client: TestClient) -> None:
    found = {}
    for path in ("/api/sources", "/api/ask", "/api/x", "/transcripts/x", "/help", "/openapi.json", "/upload"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        found[path] = headers["content-security-policy"]
    assert found == dict.fromkeys(found, POLICY) | {
        "/transcripts/x": READER_POLICY,
        "/help": READER_POLICY,
    }


@pytest.mark.parametrize(
    ("path", "query"),
    [
        (b"/api/ask", b"q=" + b"x" * 1_000_000),
        (b"/api/check", b"quote=" + b"%F0%9F%98%80" * 10_000),
        (b"/api/transcripts/" + b"x" * 1_000_000, b""),
        (b"/", b"x" * ADDRESS_LIMIT),
    ],
)
def test_an_endless_address_is_refused(path: bytes, query: bytes) -> None:
    status, headers, body = called(build_routes(ARCHIVE), path, query)
    assert (status, json.loads(body)) == (414, {"error": "the address is longer than 65,536 bytes"})
    assert headers["content-security-policy"] == POLICY


def test_bytes_that_are_no_text_are_no_fault_of_the_program() -> None:
    app = build_routes(ARCHIVE)
    for path, query in (
        (b"/api/transcripts/\xff\xfe", b"\xff=\xfe"),
        (b"/api/\x00", b"%"),
        (b"/api/ask", b"\xff"),
    ):
        status, _, body = called(app, path, query)
        assert (status in {400, 404}, list(json.loads(body))) == (True, ["error"])


def test_bodies_over_the_limit_or_of_unsaid_length_are_refused(client: TestClient) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"x"

    assert client.post("/api/ask", content=b"x" * (BODY_LIMIT + 1)).status_code == 413
    assert client.post("/api/ask", content=b"x" * BODY_LIMIT).status_code == 405
    assert client.post("/api/ask", content=chunks()).status_code == 411
    for length in ("-1", "1e3", "9" * 5000):
        assert client.post("/api/ask", headers={"content-length": length}).status_code == 413


@pytest.mark.parametrize(
    "path",
    [
        "/upload", "/gradio_api/upload", "/gradio_api/upload/", "/gradio_api/file=/etc/passwd",
        "/gradio_api/proxy=http://example.org/", "/gradio_api/process_recording",
        "/gradio_api/component_server", "/monitoring", "/monitoring/summary", "/login",
    ],
)  # fmt: skip
def test_nothing_can_be_uploaded_and_no_file_read(client: TestClient, path: str) -> None:
    reply = client.post(path, files={"files": b"x"})
    assert (reply.status_code, client.get(path).status_code) == (404, 404)
    assert reply.json() == {"error": "there is nothing here, and nothing can be uploaded"}


def test_a_fault_is_told_without_what_was_typed(caplog: pytest.LogCaptureFixture) -> None:
    reply = TestClient(build_routes(Failing(()))).get("/api/ask?q=Who")
    told = {"error": "the program failed; the server's log says where"}
    assert (reply.status_code, reply.json()) == (500, told)
    assert reply.headers["content-security-policy"] == POLICY
    (record,) = caplog.records
    written = WhereOnly().format(record)
    assert TYPED not in written
    assert written.splitlines()[-1] == "builtins.ValueError"
    assert 'test_server.py", line' in written


# The gate.


def test_those_who_come_when_all_places_are_taken_are_turned_away() -> None:
    """Two are served, one waits, two more are told to come back; whoever does finds room."""
    let_go, inside = threading.Event(), threading.Semaphore(0)

    class Slow(WordArchive):
        def ask(self, request: Request) -> Answer:
            inside.release()
            assert let_go.wait(10)
            return super().ask(Request(PORTS_QUESTION))

    slow = Slow(transcripts())
    gate = Guard(Gate(build_routes(slow), lambda scope: scope["path"] == "/api/ask", at_once=2, waiting=1))

    async def run() -> tuple[list[httpx.Response], httpx.Response, list[httpx.Response], httpx.Response]:
        transport = httpx.ASGITransport(app=gate)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:

            def ask() -> asyncio.Task[httpx.Response]:
                return asyncio.create_task(client.get("/api/ask", params={"q": PORTS_QUESTION}))

            served = [ask(), ask(), ask()]
            await asyncio.to_thread(lambda: inside.acquire(timeout=10) and inside.acquire(timeout=10))
            away = [await ask(), await ask()]
            other = await client.get("/api/sources")
            assert not inside.acquire(blocking=False)
            let_go.set()
            return await asyncio.gather(*served), other, away, await ask()

    served, other, away, later = in_thread(asyncio.run, run())
    expected = json.loads(json.dumps(answer_json(ARCHIVE.ask(Request(PORTS_QUESTION)))))
    assert [reply.json() for reply in (*served, later)] == [expected] * 4
    assert other.status_code == 200
    assert [(reply.status_code, reply.headers["retry-after"]) for reply in away] == [(503, "2")] * 2
    assert away[0].json() == {"error": "too many questions at once: ask again in a moment"}


def test_a_place_is_free_again_after_a_fault() -> None:
    gate = Gate(build_routes(Failing(())), lambda _: True, at_once=1, waiting=0)
    client = TestClient(gate)
    assert [client.get("/api/ask?q=Who").status_code for _ in range(3)] == [500] * 3


# The log.


def test_a_traceback_without_messages_names_every_cause() -> None:
    def fail() -> None:
        try:
            raise KeyError(TYPED)
        except KeyError as error:
            raise RagError(TYPED) from error

    try:
        fail()
    except RagError as error:
        told = where(error).splitlines()
    assert [line for line in told if not line.startswith(" ")] == ["builtins.KeyError", "rag.errors.RagError"]
    assert TYPED not in "".join(told)


@pytest.fixture
def logging_restored(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers = []
    monkeypatch.setattr(traceback, "print_exc", traceback.print_exc)
    yield
    root.handlers, root.level = handlers, level


@pytest.mark.usefixtures("logging_restored")
@pytest.mark.parametrize(("questions", "expected"), [(False, []), (True, [f"ValueError: {TYPED}"] * 2)])
def test_messages_of_faults_are_only_logged_with_the_questions(
    capsys: pytest.CaptureFixture[str], questions: bool, expected: list[str]
) -> None:
    set_up(questions=questions)
    try:
        raise ValueError(TYPED)
    except ValueError:
        logging.getLogger("rag.page").exception("failed")
        traceback.print_exc()
    written = capsys.readouterr().err.splitlines()
    assert [line for line in written if line.endswith(f"Error: {TYPED}")] == expected
    assert len([line for line in written if "ValueError" in line and not line.startswith(" ")]) == 2


# Serving.


def test_a_port_that_is_taken_is_told_before_anything_slow_happens() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(RagError, match=f"cannot serve on 127.0.0.1:{port} .*choose another with --port"):
            serve(ARCHIVE, port=port)


@pytest.mark.parametrize(("host", "port"), [("no.such.host.invalid", 7860), ("127.0.0.1", 70000)])
def test_an_address_that_is_none_is_told(host: str, port: int) -> None:
    with pytest.raises(RagError, match="cannot serve on"):
        serve(ARCHIVE, host, port)


@pytest.mark.usefixtures("logging_restored")
def test_what_cannot_be_loaded_ends_the_server_with_its_error() -> None:
    def warm() -> None:
        raise IndexMismatchError("the index is damaged")

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(IndexMismatchError, match="the index is damaged"):
        in_thread(serve, ARCHIVE, port=port, warm=warm)


@pytest.mark.parametrize("found", [None, "2.3.0"])
def test_tools_for_assistants_need_their_package(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], found: str | None
) -> None:
    def version(_: str) -> str:
        if found is None:
            raise PackageNotFoundError
        return found

    monkeypatch.setattr(server, "version", version)
    with pytest.raises(SystemExit) as ended:
        main(["serve", "--mcp", "--index", "nowhere"])
    assert ended.value.code == 2
    expected = (
        f'tools for assistants need the package mcp 1, found {found or "none"}: pip install "mcp>=1.21,<2"'
    )
    assert capsys.readouterr().err.strip() == f"rag: {expected}"
