"""Labelled questions and a run → measures with intervals, and a paired test between two runs.

`load_questions`, then `RunLine.from_answer` for each answer (or `load_run`), then `evaluate`. SciPy and
ir-measures are imported when something is measured, not before.
"""

from rag.evaluation.comparison import compare
from rag.evaluation.forms import evaluation_json
from rag.evaluation.questions import LabelledQuestion, check_fit, load_questions
from rag.evaluation.report import Evaluation, evaluate
from rag.evaluation.runs import RunLine, load_run, save_run

__all__ = [
    "Evaluation",
    "LabelledQuestion",
    "RunLine",
    "check_fit",
    "compare",
    "evaluate",
    "evaluation_json",
    "load_questions",
    "load_run",
    "save_run",
]
