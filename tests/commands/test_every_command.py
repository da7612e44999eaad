"""What holds for every command: help, mistakes in one line, exit codes, output that nobody reads."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from rag.archive import Archive
from rag.cli import app, main
from rag.index.model_files import DEFAULT_MODEL
from rag.index.store import CATALOGUE, VECTORS, WORDS, open_build
from tests.commands.running import (
    MISTAKE,
    NEGATIVE,
    QUESTIONS,
    SUCCESS,
    Ran,
    Run,
    assert_mistake,
    contents,
    environment,
    started,
)
from tests.corpora import LUKASHENKO, ROOT, page

pytestmark = pytest.mark.slow

COMMANDS = [
    command.name or command.callback.__name__ for command in app.registered_commands if command.callback
]


def test_help_tells_every_default(run: Run) -> None:
    for command in (*COMMANDS, "watch add", "watch list", "watch remove", "watch run"):
        shown = run(*command.split(), "--help").out.partition("\nOptions:\n")[2]
        options = re.split(r"\n  (?=-)", f"\n{shown}")[1:]
        assert options[-1].startswith("--help")
        assert [option for option in options[:-1] if "[default:" not in option] == [], command
    assert f"[default: {DEFAULT_MODEL}]" in " ".join(run("build", "--help").out.split())


def test_help_lists_every_command(run: Run) -> None:
    ran = run("--help")
    assert (ran.code, ran.err) == (SUCCESS, "")
    _, _, below = ran.out.partition("\nCommands:\n")
    assert set(COMMANDS) <= {words[0] for line in below.splitlines() if (words := line.split())}
    assert set(COMMANDS) >= {"build", "read", "ask", "eval", "verify", "sources", "serve"}
    for command in COMMANDS:
        assert "--index" in run(command, "--help").out, command


@pytest.mark.parametrize(
    "command", [name for name in COMMANDS if name not in ("add", "build", "open", "read")]
)
@pytest.mark.parametrize("index", ["nowhere", "corpus/harbour.txt", "corpus"])
def test_no_index(here: Path, run: Run, command: str, index: str) -> None:
    (here / "q.jsonl").write_text(QUESTIONS)
    given = {"ask": ["ports"], "eval": ["q.jsonl"], "check": ["ports"], "cite": ["lesson", "0", "5"]}
    argument = given.get(command, [])
    assert_mistake(
        here, run, command, *argument, "--index", index, said=f"no index in '{index}': make one with"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask", ""], "the question is empty"),
        (["ask", " \n\t"], "the question is empty"),
        (
            ["ask", "x" * 100_000],
            "the question has 100,000 characters, at most 2,000 are read: ask it shorter",
        ),
        (["ask", "ports \udcff"], "the question holds bytes that are no UTF-8"),
        (["ask", "ports", "--place", "\udcff"], "the question holds bytes that are no UTF-8"),
        (["ask", "ports", "--speaker", "Lukashenka"], f"the nearest names are {LUKASHENKO}"),
        (["ask", "ports", "--speaker", "\udcff\n\x1b"], "nobody called"),
        (["ask", "ports", "--speaker", ""], "the speaker's name is empty"),
        (["ask", "ports", "--from", "2024-05", "--to", "2024-04"], "from 2024-05-01 to 2024-04-30"),
        (
            ["ask", "ports", "--from", "yesterday"],
            "'yesterday' is no date: expected YYYY-MM-DD, YYYY-MM or YYYY",
        ),
        (["ask", "ports", "--to", "2023-02-29"], "'2023-02-29' is no date"),
        (["ask", "ports", "--today", "2024-13-01"], "'2024-13-01' is no date"),
        (
            ["ask", "ports", "--reader", "missing"],
            "no reader model 'missing' on this machine: expected a folder,",
        ),
        (["ask", "ports", "--ignore", "speakers,who"], "cannot ignore 'who': expected speakers, dates,"),
        (
            ["ask", "ports", "--transcript", "lessons"],
            "no transcript 'lessons' in this index: see rag sources",
        ),
        (["ask", "ports", "-k", "0"], "0 passages were asked for: expected 1 to 200"),
        (["ask", "ports", "-k", "-1"], "-1 passages were asked for"),
        (["ask", "ports", "-k", "201"], "201 passages were asked for"),
        (["ask", "ports", "-k", "many"], "'-k'"),
        (["ask", "ports", "--nonsense"], "--nonsense"),
        (["ask", "ports", "--from"], "--from"),
        (["ask", "ports", "and more"], "and more"),
        (["ask"], "question"),
        (["read"], "files"),
        (["eval"], "questions"),
        (["nonsense"], "'nonsense'"),
        (["--nonsense"], "--nonsense"),
        (["build", "--passage-tokens", "3"], "--passage-tokens"),
        (["build", "--corpus", "nowhere"], "no corpus folder 'nowhere': name one with --corpus"),
        (["build", "--corpus", "corpus/lesson.txt"], "no corpus folder 'corpus/lesson.txt'"),
        (["build", "--index", "corpus/lesson.txt"], "corpus/lesson.txt: File exists"),
        (["read", "nowhere.txt"], "nowhere.txt: there is no such file"),
        (["read", "corpus"], "corpus: unknown kind of file"),
        (["eval", "nowhere.jsonl"], "nowhere.jsonl"),
        (["serve", "--port", "0"], "--port"),
        (["serve", "--judge", "anna"], "--judge names who labels the file of --label"),
        (["serve", "--label", "nowhere/q.jsonl"], "there is no folder nowhere"),
    ],
)
def test_mistakes(here: Path, run: Run, arguments: list[str], said: str) -> None:
    assert_mistake(here, run, *arguments, said=said)


def test_another_format(here: Path, run: Run) -> None:
    path = open_build(here / "index").folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"format": 1}), "utf-8")
    for command in (["ask", "ports"], ["sources"], ["verify"]):
        said = "the index has format 1, this program reads format 7: build it anew with rag build --full"
        assert_mistake(here, run, *command, said=said)


@pytest.mark.parametrize("part", [CATALOGUE, VECTORS, WORDS, "manifest.json", "current"])
@pytest.mark.parametrize("damage", ["flipped", "cut", "emptied", "deleted"])
def test_a_damaged_part(here: Path, run: Run, part: str, damage: str) -> None:
    path = (here / "index" if part == "current" else open_build(here / "index").folder) / part
    path = max(path.iterdir(), key=lambda file: file.stat().st_size) if path.is_dir() else path
    content = path.read_bytes()
    flipped = bytes([content[0] ^ 0x80]) + content[1:]
    path.write_bytes({"flipped": flipped, "cut": content[: len(content) // 2]}.get(damage, b""))
    if damage == "deleted":
        path.unlink()
    assert_mistake(here, run, "ask", "ports", said="with rag build")


def test_a_fault_of_the_program_is_one_line_too(
    here: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_: object) -> None:
        raise ZeroDivisionError("two\nlines")

    monkeypatch.setattr(Archive, "coverage", fault)
    ran = run("sources")
    assert (ran.code, ran.out) == (70, "")
    assert ran.err == "rag: a fault of the program: ZeroDivisionError: two lines (RAG_TRACE=1 shows where)\n"
    monkeypatch.setenv("RAG_TRACE", "1")
    with pytest.raises(ZeroDivisionError):
        main(["sources"])


def test_a_reader_that_has_seen_enough_and_a_full_disk(here: Path) -> None:
    long = page(*(f"Vladimir Putin: Sentence {n} of many more." for n in range(300)))
    (here / "long.txt").write_text(long)
    many = [
        started("read", here / "long.txt"),  # more than a pipe takes
        started("read", here / "long.txt", "--json"),
        started("read", here / "corpus" / "lesson.txt", "--json"),  # not written before the end
    ]
    with Path("/dev/full").open("wb") as disk:
        full = started("read", here / "corpus" / "lesson.txt", "--json", out=disk)
    for process, wanted in zip(many, (5, 5, 0), strict=True):
        assert process.stdout
        assert len(process.stdout.read(wanted)) == wanted
        process.stdout.close()
    for process in many:
        _, errors = process.communicate()
        assert (process.returncode, errors) == (SUCCESS, b"")
    _, errors = full.communicate()
    assert (full.returncode, errors) == (MISTAKE, b"rag: input or output: No space left on device\n")


_NEVER = {
    *("torch", "transformers", "gradio", "fastapi", "pydantic", "babel", "jinja2"),
    *("scipy", "matplotlib", "tiktoken", "asyncio", "filelock"),
}
"""What no answer waits for: models in torch, pages, statistics, the tokenizer of builds, locks."""
_OF_SEARCHING = {"faiss", "numpy", "tantivy", "tokenizers", "safetensors", "sentencex"}


@pytest.mark.parametrize(
    ("commands", "heavy"),
    [
        # The language of a text is told in numpy.
        (
            ("read corpus/lesson.txt", "read corpus/councils.jsonl --json", "verify"),
            _NEVER | _OF_SEARCHING - {"numpy"},
        ),
        (("sources", "changes"), _NEVER | _OF_SEARCHING),
        (("sources --json", "changes --json", "cite lesson {} {}"), _NEVER | _OF_SEARCHING | {"rich"}),
        (("ask ports --json", "check ports --json"), _NEVER | {"rich"}),
        (("ask ports", "check ports"), _NEVER),
    ],
)
def test_a_command_imports_only_what_it_needs(here: Path, commands: Sequence[str], heavy: set[str]) -> None:
    said = "Every school needs a teacher."
    start = (here / "corpus" / "lesson.txt").read_text("utf-8").index(said)
    code = """
