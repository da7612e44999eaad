"""What stands on the page whatever is asked, and the page of help."""

from __future__ import annotations

from markupsafe import Markup

from rag.output.messages import transcript_count
from rag.page.rendering import render, script_texts
from rag.records import Coverage
from rag.text.calendar import period
from rag.text.translation import N_, ngettext

NAMES = 500
"""Speakers that are proposed while a name is typed: those with the most turns."""
KEYS = (
    ("/", N_("to the question box")), ("j", N_("next passage")), ("k", N_("previous passage")),
    ("Enter", N_("read the passage in its transcript")), ("c", N_("copy the quote of the passage")),
    ("f", N_("find words in the transcript that is open")),
    ("Esc", N_("close what is open, back to where you were")), ("?", N_("this list")),
)  # fmt: skip


def frame_html(coverage: Coverage, start: Markup) -> Markup:
    """Return the head of the page, `start` until something is asked, and the places that are filled."""
    facts = (
        transcript_count(coverage.transcripts),
        period(coverage.since, coverage.until),
        ngettext("%(number)s speaker", "%(number)s speakers", len(coverage.speakers)),
    )
    return render("frame", facts=facts, start=start, keys=KEYS, texts=script_texts())


def foot_html(coverage: Coverage) -> Markup:
    """Return what stands above the question box: what to do, the filters, a new thread."""
    return render("foot", names=[speaker.name for speaker in coverage.speakers[:NAMES]])


def help_page() -> Markup:
    """Return the page of help, which needs no script."""
    return render("help", keys=KEYS)
