"""A study as one self-contained HTML file: plots inline, nothing fetched, no scripts.

The template escapes all data; only the plots and the style sheet are markup already.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from pathlib import Path

from markupsafe import Markup

from rag.evaluation import plots
from rag.evaluation.calibration import calibration_error
from rag.evaluation.measures import MEASURES
from rag.evaluation.study import Study
from rag.evaluation.tables import (
    NOTHING,
    difference,
    interval,
    judged,
    label_place,
    mean,
    milliseconds,
    quote_place,
    voice,
    with_interval,
)
from rag.evaluation.weak_spots import FEW, Fault
from rag.output.stdio import plain
from rag.text.files import write_text
from rag.text.templating import Templates

_FAULTS: Mapping[Fault, str] = {
    "ranked_low": "Ranked low",
    "hidden": "Graded nothing, though something answers",
    "vouched": "Graded answers, though nothing answers",
}
_TEMPLATES = Templates("rag.evaluation")


def write_report(study: Study, path: Path) -> None:
    """Write the report, all of it or nothing. Raises EvaluationError where that is not possible."""
    write_text(path, [render(study)], "report")


def render(study: Study) -> str:
    """The report as HTML."""
    result = study.main.evaluation
    others = (part for part in study.slices if part.by != "kind")  # shown with the measures
    report = _TEMPLATES.render(
        "report",
        study=study,
        style=Markup(Path(__file__).with_name("report.css").read_text("utf-8")),  # noqa: S704 - our own
        plots=_plots(study),
        reliability=_reliability(study),
        headline=[
            *result.measures.items(),
            ("refused", result.silence.refused),
            ("vouched", result.silence.vouched),
            ("hidden", result.silence.hidden),
        ],
        slices=[(by, list(parts)) for by, parts in groupby(others, key=lambda part: part.by)],
        measures=MEASURES,
        faults=_FAULTS,
        few=FEW,
        nothing=NOTHING,
        count=judged,
        share=_share,
        mean=mean,
        interval=interval,
        difference=difference,
        milliseconds=milliseconds,
        label_place=label_place,
        quote_place=quote_place,
        voice=voice,
    )
    return plain(report)  # HTML does not allow control characters


def _plots(study: Study) -> dict[str, Markup | None]:
    systems = study.systems
    timed = any(system.evaluation.latency for system in systems)
    drawn = {
        "kinds": plots.ndcg_by_kind(systems),
        "recall": plots.recall_by_rank(systems),
        "reliability": plots.reliability_diagram(study.main, systems.index(study.main)),
        "risk": plots.risk_coverage_curve(systems),
        "latency": plots.latency_distribution(systems) if timed else None,
    }
    return {name: None if plot is None else Markup(plot) for name, plot in drawn.items()}  # noqa: S704 - escaped


def _reliability(study: Study) -> str:
    error = with_interval(calibration_error(study.main.points))
    measured = "" if error == NOTHING else f" Expected calibration error: {error}."
    return (
        f"Questions of {study.main.name} by tenths of the confidence, with 95% intervals and their number. "
        f"On the dashed line the confidence is the share that has an answer.{measured}"
    )


def _share(share: float | None) -> str:
    return NOTHING if share is None else f"{share:.2%}"
