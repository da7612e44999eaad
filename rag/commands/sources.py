"""`rag sources`: what is indexed, who speaks in it, and what leaves that open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from rag.commands.options import INDEX, OFF, AsJson, Index
from rag.errors import RagError

if TYPE_CHECKING:
    from rag.archive import Archive
    from rag.settings import Setting


def sources(
    context: typer.Context,
    index: Index = INDEX,
    speakers: Annotated[
        bool,
        typer.Option("--speakers", help="Print a first version of speakers.toml.", show_default=OFF),
    ] = False,
    doubts: Annotated[
        bool,
        typer.Option(
            "--doubts", help="List what leaves open who speaks, and persons who may be one.", show_default=OFF
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show what is indexed: transcripts, dates, speakers, months without any."""
    from rag.archive import Archive

    if speakers and doubts:
        raise RagError("--speakers and --doubts print two things: give one of them")
    archive = Archive.open(index)
    if speakers:
        _print_speakers(archive, as_json)
    elif doubts:
        _print_doubts(archive, as_json)
    else:
        _print_coverage(archive, tuple(context.obj.listed(index)), as_json)


def _print_speakers(archive: Archive, as_json: bool) -> None:
    from rag.output.speakers_toml import speakers_json, speakers_toml
    from rag.output.stdio import print_json, print_text

    found = archive.catalogue.labels(), archive.catalogue.roles()
    if as_json:
        print_json(speakers_json(*found))
    else:
        print_text("".join(speakers_toml(*found)))


def _print_doubts(archive: Archive, as_json: bool) -> None:
    from rag.output.doubt_list import doubts_json, doubts_listed
    from rag.output.stdio import print_json
    from rag.readers.alike import alike_persons

    found = archive.catalogue.doubts(), alike_persons(archive.catalogue.speaker_names())
    if as_json:
        print_json(doubts_json(*found))
    else:
        from rag.output.terminal import show_lines

        show_lines(doubts_listed(*found))


def _print_coverage(archive: Archive, settings: Sequence[Setting], as_json: bool) -> None:
    from rag.output.contract import coverage_json
    from rag.output.stdio import print_json

    fitted = archive.fitted_calibration
    if as_json:
        told = {each.name: {"value": each.value, "from": each.origin} for each in settings}
        print_json({**coverage_json(archive.coverage(), dict(archive.manifest), fitted), "settings": told})
    else:
        from rag.output.terminal_sources import show_coverage

        show_coverage(archive.coverage(), archive.manifest, fitted, settings)
