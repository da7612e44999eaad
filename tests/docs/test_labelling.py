"""The guide's examples are read, and its commands run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rag.evaluation.questions import load_questions
from tests.corpora import ROOT

GUIDE = (ROOT / "docs" / "labelling.md").read_text("utf-8")
COMMANDS = re.findall(r"^```sh\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
EXAMPLES = [json.loads(text) for text in re.findall(r"^```json\n(.*?)\n```$", GUIDE, re.MULTILINE)]


def test_the_examples_are_questions(tmp_path: Path) -> None:
    *questions, label = EXAMPLES
    forms = [*questions, {"qid": "label", "question": "?", "relevant": [label]}]
    (tmp_path / "q.jsonl").write_text("".join(json.dumps(form) + "\n" for form in forms), "utf-8")
    assert [question.qid for question in load_questions(tmp_path / "q.jsonl")] == ["1", "2", "label"]
    start, end = label["sentence"]
    words = (ROOT / "corpus" / label["file"]).read_bytes().decode("utf-8")[start:end]
    assert words.startswith("We cooperate with St") and words.endswith("Far East.")


def fill(folder: Path) -> None:
    """Do what the person does: judge the pool, and have another one judge it otherwise here and there."""
    pool = folder / "pool.jsonl"
    if not pool.exists() or (folder / "pool-by-another.jsonl").exists():
        return
    forms = [json.loads(line) for line in pool.read_text("utf-8").splitlines()]
    for name, step in (("pool.jsonl", 7), ("pool-by-another.jsonl", 14)):
        lines = (json.dumps(form | {"grade": int(n % step == 0)}) for n, form in enumerate(forms))
        (folder / name).write_text("\n".join(lines), "utf-8")


@pytest.mark.model
def test_the_commands_run_as_they_stand(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    questions = tmp_path / "corpus" / "questions.jsonl"
    questions.write_text("\n".join(questions.read_text("utf-8").split("\n")[::8]), "utf-8")  # a few will do
    beside = Path(sys.executable).parent
    environment = os.environ | {"PATH": f"{beside}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    said = ""
    for block in COMMANDS:
        ran = subprocess.run(
            ["bash", "-e"],
            input=block,
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, (block, ran.stderr)
        said += ran.stdout + ran.stderr
        fill(tmp_path)
    assert re.search(
        r"better\.jsonl: 0 labels of grade 2 and [1-9]\d* of grade 1 added, [1-9]\d* places", said
    )
    assert re.search(r"judged by both, linearly weighted kappa 0\.\d\d", said)
    assert "sentence rightly highlighted" in said
    assert (tmp_path / "report.html").stat().st_size > 100_000
