"""An index on Milvus answers as the one in the folder does: Lite of two lines, and a server.

`python -m pytest -m milvus` runs these alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from rag.archive import Archive
from rag.index.builder import build_index
from rag.index.milvus import ROW, SPEAKER, TRANSCRIPT, VECTOR, Milvus
from rag.index.milvus_parts import MilvusVectors
from rag.index.store import open_build
from rag.index.vectors import Matrix, PassageVectors, Positions, VectorIndex
from rag.records import Filters, Request
from rag.settings import index_path
from tests.builders import TopicEncoder
from tests.corpora import TEXTS
from tests.index.milvus_servers import LITE, LITE_2, SERVER, running
from tests.index.vector_contract import VectorContract, asked, clustered

pytestmark = [pytest.mark.slow, pytest.mark.milvus]

KINDS = (LITE, LITE_2, SERVER)


@pytest.fixture(scope="module", params=KINDS)
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str | None]:
    """Of a server of each kind in turn; None for Milvus Lite of this process."""
    cache = request.config.cache.mkdir("milvus")
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
    assert connection.finish(name) == count == len(vectors)
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
