"""Systems to compare: named ones, asked over a small index, and runs read from files of either kind."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from pathlib import Path

import pytest

from rag.archive import Archive
from rag.errors import EvaluationError
from rag.evaluation.locate import CatalogueLocator
from rag.evaluation.questions import ExpectedUnderstanding, LabelledQuestion
from rag.evaluation.runs import save_run
from rag.evaluation.systems import SYSTEMS, ask_all, chosen, load_any_run, main_of
from rag.evaluation.trec import save_trec_run
from rag.search.rank import Weights

pytestmark = pytest.mark.slow


def test_the_systems() -> None:
    assert list(SYSTEMS) == ["bm25", "dense", "hybrid"]
    bm25, dense, hybrid = SYSTEMS.values()
    nothing = dict.fromkeys((field.name for field in fields(Weights)), 0)
    assert asdict(bm25) == nothing | {"words": 1}
    assert asdict(dense) == nothing | {"meaning": 1}
    assert hybrid == Weights()


def test_names_in_order_and_files(tmp_path: Path) -> None:
    (tmp_path / "a run.jsonl").touch()
    path = str(tmp_path / "a run.jsonl")
    assert chosen(None) == ("hybrid",)
    assert chosen("dense") == ("dense",)
    assert chosen(f"hybrid, {path},bm25") == ("hybrid", path, "bm25")


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("", "'' is neither a system nor a file; expected bm25, dense, hybrid, or paths of saved runs"),
        ("bm25,", "'' is neither a system nor a file"),
        ("bm25;dense", "'bm25;dense' is neither a system nor a file"),
        ("BM25", "'BM25' is neither a system nor a file"),
        ("nowhere.jsonl", "'nowhere.jsonl' is neither a system nor a file"),
        (".", "'.' is neither a system nor a file"),
        ("bm25,dense,bm25", "'bm25' is named twice; name each system once"),
    ],
)
def test_names_that_mean_nothing(names: str, said: str) -> None:
    with pytest.raises(EvaluationError, match=r"^--compare: ") as caught:
        chosen(names)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("names", "main"),
    [
        (("hybrid",), "hybrid"),
        (("bm25", "dense"), "dense"),
        (("hybrid", "bm25"), "hybrid"),
        (("a", "b"), "b"),
    ],
)
def test_details_are_told_of_the_program_as_it_is_else_of_the_last(names: tuple[str, ...], main: str) -> None:
    assert main_of(names) == main


QUESTIONS = (
    LabelledQuestion("1", "What of ports?", understood=ExpectedUnderstanding(speakers=("Vladimir Putin",))),
    LabelledQuestion("2", "What of ports?", transcript="lesson"),
    LabelledQuestion("3", "And in this year?", previous="What of grain?", today="2024-06-01"),
)


def test_what_is_handed_to_the_search_and_what_is_not(archive: Archive) -> None:
    heard: list[tuple[str, int, int]] = []
    run = ask_all(archive, QUESTIONS, lambda *step: heard.append(step), "Asking")
    assert heard == [("Asking", 1, 3), ("Asking", 2, 3), ("Asking", 3, 3)]
    free, confined, followed = run
    assert [line.qid for line in run] == ["1", "2", "3"]
    assert free.understood is not None
    assert free.understood.speakers == ()  # the label says more than the question
    assert len({passage.transcript for passage in free.passages}) > 1
    assert {passage.transcript for passage in confined.passages} == {"lesson"}
    assert followed.understood is not None
    assert (followed.understood.followup, followed.understood.since) == (True, "2024-01-01")
    assert all(line.seconds for line in run)


def test_a_run_of_either_kind_is_known_by_what_it_holds(archive: Archive, tmp_path: Path) -> None:
    run = ask_all(archive, QUESTIONS, lambda *step: None, "Asking")
    locator = CatalogueLocator(archive.catalogue)
    save_run(tmp_path / "one", run)
    save_trec_run(tmp_path / "two", "two", run)
    assert load_any_run(tmp_path / "one", QUESTIONS, locator) == run
    ranked = load_any_run(tmp_path / "two", QUESTIONS, locator)
    unmarked = [tuple(replace(each, highlight=None) for each in line.passages) for line in run]
    assert [line.passages for line in ranked] == unmarked
    save_run(tmp_path / "half", run[:2])
    with pytest.raises(EvaluationError, match="no line for 1 of the 3 questions, '3' first"):
        load_any_run(tmp_path / "half", QUESTIONS, locator)
    (tmp_path / "mute").write_text((tmp_path / "one").read_text("utf-8").replace('"text"', '"words"'))
    with pytest.raises(EvaluationError, match=r'mute, line 1, passages\[0\]: "text" is missing'):
        load_any_run(tmp_path / "mute", QUESTIONS, locator)