import sys
import rag.index.encoder
from rag.cli import main
def toy(name):
    from tests.builders import TopicEncoder
    return TopicEncoder()
rag.index.encoder.SentenceTransformerEncoder = toy
for command in sys.argv[1:]:
    try:
        main(command.split())
    except SystemExit as end:
        assert end.code in {None, 0, 1}, command
print(*sorted(sys.modules), file=sys.stderr)
"""
    ran = subprocess.run(
        [sys.executable, "-c", code, *(command.format(start, start + len(said)) for command in commands)],
        cwd=here,
        env=environment() | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout
    assert heavy.isdisjoint(ran.stderr.split()), heavy.intersection(ran.stderr.split())


@pytest.mark.model
def test_from_corpus_to_answer_with_the_real_model(tmp_path: Path) -> None:
    def rag(*arguments: str | Path) -> Ran:
        process = started(*arguments, "--index", tmp_path / "index")
        out, errors = process.communicate()
        return Ran(process.returncode, out.decode(), errors.decode())

    ran = rag("build", "--corpus", "corpus")
    assert (ran.code, ran.err) == (SUCCESS, "")
    assert ran.out.split()[:2] == ["transcripts", "2"]
    assert "skipped" not in ran.out
    ran = rag("ask", "What did Lukashenko say about ports and sea shipments?", "-k", "3", "--json")
    assert (ran.code, ran.err, ran.json["answered"]) == (SUCCESS, "", True)
    assert len(ran.json["passages"]) == 3
    first = ran.json["passages"][0]
    assert (first["speaker"], first["date"], "other ports" in first["text"]) == (
        LUKASHENKO,
        "2024-04-11",
        True,
    )
    for hit in ran.json["passages"]:
        place = hit["source"]
        source = (ROOT / "corpus" / place["path"]).read_bytes()
        assert hashlib.sha256(source).hexdigest() == place["sha256"]
        assert source.decode()[place["start"] : place["end"]] == hit["text"]
        lines_above = [1 + source.decode().count("\n", 0, place[end]) for end in ("start", "end")]
        assert lines_above == place["lines"]
    ran = rag("ask", "How do I bake sourdough bread?")
    assert (ran.code, ran.err) == (NEGATIVE, "")
    assert ran.out.startswith("Nothing was found that is about this.")
    ran = rag("ask", "Who won the football world cup in 1998?")
    assert (ran.code, ran.err) == (SUCCESS, "")
    assert ran.out.startswith("These passages come nearest; whether they answer is not certain.\n")
    ran = rag("verify")
    assert (ran.code, ran.err, "(100.00%), 2 transcripts" in ran.out) == (SUCCESS, "", True)
    some = (ROOT / "corpus" / "questions.jsonl").read_text("utf-8").splitlines(keepends=True)[::12]
    (tmp_path / "q.jsonl").write_text("".join(some), "utf-8")
    files = {name: tmp_path / name for name in ("run.jsonl", "trec.run")}
    saving = (*("--save-run", files["run.jsonl"]), *("--trec-run", files["trec.run"]))
    ran = rag("eval", tmp_path / "q.jsonl", "--compare", "bm25,hybrid", *saving, "--json")
    assert (ran.code, ran.err, ran.json["verbatim"], ran.json["attributed"]) == (SUCCESS, "", 1.0, 1.0)
    assert (ran.json["questions"], ran.json["measures"]["nDCG@10"]["mean"] > 0.5) == (len(some), True)
    assert ran.json["compare"]["systems"]["hybrid"]["difference"]["nDCG@10"]["mean"] > 0
    again = rag(
        "eval", tmp_path / "q.jsonl", "--compare", f"{files['run.jsonl']},{files['trec.run']}", "--json"
    )
    assert (again.code, again.json["measures"]) == (SUCCESS, ran.json["measures"])
    for path in files.values():
        path.unlink(missing_ok=True)
    before = contents(tmp_path)
    ran = rag("build", "--corpus", "corpus")
    assert (ran.code, ran.err, "up to date" in ran.out) == (SUCCESS, "", True)
    assert contents(tmp_path) == before
