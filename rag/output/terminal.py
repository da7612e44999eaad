"""Answers, transcripts, checks and builds as a person sees them in a terminal; and the progress bar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from rag.output.messages import (
    NO_PROOF,
    confined,
    counted,
    coverage_in_words,
    grade_in_words,
    searched_in_words,
)
from rag.output.stdio import plain
from rag.records import attribution_of
from rag.text.calendar import day

if TYPE_CHECKING:
    from rag.index.builder import Outcome, Progress
    from rag.proof.check.verdict import Check, Match
    from rag.proof.flags.rules import Flag
    from rag.proof.over_time import OverTime, Statement
    from rag.proof.verification import Verification
    from rag.records import Answer, Edit, Hit, Transcript, Understood, Utterance

_BEGINNING = 200
"""Characters of an utterance that `rag read` shows."""

_ANY_WIDTH = 10_000
"""Columns that no table has."""

# No markup: names of models, kinds of questions and paths come from others.
console = Console(highlight=False, markup=False, emoji=False)


@contextmanager
def progress() -> Iterator[Progress]:
    """A bar for each step on standard error, removed at the end; nothing where that is no terminal."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    errors = Console(stderr=True)
    if not errors.is_interactive:
        yield lambda step, done, total: None
        return
    columns = (TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors, transient=True) as bars:
        tasks: dict[str, Any] = {}

        def report(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done, total=total)

        yield report


def show_build(outcome: Outcome) -> None:
    """The summary of a build."""
    manifest, counts = outcome.manifest, outcome.manifest.counts
    if not outcome.fresh:
        console.print("The index is up to date: nothing in the corpus has changed.")
    table = columns()
    table.add_row("transcripts", f"{counts.transcripts:,}")
    table.add_row("utterances", f"{counts.utterances:,}")
    table.add_row("speakers", f"{counts.speakers:,}")
    table.add_row("passages", f"{counts.passages:,}")
    table.add_row("tokens", f"{counts.tokens:,}")
    if outcome.fresh:
        table.add_row("vectors reused", f"{manifest.reused_vectors:,}")
        table.add_row("seconds", f"{manifest.seconds:,.1f}")
    console.print(table)
    for source, reason in manifest.skipped:
        console.print(Text(plain(f"skipped {source}: {reason}"), "yellow"), soft_wrap=True)
    if count := outcome.doubtful:
        who = "1 transcript has" if count == 1 else f"{count:,} transcripts have"
        told = f"{who} lines that leave open who speaks: rag sources --doubts"
        console.print(Text(told, "yellow"), soft_wrap=True)


