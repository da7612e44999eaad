"""The page before anything is asked: questions to begin with, and transcripts to open."""

from __future__ import annotations

from collections.abc import Sequence

from rag.index.catalogue import Catalogue
from rag.page.links import State
from rag.page.markup import day, dotted, text, to
from rag.page.reader import own_address
from rag.records import Transcript

LATEST = 5
"""Transcripts that are offered to be opened."""


def start_html(examples: Sequence[str], covered: str = "", latest: Sequence[Transcript] = ()) -> str:
    """Return the welcome, `covered` as HTML, and transcripts to open, given without their utterances."""
    return (
        '<section class="welcome"><p>Ask in plain words. The answer is the passages themselves, word for '
        "word, with who said them, when and where. Not a sentence is written for you, and where the "
        f"transcripts do not answer, the page says so.</p>{_examples(examples)}</section>"
        f"{covered}{_latest(latest)}"
    )


def latest_transcripts(catalogue: Catalogue) -> tuple[Transcript, ...]:
    """Return the latest transcripts, without their utterances; those without a date come last."""
    heads = catalogue.select("SELECT id FROM transcripts ORDER BY date DESC, no DESC LIMIT ?", LATEST)
    return tuple(catalogue.heading(head["id"]) for head in heads)


def _examples(questions: Sequence[str]) -> str:
    if not questions:
        return ""
    asked = "".join(f"<li>{to(State(question), question)}</li>" for question in questions)
    return f'<nav class="suggested" aria-label="Examples"><p>For example</p><ul>{asked}</ul></nav>'


def _latest(transcripts: Sequence[Transcript]) -> str:
    if not transcripts:
        return ""
    items = "".join(
        f'<li><a href="{text(own_address(each.id))}">{text(each.title or each.id)}</a> '
        f"<small>{dotted([day(each.date or ''), text(each.place or '')])}</small></li>"
        for each in transcripts
    )
    return (
        '<section class="latest" aria-label="Open a transcript"><h2>Open a transcript: the latest</h2>'
        f"<ul>{items}</ul></section>"
    )
