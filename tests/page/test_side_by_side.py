"""Two answers beside each other: each with its own heading, grade, words and coverage."""

from __future__ import annotations

import pytest

from rag.page.links import State, query_string, read_state
from rag.page.side_by_side import comparison_html, said_of
from rag.page.thread import take, turn_html
from rag.records import Filters, Searched
from rag.search.sides import Comparison, ComparisonSide
from tests.page.examples import LUKASHENKO, PORTS_QUESTION, PUTIN, WordArchive, transcripts
from tests.page.markup import HOSTILE, Page, answer, hit

pytestmark = pytest.mark.slow

ASKED = State("Ports?", Filters(place="Moscow"), compare=(PUTIN, LUKASHENKO))
SILENT = answer(grade="nothing", searched=Searched(2, 0, None, None, 0), filters=Filters((LUKASHENKO,)))
BOTH = Comparison(
    "Ports?",
    (
        ComparisonSide(PUTIN, answer(hit(), filters=Filters((PUTIN,)))),
        ComparisonSide(LUKASHENKO, SILENT),
    ),
)


def test_each_side_says_itself_whether_it_answers() -> None:
    page = Page(comparison_html(BOTH, ASKED))
    assert page.texts("h3") == [PUTIN, LUKASHENKO]
    assert page.texts("p", "found") == ["These passages answer.", "Nothing was found."]
    assert page.texts("blockquote", "quote") == ["Yes, with services."]
    assert said_of(BOTH) == f"{PUTIN}: These passages answer. {LUKASHENKO}: Nothing was found."
    led = [state for words, state in page.led().items() if words == "Ask it of this side alone"]
    assert led == [State("Ports?", Filters((LUKASHENKO,), place="Moscow"))]
    assert page.led()[f"{PUTIN} and {LUKASHENKO}, side by side ×"] == State("Ports?", Filters(place="Moscow"))


def test_the_address_holds_both_sides() -> None:
    assert query_string(ASKED).endswith("compare=Vladimir+Putin&compare=Alexander+Lukashenko")
    assert read_state(query_string(ASKED)) == ASKED


def test_a_turn_compares_and_a_mistake_is_an_outcome() -> None:
    archive = WordArchive(transcripts())
    turn = take(archive, State(PORTS_QUESTION, compare=(PUTIN, LUKASHENKO)))
    assert turn.comparison is not None
    page = Page(turn_html(turn))
    for name, side in zip((PUTIN, LUKASHENKO), turn.comparison.sides, strict=True):
        assert {found.utterance.speaker for found in side.answer.hits} == {name}
    assert page.elements[0].attributes["data-turn"] == query_string(turn.state)
    assert "give two speakers" in (take(archive, State("Ports?", compare=(PUTIN,))).error or "")


def test_periods_are_headed_in_words() -> None:
    sides = tuple(
        ComparisonSide(name, answer(hit(), filters=Filters(since=since, until=until)))
        for name, since, until in (("2018-03", "2018-03-01", "2018-03-31"), ("..2017", None, "2017-12-31"))
    )
    page = Page(comparison_html(Comparison("Ports?", sides), State("Ports?", compare=("2018-03", "..2017"))))
    assert page.texts("h3") == ["March 2018", "up to 31 December 2017"]


def test_hostile_sides_stay_text() -> None:
    for bad in HOSTILE:
        made = Comparison(bad, (ComparisonSide(bad, answer(hit(bad))), ComparisonSide(bad, answer(hit(bad)))))
        page = Page(comparison_html(made, State(bad, compare=(bad, bad))))
        assert page.texts("h3") == [bad, bad]
