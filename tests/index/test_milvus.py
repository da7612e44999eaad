"""An index on Milvus answers as the one in the folder does: Lite of two lines, and a server.

`python -m pytest -m milvus` runs these alone.
"""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from rag.archive import Archive
from rag.errors import IndexMismatchError, ServerError
from rag.index.builder import build_index
from rag.index.milvus import LITE as LITE_FILE
from rag.index.milvus import ROW, SPEAKER, TRANSCRIPT, VECTOR, Milvus
from rag.index.milvus_collections import Collections
from rag.index.milvus_parts import MilvusVectors
from rag.index.store import MILVUS, open_build
from rag.index.vectors import Matrix, PassageVectors, Positions, VectorIndex
from rag.records import Filters, Request
from rag.settings import index_path
from tests.builders import TopicEncoder
from tests.corpora import TEXTS
from tests.index.milvus_servers import LITE, LITE_2, PASSWORD, SERVER, USER, running
from tests.index.vector_contract import VectorContract, asked, clustered

pytestmark = [pytest.mark.slow, pytest.mark.milvus]

KINDS = (LITE, LITE_2, SERVER)


@pytest.fixture(scope="module", params=KINDS)
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str | None]:
    """Of a server of each kind in turn; None for Milvus Lite of this process."""
    cache = request.config.cache.mkdir("milvus")
    with pytest.MonkeyPatch.context() as patch:
        if request.param == SERVER:
            patch.setenv("RAG_MILVUS_USER", USER)
            patch.setenv("RAG_MILVUS_PASSWORD", PASSWORD)
        with running(request.param, cache, tmp_path_factory.mktemp("server")) as found:
            yield found


def at(address: str | None, folder: Path) -> Path:
    return index_path(f"milvus://{address or ''}{folder.absolute()}")


def held(connection: Milvus, name: str, vectors: Matrix, positions: Positions) -> MilvusVectors:
    """These vectors in a collection."""
    connection.create_vectors(name, vectors.shape[1])
    entities = (
        {ROW: row, TRANSCRIPT: transcript, SPEAKER: speaker, VECTOR: vector}
        for row, (transcript, speaker, vector) in enumerate(
            zip(positions.transcripts.tolist(), positions.speakers.tolist(), vectors, strict=True)
        )
    )
    *_, count = connection.insert(name, entities)
    assert connection.finish(name, VECTOR) == count == len(vectors)
    return MilvusVectors(connection, name, positions, vectors.shape[1])


@pytest.fixture(scope="module")
def connection(address: str | None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Milvus]:
    opened = Milvus(address, tmp_path_factory.mktemp("lite"))
    yield opened
    opened.close()


class TestVectors(VectorContract):
    """The contract of every vector index, for rows of one transcript by nobody known."""

    queries = 5
    connection: Milvus

    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def _connected(cls, connection: Milvus) -> None:
        cls.connection = connection

    @classmethod
    def make(cls, vectors: Matrix) -> PassageVectors:
        nothing = np.zeros(len(vectors), np.int64)
        return held(cls.connection, f"made_{len(vectors)}", vectors, Positions(nothing, nothing, nothing - 1))


