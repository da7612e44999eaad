"""`rag verify`: every source re-read, every passage proven; or one citation held against its source."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from rag.commands.options import INDEX, NEGATIVE, AsJson, Index
from rag.errors import RagError


def verify(
    record: Annotated[
        Path | None, typer.Argument(help="A citation record, to prove that alone.", show_default="the index")
    ] = None,
    corpus: Annotated[
        Path | None,
        typer.Option(help="Folder of the record's source.", show_default="the one the index was built from"),
    ] = None,
    index: Index = INDEX,
    as_json: AsJson = False,
) -> None:
    """Re-read every source and prove every passage; exit 1 where one fails.

    With a record: say whether its words are unchanged, moved, edited or gone; exit 1 for the last two.
    """
    if record is None and corpus is not None:
        raise RagError("--corpus goes with a citation record: rag verify RECORD.json --corpus FOLDER")
    holds = (
        _verify_index(index, as_json) if record is None else _verify_record(record, corpus, index, as_json)
    )
    if not holds:
        raise typer.Exit(NEGATIVE)


def _verify_index(index: Path, as_json: bool) -> bool:
    from rag.archive import Archive
    from rag.output.contract import verification_json
    from rag.output.stdio import print_json
    from rag.output.terminal import progress, show_verification
    from rag.proof.verification import Failure
    from rag.proof.verification import verify as prove

    archive = Archive.open(index)
    with progress() as report:
        result = prove(
            archive.catalogue, archive.build.corpus, lambda done, all_: report("Proving", done, all_)
        )
    milvus = archive.loaded.milvus
    if milvus is not None and (lacking := milvus.lacking(archive.build.manifest.counts.passages)):
        failure = Failure("all", archive.build.engine, lacking)
        result = replace(result, failures=(*result.failures, failure))
    if as_json:
        print_json(verification_json(result))
    else:
        show_verification(result)
    return not result.failures


def _verify_record(path: Path, corpus: Path | None, index: Path, as_json: bool) -> bool:
    from rag.index.store import open_build
    from rag.output.contract import proof_json
    from rag.output.stdio import print_json
    from rag.proof.cite.annotation import read_record
    from rag.proof.cite.prove import prove

    record = read_record(path)
    proof = prove(record, corpus or open_build(index).corpus)
    if as_json:
        print_json(proof_json(proof))
    else:
        from rag.output.terminal_changes import show_proof

        show_proof(proof)
    return proof.holds
