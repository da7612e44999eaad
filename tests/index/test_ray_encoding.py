"""Bulk encoding by Ray: what a local build gives, whatever is killed in the middle; nothing leaves here."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path

import numpy as np
import pyarrow
import pytest

from rag.errors import EncoderError, ServerError
from rag.index.builder import build_index
from rag.index.catalogue import Catalogue
from rag.index.encoder import Encoded, Encoder, SentenceTransformerEncoder
from rag.index.late_interaction import TokenIndex
from rag.index.ray_encoding import RayEncoding, _Codebook, _Worker
from rag.index.store import CATALOGUE, ENCODED, TOKENS, open_build
from rag.index.token_writer import TokenWriter
from rag.proof.verification import verify
from tests.builders import TOPICS, TopicEncoder
from tests.corpora import lines, scratch
from tests.index.examples import vectors

pytestmark = pytest.mark.model

TEXTS = 320
WORDS = "river winter engine lamp bread tower garden letter silver horse bridge candle doctor".split()  # noqa: SIM905


class Noted(TopicEncoder):
    """Notes what workers encode, in the folder that is its name; files there tell a worker what to do."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self._folder = Path(name)
        self._is_worker = (self._folder / "builder").read_text() != str(os.getpid())
        self._blocks = 0

    def read(
        self, texts: Sequence[str], done: Callable[[int], None] | None = None
    ) -> Iterator[tuple[int, Encoded]]:
        if self._is_worker and self._blocks == 6 and (self._folder / "fail").exists():
            raise EncoderError("a text of 61 word pieces")
        for number, encoded in super().read(texts, done):
            if self._is_worker and self._blocks == 1 and number == len(texts) // 2:
                with suppress(FileNotFoundError):
                    (self._folder / "die").unlink()
                    os.kill(os.getpid(), signal.SIGKILL)
            yield number, encoded
        self._blocks += 1
        if self._is_worker:
            with (self._folder / f"{os.getpid()}.noted").open("a") as file:
                file.writelines(f"{text}\n" for text in texts)

    def noted(self) -> list[str]:
        """What was, since the last call."""
        files = [*self._folder.glob("*.noted")]
        found = [line for file in files for line in file.read_text().splitlines()]
        for file in files:
            file.unlink()
        return found


