"""`calibration.json` beside the builds: a calibration that was fitted on the user's own questions."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path

from rag.errors import IndexMismatchError
from rag.index.manifest import Model
from rag.search.confidence import Calibration
from rag.text.files import write_whole

CALIBRATION = "calibration.json"
FORMAT = 1
"""Raised by one with every change of the file, and of what the features mean."""


@dataclass(frozen=True, slots=True)
class FittedCalibration:
    """A calibration, and what it was fitted on."""

    calibration: Calibration
    questions: int
    """Answerable questions, each asked with its labelled passages and without them."""


def save_calibration(index: Path, model: Model, fitted: FittedCalibration) -> Path:
    """Write it for an index of this model, atomically. Raises RagError where that fails."""
    form = {
        "format": FORMAT,
        "model": {"name": model.name, "sha256": model.sha256},
        "questions": fitted.questions,
        "calibration": asdict(fitted.calibration),
    }
    path = index / CALIBRATION
    write_whole(path, [f"{json.dumps(form, indent=2)}\n".encode()], "calibration")
    return path


def load_calibration(index: Path, model: Model) -> FittedCalibration | None:
    """Read it; None where there is none.

    Raises IndexMismatchError where it is broken, of another format, or fitted for another model.
    """
    path = index / CALIBRATION
    mend = "fit it anew with rag eval QUESTIONS --calibrate, or remove it"
    try:
        form = json.loads(path.read_bytes())
        format_, fitted_for = form["format"], form["model"]
        if format_ == FORMAT and fitted_for["sha256"] == model.sha256:
            numbers = {name: float(value) for name, value in form["calibration"].items()}
            if not all(map(math.isfinite, numbers.values())):
                raise ValueError("a number is not finite")
            return FittedCalibration(Calibration(**numbers), int(form["questions"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise IndexMismatchError(f"{path} cannot be read: {mend}") from error
    if format_ != FORMAT:
        raise IndexMismatchError(f"{path} has format {format_!r:.20}, this program reads {FORMAT}: {mend}")
    raise IndexMismatchError(
        f"{path} was fitted for the model {fitted_for.get('name')!r:.80}, this index was built by "
        f"{model.name!r} with other weights: {mend}"
    )
