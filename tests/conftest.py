"""Fixtures of every room: two small indexes that are built once and only read, and folders in memory."""

from __future__ import annotations

import gc
import os
import re
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from hypothesis import settings

from tests.builders import TopicEncoder
from tests.corpora import copied, scratch, write_corpus, write_quoted_corpus

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from rag.archive import Archive
    from rag.index.encoder import SentenceTransformerEncoder

# Processes of pytest-xdist are told a width, which a console would keep from its import on.
os.environ.pop("COLUMNS", None)

# The same cases at each run, so that a change is judged by what it changed; "random" looks for new ones.
settings.register_profile("all", max_examples=100, deadline=None, derandomize=True)
settings.register_profile("quick", max_examples=10, deadline=None, derandomize=True)
settings.register_profile("random", max_examples=1000, deadline=None)
settings.load_profile("all")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A file whose `pytestmark` is deselected (`-m "not slow and …"`) is not even imported."""
    if collection_path.suffix != ".py":
        return None
    marks = re.findall(r"^pytestmark = .*", collection_path.read_text("utf-8"), re.MULTILINE)
    unwanted = set(re.findall(r"\bnot (\w+)", config.option.markexpr))
    return bool(unwanted.intersection(re.findall(r"\bmark\.(\w+)", "".join(marks)))) or None


def pytest_collection_finish() -> None:
    """What was imported and collected stays for the whole run: the garbage collector need not look at it."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """In memory where that is possible: builds are synced, and a disk takes its time."""
    with scratch() as folder:
        yield folder


@pytest.fixture
def unprivileged(tmp_path: Path) -> Iterator[Callable[[], None]]:
    """Call it to be a user whom permissions bind, until the test ends; root is bound by none."""

    def give_up() -> None:
        tmp_path.chmod(0o755)
        if not me:
            os.setresuid(65534, 65534, 0)

    me = os.geteuid()
    yield give_up
    os.setresuid(me, me, me)


@pytest.fixture
def encoder() -> TopicEncoder:
    return TopicEncoder()


@pytest.fixture(scope="session")
def built() -> Iterator[Path]:
    """A folder with `corpus` (four transcripts, `TEXTS`) and its `index`; only to be read."""
    from rag.index.builder import build_index

    with scratch() as folder:
        write_corpus(folder / "corpus")
        build_index(folder / "corpus", folder / "index", TopicEncoder())
        yield folder


@pytest.fixture(scope="session")
def archive(built: Path) -> Iterator[Archive]:
    """`built`, open."""
    from rag.archive import Archive

    opened = Archive.open(built / "index", TopicEncoder())
    yield opened
    opened.close()


@pytest.fixture
def places(built: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A copy of the corpus and the index of `built`, to be changed."""
    return copied(built, tmp_path)


@pytest.fixture(scope="session")
def quoted() -> Iterator[Path]:
    """A folder with `corpus` (two transcripts to check quotes against) and its `index`; only to be read."""
    from rag.index.builder import build_index

    with scratch() as folder:
        write_quoted_corpus(folder / "corpus")
        build_index(folder / "corpus", folder / "index", TopicEncoder())
        yield folder


@pytest.fixture(scope="session")
def quoted_archive(quoted: Path) -> Iterator[Archive]:
    """`quoted`, open."""
    from rag.archive import Archive

    opened = Archive.open(quoted / "index", TopicEncoder())
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def quoted_client(quoted_archive: Archive) -> TestClient:
    """The routes over `quoted_archive`; only to be asked."""
    from starlette.testclient import TestClient

    from rag.page.routes import build_routes

    return TestClient(build_routes(quoted_archive))


def _refuse(*_: object, **__: object) -> NoReturn:
    raise AssertionError("the network was asked for")


@pytest.fixture(scope="session")
def real_encoder() -> SentenceTransformerEncoder:
    """The encoder of the project: loaded once, and used once, with the network cut."""
    from rag.index.encoder import SentenceTransformerEncoder

    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, _refuse)
        patch.setattr(socket, "getaddrinfo", _refuse)
        patch.setattr(socket, "create_connection", _refuse)
        encoder = SentenceTransformerEncoder()
        encoder.encode(["Gas prices rose."])
    return encoder


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for all tests that need one."""
    from benchmarks.serving import QUIET

    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        pytest.skip("no chromium on the PATH")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=list(QUIET))
        yield browser
        browser.close()
