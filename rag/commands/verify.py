"""`rag verify`: every source re-read, every passage proven."""

from __future__ import annotations

import typer

from rag.commands.options import INDEX, NEGATIVE, AsJson, Index


def verify(index: Index = INDEX, as_json: AsJson = False) -> None:
    """Re-read every source and prove every passage; exit 1 where one fails."""
    from rag.archive import Archive
    from rag.contract import verification_json
    from rag.lines import print_json
    from rag.terminal import progress, show_verification
    from rag.verify import verify as prove

    archive = Archive.open(index)
    with progress() as report:
        result = prove(
            archive.catalogue, archive.build.corpus, lambda done, all_: report("Proving", done, all_)
        )
    if as_json:
        print_json(verification_json(result))
    else:
        show_verification(result)
    if result.failures:
        raise typer.Exit(NEGATIVE)
