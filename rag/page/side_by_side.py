"""Two answers to one question beside each other: two speakers, or two periods."""

from __future__ import annotations

from dataclasses import dataclass, replace

from markupsafe import Markup

from rag.output.messages import coverage_in_words, grade_in_words, listed, searched_in_words
from rag.page.cards import Languages, cards, opened
from rag.page.filters import chosen, chosen_days
from rag.page.links import State
from rag.page.rendering import render
from rag.records import Grade
from rag.search.sides import Comparison, ComparisonSide
from rag.text.translation import _

OPEN_CARDS = 3
"""Passages of a side that are shown at once."""


@dataclass(frozen=True, slots=True)
class SideShown:
    """One side as the page shows it."""

    heading: str
    """The speaker, or the period in words."""
    grade: Grade
    told: str
    first: Markup
    rest: Markup
    more: int
    searched: str
    alone: State
    """The same question asked of this side alone."""


def comparison_html(comparison: Comparison, state: State, languages: Languages | None = None) -> Markup:
    """Return both sides; each says itself how far it answers and what was searched."""
    sides = [_shown(side, state, languages) for side in comparison.sides]
    return render("comparison", chosen=chosen(state), sides=sides)


def said_of(comparison: Comparison) -> str:
    """Tell both outcomes to those who do not see them."""
    return " ".join(f"{_heading(side)}: {_told(side)}" for side in comparison.sides)


def _shown(side: ComparisonSide, state: State, languages: Languages | None) -> SideShown:
    answer = side.answer
    shown, folded = opened(answer.hits, answer.grade, OPEN_CARDS)
    own = answer.filters
    only = replace(state.filters, speakers=own.speakers, since=own.since, until=own.until)
    return SideShown(
        heading=_heading(side),
        grade=answer.grade,
        told=_told(side),
        first=cards(shown, state, answer.understood, languages=languages),
        rest=cards(folded, state, answer.understood, languages=languages),
        more=len(folded),
        searched=(searched_in_words if answer.answered else coverage_in_words)(answer.searched),
        alone=replace(state, compare=(), filters=only),
    )


def _heading(side: ComparisonSide) -> str:
    limits = side.answer.filters
    if side.name in limits.speakers or not (limits.since or limits.until):
        return side.name
    return listed(limits.speakers) or chosen_days(limits.since, limits.until)


def _told(side: ComparisonSide) -> str:
    told = grade_in_words(side.answer)
    return " ".join(told) or _("These passages answer.")
