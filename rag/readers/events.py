"""The event that a page reports: official sites give its pages in all languages one number."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from rag.records import Transcript

_IN_URL = re.compile(r"/events/(?:[\w-]+/){0,5}(\d{1,9})(?![\w.-])", re.ASCII)
_IN_NAME = re.compile(r"(?<![^\W_])(\d{4,7})(?:[-_.](?:en|ru))?$", re.ASCII)
"""The last number of a file name. Shorter ones count parts and days, longer ones are dates."""
_YEAR = re.compile(r"(?:19|20)\d\d")


def event_of(transcript: Transcript) -> str | None:
    """The number of the event, by the address or else by the file's name; None where neither has one."""
    if found := _IN_URL.search(transcript.url or ""):
        return found[1]
    stem = PurePosixPath(transcript.source).stem
    # A file that holds several transcripts says nothing of each.
    found = _IN_NAME.search(stem) if PurePosixPath(transcript.id).name == stem else None
    return found[1] if found and not _YEAR.fullmatch(found[1]) else None


def is_same_event(one: Transcript, other: Transcript) -> bool:
    """Whether two transcripts report one event: the same number, and no two dates."""
    number = event_of(one)
    dates = {one.date, other.date} - {None}
    return number is not None and number == event_of(other) and len(dates) < 2  # noqa: PLR2004
