"""An evaluation or a study → the JSON of `rag eval --json`. Names here are a public contract."""

from __future__ import annotations

from collections.abc import Mapping

from rag.evaluation.calibration import calibration_error
from rag.evaluation.evaluate import Evaluation
from rag.evaluation.questions import Relevant, RelevantLine, RelevantPassage
from rag.evaluation.runs import Quote
from rag.evaluation.statistics import Estimate, PairedDifference
from rag.evaluation.study import Study
from rag.evaluation.weak_spots import Slice, WorstQuestion
from rag.evaluation.without_answer import LeftOut
from rag.output.contract import Json


def study_json(study: Study) -> Json:
    """`rag eval --json`: the main system's evaluation, as in `evaluation_json`, and six keys more.

    `{"left_out": {"n", "auroc": E, "answers_with": E, "answers_without": E},
    "calibration_error", "calibration_error_interval": [LOW, HIGH], "compare": {"baseline": NAME,
    "systems": {NAME: {…an evaluation…, "difference": {MEASURE: {"mean", "low", "high", "n", "p"}}}}},
    "slices": [{"by", "value", "n", "small", "measures": {NAME: E}}],
    "worst": [{"fault", "qid", "kind", "question", "previous", "ndcg", "grade", "confidence",
    "labelled": [{…as in the question set…, "passage": P}], "found": [P]}]}`, where P is `{"transcript",
    "date", "path", "lines", "utterance", "speaker", "label", "text"}`, or null where the index has no
    passage there. `left_out` is null for a saved run, `compare` where one system was measured, a
    `difference` for the baseline and for a measure that no question judges.
    """
    error = calibration_error(study.main.points)
    return evaluation_json(study.main.evaluation) | {
        "left_out": _left_out_json(study.main.left_out),
        "calibration_error": None if error is None else error.mean,
        "calibration_error_interval": None if error is None else [error.low, error.high],
        "compare": _compare_json(study) if study.comparisons else None,
        "slices": [_slice_json(each) for each in study.slices],
        "worst": [_worst_json(each) for each in study.worst],
    }


def _left_out_json(left_out: LeftOut | None) -> Json | None:
    if left_out is None:
        return None
    return {
        "n": left_out.n,
        "auroc": estimate_json(left_out.auroc),
        "answers_with": estimate_json(left_out.answers_with),
        "answers_without": estimate_json(left_out.answers_without),
    }


def evaluation_json(evaluation: Evaluation) -> Json:
    """`rag eval --json`. Names here are a public contract.

    `{"questions", "measures": {NAME: E}, "by_kind": {KIND: {NAME: E}}, "unanswerable": {"n", "refused":
    E, "vouched": E, "auroc": E, "wording_auroc": E, "hidden": E}, "understanding": {PART: {"right": E,
    "false_readings": E}}, "verbatim", "attributed", "latency": {"n", "p50_seconds", "p95_seconds"},
    "highlight": E}`, where E is `{"mean", "low", "high", "n"}`, or null where no question judges it; an
    AUROC's `mean` is the area, and `wording_auroc` that of the questions' words without any search.
    `verbatim`, `attributed` and `latency` are null where they were not taken.
    """
    silence, latency = evaluation.silence, evaluation.latency
    return {
        "questions": evaluation.questions,
        "measures": _estimates_json(evaluation.measures),
        "by_kind": {kind: _estimates_json(means) for kind, means in evaluation.by_kind.items()},
        "unanswerable": {
            "n": silence.unanswerable,
            "refused": estimate_json(silence.refused),
            "auroc": estimate_json(silence.auroc),
            "wording_auroc": estimate_json(silence.wording_auroc),
            "vouched": estimate_json(silence.vouched),
            "hidden": estimate_json(silence.hidden),
        },
        "understanding": {
            name: {"right": estimate_json(part.right), "false_readings": estimate_json(part.false_readings)}
            for name, part in evaluation.understanding.items()
        },
        "verbatim": evaluation.verbatim,
        "attributed": evaluation.attributed,
        "latency": None
        if latency is None
        else {"n": latency.n, "p50_seconds": latency.p50, "p95_seconds": latency.p95},
        "highlight": estimate_json(evaluation.highlight),
    }


def _compare_json(study: Study) -> Json:
    return {
        "baseline": study.systems[0].name,
        "systems": {
            system.name: evaluation_json(system.evaluation)
            | {"difference": _differences_json(study.comparisons.get(system.name))}
            for system in study.systems
        },
    }


def _differences_json(differences: Mapping[str, PairedDifference | None] | None) -> Json | None:
    if differences is None:
        return None
    return {
        name: None if pair is None else (estimate_json(pair.difference) or {}) | {"p": pair.p}
        for name, pair in differences.items()
    }


def _slice_json(part: Slice) -> Json:
    return {
        "by": part.by,
        "value": part.value,
        "n": part.n,
        "small": part.small,
        "measures": _estimates_json(part.measures),
    }


def _worst_json(worst: WorstQuestion) -> Json:
    return {
        "fault": worst.fault,
        "qid": worst.qid,
        "kind": worst.kind,
        "question": worst.question,
        "previous": worst.previous,
        "ndcg": worst.ndcg,
        "grade": worst.grade,
        "confidence": worst.confidence,
        "labelled": [
            _label_json(each.label) | {"passage": None if each.quote is None else _quote_json(each.quote)}
            for each in worst.labelled
        ],
        "found": [_quote_json(quote) for quote in worst.found],
    }


def _label_json(label: Relevant) -> Json:
    if isinstance(label, RelevantLine):
        return {"file": label.file, "line": label.line, "grade": label.grade}
    if isinstance(label, RelevantPassage):
        start, end = label.span
        place = {"transcript": label.transcript, "utterance": label.utterance, "start": start, "end": end}
        return place | {"grade": label.grade}
    return {"transcript": label.transcript, "utterance": label.utterance, "grade": label.grade}


def _quote_json(quote: Quote) -> Json:
    return {
        "transcript": quote.transcript,
        "date": quote.date,
        "path": quote.path,
        "lines": list(quote.lines),
        "utterance": quote.utterance,
        "speaker": quote.speaker,
        "label": quote.label,
        "text": quote.text,
    }


def _estimates_json(estimates: Mapping[str, Estimate | None]) -> Json:
    return {name: estimate_json(figure) for name, figure in estimates.items()}


def estimate_json(figure: Estimate | None) -> Json | None:
    """An estimate, as in `evaluation_json`."""
    if figure is None:
        return None
    return {"mean": figure.mean, "low": figure.low, "high": figure.high, "n": figure.n}
