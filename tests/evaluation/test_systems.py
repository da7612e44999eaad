"""What follows --compare."""

from dataclasses import asdict, fields
from pathlib import Path

import pytest

from rag.errors import EvaluationError
from rag.evaluation.systems import SYSTEMS, chosen, main_of
from rag.search.rank import Weights


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