@pytest.fixture(scope="module")
def spoken(connection: Milvus) -> tuple[PassageVectors, Positions]:
    """Rows of 400 transcripts, by 20 speakers or nobody known."""
    rows = np.arange(len(clustered()))
    positions = Positions(rows // 50, rows, np.random.default_rng(3).integers(-1, 20, len(rows)))
    return held(connection, "spoken", clustered(), positions), positions


@pytest.mark.parametrize(
    ("transcripts", "speakers"),
    [
        (range(100, 300), None),
        (range(0, 400, 2), None),
        (None, (0, 7, 8)),
        (range(150, 250), (3,)),
        ([*range(20, 60), *range(200, 390, 3)], (3, 4, 5, 6)),
        ((7,), (2,)),
    ],
    ids=["dates", "every second", "speakers", "dates and speaker", "some and speakers", "few"],
)
def test_filters_leave_what_they_say(
    spoken: tuple[PassageVectors, Positions], transcripts: range | None, speakers: tuple[int, ...] | None
) -> None:
    """Filtered recall: the hundred best of those that are left, told to the server by number."""
    index, positions = spoken
    allowed = positions.within(transcripts, speakers)
    exact = VectorIndex.of(clustered())
    found = expected = 0
    for query in asked()[:3]:
        rows, scores = index.search(query, 100, allowed)
        assert allowed[rows].all()
        assert scores == pytest.approx(clustered()[rows] @ query, abs=1e-4)
        best, _ = exact.search(query, 100, allowed)
        assert len(rows) == len(best)
        found += len(np.intersect1d(rows, best))
        expected += len(best)
    assert found >= 0.97 * expected


def test_a_build_there_answers_as_the_one_in_the_folder(
    address: str | None, built: Path, places: tuple[Path, Path]
) -> None:
    corpus, index = places
    encoder = TopicEncoder()
    outcome = build_index(corpus, at(address, index), encoder)
    assert (outcome.fresh, outcome.manifest.reused_vectors, encoder.encoded) == (True, len(TEXTS), [])
    folder = open_build(index).folder
    assert not (folder / "vectors.faiss").exists()
    assert sorted(path.name for path in (folder / "tokens").iterdir()) == ["codec.faiss", "rows.npz"]
    there, here = Archive.open(at(address, index), encoder), Archive.open(built / "index", encoder)
    filters = (Filters(), Filters(speakers=("Vladimir Putin",)), Filters(since="2024-01-01"))
    for question in ("What about grain and ports?", "gas prices", "Who teaches at the school?"):
        for each in filters:
            one, other = (archive.ask(Request(question, each)) for archive in (there, here))
            assert [hit.passage for hit in one.hits] == [hit.passage for hit in other.hits]
            assert [hit.score for hit in one.hits] == pytest.approx([hit.score for hit in other.hits])
            assert [hit.highlight for hit in one.hits] == [hit.highlight for hit in other.hits]
            assert (one.grade, one.confidence) == (other.grade, pytest.approx(other.confidence))
    assert there.loaded.milvus is not None
    assert there.loaded.milvus.lacking(len(TEXTS)) is None
    assert there.check("We ship grain through the ports.").verdict == "exact"
    there.close()
    here.close()
    assert not build_index(corpus, at(address, index), encoder).fresh
    back = build_index(corpus, index, encoder).manifest
    assert (back.reused_vectors, encoder.encoded, "vectors.faiss" in back.parts) == (len(TEXTS), [], True)


def test_a_build_that_fails_leaves_the_old_one_and_nothing_at_the_server(
    address: str | None, connection: Milvus, places: tuple[Path, Path]
) -> None:
    corpus, index = places
    there = at(address, index)
    old = build_index(corpus, there, TopicEncoder()).manifest
    before = collections(connection)

    def broken(step: str, done: int, total: int) -> None:
        if step == "Writing to Milvus" and done == total:
            raise OSError("the power is gone")

    with pytest.raises(OSError, match="the power is gone"):
        build_index(corpus, there, TopicEncoder(), full=True, progress=broken)
    assert open_build(there).manifest == old
    assert collections(connection) == before
    assert not list(index.glob(".unfinished-*"))
    for _ in range(2):
        new = build_index(corpus, there, TopicEncoder(), full=True).manifest
    held_by = {name for name in collections(connection) - before if name.startswith("rag_")}
    assert len(held_by) == (4 if address else 0)  # of the build that serves, and of the one before
    assert not any(old.id.replace("-", "_") in name for name in held_by)
    assert open_build(index).manifest == new


def collections(connection: Milvus) -> set[str]:
    """What the server holds."""
    return set(connection.names())


def test_collections_that_are_lost_or_harmed_are_told(address: str | None, places: tuple[Path, Path]) -> None:
    corpus, index = places
    there = at(address, index)
    build_index(corpus, there, TopicEncoder())
    build = open_build(there)
    names = Collections.load(build.part(MILVUS))
    server = Milvus(address, build.folder)
    entities = [{ROW: 100, TRANSCRIPT: 0, SPEAKER: 0, VECTOR: np.eye(6, dtype=np.float32)[0]}]
    assert list(server.insert(names.vectors, entities)) == [1]
    assert server.count(names.vectors, "Strong") == len(TEXTS) + 1
    server.close()
    archive = Archive.open(there, TopicEncoder())
    assert archive.loaded.milvus is not None
    lacking = archive.loaded.milvus.lacking(len(TEXTS))
    assert lacking is not None
    assert f"has {len(TEXTS) + 1} entities in {names.vectors}, the build wrote {len(TEXTS)}" in lacking
    with pytest.raises(IndexMismatchError, match=f"{len(TEXTS) + 1} vectors for {len(TEXTS)} passages"):
        archive.ask(Request("gas"))
    archive.close()
    server = Milvus(address, build.folder)
    server.drop([names.vectors])
    server.close()
    archive = Archive.open(there, TopicEncoder())
    with pytest.raises(ServerError, match=f"has no collection {names.vectors}: build the index anew"):
        archive.ask(Request("gas"))
    archive.close()


def test_a_server_that_does_not_answer_is_told_and_the_old_build_serves(places: tuple[Path, Path]) -> None:
    corpus, index = places
    old = open_build(index).manifest
    with pytest.raises(ServerError, match=r"the Milvus server at 127\.0\.0\.1:1: there is no answer"):
        build_index(corpus, at("127.0.0.1:1", index), TopicEncoder())
    assert open_build(index).manifest == old
    # What is left may have collections there: it goes with a later build that reaches the server.
    assert len(list(index.glob(".unfinished-*"))) == 1
    build_index(corpus, index, TopicEncoder(), full=True)


def test_one_process_at_a_time_has_the_file_of_lite(places: tuple[Path, Path]) -> None:
    corpus, index = places
    there = at(None, index)
    build_index(corpus, there, TopicEncoder())
    folder = open_build(there).folder
    with (folder / LITE_FILE / "LOCK").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(ServerError, match="only one process at a time can"):
            Archive.open(there, TopicEncoder()).ask(Request("gas"))


def test_a_missing_package_is_told(places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    corpus, index = places
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    with pytest.raises(ServerError, match=r"pip install 'rag-transcripts\[milvus\]'"):
        build_index(corpus, at(None, index), TopicEncoder())
    assert Archive.open(index, TopicEncoder()).ask(Request("gas")).hits


def test_who_may_not_ask_is_told_and_the_password_is_nowhere(
    address: str | None, places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, index = places
    there = at(address, index)
    if os.environ.get("RAG_MILVUS_USER"):
        monkeypatch.setenv("RAG_MILVUS_PASSWORD", "wrong-Pa55word")
        with pytest.raises(ServerError, match="it refuses user, password or token") as refused:
            build_index(corpus, there, TopicEncoder())
        assert "Pa55" not in str(refused.value)
        monkeypatch.delenv("RAG_MILVUS_USER")
        with pytest.raises(ServerError, match="it refuses user, password or token"):
            build_index(corpus, there, TopicEncoder())
    else:  # without a guard whoever comes is let in
        build_index(corpus, there, TopicEncoder())
