"""What is indexed, and the settings in force, as a person sees them in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from rag.output.stdio import plain
from rag.output.terminal import columns, console
from rag.records import Coverage
from rag.search.confidence import UNCALIBRATED, unfitted
from rag.settings import Setting
from rag.text.calendar import day, months

if TYPE_CHECKING:
    from rag.search.calibration_file import FittedCalibration

_SPEAKERS = 50
"""Speakers that `rag sources` lists; `--json` has them all."""


def show_coverage(
    held: Coverage,
    manifest: Mapping[str, Any],
    by: FittedCalibration | None = None,
    settings: Iterable[Setting] = (),
) -> None:
    """What is indexed; `by` is the calibration in use, where it is not the shipped one."""
    table = columns()
    table.add_row("transcripts", f"{held.transcripts:,}")
    table.add_row("utterances", f"{held.utterances:,}")
    table.add_row("passages", f"{held.passages:,}")
    table.add_row("from", day(held.since))
    table.add_row("to", day(held.until))
    table.add_row("built", plain(f"{manifest['created']} by {manifest['model']['name']}"))
    if "vector_search" in manifest:
        table.add_row("vector search", manifest["vector_search"])
    if by:
        table.add_row("confidence", f"calibrated on {by.questions:,} questions (rag eval --calibrate)")
    elif unfitted(manifest["model"]["sha256"]) is UNCALIBRATED:
        table.add_row(
            "confidence",
            "not calibrated for this model: nothing is graded as answered before "
            "rag eval QUESTIONS --calibrate",
        )
    gaps = [month for month, count in held.by_month.items() if not count]
    table.add_row("months without any", months(gaps) or "none")
    for number, setting in enumerate(settings):
        told = f"{setting.name} = {setting.value} ({setting.origin})"
        table.add_row("" if number else "settings", plain(told))
    console.print(table)
    speakers = Table(box=None, pad_edge=False, header_style="dim")
    speakers.add_column("utterances", justify="right")
    speakers.add_column("speaker", overflow="fold")
    speakers.add_column("roles, as printed or in speakers.toml", style="dim", overflow="fold")
    for speaker in held.speakers[:_SPEAKERS]:
        speakers.add_row(
            f"{speaker.utterances:,}", Text(plain(speaker.name)), Text(plain("; ".join(speaker.roles)))
        )
    console.print(speakers)
    if (more := len(held.speakers) - _SPEAKERS) > 0:
        console.print(f"and {more:,} more speakers: rag sources --json", style="dim")
