"""What the API says of itself is what it answers: real replies, judged by a reader of JSON Schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from fastapi.openapi.models import OpenAPI
from starlette.testclient import TestClient

from rag.archive import Archive
from rag.index.builder import build_index
from rag.page.routes import build_routes
from tests.builders import TopicEncoder
from tests.corpora import scratch, write_quoted_corpus

pytestmark = pytest.mark.slow

jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")

QUOTE = "In 2010, we shipped 18.2 million tonnes of grain through Novorossiysk"
ADDRESSES = [
    ("/api/ask?q=Who+ships+grain%3F&k=100", 200),
    ("/api/ask?q=What+did+Putin+say+of+gas+in+April+2024%3F&today=2024-05-01", 200),
    ("/api/ask?q=Grain&speaker=Ivanova&from=2024&to=2024-03&place=council&transcript=council", 200),
    ("/api/ask?q=And+schools%3F&previous=Who+ships+grain%3F", 200),
    ("/api/ask?q=Grain&ignore=dates&k=1", 200),
    ("/api/ask", 400),
    ("/api/ask?q=Who&k=many", 400),
    ("/api/ask?q=Who&speaker=Nobody", 400),
    (f"/api/check?{urlencode({'quote': QUOTE})}", 200),
    (f"/api/check?{urlencode({'quote': QUOTE.replace('18.2', '12.8'), 'speaker': 'Ivanova'})}", 200),
    ("/api/check?quote=Nobody+said+this", 200),
    ("/api/check?quote=%3F", 400),
    ("/api/transcripts/talks", 200),
    ("/api/transcripts/council", 200),
    ("/api/transcripts/nothing", 404),
    ("/api/sources", 200),
    ("/api/changes", 200),
    ("/api/changes?transcript=talks", 200),
    ("/api/changes?transcript=nothing", 404),
    *((f"/api/export?q=Grain&format={form}", 200) for form in ("docx", "md", "html", "csv", "json")),
    ("/api/export?q=Grain&format=exe", 400),
    *(
        (f"/api/cite?transcript=talks&start=0&end=1&style={style}", 400)
        for style in ("plain", "record", "none")
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """Over an index whose sources were edited since the first build."""
    with scratch() as folder:
        corpus, index = write_quoted_corpus(folder / "corpus"), folder / "index"
        build_index(corpus, index, TopicEncoder())
        talks = corpus / "talks.txt"
        talks.write_text(talks.read_text("utf-8").replace("will not retaliate", "will retaliate"), "utf-8")
        build_index(corpus, index, TopicEncoder())
        archive = Archive.open(index, TopicEncoder())
        yield TestClient(build_routes(archive))
        archive.close()


@pytest.fixture(scope="module")
def described(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def operation(described: dict[str, Any], path: str) -> dict[str, Any]:
    """What is said of the operation that an address leads to."""
    begun = path if path in described["paths"] else f"{path.rsplit('/', 1)[0]}/{{transcript_id}}"
    found: dict[str, Any] = described["paths"][begun]["get"]
    return found


def assert_as_described(described: dict[str, Any], reply: Any, path: str) -> None:  # noqa: ANN401
    """The body has the form, or the kind of file, that is described for the status."""
    responses = operation(described, path)["responses"]
    told = responses.get(str(reply.status_code), responses["default"])
    kind = reply.headers["content-type"].partition(";")[0]
    assert kind in told["content"]
    schema = told["content"][kind]["schema"]
    if kind == "application/json" and schema.get("format") != "binary":
        whole = {**schema, "components": described["components"]}
        jsonschema.Draft202012Validator(whole).validate(reply.json())


@pytest.mark.parametrize(("address", "status"), ADDRESSES, ids=[a[:70] for a, _ in ADDRESSES])
def test_replies_are_as_described(
    client: TestClient, described: dict[str, Any], address: str, status: int
) -> None:
    reply = client.get(address)
    assert reply.status_code == status
    assert_as_described(described, reply, urlsplit(address).path)


def test_a_place_of_a_passage_is_cited_in_the_forms_described(
    client: TestClient, described: dict[str, Any]
) -> None:
    passage = client.get("/api/ask?q=Who+ships+grain%3F").json()["passages"][0]
    source = passage["source"]
    place = {"transcript": passage["transcript"], "start": source["start"], "end": source["end"]}
    styles = next(
        parameter["schema"]["enum"]
        for parameter in operation(described, "/api/cite")["parameters"]
        if parameter["name"] == "style"
    )
    for style in styles:
        reply = client.get("/api/cite", params={**place, "utterance": passage["utterance"], "style": style})
        assert reply.status_code == 200
        assert_as_described(described, reply, "/api/cite")
        assert passage["text"][:20] in reply.text or style in {"bibtex", "ris"}


def test_the_description_refuses_what_is_not_described(client: TestClient, described: dict[str, Any]) -> None:
    reply = client.get("/api/sources")
    schema = {"$ref": "#/components/schemas/SourcesJson", "components": described["components"]}
    for changes in ({"transcripts": "two"}, {"more": 1}, {"speakers": [{"name": "A"}]}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.Draft202012Validator(schema).validate(reply.json() | changes)


def test_the_description_is_valid_and_complete(described: dict[str, Any]) -> None:
    OpenAPI.model_validate(described)
    assert list(described["paths"]) == [
        "/api/export", "/api/cite", "/api/ask", "/api/compare", "/api/check",
        "/api/transcripts/{transcript_id}",
        "/api/sources", "/api/changes",
    ]  # fmt: skip
    ask = described["paths"]["/api/ask"]["get"]
    parameters = {p["name"]: (p["required"], bool(p["description"])) for p in ask["parameters"]}
    rest = (
        "k", "speaker", "from", "to", "place", "transcript", "topic", "person", "previous", "today", "ignore",
        "over_time",
    )  # fmt: skip
    assert parameters == {"q": (True, True)} | dict.fromkeys(rest, (False, True))
    for path, methods in described["paths"].items():
        responses = methods["get"]["responses"]
        assert {"200", "400", "default"} <= set(responses) <= {"200", "400", "404", "503", "default"}
        for status, response in responses.items():
            if status == "200" and path in {"/api/export", "/api/cite"}:
                continue  # a file
            name = response["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[-1]
            assert (name == "ErrorJson") == (status != "200"), path
            assert described["components"]["schemas"][name]["additionalProperties"] is False
