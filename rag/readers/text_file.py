"""A text file → one Transcript: its form is found, its page taken apart, its labels read or doubted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from rag.errors import ReadError
from rag.readers.base import MOST_BYTES, Reader, SourceAbout, decode
from rag.readers.captions import CAPTIONS, is_captions, read_captions
from rag.readers.forms import SITE_TEXT, form_of
from rag.readers.furniture import find_furniture
from rag.readers.labels import find_labels
from rag.readers.misprints import lookalikes
from rag.readers.page_layout import Page, lay_out
from rag.readers.paragraphs import Remark, Text
from rag.readers.speakers import persons_in
from rag.readers.turns import take_turns
from rag.readers.utterances import utterances_of
from rag.records import Transcript
from rag.text.language_detection import detected_language

NO_DATE = "no date line found; expected “Month D, YYYY[, Place]” under the title"
_MOST_LINES = 100_000
"""Fifty times those of the longest transcript known."""


class TextFile:
    """Reads text files."""

    suffixes = (".txt", *CAPTIONS)
    max_bytes = MOST_BYTES

    def read(self, data: bytes, source: str, about: SourceAbout) -> tuple[Transcript, ...]:
        """Read one file; always one transcript. Raises ReadError where no label stands."""
        source_text = decode(data)
        if (lines := source_text.count("\n")) > _MOST_LINES:
            raise ReadError(f"the file has {lines:,} lines; expected at most {_MOST_LINES:,}")
        text = Text(source_text)
        if is_captions(text) or PurePosixPath(source).suffix.lower() in CAPTIONS:
            return (read_captions(text, data, source, about),)
        return (read_text(text, data, source, about),)


def read_text(text: Text, data: bytes, source: str, about: SourceAbout) -> Transcript:
    """Read a text in whatever form it is. Raises ReadError where no label stands."""
    form = form_of(text)
    page = lay_out(text, closes_with_date=form is SITE_TEXT)
    labels = find_labels(text, page.body, form, persons_in(page.title))
    if not labels.found:
        count = f"{len(page.body):,} paragraph{'' if len(page.body) == 1 else 's'}"
        raise ReadError(
            f"no speaker label recognised in {count} ({form.name}); expected some like “Name: text”"
        )
    page = page.titled_before(labels.found[0].at, text)
    furniture = find_furniture(text, page.body, has_boxes=form is SITE_TEXT)
    furniture |= text.not_said - {label.at for label in labels.found}
    script = take_turns(text, page.body, labels.found, form, furniture)
    if not script.turns:
        raise ReadError(f"no text follows the label “{labels.found[0].label}”; expected “Name: text”")
    utterances = utterances_of(text, script, labels.doubts, persons_in(page.title))
    remarks = [*script.remarks, *labels.remarks, *lookalikes(utterances)]
    return Transcript(
        id=PurePosixPath(source).stem,
        title=page.title,
        date=page.dated.date if page.dated else None,
        place=page.dated.place if page.dated else None,
        url=about.url,
        retrieved=about.retrieved,
        source=source,
        sha256=hashlib.sha256(data).hexdigest(),
        language=about.language or detected_language(text.source),
        section=page.section,
        utterances=utterances,
        narration=(*script.narration, *page.closing_words(text)),
        warnings=tuple(_warnings(page, remarks)),
        form=form.name,
    )


def _warnings(page: Page, remarks: Iterable[Remark]) -> Iterator[str]:
    """What is missing, then what is doubtful from top to bottom."""
    if page.dated is None:
        yield NO_DATE
    yield from map(str, sorted(remarks))


READER: Reader = TextFile()
