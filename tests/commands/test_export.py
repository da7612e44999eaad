"""`rag ask --export` and `GET /api/export` over a real index: the same answer, as a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from rag.archive import Archive
from rag.cli import main
from rag.output.contract import answer_json
from rag.output.export.formats import FORMATS, MEDIA_TYPES, render
from rag.output.export.pack import make_pack
from rag.records import Filters, Request

pytestmark = pytest.mark.slow

QUESTION = "Who ships grain?"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def client(quoted_client: TestClient) -> TestClient:
    return quoted_client


@pytest.fixture
def run(quoted_archive: Archive, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setattr(Archive, "open", lambda *_, **__: quoted_archive)

    def run(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            main(["ask", *words])
        assert isinstance(end.value.code, int)
        return (end.value.code, *capsys.readouterr())

    return run


def test_ask_writes_what_it_prints(run: Run, quoted_archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "pack.json"
    code, out, err = run(
        QUESTION, "-k", "3", "--speaker", "putin", "--today", "2024-05-01", "--export", str(path), "--json"
    )
    answer = quoted_archive.ask(Request(QUESTION, Filters(("Vladimir Putin",)), 3, today="2024-05-01"))
    assert json.loads(out) == json.loads(json.dumps(answer_json(answer)))
    assert (code, err) == (int(not answer.answered), "")
    form = json.loads(path.read_bytes())
    assert [found["text"] for found in form["passages"]] == [hit.passage.text for hit in answer.hits]
    assert form["filters"]["speakers"] == ["Vladimir Putin"]
    assert form["settings"] == {
        "k": 3,
        "previous": None,
        "today": "2024-05-01",
        "ignored": [],
        "reranker": None,
    }
    assert form["index"]["build"] == quoted_archive.build.manifest.id


def test_a_pack_is_written_where_nothing_answers_too(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "pack.md"
    code, _, err = run("Who paints the moon?", "--from", "2030", "--export", str(path))
    assert (code, err) == (1, "")
    assert "Nothing was found." in path.read_text("utf-8")
    assert "No transcript lies within the filters." in path.read_text("utf-8")


@pytest.mark.parametrize("name", ["pack.exe", "none/pack.csv", "."])
def test_a_file_that_cannot_be_written_is_told_before_anything_is_asked(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(Archive, "open", lambda *_, **__: pytest.fail("asked"))
    code, out, err = run(QUESTION, "--export", str(tmp_path / name))
    assert (code, out) == (2, "")
    assert err.startswith("rag: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize("form", FORMATS)
def test_the_route_gives_the_same_file(client: TestClient, quoted_archive: Archive, form: str) -> None:
    asked = {
        "q": QUESTION,
        "k": "2",
        "from": "2024",
        "format": form,
        "ignore": "place",
        "today": "2024-05-01",
    }
    reply = client.get("/api/export", params=asked)
    assert reply.status_code == 200
    assert reply.headers["content-type"] == MEDIA_TYPES[form]  # type: ignore[index]
    assert reply.headers["content-disposition"] == f'attachment; filename="evidence.{form}"'
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    if form == "json":
        request = Request(QUESTION, Filters(since="2024"), 2, today="2024-05-01", ignore=("place",))
        expected = json.loads(
            render(make_pack(quoted_archive.ask(request), request, quoted_archive.manifest), "json")
        )
        found = reply.json()
        assert found.pop("made") >= "2024"
        assert expected.pop("made")
        assert found == expected


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("q=x&format=pdf", "format: "),
        ("q=&format=csv", "the question is empty"),
        ("format=csv", "q: "),
        ("q=x&k=0", "k: "),
    ],
)
def test_mistakes_are_told_in_one_line(client: TestClient, query: str, error: str) -> None:
    reply = client.get(f"/api/export?{query}")
    assert reply.status_code == 400
    assert reply.json()["error"].startswith(error)


def test_the_route_is_described(client: TestClient) -> None:
    operation = client.get("/openapi.json").json()["paths"]["/api/export"]["get"]
    assert {one["name"] for one in operation["parameters"]} >= {"q", "k", "speaker", "from", "format"}
    assert set(operation["responses"]["200"]["content"]) == {
        kind.partition(";")[0] for kind in MEDIA_TYPES.values()
    }
