"""`rag watch`: saved, listed, run and removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.index.builder import build_index
from tests.builders import TopicEncoder
from tests.commands.running import NEGATIVE, SUCCESS, Run, assert_mistake
from tests.corpora import IVANOVA, lines

pytestmark = [pytest.mark.slow]


def test_a_question_from_its_saving_to_its_end(here: Path, run: Run) -> None:
    saved = run("watch", "add", "Who ships grain?", "--speaker", "Ivanova").out.strip()
    assert run("watch", "list").out == (
        f"{saved}  question: Who ships grain?  /feed?q=Who+ships+grain%3F&speaker=Ivanova\n"
    )
    ran = run("watch", "run")
    assert (ran.code, ran.out) == (NEGATIVE, "")
    said = {"id": "new", "utterances": [{"speaker": IVANOVA, "text": "I ship grain, grain and grain."}]}
    (here / "corpus" / "new.jsonl").write_text(lines(said), "utf-8")
    build_index(here / "corpus", here / "index", TopicEncoder())
    ran = run("watch", "run", "--json")
    assert (ran.code, ran.json["id"]) == (SUCCESS, saved)
    assert [hit["text"] for hit in ran.json["passages"]] == ["I ship grain, grain and grain."]
    assert run("watch", "run", "--json").code == NEGATIVE
    assert run("watch", "remove", saved).code == SUCCESS
    assert run("watch", "list").out == ""


def test_mistakes(here: Path, run: Run) -> None:
    assert_mistake(here, run, "watch", "add", "", said="the question is empty")
    assert_mistake(here, run, "watch", "add", "?!", "--quote", said="the quote has no words")
    assert_mistake(here, run, "watch", "remove", "x", said="nothing is saved as 'x': see rag watch list")
    assert_mistake(here, run, "watch", "run", "--index", "nowhere", said="no index in 'nowhere'")
