"""An evaluation as tables in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.table import Table
from rich.text import Text

from rag.evaluation.calibration import calibration_error
from rag.evaluation.evaluate import Silence
from rag.evaluation.measures import MEASURES
from rag.evaluation.questions import Relevant, RelevantLine, RelevantPassage
from rag.evaluation.runs import Quote
from rag.evaluation.statistics import Estimate, PairedDifference
from rag.evaluation.study import Study, System
from rag.evaluation.weak_spots import FEW, LabelledQuote, Slice, WorstQuestion
from rag.output.stdio import plain
from rag.output.terminal import columns, console, show_table

NOTHING = "–"
"""Shown where nothing was judged."""
_LEAST_P = 0.001
_WORST = 5
"""Questions that are shown in full."""
_BEGINNING = 80
"""Characters that are shown of a passage."""


def mean(figure: Estimate | None) -> str:
    """A mean alone."""
    return NOTHING if figure is None else f"{figure.mean:.3f}"


def interval(figure: Estimate | None) -> str:
    """A 95% interval; empty where there is none."""
    if figure is None or figure.low is None or figure.high is None:
        return ""
    return f"{figure.low:.2f}–{figure.high:.2f}"


def with_interval(figure: Estimate | None) -> str:
    """A mean followed by its 95% interval, where there is one."""
    ends = interval(figure)
    return f"{mean(figure)} ({ends})" if ends else mean(figure)


def difference(pair: PairedDifference | None) -> tuple[str, str, str, str]:
    """Difference, interval, p and number of questions, as shown."""
    if pair is None:
        return (NOTHING, NOTHING, NOTHING, "0")
    d = pair.difference
    ends = NOTHING if d.low is None or d.high is None else f"{d.low:+.3f} to {d.high:+.3f}"
    p = f"{pair.p:.3f}" if pair.p >= _LEAST_P else f"< {_LEAST_P}"
    return (f"{d.mean:+.3f}", ends, p, str(d.n))


def judged(means: Mapping[str, Estimate | None]) -> int:
    """How many questions the broadest measure judges."""
    return max((figure.n for figure in means.values() if figure), default=0)


def milliseconds(seconds: float) -> str:
    """A time, in whole milliseconds."""
    return f"{1000 * seconds:.0f} ms"


def label_place(label: Relevant) -> str:
    """Where a label points."""
    if isinstance(label, RelevantLine):
        return f"{label.file}:{label.line}"
    utterance = f"{label.transcript}, utterance {label.utterance}"
    return (
        f"{utterance}, {label.span[0]}–{label.span[1]}" if isinstance(label, RelevantPassage) else utterance
    )


def quote_place(quote: Quote) -> str:
    """Where a passage stands."""
    lines = "–".join(map(str, dict.fromkeys(quote.lines)))
    return f"{quote.path}:{lines}, utterance {quote.utterance}"


def voice(quote: Quote) -> str:
    """Who is said to speak."""
    return quote.speaker or quote.label or "no speaker given"


def show_study(study: Study, *, slices: bool) -> None:
    """The main system's measures, the comparison, on demand the slices, and the worst questions."""
    index, asked = study.index, study.main.evaluation.questions
    console.print(
        Text(plain(study.main.name), "bold")
        + Text(
            plain(
                f"  {asked:,} questions of {study.questions}; {index.counts.passages:,} passages of "
                f"{index.counts.transcripts:,} transcripts, encoded by {index.model.name}\n"
            ),
            "dim",
        ),
        soft_wrap=True,
    )
    _show_evaluation(study.main)
    if study.comparisons:
        _show_comparison(study)
    if slices:
        _show_slices(study.slices)
    _show_worst(study.worst)


def _show_evaluation(system: System) -> None:
    """All measures: overall and by kind, grades, the answer left out, understanding, proof and time."""
    result = system.evaluation
    table = _measures_table("kind", "n")
    for kind, means in {"all": result.measures, **result.by_kind}.items():
        figured = with_interval if kind == "all" else mean
        figures = (figured(figure) for figure in means.values())
        table.add_row(plain(kind), str(judged(means)), *figures)
    show_table(table)
    more = columns()
    silence = result.silence
    more.add_row("unanswerable questions refused", with_interval(silence.refused))
    more.add_row("unanswerable questions vouched for", with_interval(silence.vouched))
    more.add_row("answerable questions hidden", with_interval(silence.hidden))
    more.add_row("AUROC of the confidence", _beside_wording(silence))
    if left_out := system.left_out:
        more.add_row(
            "AUROC with the answer left out", f"{with_interval(left_out.auroc)}; of the wording alone 0.500"
        )
        more.add_row("graded answers with the answer", with_interval(left_out.answers_with))
        more.add_row("graded answers without the answer", with_interval(left_out.answers_without))
    more.add_row("calibration error", with_interval(calibration_error(system.points)))
    for part, understood in result.understanding.items():
        false = with_interval(understood.false_readings)
        more.add_row(f"{part} understood", f"{with_interval(understood.right)}, false readings {false}")
    if result.highlight:
        more.add_row("sentence rightly highlighted", with_interval(result.highlight))
    if result.verbatim is not None:
        more.add_row("passages proven verbatim", f"{result.verbatim:.2%}")
    if result.attributed is not None:
        more.add_row("passages rightly attributed", f"{result.attributed:.2%}")
    if result.latency:
        more.add_row(
            "a question takes",
            f"p50 {milliseconds(result.latency.p50)}, p95 {milliseconds(result.latency.p95)}",
        )
    console.print()
    console.print(more)


