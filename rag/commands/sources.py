"""`rag sources`: what is indexed."""

from __future__ import annotations

from rag.commands.options import INDEX, AsJson, Index


def sources(index: Index = INDEX, as_json: AsJson = False) -> None:
    """Show what is indexed: transcripts, dates, speakers, months without any."""
    from rag.archive import Archive
    from rag.output.contract import coverage_json
    from rag.output.stdio import print_json
    from rag.output.terminal import show_coverage

    archive = Archive.open(index)
    if as_json:
        print_json(coverage_json(archive.coverage(), dict(archive.manifest)))
    else:
        show_coverage(archive.coverage(), archive.manifest)
