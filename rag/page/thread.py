"""Turns of the conversation: a question or an alleged quote is taken, and its outcome drawn as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from markupsafe import Markup

from rag.errors import RagError
from rag.output.messages import (
    NO_PROOF,
    coverage_in_words,
    grade_in_words,
    listed,
    searched_in_words,
)
from rag.output.proof_messages import verdict_in_words
from rag.page.backend import Backend
from rag.page.cards import Languages, cards, check_html, opened
from rag.page.filters import chosen, dated, export_html, understood
from rag.page.links import State, Suggestion, query_string
from rag.page.overview import answer_overview
from rag.page.reader import in_other_languages
from rag.page.rendering import render
from rag.page.side_by_side import comparison_html, said_of
from rag.page.start import topic
from rag.question.parser import conversation
from rag.records import Answer, Filters, Hit, QuestionPart, Request
from rag.search.facets import said_by, said_when
from rag.search.sides import SIDES, Comparison, compare
from rag.text.calendar import month
from rag.text.translation import ENGLISH, N_, _, ngettext, speaking

if TYPE_CHECKING:
    from rag.proof.check.verdict import Check
    from rag.proof.over_time import OverTime

SHOWN = 10
"""Passages asked for."""
OPEN_CARDS = 5
"""Passages of an answer that are shown at once; the rest are one click away."""
NEAREST_TOPICS = 3
"""Questions suggested where nothing is about what was asked."""
OTHER_SPEAKERS, OTHER_MONTHS = 2, 1
"""How many are suggested after an answer."""

_YEAR = re.compile(r"\b\d{4}\b")
_WITHOUT: tuple[tuple[QuestionPart, str], ...] = (
    ("speakers", N_("The same, said by anyone")), ("dates", N_("The same, said at any time")),
    ("place", N_("The same, said anywhere")),
)  # fmt: skip


# Taking a turn.


@dataclass(frozen=True, slots=True)
class ThreadTurn:
    """A question or an alleged quote, and its answer, its verdict, or why it could not be searched."""

    state: State
    """What the address of this turn holds: nothing that had no effect."""
    answer: Answer | None = None
    check: Check | None = None
    error: str | None = None
    over_time: OverTime | None = None
    """Of the check, or of an answer that is one."""
    languages: Languages | None = None
    """In which the events of its passages are here too."""
    topics: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Transcript → the topics that its source gives; kept where nothing is about the question."""
    comparison: Comparison | None = None


def take(archive: Backend, state: State) -> ThreadTurn:
    """Do what a state asks for; a mistake of the asker's is an outcome like another."""
    asked = replace(state, question=state.question.strip(), passage=None)
    try:
        if asked.mode == "check":
            speaker = next(iter(asked.filters.speakers), None)
            check = archive.check(asked.question, speaker)
            languages = _languages(archive, [match.hit for match in check.matches])
            return ThreadTurn(asked, check=check, over_time=archive.over_time(check), languages=languages)
        today = asked.today or date.today().isoformat()
        request = Request(asked.question, asked.filters, SHOWN, asked.previous, today, asked.ignored)
        comparison = compare(archive.ask, request, asked.compare) if asked.compare else None
        answer = comparison.sides[0].answer if comparison else archive.ask(request)
    except RagError as error:
        return ThreadTurn(asked, error=str(error))
    previous = asked.previous if answer.understood.followup else None
    asked = replace(asked, previous=previous, today=today if _counts_from_today(answer, previous) else None)
    if comparison:
        hits = [hit for side in comparison.sides for hit in side.answer.hits]
        return ThreadTurn(asked, comparison=comparison, languages=_languages(archive, hits))
    languages = _languages(archive, answer.hits)
    if not answer.answered:
        return ThreadTurn(asked, answer=answer, languages=languages, topics=_topics(archive, answer.hits))
    return ThreadTurn(asked, answer=answer, over_time=archive.over_time(answer), languages=languages)


def _topics(archive: Backend, hits: Iterable[Hit]) -> dict[str, Sequence[str]]:
    names = dict.fromkeys(hit.passage.transcript for hit in hits)
    return {name: archive.catalogue.heading(name).topics for name in names}


def _languages(archive: Backend, hits: Iterable[Hit]) -> Languages:
    names = {hit.passage.transcript for hit in hits}
    return {name: in_other_languages(archive.catalogue, name) for name in names}


def _counts_from_today(answer: Answer, previous: str | None) -> bool:
    """Whether the question means another time on another day: it names a time and no year."""
    is_dated = bool(answer.understood.since or answer.understood.until)
    return is_dated and not _YEAR.search(f"{previous or ''} {answer.question}")


# Drawing it.


def turn_html(turn: ThreadTurn) -> Markup:
    """Return one question and what came of it."""
    if turn.check is not None:
        kind, said = "checked", verdict_in_words(turn.check)
        outcome = check_html(turn.check, turn.state, turn.over_time, turn.languages)
    elif turn.comparison is not None:
        kind, said = "asked", said_of(turn.comparison)
        outcome = comparison_html(turn.comparison, turn.state, turn.languages)
    elif turn.answer is not None:
        kind, said = "asked", _outcome_in_words(turn.answer)
        outcome = _answer_html(turn, turn.answer)
    else:
        kind, said = "refused", _("This could not be searched: %(error)s", error=turn.error)
        outcome = error_html(turn.error or "")
    return render(
        "turn",
        kind=kind,
        query=query_string(turn.state),
        said=said,
        label=_shortened(turn.state.question, 200),
        question=_shortened(turn.state.question, 2000),
        outcome=outcome,
    )


