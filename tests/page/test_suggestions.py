"""Suggestions: only what the answer itself or the corpus has."""

from __future__ import annotations

from dataclasses import replace

from page_examples import LUKASHENKO, PUTIN
from page_markup import answer, hit

from rag.page.links import State
from rag.page.thread import Suggestion, after, instead
from rag.records import Filters, Hit, Understood


def by(speaker: str | None, date: str = "2024-04-11") -> Hit:
    return hit(utterance=replace(hit().utterance, speaker=speaker), date=date)


ASKED = State("What of gas?")


def words(suggestions: tuple[Suggestion, ...]) -> list[str]:
    return [each.words for each in suggestions]


def test_others_and_other_times_that_the_answer_has_passages_of_are_asked_next() -> None:
    made = answer(by(LUKASHENKO), by(PUTIN), by(PUTIN, "2018-09-12"), by(None), by("A"), by("B"))
    suggested = after(made, ASKED)
    assert words(suggested) == [f"And {PUTIN}?", "And A?", "And in April 2024?"]
    assert suggested[0].state == State(f"And {PUTIN}?", previous="What of gas?")


def test_who_and_when_are_not_suggested_where_they_are_asked_for() -> None:
    made = answer(by(LUKASHENKO), by(PUTIN, "2018-09-12"), understood=Understood((PUTIN,), "2018-01-01"))
    assert words(after(made, ASKED)) == [f"And {LUKASHENKO}?"]
    limits = Filters((PUTIN,), until="2024")
    assert after(answer(by(PUTIN), by(PUTIN, "2018-09-12")), replace(ASKED, filters=limits)) == ()


def test_after_a_follow_up_others_are_asked_about_within_the_conversation() -> None:
    followed = State("And Medvedev?", previous="What of gas?")
    suggested = after(answer(by(PUTIN), by(LUKASHENKO)), followed)
    assert [(each.words, each.state.previous) for each in suggested] == [
        (f"And {LUKASHENKO}?", "What of gas?\nAnd Medvedev?"),
        (f"And {PUTIN}?", "What of gas?\nAnd Medvedev?"),
    ]


def test_one_voice_at_one_time_leads_nowhere_else() -> None:
    assert words(after(answer(by(PUTIN), understood=Understood((PUTIN,))), ASKED)) == []


def test_out_of_an_empty_answer_there_are_ways() -> None:
    asked = replace(ASKED, filters=Filters(place="Sochi"))
    made = answer(answered=False, understood=Understood((PUTIN,), "2018-01-01", None, "Sochi"))
    assert instead(made, asked, ("Who spoke of ports?",)) == (
        Suggestion("The same without filters", ASKED),
        Suggestion("The same, said by anyone", replace(asked, ignored=("speakers",))),
        Suggestion("The same, said at any time", replace(asked, ignored=("dates",))),
        Suggestion("The same, said anywhere", replace(asked, ignored=("place",))),
        Suggestion("Who spoke of ports?", State("Who spoke of ports?")),
    )
    assert instead(answer(answered=False), ASKED, ()) == ()
