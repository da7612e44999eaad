"""A page of the Kremlin's site saved as text → Transcript.

An utterance runs from the text after its label to the end of its last paragraph, stage directions
inside it included. A cut (`<…>`) ends it; text that follows a cut without a label is the last speaker's,
`carried`. After `* * *`, text without a label is narration. `unknown` does not arise here: before the
first label nobody speaks, and after it somebody does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from rag.errors import ReadError
from rag.readers.interface import Reader, SourceAbout
from rag.readers.labels import find_labels
from rag.readers.lookalikes import lookalikes
from rag.readers.page_layout import Page, lay_out
from rag.readers.paragraphs import Doubt, Text
from rag.readers.source import decode, language_of
from rag.readers.speakers import name_speakers
from rag.readers.turns import Script, take_turns
from rag.records import Transcript, Utterance

_MOST_LINES = 100_000
"""Fifty times those of the longest transcript known."""


class SiteText:
    """Reads site text."""

    suffixes = (".txt",)
    max_bytes = 16 * 1024 * 1024

    def read(self, data: bytes, source: str, about: SourceAbout) -> tuple[Transcript, ...]:
        """Read one page; always one transcript. Raises ReadError where no label stands."""
        source_text = decode(data)
        if (lines := source_text.count("\n")) > _MOST_LINES:
            raise ReadError(f"the file has {lines:,} lines; expected at most {_MOST_LINES:,}")
        text = Text(source_text)
        page = lay_out(text)
        labels = find_labels(text, page.body)
        if not labels.found:
            count = f"{len(page.body):,} paragraph{'' if len(page.body) == 1 else 's'}"
            raise ReadError(f"no speaker label recognised in {count}; expected some like “Name: text”")
        page = page.titled_before(labels.found[0].at, text)
        script = take_turns(text, page.body, labels.found)
        if not script.turns:
            raise ReadError(f"no text follows the label “{labels.found[0].label}”; expected “Name: text”")
        utterances = _utterances(text.source, script)
        transcript = Transcript(
            id=PurePosixPath(source).stem,
            title=page.title,
            date=page.dated.date if page.dated else None,
            place=page.dated.place if page.dated else None,
            url=about.url,
            source=source,
            sha256=hashlib.sha256(data).hexdigest(),
            language=language_of(text.source, about.language),
            section=page.section,
            utterances=utterances,
            narration=(*script.narration, *page.closing_words(text)),
            warnings=tuple(_warnings(page, [*script.doubts, *labels.doubts, *lookalikes(utterances)])),
        )
        return (transcript,)


def _utterances(source: str, script: Script) -> tuple[Utterance, ...]:
    speakers = name_speakers(
        [
            (turn.label.label, turn.label.parenthetical if turn.attribution == "printed" else None)
            for turn in script.turns
        ]
    )
    return tuple(
        Utterance(
            number=number,
            label=turn.label.label,
            speaker=speaker.person,
            role=speaker.role,
            parenthetical=speaker.parenthetical,
            attribution=turn.attribution,
            text=source[turn.start : turn.end],
            start=turn.start,
            end=turn.end,
            lines=turn.lines,
        )
        for number, (turn, speaker) in enumerate(zip(script.turns, speakers, strict=True))
    )


def _warnings(page: Page, doubts: Iterable[Doubt]) -> Iterator[str]:
    """What is missing, then what is doubtful from top to bottom."""
    if page.dated is None:
        yield "no date line found; expected “Month D, YYYY[, Place]” under the title"
    yield from map(str, sorted(doubts))


READER: Reader = SiteText()
