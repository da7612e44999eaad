"""What a calibration is worth, as a table and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path

from rag.evaluation.calibrate import FOLDS, CalibrationStudy, CalibrationWorth
from rag.evaluation.study_forms import estimate_json
from rag.evaluation.tables import with_interval
from rag.output.contract import Json
from rag.output.stdio import plain
from rag.output.terminal import columns, console

_ROWS: Mapping[str, str] = {
    "auroc": "AUROC with the answer left out",
    "calibration_error": "calibration error",
    "answers_with": "graded answers with the answer",
    "answers_without": "graded answers without the answer",
}


def calibration_json(study: CalibrationStudy, path: Path) -> Json:
    """`rag eval --calibrate --json`.

    `{"file", "questions", "calibration": {"coverage", "lead", "constant", "answers"}, "shipped": W,
    "cross_validated": W}`, where W is `{"auroc": E, "calibration_error": E, "answers_with": E,
    "answers_without": E}`, E as in `evaluation_json`.
    """
    return {
        "file": str(path),
        "questions": study.fitted.questions,
        "calibration": asdict(study.fitted.calibration),
        "shipped": _worth_json(study.shipped_worth),
        "cross_validated": _worth_json(study.worth),
    }


def _worth_json(worth: CalibrationWorth) -> Json:
    return {each.name: estimate_json(getattr(worth, each.name)) for each in fields(worth)}


def show_calibration(study: CalibrationStudy, path: Path) -> None:
    """The file, and what the confidence is worth with it and without it."""
    console.print(
        f"{plain(str(path))}: fitted to {study.fitted.questions:,} answerable questions, each asked with its "
        f"labelled passages and without them. From now on this index is asked with it; to return to the "
        f"shipped calibration, remove the file.\n",
        soft_wrap=True,
    )
    table = columns()
    table.add_row("", "shipped", f"fitted ({FOLDS}-fold cross-validation)")
    for name, words in _ROWS.items():
        both = (getattr(worth, name) for worth in (study.shipped_worth, study.worth))
        table.add_row(words, *map(with_interval, both))
    console.print(table)
