"""The API over a real index: the contract's JSON, mistakes in one line, and its description."""

from __future__ import annotations

import json
from collections.abc import Mapping

import httpx
import pytest
from starlette.testclient import TestClient

from rag.archive import Archive
from rag.errors import IndexMismatchError
from rag.index.builder import build_index
from rag.output.contract import answer_json, changes_json, check_json, coverage_json, transcript_json
from rag.page.backend import QuestionLog
from rag.page.routes import build_routes
from rag.records import Answer, Filters, Request
from tests.builders import TopicEncoder
from tests.corpora import PUTIN, scratch, write_corpus
from tests.page.examples import PORTS_QUESTION, WordArchive, transcripts

pytestmark = pytest.mark.slow

QUOTE = "In 2010, we shipped 12.8 million tonnes of grain through Novorossiysk"
ALTERED = QUOTE.replace("12.8", "18.2")
EMPTY = "the question is empty"


@pytest.fixture(scope="module")
def client(quoted_client: TestClient) -> TestClient:
    return quoted_client


def as_given(reply: httpx.Response, form: Mapping[str, object]) -> bool:
    """Whether a reply is this object, the order of its fields included."""
    return json.dumps(reply.json()) == json.dumps(form)


# Asking.


def test_ask_gives_the_contract_s_json(client: TestClient, archive: Archive) -> None:
    reply = client.get("/api/ask", params={"q": "Who ships grain?", "k": 3, "today": "2024-05-01"})
    assert reply.status_code == 200
    asked = archive.ask(Request("Who ships grain?", k=3, today="2024-05-01"))
    assert as_given(reply, answer_json(asked))
    assert len(reply.json()["passages"]) == 3


def test_the_older_name_of_the_question_is_understood(client: TestClient) -> None:
    old, new = (client.get("/api/ask", params={name: "Who ships grain?"}) for name in ("question", "q"))
    assert old.json() == new.json()
    assert old.json()["question"] == "Who ships grain?"


def test_every_parameter_of_ask_reaches_the_archive() -> None:
    asked: list[Request] = []

    class Noted(WordArchive):
        def ask(self, request: Request) -> Answer:
            asked.append(request)
            return super().ask(Request(PORTS_QUESTION))

    query = (
        "q=Who%3F&k=3&speaker=Putin&speaker=Lukashenko&from=2023&to=2024-04&place=Moscow"
        "&transcript=a&transcript=b&topic=c&person=d&person=&previous=What%3F&today=2024-05-01&ignore=dates&ignore="
    )
    TestClient(build_routes(Noted(transcripts()))).get(f"/api/ask?{query}")
    filters = Filters(("Putin", "Lukashenko"), "2023", "2024-04", "Moscow", ("a", "b"), ("c",), ("d",))
    assert asked == [Request("Who?", filters, 3, "What?", "2024-05-01", ("dates",))]


def test_an_empty_parameter_is_one_that_is_not_given(client: TestClient) -> None:
    empty = "speaker=&from=&to=&place=&transcript=&topic=&person=&previous=&today="
    asked = "/api/ask?q=Who+ships+grain%3F"
    assert client.get(f"{asked}&{empty}").json() == client.get(asked).json()


# Checking.


@pytest.mark.parametrize(("said", "verdict"), [(QUOTE, "exact"), (ALTERED, "altered"), ("Nobody!", "absent")])
def test_check_gives_the_contract_s_json(
    client: TestClient, archive: Archive, said: str, verdict: str
) -> None:
    reply = client.get("/api/check", params={"quote": said, "speaker": "Putin"})
    assert as_given(reply, check_json(archive.check(said, "Putin")))
    assert reply.json()["verdict"] == verdict


def test_a_quote_of_somebody_else_is_told(client: TestClient) -> None:
    found = client.get("/api/check", params={"quote": QUOTE, "speaker": "Ivanova"}).json()
    assert (found["verdict"], found["matches"][0]["speaker"]) == ("other_speaker", PUTIN)


# Reading, and what there is.


def test_a_transcript_is_as_it_was_read(client: TestClient, archive: Archive) -> None:
    reply = client.get("/api/transcripts/talks")
    assert as_given(reply, transcript_json(archive.transcript("talks")))
    assert reply.json()["utterances"][1]["text"] == "What do you say of gas?"


def test_sources_are_told(client: TestClient, archive: Archive) -> None:
    reply = client.get("/api/sources")
    assert as_given(reply, coverage_json(archive.coverage(), archive.manifest))
    assert (reply.json()["transcripts"], reply.json()["from"]) == (2, "2024-02-29")


def test_what_sources_said_before_is_told() -> None:
    with scratch() as folder:
        corpus, index = write_corpus(folder / "corpus"), folder / "index"
        build_index(corpus, index, TopicEncoder())
        path = corpus / "harbour.txt"
        path.write_text(path.read_text("utf-8").replace("We ship", "We never ship"), "utf-8")
        (corpus / "lesson.txt").unlink()
        build_index(corpus, index, TopicEncoder())
        archive = Archive.open(index, TopicEncoder())
        told = TestClient(build_routes(archive))
        reply = told.get("/api/changes")
        assert as_given(reply, changes_json(archive.changes()))
        assert [each["transcript"] for each in reply.json()["changes"]] == ["lesson", "harbour"]
        (change,) = told.get("/api/changes?transcript=harbour").json()["changes"]
        assert change["utterances"][0]["diff"][1] == ["insert", "never "]
        assert told.get("/api/changes?transcript=").json() == reply.json()
        assert told.get("/api/changes?transcript=council-1").json() == {"changes": []}
        missing = told.get("/api/changes?transcript=nowhere")
        assert (missing.status_code, list(missing.json())) == (404, ["error"])
        assert told.get(f"/api/changes?transcript={'x' * 301}").status_code == 400


