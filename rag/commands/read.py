"""`rag read`: how files are read, without indexing them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rag.commands.options import INDEX, MISTAKE, AsJson, Index
from rag.errors import RagError


def read(
    files: Annotated[list[Path], typer.Argument(help="Transcripts to read.")],
    as_json: AsJson = False,
    index: Index = INDEX,
) -> None:
    """Show how files are read, without indexing them."""
    from rag.output.contract import transcript_json
    from rag.output.stdio import print_error, print_json
    from rag.readers import read_file
    from rag.readers.corpus import SOURCES, load_sources
    from rag.readers.speakers_file import speakers_above

    failed = False
    for path in files:
        try:
            about = load_sources(path.parent / SOURCES).get(path.name)
            transcripts = tuple(map(speakers_above(path).apply, read_file(path, about=about)))
        except RagError as error:
            print_error(f"{path}: {error}")
            failed = True
            continue
        for transcript in transcripts:
            if as_json:
                print_json(transcript_json(transcript))
            else:
                from rag.output.terminal import show_transcript

                show_transcript(transcript)
    if failed:
        raise typer.Exit(MISTAKE)