@pytest.fixture(scope="module")
def ray() -> Iterator[RayEncoding]:
    """Ray, started once for all tests as a build starts it, with one worker."""
    encoding = RayEncoding()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.cpu_count", lambda: 1)
        with encoding._running():
            yield encoding


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of 16 texts, and a codebook from few tokens."""
    monkeypatch.setattr("rag.index.encoding._AT_ONCE", 16)
    monkeypatch.setattr("rag.index.ray_encoding._AT_ONCE", 16)
    monkeypatch.setattr("rag.index.token_writer.TRAINING", 600)


@pytest.fixture(scope="module")
def corpus() -> Iterator[Path]:
    """A transcript of so many short texts, of which some are said twice."""
    said = [
        {
            "speaker": "Ann Bell",
            "text": f"{WORDS[n % 13]} {TOPICS[n % 4]}, {WORDS[-n % 11]} {WORDS[n % 7]} {n}.",
        }
        for n in [*range(TEXTS), *range(0, 70, 7)]
    ]
    with scratch() as folder:
        (folder / "talks.jsonl").write_text(lines({"id": "talks", "utterances": said}), "utf-8")
        yield folder


@pytest.fixture
def noted(tmp_path: Path) -> Noted:
    (tmp_path / "noted").mkdir()
    (tmp_path / "noted" / "builder").write_text(str(os.getpid()))
    return Noted(str(tmp_path / "noted"))


def assert_equal_to_local(corpus: Path, index: Path, encoder: Encoder, codes: float = 1.0) -> None:
    """The same rows, vectors of a cosine of 0.9999, such a share of equal codes, and all passages proven."""
    local = index.with_name("local")
    build_index(corpus, local, encoder)
    tokens, others = (TokenIndex(open_build(each).part(TOKENS)) for each in (index, local))
    one, other = (each.stored(np.arange(each.rows)) for each in (tokens, others))
    assert np.einsum("ij,ij->i", vectors(index), vectors(local)).min() > 0.9999
    for name in ("pieces", "places", "bounds", "context"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
    assert np.mean(one.codes == other.codes) >= codes
    with closing(Catalogue(open_build(index).part(CATALOGUE))) as catalogue:
        proof = verify(catalogue, corpus)
    assert (proof.passages, proof.proven) == (tokens.rows, tokens.rows) == (TEXTS + 10, TEXTS + 10)
    assert [*index.glob(f"{ENCODED}*")] == []


@pytest.mark.parametrize(
    ("address", "reason"), [("127.0.0.1:1", "Connection refused"), ("nonsense", "Invalid address format")]
)
def test_a_cluster_that_is_not_reached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str, reason: str
) -> None:
    RayEncoding()  # where Ray listens later is decided when it is imported
    monkeypatch.setenv("RAY_ADDRESS", address)
    tokens = TokenWriter(tmp_path / "tokens", 0)
    read = RayEncoding().read(tmp_path, TopicEncoder(), tokens, [b"print"], lambda _: "text")
    with pytest.raises(ServerError, match=f"^the Ray cluster at {address} cannot be used: .*{reason}.*$"):
        next(read)


def test_a_build_by_ray_is_that_of_the_model_itself(
    ray: RayEncoding,
    corpus: Path,
    tmp_path: Path,
    real_encoder: SentenceTransformerEncoder,
) -> None:
    told: list[tuple[int, int]] = []
    build_index(
        corpus, tmp_path / "index", real_encoder, ray=ray, progress=lambda step, *how: told.append(how)
    )
    assert (TEXTS, TEXTS) in told
    assert_equal_to_local(corpus, tmp_path / "index", real_encoder, codes=0.999)


def test_a_worker_that_is_killed_loses_and_doubles_nothing(
    ray: RayEncoding, corpus: Path, tmp_path: Path, noted: Noted
) -> None:
    die = tmp_path / "noted" / "die"
    die.touch()
    build_index(corpus, tmp_path / "index", noted, ray=ray)
    assert not die.exists()
    by_workers = noted.noted()
    assert len(by_workers) == len(set(by_workers)) == TEXTS - len(set(noted.encoded))
    assert_equal_to_local(corpus, tmp_path / "index", noted)


def test_a_build_after_one_that_broke_off_encodes_what_is_missing(
    ray: RayEncoding, corpus: Path, tmp_path: Path, noted: Noted
) -> None:
    index = tmp_path / "index"
    fail = tmp_path / "noted" / "fail"
    fail.touch()
    with pytest.raises(EncoderError, match=r"^a text of 61 word pieces$"):
        build_index(corpus, index, noted, ray=ray)
    fail.unlink()
    assert not (index / "current").exists()
    here = len(noted.encoded)
    (kept,) = index.glob(f"{ENCODED}*")
    files = sorted(kept.iterdir())
    assert len(files) > 3
    files[0].write_bytes(files[0].read_bytes()[:-9])
    harmed = bytearray(files[1].read_bytes())
    harmed[len(harmed) // 3 : len(harmed) // 3 + 200] = bytes(200)
    files[1].write_bytes(harmed)
    files[2].rename(files[2].with_suffix(".part")).write_bytes(b"PAR1")
    noted.noted()
    build_index(corpus, index, noted, ray=ray)
    assert len(noted.noted()) == TEXTS - here - 16 * (len(files) - 3)
    assert_equal_to_local(corpus, index, noted)


def test_a_worker_with_other_weights() -> None:
    worker = _Worker(TopicEncoder, "0" * 64, _Codebook(b"", np.empty(0, np.int64)))
    told = worker(pyarrow.table({"fingerprint": [b"print"], "text": ["Gas."]})).to_pylist()
    assert told == [{"fault": f"topics has other weights on {socket.gethostname()} than here"}]


def test_ray_listens_on_this_machine_only(ray: RayEncoding) -> None:
    addresses: list[str] = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if b"rag-ray-" not in (process / "cmdline").read_bytes():
                continue
            open_files = {str(each.readlink()) for each in (process / "fd").iterdir()}
            for kind in ("tcp", "tcp6"):
                for line in (process / "net" / kind).read_text().splitlines()[1:]:
                    _, local, _, state, *_, inode = line.split()[:10]
                    if state == "0A" and f"socket:[{inode}]" in open_files:
                        addresses.append(local.partition(":")[0])
    assert {*addresses} <= {"0100007F", "0000000000000000FFFF00000100007F"}
    assert addresses
