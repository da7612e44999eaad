"""Under a card: where its sentence was said again, with every word that differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rag.output.over_time_messages import again_in_words, by_others_in_words
from rag.page.links import State, passage_link
from rag.page.rendering import render
from rag.page.voices import Speaker, speaker_of
from rag.proof.check.verdict import Match
from rag.proof.over_time import Statement


@dataclass(frozen=True, slots=True)
class RepeatShown:
    """One place where a statement was made again."""

    match: Match
    address: str
    """What the page goes on showing, with the reader open at the repeat."""
    speaker: Speaker | None
    """Where it is another's; else None."""


def said_again_html(statement: Statement | None, asked: State) -> Markup:
    """Return the folds of a statement; `asked` is what the page goes on showing."""
    if statement is None:
        return Markup("")
    folds = [
        (again_in_words(statement), _repeats(statement.again, asked, named=False)),
        (by_others_in_words(statement), _repeats(statement.by_others, asked, named=True)),
    ]
    return render("said_again", folds=[(told, found) for told, found in folds if told])


def _repeats(matches: Sequence[Match], asked: State, *, named: bool) -> list[RepeatShown]:
    return [
        RepeatShown(
            match,
            passage_link(match.hit, asked),
            speaker_of(match.hit.utterance, match.hit.passage.end) if named else None,
        )
        for match in matches
    ]
