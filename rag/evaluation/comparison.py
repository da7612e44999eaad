"""Two systems on the same questions: paired differences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rag.errors import EvaluationError
from rag.evaluation.measures import MEASURES, QuestionScores
from rag.evaluation.report import Evaluation
from rag.evaluation.statistics import PairedDifference, paired_difference


def compare(baseline: Evaluation, system: Evaluation) -> Mapping[str, PairedDifference | None]:
    """Compare system minus baseline for each of MEASURES; None where no question judges it.

    Raises EvaluationError where the two were not measured on the same answerable questions.
    """
    unpaired = {score.qid for score in baseline.scores} ^ {score.qid for score in system.scores}
    if unpaired:
        raise EvaluationError(
            f"{len(unpaired)} questions were measured in one of the runs only; "
            "measure both with the same question set"
        )
    return {name: _difference(name, baseline.scores, system.scores) for name in MEASURES}


def _difference(
    measure: str, baseline: Iterable[QuestionScores], system: Iterable[QuestionScores]
) -> PairedDifference | None:
    after = {score.qid: score.score(measure) for score in system}
    pairs = [
        (old, new)
        for score in baseline
        if (old := score.score(measure)) is not None and (new := after[score.qid]) is not None
    ]
    return paired_difference([old for old, _ in pairs], [new for _, new in pairs])
