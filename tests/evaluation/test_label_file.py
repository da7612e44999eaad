"""The file of labels: one line changes, all else stays to the byte, and a kill leaves it whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from rag.errors import EvaluationError
from rag.evaluation.label_file import LabelEntry, LabelFile
from rag.evaluation.questions import load_questions
from rag.output.contract import Json

pytestmark = pytest.mark.slow

BEFORE = (
    b'\xef\xbb\xbf{"question": "What?", "qid": "a",  "mine": [1.50, "\\ud800"]}\r\n'
    b'\r\n  {"qid": "b", "question": "\xd0\x9a\xd1\x82\xd0\xbe?"}\n{"qid": "c", "question": "Who?"}'
)


def graded(entry: LabelEntry) -> Json:
    return {**entry.fields.values, "relevant": []}


@pytest.fixture
def file(tmp_path: Path) -> LabelFile:
    (tmp_path / "q.jsonl").write_bytes(BEFORE)
    return LabelFile(tmp_path / "q.jsonl")


def test_one_line_changes_and_all_else_stays_to_the_byte(file: LabelFile) -> None:
    file.change("b", graded)
    changed = b'{"qid": "b", "question": "\xd0\x9a\xd1\x82\xd0\xbe?", "relevant": []}'
    assert file.path.read_bytes() == BEFORE.replace(
        b'  {"qid": "b", "question": "\xd0\x9a\xd1\x82\xd0\xbe?"}', changed
    )
    assert [question.qid for question in load_questions(file.path)] == ["a", "b", "c"]


def test_keys_of_the_users_own_stay_and_so_do_the_mark_and_the_ends_of_lines(file: LabelFile) -> None:
    file.change("a", graded)
    line = file.path.read_bytes().split(b"\n")[0]
    assert line.startswith(b"\xef\xbb\xbf{") and line.endswith(b"}\r")
    own = {"question": "What?", "qid": "a", "mine": [1.5, "\ud800"], "relevant": []}
    assert json.loads(line.decode("utf-8-sig")) == own


def test_what_was_edited_meanwhile_stays(file: LabelFile) -> None:
    file.entries()
    file.path.write_bytes(BEFORE.replace(b"Who?", b"Who else?"))
    file.change("b", graded)
    assert file.entries()["c"].question.question == "Who else?"


def test_a_question_is_added_at_the_end_and_taken_back(file: LabelFile) -> None:
    change = file.add(lambda known: {"qid": f"{len(known)}", "question": "Why?"})
    assert file.path.read_bytes() == BEFORE + b'\n{"qid": "3", "question": "Why?"}\n'
    file.revert(change)
    assert file.path.read_bytes() == BEFORE + b"\n"


def test_a_file_that_is_not_there_is_made_by_the_first_question(tmp_path: Path) -> None:
    file = LabelFile(tmp_path / "new.jsonl")
    assert (file.entries(), file.path.exists()) == ({}, False)
    file.add(lambda _: {"qid": "1", "question": "Why?"})
    assert load_questions(file.path)[0].question == "Why?"


def test_a_change_is_taken_back_unless_the_line_changed_since(file: LabelFile) -> None:
    change = file.change("c", graded)
    file.revert(change)
    assert file.path.read_bytes() == BEFORE
    change = file.change("c", graded)
    file.path.write_bytes(BEFORE)
    with pytest.raises(EvaluationError, match="changed in the file since"):
        file.revert(change)


def test_links_and_permissions_stay(file: LabelFile, tmp_path: Path) -> None:
    file.path.chmod(0o600)
    link = tmp_path / "link.jsonl"
    link.symlink_to(file.path)
    LabelFile(link).change("c", graded)
    assert link.is_symlink()
    assert file.path.stat().st_mode & 0o777 == 0o600
    assert file.entries()["c"].question.relevant == ()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"qid": "a"}\n', 'line 1: "question" is missing'),
        (b'\n{"qid"', "line 2: not JSON"),
        (b'{"qid": "a", "question": "?"}\n' * 2, "line 2: .*each qid once"),
        (b"\xff\n", "line 1: byte 1 is not UTF-8"),
    ],
)
def test_a_broken_file_is_refused_and_left_as_it_is(file: LabelFile, content: bytes, said: str) -> None:
    file.path.write_bytes(content)
    for act in (file.entries, lambda: file.change("a", graded), lambda: file.add(lambda _: {})):
        with pytest.raises(EvaluationError, match=said):
            act()
    assert file.path.read_bytes() == content


def test_mistakes(file: LabelFile, tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="has no question 'z' any more"):
        file.change("z", graded)
    with pytest.raises(EvaluationError, match="there is no folder"):
        LabelFile(tmp_path / "nowhere" / "q.jsonl")


WRITER = """
import sys
from pathlib import Path
from rag.evaluation.label_file import LabelFile
file = LabelFile(Path(sys.argv[1]))
for number in range(1_000_000):
    file.change("b", lambda entry: {**entry.fields.values, "number": number, "long": "x" * 20_000})
    print(number, flush=True)
"""


def test_a_kill_loses_nothing_that_was_said(file: LabelFile) -> None:
    """Whatever was written before the kill is there; the line after it is there whole or not at all."""
    for _ in range(5):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(file.path)],
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )
        assert writer.stdout
        for _ in range(7):
            said = int(writer.stdout.readline())
        writer.kill()
        said = max([said, *map(int, writer.stdout.read().split())])
        writer.wait()
        assert file.entries()["b"].fields.values["number"] in (said, said + 1)
        assert [question.qid for question in load_questions(file.path)] == ["a", "b", "c"]
    file.change("c", graded)  # the lock of the dead is nobody's
