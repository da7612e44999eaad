"""What stands on the page whatever is asked, and the page of help."""

from __future__ import annotations

from markupsafe import Markup

from rag.output.messages import counted
from rag.page.rendering import render
from rag.records import Coverage
from rag.text.calendar import period

NAMES = 500
"""Speakers that are proposed while a name is typed: those with the most turns."""
KEYS = (
    ("/", "to the question box"), ("j", "next passage"), ("k", "previous passage"),
    ("Enter", "read the passage in its transcript"), ("c", "copy the quote of the passage"),
    ("f", "find words in the transcript that is open"),
    ("Esc", "close what is open, back to where you were"), ("?", "this list"),
)  # fmt: skip


def frame_html(coverage: Coverage, start: Markup) -> Markup:
    """Return the head of the page, `start` until something is asked, and the places that are filled."""
    facts = (
        counted(coverage.transcripts, "transcript"),
        period(coverage.since, coverage.until),
        counted(len(coverage.speakers), "speaker"),
    )
    return render("frame", facts=facts, start=start, keys=KEYS)


def foot_html(coverage: Coverage) -> Markup:
    """Return what stands above the question box: what to do, the filters, a new thread."""
    return render("foot", names=[speaker.name for speaker in coverage.speakers[:NAMES]])


def help_page() -> Markup:
    """Return the page of help, which needs no script."""
    return render("help", keys=KEYS)
