"""The labelling pages without a browser: what is shown, where an act leads, and who is turned away."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from rag.archive import Archive
from rag.evaluation.label_session import Labelling
from rag.page.guard import BODY_LIMIT
from rag.page.label_page import LABEL, SET
from rag.page.routes import build_routes
from tests.corpora import lines, scratch
from tests.page.examples import corpus_client

pytestmark = pytest.mark.slow

HERE = "http://127.0.0.1:7860"
GRAIN, GAS = "Who ships <b>grain</b> through the ports?", "What of gas?"


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    with scratch() as folder:
        yield folder / "q.jsonl"


@pytest.fixture
def file(place: Path) -> Path:
    """Two questions that nobody has labelled."""
    place.write_text(lines({"qid": "1", "question": GRAIN}, {"qid": "2", "question": GAS}), "utf-8")
    return place


@pytest.fixture(scope="module")
def served(place: Path, archive: Archive) -> TestClient:
    return TestClient(build_routes(archive, Labelling(place, archive)), base_url=HERE)


@pytest.fixture
def client(file: Path, served: TestClient) -> TestClient:
    """The pages over `file`, as they are at first."""
    assert file.exists()
    return served


def hidden(page: Any, name: str) -> str:  # noqa: ANN401
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found
    return found[1]


def say(client: TestClient, page: Any, act: str, **fields: str) -> Any:  # noqa: ANN401
    """Send the form of a page; the page that follows."""
    names = [name for name in ("token", "qid", "at") if f'name="{name}"' in page.text]
    return client.post(LABEL, data={name: hidden(page, name) for name in names} | {"act": act} | fields)


def judge_all(client: TestClient, page: Any, act: str) -> Any:  # noqa: ANN401
    """Give every passage of a question the same grade; the page that follows."""
    qid = hidden(page, "qid")
    while 'name="at"' in page.text and hidden(page, "qid") == qid:
        page = say(client, page, act)
        assert page.status_code == 200
    return page


def labels(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_a_passage_is_shown_without_who_found_it_and_everything_is_escaped(client: TestClient) -> None:
    page = client.get(LABEL)
    assert "Who ships &lt;b&gt;grain&lt;/b&gt; through the ports?" in page.text
    main = page.text[page.text.index("<main>") :]
    assert re.search(r"Passage 1 of \d", main)
    assert not re.search("bm25|dense|hybrid|score|rank|confidence", main)


def test_a_grade_leads_to_the_next_passage_and_the_last_one_to_the_next_question(
    client: TestClient, file: Path
) -> None:
    page = say(client, client.get(LABEL), "2")
    assert (hidden(page, "qid"), "Passage 2 of" in page.text) == ("1", True)
    assert labels(file)[0]["relevant"] == [{"transcript": "council", "utterance": 0, "grade": 2}]
    page = judge_all(client, page, "0")
    assert hidden(page, "qid") == "2"
    assert "1 labelled: 1 answer, 0 help." in page.text
    assert "1 of 2 questions" in page.text


def test_what_is_skipped_comes_up_again_once_all_else_is_judged(client: TestClient, file: Path) -> None:
    page = say(client, client.get(LABEL), "skip")
    assert "1 skipped" in page.text
    page = judge_all(client, page, "1")
    assert hidden(page, "qid") == "2"
    page = judge_all(client, page, "1")
    assert (hidden(page, "qid"), hidden(page, "at")) == ("1", "0-0-council")
    page = say(client, page, "0")
    assert page.url.path == SET
    assert all("skipped" not in form and form["labelled"] for form in labels(file))


def test_nothing_answers_once_other_words_were_searched(client: TestClient, file: Path) -> None:
    page = judge_all(client, client.get(LABEL, params={"qid": "2"}), "0")
    assert "Not yet: search 3 more wordings first." in page.text
    assert 'value="nothing" data-key="x" disabled' in page.text
    refused = say(client, page, "nothing")
    assert (refused.status_code, "search 3 more wordings" in refused.text) == (400, True)
    for words in ("the price of fuel", "energy and fuel", "heating costs"):
        page = judge_all(client, say(client, page, "search", words=words), "0")
        assert words in page.text
    again = say(client, page, "search", words="costs, heating")
    assert (again.status_code, "searched already" in again.text, "costs, heating" in again.text) == (
        400,
        True,
        True,
    )
    page = say(client, page, "nothing")
    assert (hidden(page, "qid"), labels(file)[1]["relevant"]) == ("1", [])


def test_undo_leads_back_to_what_was_undone(client: TestClient, file: Path) -> None:
    before = file.read_bytes()
    first = client.get(LABEL)
    page = say(client, say(client, first, "1"), "undo")
    assert (hidden(page, "at"), file.read_bytes()) == (hidden(first, "at"), before)
    page = say(client, page, "2")
    file.write_bytes(before)
    refused = say(client, page, "undo")
    assert (refused.status_code, "changed in the file since" in refused.text) == (400, True)


def test_the_whole_transcript_stands_under_the_passage(client: TestClient) -> None:
    page = client.get(LABEL)
    away = re.search(r'href="([^"]*)#passage" data-key="t"', page.text)
    assert away
    page = client.get(away[1].replace("&amp;", "&"))
    assert '<mark id="passage">The gas will flow from December 20, 2019.' in page.text
    assert 'data-key="2"' in page.text


def test_a_new_question_is_added_unless_it_is_near_another(client: TestClient, file: Path) -> None:
    page = client.get(SET)
    near = say(client, page, "add", question="And what of gas?")
    assert (near.status_code, GAS in near.text, 'name="anyway"' in near.text) == (200, True, True)
    assert 'value="And what of gas?"' in near.text
    assert len(labels(file)) == 2
    added = say(client, near, "add", question="And what of gas?", kind="topic", anyway="1")
    assert (hidden(added, "qid"), labels(file)[2]["kind"]) == ("q-001", "topic")
    assert say(client, page, "add", question=" ").status_code == 400


def test_judges_are_compared(file: Path, archive: Archive) -> None:
    first = TestClient(build_routes(archive, Labelling(file, archive)), base_url=HERE)
    second = TestClient(build_routes(archive, Labelling(file, archive, "<Anna>")), base_url=HERE)
    say(first, first.get(LABEL), "2")
    page = second.get(LABEL)
    assert ("judge: &lt;Anna&gt;" in page.text, 'aria-pressed="true">' in page.text) == (True, False)
    say(second, page, "0")
    page = first.get(SET)
    assert "1 passage judged by both" in page.text
    assert "2 in the file, 0 by &lt;Anna&gt;" in page.text


@pytest.mark.parametrize(
    ("headers", "changed", "status"),
    [
        ({}, {}, 200),
        ({"origin": HERE, "sec-fetch-site": "same-origin"}, {}, 200),
        ({"origin": "http://elsewhere.example"}, {}, 403),
        ({"origin": "null"}, {}, 403),
        ({"sec-fetch-site": "cross-site"}, {}, 403),
        ({"sec-fetch-site": "same-site"}, {}, 403),
        ({"host": "elsewhere.example:7860"}, {}, 403),
        ({"host": "["}, {}, 403),
        ({"content-type": "text/plain"}, {}, 415),
        ({}, {"token": "guessed"}, 403),
        ({}, {"token": "\ufffd"}, 403),
        ({}, {"act": "9"}, 400),
        ({}, {"act": "2", "at": "elsewhere"}, 404),
        ({}, {"act": "2", "place": "7"}, 400),
        ({}, {"act": "2", "place": "x" * 9}, 400),
        ({}, {"qid": "z"}, 404),
        ({}, {f"f{n}": "x" for n in range(30)}, 400),
        ({}, {"words": "x" * BODY_LIMIT}, 413),
    ],
)
def test_who_may_label(
    client: TestClient, file: Path, headers: dict[str, str], changed: dict[str, str], status: int
) -> None:
    page, before = client.get(LABEL), file.read_bytes()
    form = {name: hidden(page, name) for name in ("token", "qid", "at")} | {"act": "1"} | changed
    assert client.post(LABEL, data=form, headers=headers).status_code == status
    assert (file.read_bytes() == before) == (status != 200)


def test_other_names_of_this_machine_are_served_where_the_host_was_named(
    file: Path, archive: Archive
) -> None:
    app = build_routes(archive, Labelling(file, archive), local=False)
    client = TestClient(app, base_url="http://transcripts.example")
    assert say(client, client.get(LABEL), "1").status_code == 200
    assert len(labels(file)[0]["relevant"]) == 1


@pytest.mark.parametrize("path", [LABEL, SET])
def test_labelling_is_off_unless_a_file_is_named(path: str) -> None:
    for reply in (corpus_client().get(path), corpus_client().post(path, data={"act": "1"})):
        assert reply.status_code == 404
        assert "rag serve --label FILE" in reply.json()["error"]


def test_headers_let_nobody_frame_it_or_add_scripts(client: TestClient) -> None:
    headers = client.get(LABEL).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert re.search("script-src 'sha256-[^']+';", headers["content-security-policy"])
    assert headers["referrer-policy"] == "same-origin"


def test_a_file_that_breaks_meanwhile_is_told(client: TestClient, file: Path) -> None:
    file.write_text("{", "utf-8")
    reply = client.get(LABEL)
    assert (reply.status_code, "line 1: not JSON" in reply.json()["error"]) == (503, True)
