"""`rag cite`, `rag verify RECORD.json` and `/api/cite` over a real index: a circle from words to proof."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from rag.archive import Archive
from rag.cli import main
from rag.page.links import passage_link
from rag.proof.cite.styles import CITATION_STYLES, MEDIA_TYPES, cited
from rag.records import Hit
from tests.corpora import copied

pytestmark = pytest.mark.slow

WORDS = "For us, Ukraine and Ukrainians are a brotherly people."

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def hit(quoted_archive: Archive) -> Hit:
    return quoted_archive.check(WORDS).matches[0].hit


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*words: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            main([str(word) for word in words])
        assert isinstance(end.value.code, int)
        return (end.value.code, *capsys.readouterr())

    return run


@pytest.mark.parametrize("style", CITATION_STYLES)
def test_cite_and_its_route_give_the_citation(
    run: Run, quoted: Path, quoted_archive: Archive, quoted_client: TestClient, hit: Hit, style: str
) -> None:
    place = (hit.passage.transcript, hit.passage.start, hit.passage.end)
    rest = ("--style", style, "--page", "http://testserver", "--index", quoted / "index")
    back = f"http://testserver{passage_link(hit)}"
    code, out, err = run("cite", *place, "--accessed", "2026-11-25", *rest)
    assert (code, err) == (0, "")
    assert out == cited(hit, style, "2026-11-25", quoted_archive.manifest, back)
    asked = dict(zip(("transcript", "start", "end"), place, strict=True))
    reply = quoted_client.get("/api/cite", params={**asked, "style": style, "accessed": "2026-11-25"})
    assert reply.content.decode() == cited(hit, style, "2026-11-25", quoted_archive.manifest, back)
    assert reply.headers["content-type"] == MEDIA_TYPES[style]  # type: ignore[index]
    without = quoted_client.get("/api/cite", params={**asked, "style": style}).text
    assert without == cited(hit, style, None, quoted_archive.manifest, back) == run("cite", *place, *rest)[1]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nobody", 0, 5), "no transcript 'nobody' in this index"),
        (("talks", 0, 5), "the characters from 0 to 5 do not lie within one turn of 'talks'"),
        (("council", 0, 5), "give its number as well"),
        (("council", 0, 5, "--utterance", 0, "--style", "apa"), "no style 'apa': expected one of plain, "),
        (("council", 0, 5, "--utterance", 0, "--page", "x"), "'x' is no web address: expected one such as"),
        (("council", 0, 5, "--utterance", 0, "--accessed", "soon"), "'soon' is no day: expected YYYY-MM-DD"),
    ],
)
def test_mistakes_of_cite_are_one_line(run: Run, quoted: Path, words: tuple[object, ...], told: str) -> None:
    code, out, err = run("cite", *words, "--index", quoted / "index")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert told in err


def test_the_route_tells_mistakes(quoted_client: TestClient) -> None:
    for query, told in (
        ("transcript=talks&start=0&end=5", "do not lie within one turn"),
        ("transcript=council&start=0&end=5&utterance=0&style=apa", "style: Input should be 'plain', "),
        ("transcript=council&start=0&end=5&utterance=0&accessed=soon", "'soon' is no day"),
        ("start=0&end=5", "transcript: Field required"),
    ):
        reply = quoted_client.get(f"/api/cite?{query}")
        assert reply.status_code == 400
        assert told in reply.json()["error"]


def test_a_record_is_proven_until_its_source_is_edited(
    run: Run, quoted: Path, hit: Hit, tmp_path: Path
) -> None:
    corpus, index = copied(quoted, tmp_path)
    _, out, _ = run(
        "cite",
        hit.passage.transcript,
        hit.passage.start,
        hit.passage.end,
        "--style",
        "record",
        "--index",
        index,
    )
    path = tmp_path / "record.json"
    path.write_text(out, "utf-8")
    code, out, err = run("verify", path, "--index", index)
    assert (code, err) == (0, "")
    assert out.startswith("Unchanged: the words stand where they were cited.\n")
    assert out.endswith(f"{WORDS}\n")

    source = corpus / "talks.txt"
    before = source.read_text("utf-8")
    source.write_text(before.replace("But Russia", "But, Russia"), "utf-8")
    code, out, _ = run("verify", path, "--corpus", corpus, "--json", "--index", tmp_path / "none")
    assert (code, json.loads(out)["status"], json.loads(out)["text"]) == (0, "moved", WORDS)

    source.write_text(before.replace("are a brotherly", "are not a brotherly"), "utf-8")
    code, out, _ = run("verify", path, "--corpus", corpus)
    assert code == 1
    assert "For us, Ukraine and Ukrainians are {+not+} a brotherly people.\n" in out
    code, out, _ = run("verify", path, "--corpus", corpus, "--json")
    assert json.loads(out)["diff"] == [
        ["equal", "For us, Ukraine and Ukrainians are "],
        ["insert", "not "],
        ["equal", "a brotherly people."],
    ]

    source.write_text(before.replace(f" {WORDS}", ""), "utf-8")
    code, out, _ = run("verify", path, "--corpus", corpus)
    assert (code, out.splitlines()[0]) == (
        1,
        "Gone: neither these words nor any like them are in this transcript.",
    )


def test_mistakes_of_verify_are_one_line(run: Run, quoted: Path, tmp_path: Path) -> None:
    (tmp_path / "record.json").write_text("{}", "utf-8")
    for words, told in (
        ((tmp_path / "none.json",), "there is no file"),
        ((tmp_path / "record.json",), "is no citation record: type: Field required"),
        (("--corpus", tmp_path), "--corpus goes with a citation record"),
    ):
        code, out, err = run("verify", *words, "--index", quoted / "index")
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert told in err