def _beside_wording(silence: Silence) -> str:
    """The AUROC of the confidence, and of a classifier that sees only the questions."""
    if silence.auroc is None:
        return NOTHING
    wording = with_interval(silence.wording_auroc)
    return f"{with_interval(silence.auroc)}; of the questions' wording alone {wording}"


def _show_comparison(study: Study) -> None:
    """Every system's means, then what each differs by from the first."""
    table = _measures_table("system")
    for heading in ("refused", "vouched", "hidden", "ms"):
        table.add_column(heading, justify="right")
    for system in study.systems:
        result = system.evaluation
        silence = result.silence
        figures = (*result.measures.values(), silence.refused, silence.vouched, silence.hidden)
        time = f"{1000 * result.latency.p50:.0f}" if result.latency else NOTHING
        table.add_row(plain(system.name), *(mean(each) for each in figures), time)
    console.print()
    show_table(table)
    table = _table(f"against {plain(study.systems[0].name)}")
    table.add_column("measure")
    for heading in ("difference", "95% interval", "p", "n"):
        table.add_column(heading, justify="right")
    for name, differences in study.comparisons.items():
        for measure, pair in differences.items():
            table.add_row(plain(name), measure, *difference(pair))
            name = ""  # noqa: PLW2901 - said once, in the first of its rows
    console.print()
    show_table(table)


def _show_slices(slices: Iterable[Slice]) -> None:
    """Every slice with the interval of its nDCG; the small ones marked."""
    table = _measures_table("slice", "n")
    table.columns[0].no_wrap = True  # values are indented
    sort = None
    for part in slices:
        if part.by != sort:
            sort = part.by
            table.add_row(f"by {part.by}", style="bold")
        first, *others = part.measures.values()
        figures = (with_interval(first), *map(mean, others))
        value = f"  {plain(part.value)}{'*' if part.small else ''}"
        table.add_row(value, str(part.n), *figures, style="dim" if part.small else None)
    console.print()
    show_table(table)
    console.print(f"* fewer than {FEW} questions: too few to read anything into them", style="dim")


def _show_worst(worst: Iterable[WorstQuestion]) -> None:
    """The lowest nDCG@10 in full, the rest of what went wrong by number."""
    worst = tuple(worst)
    low = [each for each in worst if each.fault == "ranked_low"][:_WORST]
    if low:
        console.print(Text("\nThe worst questions", "bold"))
    for each in low:
        silent = ", graded nothing" if each.grade == "nothing" else ""
        console.print(
            Text(plain(f"\n{each.qid}  {each.question}"))
            + Text(f"  nDCG@10 {each.ndcg:.3f}{silent}" if each.ndcg is not None else "", "dim"),
            soft_wrap=True,
        )
        for labelled in each.labelled[:3]:
            console.print(Text(plain(f"   labelled {_label(labelled)}"), "green"), soft_wrap=True)
        for rank, quote in enumerate(each.found, start=1):
            console.print(Text(plain(f"   found {rank}  {_quote(quote)}"), "dim"), soft_wrap=True)
        if not each.found:
            console.print(Text("   found nothing", "dim"))
    if rest := len(worst) - len(low):
        console.print(Text(f"\nand {rest} more that went wrong: --json or --report FILE.html", "dim"))


def _label(labelled: LabelledQuote) -> str:
    grade = f"{labelled.label.grade}  "
    if labelled.quote is None:
        return f"{grade}{label_place(labelled.label)}: the index has no passage there"
    return grade + _quote(labelled.quote)


def _quote(quote: Quote) -> str:
    beginning = " ".join(quote.text.split())[:_BEGINNING]
    return f"{quote_place(quote)}  {voice(quote)}: {beginning}"


def _table(first: str) -> Table:
    table = Table(box=None, pad_edge=False, collapse_padding=True, header_style="dim")
    table.add_column(first)
    return table


def _measures_table(first: str, *headings: str) -> Table:
    table = _table(first)
    for heading in (*headings, *MEASURES):
        table.add_column(heading, justify="right")
    return table
