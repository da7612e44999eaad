"""The corpus folder by value: what is read, what is skipped and why, and what its hash tells."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from rag.errors import CorpusError
from rag.readers import SourceAbout
from rag.readers.corpus import Skipped, load_sources, read_corpus
from tests.corpora import COUNCILS, IVANOVA, LESSON, LUKASHENKO, PUTIN, lines, page, write_corpus


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "corpus")


def test_files_are_read_in_the_order_of_their_names(corpus: Path) -> None:
    (corpus / "2024").mkdir()
    (corpus / "2024" / "may.txt").write_text(page(*LESSON))
    progress: list[tuple[int, int]] = []
    found = read_corpus(corpus, lambda done, total: progress.append((done, total)))
    assert [(t.id, t.source) for t in found.transcripts] == [
        ("may", "2024/may.txt"),
        ("council-1", "councils.jsonl"),
        ("council-2", "councils.jsonl"),
        ("harbour", "harbour.txt"),
        ("lesson", "lesson.txt"),
    ]
    assert found.skipped == ()
    assert progress == [(1, 4), (2, 4), (3, 4), (4, 4)]


@pytest.mark.slow
def test_speakers_are_numbered_as_they_appear(corpus: Path) -> None:
    assert read_corpus(corpus).speakers() == {IVANOVA: 0, PUTIN: 1, LUKASHENKO: 2}


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "the file is empty; expected a transcript"),
        ("blank.txt", b"\xef\xbb\xbf \r\n\t", "the file is empty; expected a transcript"),
        ("binary.txt", b"GIF89a\x00\x01", "this is a binary file (a zero at byte 6); expected UTF-8 text"),
        ("latin.txt", b"Vladimir Putin: caf\xe9", "not UTF-8: 0xe9 at byte 19"),
        ("prose.txt", b"It was a dark night.", "no speaker label recognised in 1 paragraph"),
        ("broken.jsonl", b'{"id": "a", "utterances": [{"text": "x"}]}\n{"id": "b",\n', "line 2: broken JSON"),
        ("empty.jsonl", b"\n\n", "the file is empty; expected a transcript"),
        ("notes.odt", b"PK", "unknown kind of file '.odt'; expected one of "),
        ("notes", b"Vladimir Putin: Yes.", "unknown kind of file ''; expected one of "),
        ("lesson.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nAnna Berg: Hi.", "the id 'lesson' is taken by "),
        ("twice.jsonl", lines(COUNCILS[1]).encode(), "the id 'council-2' is taken by councils.jsonl: rename"),
        (
            "zz.jsonl",
            lines({**COUNCILS[1], "id": "new"}, COUNCILS[1]).encode(),
            "the id 'council-2' is taken",
        ),
    ],
)
def test_a_file_that_holds_no_transcript_is_skipped_with_the_reason(
    corpus: Path, name: str, content: bytes, reason: str
) -> None:
    (corpus / name).parent.mkdir(exist_ok=True)
    (corpus / name).write_bytes(content)
    found = read_corpus(corpus)
    (skipped,) = found.skipped
    assert skipped.reason.startswith(reason)
    assert "\n" not in skipped.reason
    # Of two files with one id, the first by name keeps it.
    assert skipped.source == name
    assert sorted(t.id for t in found.transcripts) == ["council-1", "council-2", "harbour", "lesson"]


def test_a_file_whose_name_is_no_text_is_skipped(corpus: Path) -> None:
    odd = os.fsdecode(os.fsencode(corpus) + b"/\xff\xfe.txt")
    try:
        Path(odd).write_text(page(*LESSON))
    except OSError:
        pytest.skip("this file system takes no such names")
    assert read_corpus(corpus).skipped == (
        Skipped(r"\xff\xfe.txt", "the file's name is not UTF-8: rename it"),
    )


def test_what_is_no_transcript_by_name_is_left_alone(corpus: Path) -> None:
    before = read_corpus(corpus)
    (corpus / "deep").mkdir()
    for name in ("README.md", "deep/README.md", "questions.jsonl", ".hidden.txt", "deep/.DS_Store"):
        (corpus / name).write_text("{not read}")
    (corpus / ".git").mkdir()
    (corpus / ".git" / "lesson.txt").write_text(page(*LESSON))
    (corpus / "sources.toml").write_text("")
    assert read_corpus(corpus) == before


def test_a_missing_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "no\nwhere", tmp_path / "file"):
        with pytest.raises(CorpusError) as missing:
            read_corpus(folder)
        assert (
            str(missing.value)
            == f"no corpus folder {str(folder)!r}: name one with --corpus, or begin one with rag add"
        )
        assert "\n" not in str(missing.value)


def test_a_folder_without_any_transcript(tmp_path: Path) -> None:
    with pytest.raises(CorpusError) as empty:
        read_corpus(tmp_path)
    assert str(empty.value) == f"no transcript in {str(tmp_path)!r} (0 files skipped)"
    (tmp_path / "a.txt").write_text("")
    (tmp_path / "b.pdf").write_text("x")
    with pytest.raises(CorpusError) as useless:
        read_corpus(tmp_path)
    assert str(useless.value) == (
        f"no transcript in {str(tmp_path)!r} "
        "(2 files skipped; a.txt: the file is empty; expected a transcript)"
    )


def test_sources_say_what_a_file_cannot(corpus: Path) -> None:
    (corpus / "sources.toml").write_text(
        '["lesson.txt"]\nurl = "https://example.org/1"\nretrieved = "2024-05-02"\nlanguage = "be"\n'
        '["harbour.txt"]\n["councils.jsonl"]\nurl = "http://example.org/all"\n'
    )
    assert load_sources(corpus / "sources.toml") == {
        "lesson.txt": SourceAbout("https://example.org/1", "2024-05-02", "be"),
        "harbour.txt": SourceAbout(),
        "councils.jsonl": SourceAbout(url="http://example.org/all"),
    }
    found = {t.id: (t.url, t.language, t.retrieved) for t in read_corpus(corpus).transcripts}
    assert found == {
        "council-1": ("https://example.org/council/1", "und", None),  # what the line says goes first
        "council-2": ("http://example.org/all", "und", None),
        "harbour": (None, "en", None),
        "lesson": ("https://example.org/1", "be", "2024-05-02"),
    }


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[", "at end of document"),
        (b"\xff\xfe", "codec can't decode"),
        (b"a = " + b"[" * 100_000, "recursion"),
        (b'["a.txt"]\n["a.txt"]', "twice"),
        (b'url = "https://example.org/"', "must hold texts: url, retrieved, language"),
        (b'[a.txt]\nurl = "https://example.org/"', "['a'] must hold texts: url, retrieved, language"),
        (b'["a.txt"]\nurl = 7', "['a.txt'] must hold texts: url, retrieved, language"),
        (b'["a.txt"]\nretrieved = 2024-05-02', "['a.txt'] must hold texts: url, retrieved, language"),
        (b'["a.txt"]\nretrieved = "May"', "['a.txt'] was retrieved on 'May'; expected a day: YYYY-MM-DD"),
        (b'["a.txt"]\nlink = "x"', "['a.txt'] has 'link'; known: url, retrieved, language"),
        (b'["a\\nb.txt"]\n"x\\ny" = "x"', r"['a\nb.txt'] has 'x\ny'; known: url, retrieved, language"),
        (b'["a.txt"]\nurl = "javascript:alert(1)"', "the url of ['a.txt'] is no web address: 'javascript:"),
        (b'["a.txt"]\nurl = ""', "the url of ['a.txt'] is no web address: ''"),
    ],
)
def test_broken_sources(corpus: Path, content: bytes, said: str) -> None:
    (corpus / "sources.toml").write_bytes(content)
    with pytest.raises(CorpusError) as broken:
        read_corpus(corpus)
    message = str(broken.value)
    assert message.startswith(f"{corpus / 'sources.toml'}: ")
    assert said in message or (said == "twice" and "a.txt" in message)
    assert "\n" not in message


def test_sources_that_are_a_folder(corpus: Path) -> None:
    (corpus / "sources.toml").mkdir()
    with pytest.raises(CorpusError, match=r"sources\.toml"):
        read_corpus(corpus)


Change = Callable[[Path], object]


@pytest.mark.parametrize(
    "change",
    [
        lambda corpus: (corpus / "harbour.txt").write_text(page(*LESSON)),
        lambda corpus: (corpus / "new.txt").write_text(page(*LESSON)),
        lambda corpus: (corpus / "lesson.txt").unlink(),
        lambda corpus: (corpus / "lesson.txt").rename(corpus / "lessons.txt"),
        lambda corpus: (corpus / "councils.jsonl").write_text(lines(*COUNCILS[::-1])),
        lambda corpus: (corpus / "sources.toml").write_text('["lesson.txt"]\nlanguage = "be"'),
        lambda corpus: (corpus / "empty.txt").write_text(""),  # skipped, and said to be
        lambda corpus: (corpus / "lesson.txt").write_bytes(b"\0"),
    ],
    ids=["changed", "added", "removed", "renamed", "reordered", "described", "skipped", "broken"],
)
def test_the_hash_changes_when_something_does(corpus: Path, change: Change) -> None:
    before = read_corpus(corpus).sha256
    change(corpus)
    assert read_corpus(corpus).sha256 != before


def test_the_hash_stays_when_nothing_changes(corpus: Path, tmp_path: Path) -> None:
    before = read_corpus(corpus).sha256
    os.utime(corpus / "lesson.txt", (1, 1))
    (corpus / "questions.jsonl").write_text("other questions")
    assert read_corpus(corpus).sha256 == before
    assert read_corpus(write_corpus(tmp_path / "elsewhere")).sha256 == before


def test_files_of_one_name_in_two_folders_are_named_by_their_paths() -> None:
    corpus = Path(__file__).parent / "cases" / "47-same-stem"
    found = read_corpus(corpus)
    assert [t.id for t in found.transcripts] == ["2023/meeting", "2024/meeting"]
    assert [t.utterances[0].text for t in found.transcripts] == [
        "The harbour is closed, says file y23.",
        "The harbour is closed, says file y24.",
    ]
    assert found.skipped == ()


def test_a_byte_order_mark_in_sources_is_no_part_of_them() -> None:
    corpus = Path(__file__).parent / "cases" / "48-toml-bom"
    (transcript,) = read_corpus(corpus).transcripts
    assert transcript.url == "https://example.org/s"


def skipped(corpus: Path) -> dict[str, str]:
    return {each.source: each.reason for each in read_corpus(corpus).skipped}


def test_links_neither_lead_out_of_the_corpus_nor_run_in_circles(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text(page(*LESSON))
    (corpus / "deep").mkdir()
    (corpus / ".store").mkdir()
    (corpus / ".store" / "object.txt").write_text(page(*LESSON))
    for link, target in {
        "out.txt": tmp_path / "outside.txt",
        "out": tmp_path,
        "deep/round": corpus,
        "again.txt": corpus / "lesson.txt",
        "self.txt": corpus / "self.txt",
        "nothing.txt": corpus / "gone.txt",
        "stored.txt": ".store/object.txt",
    }.items():
        (corpus / link).symlink_to(target)
    to_folder = "a link to a folder: put the folder itself into the corpus"
    assert skipped(corpus) == {
        "out.txt": "a link that leads out of the corpus: put the file itself into it",
        "out": to_folder,
        "deep/round": to_folder,
        "again.txt": "a link to lesson.txt, which is read itself",
        "self.txt": "the file cannot be read: Too many levels of symbolic links",
        "nothing.txt": "there is no such file",
    }
    names = [transcript.id for transcript in read_corpus(corpus).transcripts]
    assert names == ["council-1", "council-2", "harbour", "lesson", "stored"]


def test_a_corpus_may_itself_be_a_link(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(corpus)
    assert read_corpus(tmp_path / "link") == read_corpus(corpus)


def test_what_cannot_be_read_is_told(corpus: Path, unprivileged: Callable[[], None]) -> None:
    (corpus / "closed").mkdir(mode=0)
    (corpus / "closed.txt").write_text(page(*LESSON))
    (corpus / "closed.txt").chmod(0)
    os.mkfifo(corpus / "pipe.txt")
    (corpus / "pages.zip").write_bytes(b"PK\3\4")
    unprivileged()
    reasons = skipped(corpus)
    assert reasons.pop("pages.zip").startswith("unknown kind of file '.zip'")
    assert reasons == {
        "closed": "the folder cannot be read: Permission denied",
        "closed.txt": "the file cannot be read: Permission denied",
        "pipe.txt": "this is no ordinary file; expected a transcript",
    }


def test_sources_may_end_their_lines_with_carriage_returns(corpus: Path) -> None:
    (corpus / "sources.toml").write_bytes(b'\xef\xbb\xbf["lesson.txt"]\rurl = "https://example.org/1"\r')
    assert load_sources(corpus / "sources.toml") == {"lesson.txt": SourceAbout("https://example.org/1")}