# Mistakes.

WHO = "/api/ask?q=Who%3F"
MISTAKES = [
    ("/api/ask", 400, "q: Field required"),
    ("/api/ask?q=Grain&ignore=dates&ignore=place", 200, ""),
    (
        "/api/ask?q=Grain&ignore=who",
        400,
        "Input should be 'speakers', 'dates'",
    ),
    ("/api/ask?q=", 400, EMPTY),
    ("/api/ask?q=%00", 200, ""),
    ("/api/ask?q=+%C2%A0%0A", 400, EMPTY),
    ("/api/ask?q=" + "x" * 2001, 400, "2,001 characters"),
    ("/api/ask?q[]=Who", 400, "q: Field required"),
    (f"{WHO}&q%00=1", 400, "Extra inputs"),
    (f"{WHO}&speakers=Putin", 400, "speakers: Extra inputs"),
    (f"{WHO}&speaker=Nobody", 400, "nobody called 'Nobody'"),
    (f"{WHO}&speaker=%00%0A", 400, "nobody called"),
    (f"{WHO}&speaker=%ED%A0%80", 400, "nobody called"),
    (f"{WHO}&speaker=" + "x" * 301, 400, "speaker[0]: String should have at most 300"),
    (WHO + "&speaker=Putin" * 51, 400, "speaker: List should have at most 50"),
    (f"{WHO}&from=yesterday", 400, "'yesterday' is no date"),
    (f"{WHO}&from=2024&to=2023", 400, "ends before it begins"),
    (f"{WHO}&from=0000", 400, "is no date"),
    (f"{WHO}&today=now", 400, "is no date"),
    (f"{WHO}&transcript=../talks", 400, "no transcript '../talks'"),
    (f"{WHO}&transcript=%00", 400, "no transcript"),
    (f"{WHO}&place=" + "%F0%9F%98%80" * 301, 400, "place: String should have at most 300"),
    (f"{WHO}&k=many", 400, "k: "),
    (f"{WHO}&k=0", 400, "k: "),
    (f"{WHO}&k=101", 400, "k: "),
    (f"{WHO}&k=1e1", 400, "k: "),
    (f"{WHO}&k=" + "9" * 5000, 400, "k: "),
    (f"{WHO}&previous=" + "x" * 2001, 400, "2,001 characters"),
    ("/api/compare?q=Gas&compare=2023&compare=2024&over_time=1", 400, "over_time: Extra inputs"),
    ("/api/check", 400, "quote: Field required"),
    ("/api/check?quote=", 400, "no words"),
    ("/api/check?quote=%00", 400, "no words"),
    ("/api/check?quote=" + "x" * 10_001, 400, "10,001 characters"),
    ("/api/check?quote=Gas&speaker=Ivanov", 400, "Ivanova"),
    ("/api/check?quote=Gas&speaker=" + "x" * 301, 400, "speaker: "),
    ("/api/transcripts/", 404, "no transcript ''"),
    ("/api/transcripts/nothing", 404, "no transcript 'nothing'"),
    ("/api/transcripts/talks%00", 404, "no transcript"),
    ("/api/transcripts/%2e%2e%2f%2e%2e%2fetc%2fpasswd", 404, "no transcript '../../etc/passwd'"),
    ("/api/transcripts/talks.txt", 404, "no transcript"),
    ("/api/transcripts/%ED%A0%80", 404, "no transcript"),
    ("/api/transcripts/" + "x" * 9000, 404, "no transcript"),
    ("/api/", 404, "/openapi.json"),
    ("/api/nothing", 404, "/openapi.json"),
]


@pytest.mark.parametrize(("address", "status", "expected"), MISTAKES, ids=[m[0][:60] for m in MISTAKES])
def test_a_mistake_is_told_in_one_line(client: TestClient, address: str, status: int, expected: str) -> None:
    reply = client.get(address)
    assert reply.status_code == status
    if status == 200:
        return
    assert list(reply.json()) == ["error"]
    assert expected in reply.json()["error"]
    assert reply.json()["error"].isprintable()
    assert len(reply.json()["error"]) < 500


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "HEAD"])
def test_nothing_is_changed_by_the_api(client: TestClient, method: str) -> None:
    reply = client.request(method, "/api/ask?q=Who%3F", content=b"[" * 100_000 if method == "POST" else None)
    assert reply.status_code == 405
    assert reply.headers["content-type"] == "application/json"


def test_an_archive_that_cannot_be_read_is_not_the_asker_s_mistake() -> None:
    class Broken(WordArchive):
        def ask(self, request: Request) -> Answer:
            raise IndexMismatchError("the index is damaged:\nrun rag build")

    reply = TestClient(build_routes(Broken(transcripts()))).get("/api/ask?q=Who")
    assert (reply.status_code, reply.json()) == (503, {"error": "the index is damaged: run rag build"})


# The log.


def test_what_is_typed_is_only_logged_where_asked_for(
    archive: Archive, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(0):
        for asked in ("/api/ask?q=typed+gas&speaker=typed", "/api/check?quote=typed+gas", "/api/ask?typed=1"):
            TestClient(build_routes(archive)).get(asked)
        assert "typed" not in "".join(r.getMessage() for r in caplog.records if r.name.startswith("rag"))
        noting = TestClient(build_routes(QuestionLog(archive)))
        noting.get("/api/ask?q=typed+gas&previous=before&place=Moscow")
        noting.get("/api/check?quote=typed+gas&speaker=Putin")
    logged = [r.getMessage() for r in caplog.records if r.name == "rag.questions"]
    assert logged == [
        f"asked: 'typed gas', following 'before', within {Filters(place='Moscow')!r}",
        "checked: 'typed gas', said to be by 'Putin'",
    ]
