"""The routes beside the page and the guard around everything, without a browser."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest
from page_examples import PORTS, PORTS_QUESTION, WordArchive, transcripts
from starlette.testclient import TestClient

from rag.contract import answer_json, coverage_json
from rag.errors import IndexMismatchError, RagError
from rag.page.guard import BODY_LIMIT, POLICY
from rag.page.routes import READER_POLICY, build_routes
from rag.page.server import build_app, serve
from rag.records import Answer, Filters

ARCHIVE = WordArchive(transcripts())
LATER = "004_740d1cef05ee691b"


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(build_routes(ARCHIVE))


# The API.


def test_ask_returns_the_answer_in_the_contract_s_form(client: TestClient) -> None:
    reply = client.get("/api/ask", params={"question": PORTS_QUESTION})
    assert reply.status_code == 200
    assert reply.json() == answer_json(ARCHIVE.ask(PORTS_QUESTION))
    assert reply.json()["passages"][0]["text"].replace("\u00a0", " ").startswith(PORTS)


def test_every_parameter_of_ask_reaches_the_archive() -> None:
    asked: list[object] = []

    class Noting(WordArchive):
        def ask(self, *args: object, **kwargs: object) -> Answer:
            asked.append((*args, kwargs))
            return super().ask(PORTS_QUESTION)

    query = (
        "question=Who%3F&k=3&speaker=Putin&speaker=Lukashenko&from=2023&to=2024-04&place=Moscow"
        "&transcript=a&transcript=b&previous=What%3F&today=2024-05-01"
    )
    TestClient(build_routes(Noting(transcripts()))).get(f"/api/ask?{query}")
    filters = Filters(("Putin", "Lukashenko"), "2023", "2024-04", "Moscow", ("a", "b"))
    assert asked == [("Who?", filters, {"k": 3, "previous": "What?", "today": "2024-05-01"})]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("question=", "the question is empty"),
        ("question=" + "x" * 2001, "2,001 characters"),
        ("question=Who%3F&speaker=Nobody", "Nobody"),
        ("question=Who%3F&from=yesterday", "'yesterday' is no date"),
        ("question=Who%3F&from=2024&to=2023", "ends before it begins"),
        ("", "question: "),
        ("question=Who%3F&k=many", "k: "),
        ("question=Who%3F&k=0", "k: "),
        ("question=Who%3F&k=101", "k: "),
    ],
)
def test_a_mistake_is_one_line_and_a_400(client: TestClient, query: str, expected: str) -> None:
    reply = client.get(f"/api/ask?{query}")
    assert reply.status_code == 400
    assert list(reply.json()) == ["error"]
    assert expected in reply.json()["error"]
    assert "\n" not in reply.json()["error"]


def test_an_archive_that_cannot_be_read_is_not_the_asker_s_mistake() -> None:
    class Broken(WordArchive):
        def ask(self, *args: object, **kwargs: object) -> Answer:
            raise IndexMismatchError("the index is damaged: run rag build")

    reply = TestClient(build_routes(Broken(transcripts()))).get("/api/ask?question=Who")
    assert (reply.status_code, reply.json()) == (503, {"error": "the index is damaged: run rag build"})


def test_sources_are_told_in_the_contract_s_form(client: TestClient) -> None:
    reply = client.get("/api/sources")
    assert reply.json() == coverage_json(ARCHIVE.coverage(), ARCHIVE.manifest)
    assert reply.json()["transcripts"] == 2


# The reader.


def test_a_transcript_is_read_whole_with_its_passage_marked(client: TestClient) -> None:
    found = ARCHIVE.ask(PORTS_QUESTION).hits[0].passage
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


def test_every_response_carries_the_headers(client: TestClient) -> None:
    for path in ("/api/sources", "/api/ask", "/transcripts/nothing", "/nowhere"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "content-security-policy" in headers
    assert client.get("/api/sources").headers["content-security-policy"] == POLICY


def test_bodies_over_the_limit_or_of_unsaid_length_are_refused(client: TestClient) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"x"

    assert client.post("/api/ask", content=b"x" * (BODY_LIMIT + 1)).status_code == 413
    assert client.post("/api/ask", content=b"x" * BODY_LIMIT).status_code == 405
    assert client.post("/api/ask", content=chunks()).status_code == 411
    assert client.post("/api/ask", headers={"content-length": "-1"}).status_code == 413


def test_nothing_can_be_uploaded(client: TestClient) -> None:
    for path in ("/gradio_api/upload", "/upload", "/gradio_api/upload/"):
        assert client.post(path, files={"files": b"x"}).status_code == 404


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


@pytest.mark.browser  # no browser, but Gradio, whose import takes seconds
def test_the_gradio_page_is_served_under_the_same_guard() -> None:
    import gradio

    with TestClient(build_app(ARCHIVE)) as whole:
        page = whole.get("/")
        assert page.status_code == 200
        assert page.headers["content-security-policy"] == POLICY
        assert "--paper: light-dark(" in page.text
        assert whole.get("/api/sources").json()["transcripts"] == 2
        config = whole.get("/config").json()
        assert config["analytics_enabled"] is False
        assert config["show_error"] is False
        assert all(d["api_visibility"] == "private" for d in config["dependencies"])
        assert whole.post("/gradio_api/upload", files={"files": b"x"}).status_code == 404
        big = {"data": ["x" * BODY_LIMIT]}
        assert whole.post("/gradio_api/queue/join", json=big).status_code == 413
    assert gradio.analytics.analytics_enabled() is False