def error_html(error: str) -> Markup:
    """Return why something could not be done."""
    return render("error", error=error)


def _answer_html(turn: ThreadTurn, answer: Answer) -> Markup:
    """Return ranked passages below what is known of whether they answer; always what was searched."""
    state, over_time = turn.state, turn.over_time
    hits = [hit for hit in answer.hits if not (over_time and over_time.has_gathered(hit))]
    titles = {hit.passage.transcript: dated(hit.title, hit.date) for hit in hits if hit.title}
    shown, folded = opened(hits, answer.grade, OPEN_CARDS)
    not_found = f"{coverage_in_words(answer.searched)} {_(NO_PROOF)}"
    return render(
        "answer",
        answer=answer,
        follows=_shortened(" › ".join(conversation(state.previous)), 600) if state.previous else "",
        alone=replace(state, previous=None),
        understood=understood(answer, state),
        chosen=chosen(state, titles),
        told=_told(answer),
        export=export_html(state, SHOWN),
        feed=f"/feed?{query_string(state)}",
        overview=answer_overview(answer.hits, state, over_time),
        first=cards(shown, state, answer.understood, None, over_time, turn.languages),
        more=len(folded),
        rest=cards(folded, state, answer.understood, None, over_time, turn.languages),
        searched=searched_in_words(answer.searched) if answer.answered else not_found,
        unfiltered=replace(state, filters=Filters()) if state.filters else None,
        suggestions=after(answer, state) if answer.answered else instead(answer, state, turn.topics),
    )


def _outcome_in_words(answer: Answer) -> str:
    """Tell the outcome to those who do not see it."""
    return " ".join(_told(answer))


def _told(answer: Answer) -> tuple[str, ...]:
    """Say how far the passages answer."""
    told = grade_in_words(answer)
    if answer.grade != "answers":
        return told
    return (ngettext("%(number)s passage found.", "%(number)s passages found.", len(answer.hits)), *told)


def _shortened(text: str, limit: int) -> str:
    """Cut off a long text that a person typed; never used on a quote."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


# What to ask next.


def after(answer: Answer, state: State) -> tuple[Suggestion, ...]:
    """Suggest follow-ups about other speakers and months that this very answer has passages of.

    They follow the whole conversation: this question may only say "And Medvedev?".
    """
    previous = "\n".join(filter(None, (state.previous, state.question)))
    following = (
        Suggestion(words, State(words, state.filters, previous=previous))
        for words in (*_other_speakers(answer, state), *_other_months(answer, state))
    )
    return (*following, *_compared(answer, state))


def _compared(answer: Answer, state: State) -> Iterator[Suggestion]:
    """The same question, of the two speakers with the most passages."""
    named = [each.value for each in said_by(answer.hits) if each.value]
    if len(named) >= SIDES and not (state.filters.speakers or state.previous):
        sides = tuple(named[:SIDES])
        words = _("%(sides)s, side by side", sides=listed(sides, "and"))
        yield Suggestion(words, replace(state, compare=sides))


def instead(answer: Answer, state: State, topics: Mapping[str, Sequence[str]] = {}) -> tuple[Suggestion, ...]:
    """Suggest ways out of an answer that is none: fewer limits, and what the nearest passages are about."""
    freer = []
    if state.filters:
        freer.append(Suggestion(_("The same without filters"), replace(state, filters=Filters())))
    read = answer.understood
    limits = {"speakers": read.speakers, "dates": read.since or read.until, "place": read.place}
    for part, words in _WITHOUT:
        if limits[part]:
            ignoring = replace(state, ignored=(*state.ignored, part))
            freer.append(Suggestion(_(words), ignoring))
    return (*freer, *(Suggestion(question, State(question)) for question in _nearest_topics(answer, topics)))


def _nearest_topics(answer: Answer, topics: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Questions about what the titles of the nearest passages name, of those who speak there.

    Where a title names no topic, the first one that the source gives.
    """
    about = (
        f"What did {hit.utterance.speaker} say about {found}?"
        for hit in answer.hits
        if hit.utterance.speaker
        and (found := topic(hit.title) or next(iter(topics.get(hit.passage.transcript, ())), None))
    )
    return tuple(dict.fromkeys(about))[:NEAREST_TOPICS]


def _other_speakers(answer: Answer, state: State) -> Iterator[str]:
    named = {*answer.understood.speakers, *state.filters.speakers}
    if not state.filters.speakers:
        others = [each.value for each in said_by(answer.hits) if each.value and each.value not in named]
        yield from (f"And {name}?" for name in others[:OTHER_SPEAKERS])


def _other_months(answer: Answer, state: State) -> Iterator[str]:
    limits = (state.filters, answer.understood)
    if any(limit.since or limit.until for limit in limits):
        return
    months = sorted(said_when(answer.hits), key=lambda each: -each.count)
    found = [each.value for each in months if each.value and each.count]
    if len(found) > 1:
        with speaking(ENGLISH):  # in which questions are understood
            asked = [f"And in {month(value)}?" for value in found[:OTHER_MONTHS]]
        yield from asked
