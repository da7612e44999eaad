"""`calibration.json`: what was written is what is read, and what does not fit is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from rag.errors import IndexMismatchError
from rag.index.manifest import Model
from rag.search.calibration_file import CALIBRATION, FittedCalibration, load_calibration, save_calibration
from rag.search.confidence import Calibration

MODEL = Model("mini", "a" * 64, 384, 256, questions_in_numpy=True)
FITTED = FittedCalibration(Calibration(2.5, 1.25, -3.0, 0.6), 90)


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    assert load_calibration(tmp_path, MODEL) is None
    assert save_calibration(tmp_path, MODEL, FITTED) == tmp_path / CALIBRATION
    assert load_calibration(tmp_path, MODEL) == FITTED
    assert [path.name for path in tmp_path.iterdir()] == [CALIBRATION]


def refused(index: Path, model: Model = MODEL) -> str:
    with pytest.raises(IndexMismatchError) as error:
        load_calibration(index, model)
    assert str(error.value).endswith(": fit it anew with rag eval QUESTIONS --calibrate, or remove it")
    assert "\n" not in str(error.value)
    return str(error.value).removeprefix(f"{index / CALIBRATION} ").rsplit(": ", 1)[0]


def test_one_for_another_model_is_refused(tmp_path: Path) -> None:
    save_calibration(tmp_path, MODEL, FITTED)
    other = replace(MODEL, name="maxi", sha256="b" * 64)
    assert refused(tmp_path, other) == (
        "was fitted for the model 'mini', this index was built by 'maxi' with other weights"
    )


def test_one_of_another_format_is_refused(tmp_path: Path) -> None:
    path = save_calibration(tmp_path, MODEL, FITTED)
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 2}))
    assert refused(tmp_path) == "has format 2, this program reads 1"


@pytest.mark.parametrize(
    "changes",
    [
        {"calibration": {"coverage": 1}, "questions": "many"},
        {"calibration": {"coverage": "much"}},
        {"calibration": {"coverage": float("nan")}},
        {"calibration": {"weight": 1.0}},
        {"calibration": []},
        {"model": "mini"},
    ],
)
def test_a_broken_one_is_refused(tmp_path: Path, changes: dict[str, object]) -> None:
    path = save_calibration(tmp_path, MODEL, FITTED)
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))
    assert refused(tmp_path) == "cannot be read"


@pytest.mark.parametrize("text", ["", "[]", "null", "{", "[" * 100_000, "\xff"])
def test_what_is_no_such_file_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / CALIBRATION).write_bytes(text.encode("latin-1"))
    assert refused(tmp_path) == "cannot be read"
