"""`rag build`: what it tells, and every corpus that it refuses."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.cli import main
from rag.index.store import building, open_build
from tests.commands.running import (
    MISTAKE,
    SUCCESS,
    Run,
    assert_mistake,
)
from tests.corpora import page

pytestmark = pytest.mark.slow


def test_build_tells_what_there_is(here: Path, run: Run) -> None:
    (here / "corpus" / "empty.txt").write_text("")
    ran = run("build")
    assert (ran.code, ran.err) == (SUCCESS, "")
    told = [" ".join(line.split()) for line in ran.out.splitlines()]
    assert told[:4] == ["transcripts 4", "utterances 9", "speakers 3", "passages 9"]
    assert told[5] == "vectors reused 9"
    assert told[-1] == "skipped empty.txt: the file is empty; expected a transcript"
    again = run("build")
    assert again.out.splitlines()[0] == "The index is up to date: nothing in the corpus has changed."
    assert again.out.splitlines()[-1] == ran.out.splitlines()[-1]
    full = run("build", "--full", "--corpus", "corpus", "--index", "elsewhere", "--passage-tokens", "20")
    manifest = open_build(here / "elsewhere").manifest
    assert (full.code, manifest.recipe.passage_tokens, manifest.reused_vectors) == (SUCCESS, 20, 0)


BROKEN = [
    ("empty.txt", b"", "the file is empty; expected a transcript"),
    ("binary.txt", b"GIF89a\x00\x01", "this is a binary file (a zero at byte 6); expected UTF-8 text"),
    ("latin.txt", b"Vladimir Putin: caf\xe9 noir", "not UTF-8: 0xe9 at byte 19"),
    ("prose.txt", b"It was a dark night.\x1b[2J", "no speaker label recognised"),
    ("broken.jsonl", b'{"id": "a", "utterances": [{"text": "x"}]}\n{"id":\n', "line 2: broken JSON"),
    ("notes.odt", b"PK", "unknown kind of file '.odt'"),
]


@pytest.mark.parametrize(("name", "content", "reason"), BROKEN)
def test_a_file_that_is_no_transcript(here: Path, run: Run, name: str, content: bytes, reason: str) -> None:
    alone = here / "alone"
    alone.mkdir()
    (alone / name).write_bytes(content)
    assert_mistake(here, run, "read", f"alone/{name}", said=f"rag: alone/{name}: {reason}")
    assert_mistake(here, run, "build", "--corpus", "alone", said=f"(1 files skipped; {name}: {reason}")
    assert_mistake(here, run, "build", "--corpus", "alone", "--index", "new", said="no transcript in 'alone'")


@pytest.mark.parametrize(
    ("content", "said"), [("[", "sources.toml"), ('["a.txt"]\nurl = 7', "must hold texts")]
)
def test_broken_sources(here: Path, run: Run, content: str, said: str) -> None:
    (here / "corpus" / "sources.toml").write_text(content)
    assert_mistake(here, run, "build", said=said)
    assert_mistake(here, run, "read", "corpus/lesson.txt", said=said)
    assert_mistake(here, run, "verify", said=said)


def test_two_builds_at_once(here: Path, run: Run) -> None:
    with building(here / "index"):
        assert_mistake(
            here, run, "build", "--full", said="another build of 'index' is running: wait for it to end"
        )


def test_ray_that_is_not_installed(here: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    said = "rag: --ray needs Ray Data: pip install 'rag-transcripts[ray]'\n"
    assert_mistake(here, run, "build", "--ray", said=said)


def test_a_model_that_is_not_here(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["build", "--model", "corpus"])
    assert ended.value.code == MISTAKE
    assert capsys.readouterr() == (
        "",
        "rag: no weights in corpus: expected *.safetensors or pytorch_model*.bin\n",
    )


def test_a_disk_that_takes_no_more(here: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "index/manifest.json")

    monkeypatch.setattr("rag.index.manifest.Manifest.save", full)
    assert_mistake(here, run, "build", "--full", said="rag: index/manifest.json: No space left on device")


def test_watch_builds_after_every_change_until_interrupted(
    here: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changes(folder: Path) -> Iterator[None]:
        (folder / "broken.txt").write_bytes(b"\xff")
        yield
        (folder / "sources.toml").write_text("[")
        yield
        (folder / "sources.toml").unlink()
        (folder / "new.txt").write_text(page("Ann Bell: Yes."))
        yield
        raise KeyboardInterrupt

    monkeypatch.setattr("rag.intake.watching.changes", changes)
    ran = run("build", "--watch")
    assert ran.code == SUCCESS
    assert "skipped broken.txt: not UTF-8" in ran.out
    assert ran.err.startswith("rag: corpus/sources.toml: ")
    assert ran.err.count("\n") == 1
    assert open_build(here / "index").manifest.counts.transcripts == 5
