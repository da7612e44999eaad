"""What leaves open who speaks: lines of the transcripts, and persons who may be one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.index.catalogue_labels import LocatedDoubt
from rag.output.contract import Json
from rag.readers.alike import AlikeBy, AlikePersons

_BY: dict[AlikeBy, str] = {
    "initials": "initials that fit",
    "surname": "a surname or initials alone",
    "spelling": "the same names, spelled or given otherwise",
}


def doubts_json(doubts: Sequence[LocatedDoubt], alike: Sequence[AlikePersons]) -> Json:
    """`rag sources --doubts --json`."""
    return {
        "doubts": [
            {"transcript": d.transcript, "path": d.source, "line": d.line, "text": d.text, "reason": d.reason}
            for d in doubts
        ],
        "may_be_one": [{"names": group.names, "by": group.by} for group in alike],
    }


def doubts_listed(doubts: Sequence[LocatedDoubt], alike: Sequence[AlikePersons]) -> Iterator[str]:
    """The same in words, a line each: by transcript and line, then the persons."""
    count = len({doubt.transcript for doubt in doubts})
    if doubts:
        yield f"Not certain who speaks from these lines on ({_counted(count, 'transcript')}):"
        yield from (f"{d.source}:{d.line}  “{d.text}” {d.reason}" for d in doubts)
    else:
        yield "No line leaves open who speaks."
    if alike:
        yield f"Persons who may be one ({_counted(len(alike), 'group')}); nothing is merged:"
        yield from (f"{', '.join(group.names)}: {_BY[group.by]}" for group in alike)
        yield "Where some are, say so in speakers.toml: rag sources --speakers prints a first version."
    else:
        yield "No persons who may be one."


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