def show_transcript(transcript: Transcript) -> None:
    """How a file was read, for a person to check."""
    console.print(Text(plain(transcript.title or transcript.id), "bold"), soft_wrap=True)
    when_where = _joined(day(transcript.date) or "no date", transcript.place or "no place")
    held = f"{len(transcript.utterances)} utterances, {len(transcript.narration)} pieces of narration"
    about = _joined(transcript.source, f"read as {transcript.form}", when_where, held)
    console.print(Text(plain(about), "dim"), soft_wrap=True)
    for speaker, role in dict.fromkeys((u.speaker, u.role) for u in transcript.utterances if u.role):
        console.print(
            Text(f"{plain(speaker or 'no name given')}: {plain(role or '')}", "dim"), soft_wrap=True
        )
    table = Table(box=None, pad_edge=False, show_edge=False, header_style="dim", expand=True)
    table.add_column("no", justify="right", style="dim", no_wrap=True, min_width=3)
    table.add_column("lines", justify="right", style="dim", no_wrap=True, min_width=7)
    table.add_column("speaker", overflow="fold", max_width=console.width // 3)
    table.add_column("begins", no_wrap=True, overflow="ellipsis", ratio=1)
    for utterance in transcript.utterances:
        lines = "–".join(map(str, dict.fromkeys(utterance.lines)))
        beginning = " ".join(utterance.text[:_BEGINNING].split())
        table.add_row(str(utterance.number), lines, _voice(utterance, role=False), Text(plain(beginning)))
    console.print(table)
    for narration in transcript.narration:
        beginning = " ".join(narration.text.split())[:_BEGINNING]
        console.print(
            Text(f"narration, line {narration.lines[0]}: {plain(beginning)}", "dim"), soft_wrap=True
        )
    show_doubts(transcript)
    console.print()


def show_doubts(transcript: Transcript, most: int | None = None) -> None:
    """The first lines that leave open who speaks, or all of them, and what is to be looked at."""
    told = [
        f"not certain who speaks from line {doubt.line} on: “{doubt.text}” {doubt.reason}"
        for doubt in transcript.doubts[:most]
    ]
    if more := len(transcript.doubts) - len(told):
        told.append(f"and {counted(more, 'more doubt')}")
    for line in (*told, *(f"look at this: {warning}" for warning in transcript.warnings)):
        console.print(Text(plain(line), "yellow"), soft_wrap=True)


def show_answer(answer: Answer, over_time: OverTime | None = None) -> None:
    """Ranked quotes below what is known of whether they answer, and what was searched.

    With `over_time`, repeats are shown under the passage that they repeat.
    """
    for sentence in grade_in_words(answer):
        console.print(Text(plain(sentence), "bold"), soft_wrap=True)
    searched = (searched_in_words if answer.answered else coverage_in_words)(answer.searched)
    console.print(Text(searched, "dim"), soft_wrap=True)
    if not answer.answered:
        console.print(Text(NO_PROOF, "dim"), soft_wrap=True)
    if read := read_in_words(answer.understood):
        console.print(Text(plain(read), "dim"), soft_wrap=True)
    if over_time is None:
        for hit in answer.hits:
            show_hit(hit)
        return
    from rag.output.over_time_messages import span_in_words

    if span := span_in_words(over_time):
        console.print(Text(span, "dim"), soft_wrap=True)
    for statement in over_time.statements:
        show_hit(statement.hit)
        _show_repeats(statement)
    _show_legend(over_time)


def show_lines(lines: Iterable[str]) -> None:
    """Lines of plain text, as they are."""
    for line in lines:
        console.print(Text(plain(line)), soft_wrap=True)


def show_verification(result: Verification) -> None:
    """What was proven, and every failure."""
    from rag.output.proof_messages import verification_in_words

    for failure in result.failures:
        console.print(
            Text(plain(f"{failure.source}: {failure.transcript}: {failure.reason}"), "red"), soft_wrap=True
        )
    for line in verification_in_words(result):
        console.print(line, soft_wrap=True)


def read_in_words(understood: Understood) -> str:
    """What was read out of the question, and its effect on the search."""
    favoured = confined(understood)
    parts = [f"Favoured, as the question says: {favoured}." if favoured else ""]
    parts.append("Taken as a follow-up to the question before." if understood.followup else "")
    return " ".join(filter(None, parts))


def show_hit(hit: Hit) -> None:
    """A passage: who, when, where, its words with the sentence marked, and its flags."""
    _show_head(hit)
    quote = Text(plain(hit.passage.text))
    if hit.highlight:
        quote.stylize("bold", *hit.highlight)
    console.print(quote, soft_wrap=True)
    _show_flags(hit)


def _voice(utterance: Utterance, end: int | None = None, *, role: bool = True) -> Text:
    """Who speaks, as far as the transcript says; `end` is the offset at which the words end."""
    from rag.proof.attribution import assigned_in_words

    attribution, _ = attribution_of(utterance, utterance.end if end is None else end)
    if utterance.speaker:
        text = Text(plain(utterance.speaker), "bold cyan")
        if utterance.role and role:
            text.append(f", {plain(utterance.role)}", "cyan")
    elif utterance.label:
        text = Text(f"no name given (printed: {plain(utterance.label)})", "yellow")
    else:
        text = Text("no speaker given", "yellow")
    if utterance.parenthetical:
        text.append(f" ({plain(utterance.parenthetical)})", "dim")
    if attribution == "carried":
        text.append(" — label carried over a cut", "yellow")
    if attribution == "doubtful":
        text.append(" — not certain", "yellow")
    elif named := assigned_in_words(utterance):
        text.append(f" — {plain(named)}", "yellow")
    return text


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def columns() -> Table:
    """A table of names and values; a word that is longer than its column goes on below."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    return table


def show_table(table: Table) -> None:
    """A table with no word cut: wider than the terminal, where its words are."""
    options = console.options.update(width=_ANY_WIDTH)
    for column in table.columns:
        cells = [Measurement.get(console, options, cell) for cell in (column.header, *column.cells)]
        most = max(cell.maximum for cell in cells)
        column.min_width = most if column.no_wrap else max(cell.minimum for cell in cells)
        column.no_wrap = column.min_width == most
    least = sum(column.min_width or 0 for column in table.columns) + len(table.columns) - 1
    table.width = least if least > console.width else None
    console.print(table, crop=False)


def show_check(check: Check, over_time: OverTime | None = None) -> None:
    """The verdict in words, the places, and the diff, which can be read without colours."""
    from rag.output.proof_messages import doubts_in_words, verdict_in_words

    style = {"exact": "bold green", "absent": "bold"}.get(check.verdict, "bold yellow")
    console.print(Text(plain(verdict_in_words(check)), style), soft_wrap=True)
    for doubt in doubts_in_words(check):
        console.print(Text(plain(doubt)), soft_wrap=True)
    console.print(Text(coverage_in_words(check.searched), "dim"), soft_wrap=True)
    if over_time is not None:
        from rag.output.over_time_messages import times_in_words

        if times := times_in_words(over_time):
            console.print(Text(times), soft_wrap=True)
    for match in check.matches:
        if over_time is None or not over_time.has_gathered(match.hit):
            _show_match(match)
    if check.verdict == "altered":
        console.print()
        console.print(Text("[-was said, not claimed-] {+is claimed, was not said+}", "dim"))
    if over_time is not None:
        for statement in over_time.statements:
            _show_repeats(statement)
        _show_legend(over_time)


def _show_repeats(statement: Statement) -> None:
    """Where a statement was said again: when, where, and the words there, marked where they differ."""
    from rag.output.over_time_messages import again_in_words, by_others_in_words, when_where

    parts = (
        (again_in_words(statement), statement.again),
        (by_others_in_words(statement), statement.by_others),
    )
    for told, matches in parts:
        if told:
            console.print(Text(plain(f"    {told}:"), "cyan"), soft_wrap=True)
        for match in matches:
            console.print(Text(plain(f"    {when_where(match.hit)}"), "dim"), soft_wrap=True)
            console.print(_diff(Text("    "), match.diff), soft_wrap=True)


def _show_legend(over_time: OverTime) -> None:
    if any(each.again or each.by_others for each in over_time.statements):
        console.print()
        console.print(Text("[-said there, not above-] {+said above, not there+}", "dim"))


def _show_match(match: Match) -> None:
    from rag.output.proof_messages import cut_in_words

    _show_head(match.hit)
    before, after = (plain(" ".join(text.split())) for text in (match.cut.before, match.cut.after))
    quote = Text(f"‹{before}› " if before else "", "dim")
    _diff(quote, match.diff).append(f" ‹{after}›" if after else "", "dim")
    console.print(quote, soft_wrap=True)
    if cut := cut_in_words(match.cut):
        console.print(Text(cut, "dim"))
    _show_flags(match.hit, match.flags)


def _diff(before: Text, diff: Sequence[Edit]) -> Text:
    """A text, followed by a diff."""
    for edit in diff:
        before.append(" " if before.plain.endswith("-]") else "").append_text(edit_text(edit))
    return before


def _show_flags(hit: Hit, flags: Sequence[Flag] | None = None) -> None:
    from rag.output.proof_messages import flags_in_words

    if words := flags_in_words(hit, flags):
        console.print(Text(plain(words), "yellow"), soft_wrap=True)


def edit_text(edit: Edit) -> Text:
    """A part of the diff, marked as by wdiff; white space stays outside the marks."""
    text = plain(edit.text)
    if edit.operation == "equal":
        return Text(text)
    words = text.strip()
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    if edit.operation == "delete":
        return Text(before).append(f"[-{words}-]", "red").append(after)
    return Text(before).append(f"{{+{words}+}}", "green").append(after)


def _show_head(hit: Hit) -> None:
    """Who speaks, when and where, and where that stands."""
    from rag.proof.attribution import doubt_in_words

    console.print()
    head = Text(f"{hit.rank:>2}  ", "dim") + _voice(hit.utterance, hit.passage.end)
    console.print(head, soft_wrap=True)
    if hit.attribution == "doubtful":
        console.print(Text(f"    {plain(doubt_in_words(hit.doubt))}", "yellow"), soft_wrap=True)
    where = _joined(day(hit.date), hit.place or "", hit.title or "")
    console.print(Text(f"    {plain(where)}", "dim"), soft_wrap=True)
    lines = "–".join(map(str, dict.fromkeys(hit.passage.lines)))
    source = _joined(
        f"{hit.source}:{lines}", hit.anchor.where, f"utterance {hit.passage.utterance}", hit.url or ""
    )
    console.print(Text(f"    {plain(source)}", "dim"), soft_wrap=True)
