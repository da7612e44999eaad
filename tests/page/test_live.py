"""A page that follows its index: new builds are served without a restart, and no question fails."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from rag.errors import IndexMissingError
from rag.index.builder import build_index
from rag.index.store import CURRENT
from rag.page.backend import QuestionLog
from rag.page.live import LiveArchive, OneBuild
from rag.page.routes import build_routes
from rag.records import Request
from tests.builders import TopicEncoder
from tests.corpora import page

pytestmark = pytest.mark.slow

QUESTION = "Who ships grain?"
NEW = "Grain is shipped by nobody."


def add(corpus: Path, index: Path, name: str, text: str = NEW) -> None:
    """Build again with one more transcript."""
    (corpus / f"{name}.txt").write_text(page(f"Ann Bell: {text}", title=f"Talk {name}"), "utf-8")
    build_index(corpus, index, TopicEncoder())


@pytest.fixture
def live(places: tuple[Path, Path]) -> LiveArchive:
    found = LiveArchive(places[1], TopicEncoder())
    found.warm()
    return found


@pytest.fixture
def client(live: LiveArchive) -> Iterator[TestClient]:
    app = build_routes(live)
    app.add_middleware(OneBuild, archive=live)
    with TestClient(app) as found:
        yield found


def transcripts(client: TestClient) -> int:
    return int(client.get("/api/sources").json()["transcripts"])


def test_the_next_request_goes_to_the_new_build(
    live: LiveArchive, client: TestClient, places: tuple[Path, Path]
) -> None:
    assert (transcripts(client), live.renew()) == (4, False)
    filters = client.get("/part/filters").text
    add(*places, "new")
    assert transcripts(client) == 4
    assert live.renew()
    assert transcripts(client) == 5
    assert NEW in client.get("/transcripts/new").text
    assert NEW in [
        found["text"] for found in client.get("/api/ask", params={"question": QUESTION}).json()["passages"]
    ]
    assert client.get("/part/filters").text != filters
    assert not live.renew()


def test_a_request_ends_with_the_build_that_it_began_with(
    live: LiveArchive, places: tuple[Path, Path]
) -> None:
    app = build_routes(live)
    seen = []

    @app.get("/part/two-looks")
    def two_looks() -> None:
        seen.append(live.coverage().transcripts)
        assert live.renew()
        seen.append(live.coverage().transcripts)

    app.router.routes.insert(0, app.router.routes.pop())
    app.add_middleware(OneBuild, archive=live)
    add(*places, "new")
    assert TestClient(app).get("/part/two-looks").status_code == 200
    assert seen == [4, 4]
    assert live.coverage().transcripts == 5


def test_the_old_build_serves_on_when_its_files_are_gone(
    live: LiveArchive, places: tuple[Path, Path]
) -> None:
    before = live.ask(Request(QUESTION))
    for folder in places[1].iterdir():
        if folder.is_dir():
            shutil.rmtree(folder)
    assert not live.renew()
    assert live.ask(Request(QUESTION)) == before
    assert live.check("We ship grain through the ports.").verdict == "exact"
    assert live.changes() == ()
    (places[1] / CURRENT).unlink()
    assert not live.renew()
    with pytest.raises(IndexMissingError):
        LiveArchive(places[1], TopicEncoder())


def test_questions_in_a_loop_while_builds_replace_each_other(
    live: LiveArchive, client: TestClient, places: tuple[Path, Path]
) -> None:
    over, wrong, counts = threading.Event(), [], set()

    def ask() -> None:
        while not over.is_set():
            for path in (
                f"/api/ask?question={QUESTION}",
                "/part/turn?q=grain",
                "/part/filters",
                "/api/sources",
            ):
                reply = client.get(path)
                if reply.status_code != 200:
                    wrong.append((path, reply.status_code, reply.text))
            counts.add(reply.json()["transcripts"])

    askers = [threading.Thread(target=ask) for _ in range(3)]
    with live.following(every=0.01):
        for asker in askers:
            asker.start()
        for number in range(5):
            add(*places, f"new-{number}", f"{NEW} {number}")
        (places[0] / "new-0.txt").unlink()
        build_index(*places, TopicEncoder())
        over.set()
        for asker in askers:
            asker.join()
    live.renew()
    assert wrong == []
    assert live.coverage().transcripts == 8
    assert len(counts) > 1


def test_the_start_page_is_drawn_anew(live: LiveArchive, places: tuple[Path, Path]) -> None:
    client = TestClient(build_routes(QuestionLog(live)))
    assert "4 transcripts" in client.get("/part/frame").text
    add(*places, "new")
    live.renew()
    drawn = client.get("/part/frame").text
    assert "5 transcripts" in drawn
    assert "Talk new" in drawn
