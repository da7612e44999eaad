"""A pack as CSV, a passage a row, for spreadsheets: UTF-8 with a byte order mark, every cell in quotes.

A spreadsheet runs a cell that begins with `=`, `+`, `-` or `@` as a formula, also behind a tab or a line
break. Such a cell gets an apostrophe in front, and so does one that begins with an apostrophe: whoever takes
one leading apostrophe away, where there is one, has the text again.
"""

from __future__ import annotations

import csv
from io import StringIO

from rag.output.export.pack import Pack, facts, lead, repeats
from rag.proof.cite.citation import Citation
from rag.records import Hit

_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")  # fmt: skip
"""Beginnings that are defused; spreadsheets take the wide signs for the narrow ones."""
_COLUMNS = (
    "rank", "score", "quote", "who", "speaker", "label", "role", "attribution", "attribution in words",
    "title", "date", "place", "address", "original address", "transcript", "utterance", "source", "sha256",
    "start", "end", "first line", "last line",
    "repeats",
)  # fmt: skip


def render(pack: Pack) -> bytes:
    """Return the file; what holds for the whole pack stands in every row, and in the only one of none."""
    whole = [(name or "Note", value) for name, value in facts(pack)] + [("Lead", lead(pack))]
    rows = [_row(pack, hit, citation) for hit, citation in pack.quotes] or [[""] * len(_COLUMNS)]
    file = StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([*_COLUMNS, *(name.lower() for name, _ in whole)])
    for row in rows:
        writer.writerow([defused(cell) for cell in (*row, *(value for _, value in whole))])
    return file.getvalue().encode("utf-8-sig")


def defused(cell: str) -> str:
    """Return the cell so that no spreadsheet runs it."""
    return f"'{cell}" if cell.startswith(_RUNS) else cell


def _row(pack: Pack, hit: Hit, citation: Citation) -> list[str]:
    utterance = hit.utterance
    cells = (
        hit.rank, round(hit.score, 6), citation.quote, citation.who, citation.speaker, utterance.label,
        utterance.role, hit.attribution, citation.attribution, hit.title, hit.date, hit.place,
        citation.address, citation.original, citation.transcript, citation.utterance, citation.source,
        citation.sha256, citation.start, citation.end, *citation.lines,
        "\n".join(repeats(pack, hit)),
    )  # fmt: skip
    return ["" if cell is None else str(cell) for cell in cells]
