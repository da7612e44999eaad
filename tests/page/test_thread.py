"""Turns and suggestions: what an address asks for is done; honest words where nothing was found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import get_args

import pytest

from rag.page.links import State, Suggestion, query_string
from rag.page.thread import OPEN_CARDS, SHOWN, ThreadTurn, after, instead, take, turn_html
from rag.proof.cite.permalinks import link_to
from rag.records import Answer, Filters, Grade, Hit, Request, Searched, Understood, Unmet
from tests.page.examples import LUKASHENKO, PORTS_QUESTION, PUTIN, WordArchive, transcripts
from tests.page.markup import HOSTILE, Page, answer, hit

pytestmark = pytest.mark.slow

ARCHIVE = WordArchive(transcripts())
GRADES: tuple[Grade, ...] = get_args(Grade)


def test_a_question_is_answered_within_its_filters() -> None:
    asked = State(f" {PORTS_QUESTION} ", Filters((PUTIN,)))
    turn = take(ARCHIVE, asked)
    assert turn.answer == ARCHIVE.ask(Request(PORTS_QUESTION, Filters((PUTIN,)), k=SHOWN))
    assert turn.state == replace(asked, question=PORTS_QUESTION)


def test_a_follow_up_keeps_what_it_follows_and_another_question_does_not() -> None:
    followed = take(ARCHIVE, State("And Murmansk?", previous=PORTS_QUESTION))
    assert followed.answer is not None
    assert followed.answer.understood.followup
    assert followed.state.previous == PORTS_QUESTION
    fresh = take(ARCHIVE, State("Who supports the peace process?", previous=PORTS_QUESTION))
    assert fresh.state == State("Who supports the peace process?")


def test_what_is_ignored_is_not_read_out_of_the_question() -> None:
    asked = State(PORTS_QUESTION)
    read, ignored = take(ARCHIVE, asked).answer, take(ARCHIVE, replace(asked, ignored=("speakers",))).answer
    assert read is not None
    assert ignored is not None
    assert (read.understood.speakers, ignored.understood.speakers) == ((LUKASHENKO,), ())


def test_what_counts_from_today_keeps_its_day_and_nothing_else_does() -> None:
    asked = State("What did Putin say about ports last year?", today="2025-03-01")
    turn = take(ARCHIVE, asked)
    assert turn.answer is not None
    assert (turn.answer.understood.since, turn.state) == ("2024-01-01", asked)
    undated = take(ARCHIVE, replace(asked, question="What did Putin say about ports in 2024?"))
    assert undated.state.today is None
    fresh = take(ARCHIVE, replace(asked, today=None))
    assert fresh.state.today == date.today().isoformat()


def test_where_the_reader_is_open_is_no_part_of_a_turn() -> None:
    found = ARCHIVE.ask(Request(PORTS_QUESTION)).hits[0].passage
    assert take(ARCHIVE, State(PORTS_QUESTION, passage=link_to(found))).state == State(PORTS_QUESTION)


def test_repeats_are_looked_for_only_where_something_answers() -> None:
    assert take(ARCHIVE, State(PORTS_QUESTION)).over_time is not None
    turn = take(ARCHIVE, State("Moons of Jupiter?"))
    assert turn.answer is not None
    assert (turn.answer.answered, turn.over_time) == (False, None)


def test_a_mistake_is_an_outcome() -> None:
    for wrong, told in (
        (State(""), "the question is empty"),
        (State("Who?", Filters(since="yesterday")), "yesterday"),
        (State("Who?", Filters(("Nobody",))), "nobody called 'Nobody'"),
        (State("?!", mode="check"), "the quote has no words"),
    ):
        turn = take(ARCHIVE, wrong)
        assert turn.answer is None
        assert told in (turn.error or "")


def shown(made: Answer, state: State | None = None) -> Page:
    return Page(turn_html(ThreadTurn(state or State(made.question, made.filters), answer=made)))


@pytest.mark.parametrize("bad", HOSTILE)
def test_hostile_text_in_every_field_of_a_turn_stays_text(bad: str) -> None:
    limits = Filters(speakers=(bad, bad), since=bad, until=bad, place=bad, transcripts=(bad,))
    read = Understood(speakers=(bad,), since=bad, place=bad, followup=True)
    state = State(bad, limits, previous=bad, ignored=("place",))
    for grade in GRADES:
        made = answer(
            hit(title=f"Meeting on {bad}"),
            grade=grade,
            unmet=(Unmet(bad, 0, len(bad)),),
            misfits=("speakers", "dates", "place", "number"),
            filters=limits,
            understood=read,
            searched=Searched(1, 1, bad, bad, 4),
            question=bad,
        )
        page = shown(made, state)
        assert page.texts("h2") == [bad]
        assert all(word in page.texts("p", "followup")[0] for word in bad.split())
        assert any(bad in chip for chip in page.texts("a", "chip"))
        assert all(state.question for state in page.led().values())
    refused = Page(turn_html(ThreadTurn(State(bad), error=bad)))
    assert refused.texts("h2") == [bad]
    assert refused.texts("p", "error") == [bad]


def test_a_turn_has_its_address_and_says_what_came_of_it() -> None:
    state = State("Who?", Filters((PUTIN,)), previous="Why?")
    for turn, said in (
        (ThreadTurn(state, answer=answer(hit())), "1 passage found."),
        (
            ThreadTurn(state, answer=answer(hit(), grade="near")),
            "These passages come nearest; whether they answer is not certain.",
        ),
        (
            ThreadTurn(state, answer=answer(hit(), grade="nothing")),
            "Nothing was found that is about this. The nearest passages:",
        ),
        (ThreadTurn(state, error="the date is none"), "This could not be searched: the date is none"),
    ):
        section = Page(turn_html(turn)).elements[0]
        assert section.attributes["data-turn"] == query_string(state)
        assert section.attributes["data-said"] == said


def test_an_answer_shows_the_best_passages_and_folds_the_rest() -> None:
    hits = tuple(hit(f"Passage {n}.", rank=n) for n in range(1, 11))
    page = shown(answer(*hits))
    ranks = [e.attributes["aria-label"].split(":")[0] for e in page.elements if e.tag == "article"]
    assert ranks == [f"Passage {n}" for n in range(1, 11)]
    (folded,) = page.texts("details", "more")
    assert folded.startswith("5 more passages")
    assert "Passage 6." in folded
    assert "Passage 5." not in folded
    assert OPEN_CARDS == 5
    assert page.texts("div", "found")[0].startswith("10 passages found. How sure is that?")
    assert page.texts("p", "searched") == [
        "Searched 2 transcripts, 90 passages, 5 April 2023 to 11 April 2024. "
    ]


def test_nothing_is_folded_away_where_the_answer_may_be_any_passage() -> None:
    hits = tuple(hit(f"Passage {n}.", rank=n) for n in range(1, 11))
    for grade in GRADES[1:]:
        page = shown(answer(*hits, grade=grade))
        assert sum(element.tag == "article" for element in page.elements) == 10
        assert page.texts("details", "more") == []


def test_what_the_nearest_passages_lack_is_said_above_them() -> None:
    made = answer(
        hit(),
        grade="near",
        unmet=(Unmet("hand back", 0, 9), Unmet("medal", 14, 19)),
        misfits=("speakers", "number"),
        understood=Understood((LUKASHENKO,)),
        best=1,
    )
    assert (
        shown(made)
        .texts("div", "found")[0]
        .startswith(
            "These passages come nearest; whether they answer is not certain. "
            f"Passage 1, which covers the question best, was said by {PUTIN}, not {LUKASHENKO}. "
            "The question asks for a number; none of these passages has one. "
            "None of them covers “hand back” or “medal”."
        )
    )


def test_where_nothing_is_about_the_question_the_nearest_passages_lead_on() -> None:
    limits = Filters(since="2024-01-01")
    near = hit(title="Meeting on grain exports")
    made = answer(
        near, grade="nothing", filters=limits, searched=Searched(1, 3, "2024-04-11", "2024-04-11", 3)
    )
    page = shown(made)
    assert page.texts("strong")[0] == "Nothing was found that is about this. The nearest passages:"
    assert page.texts("p", "searched") == [
        "Searched 1 transcript, 3 passages, 11 April 2024. The filters left out 3 of the best passages. "
        "That is no proof: it may have been said where no transcript was searched. Search without filters"
    ]
    led = page.led()
    assert led["Search without filters"] == led["The same without filters"] == State("Who?")
    asked = f"What did {PUTIN} say about grain exports?"
    assert led[asked] == State(asked)


def test_an_empty_search_offers_nothing_but_ways_out() -> None:
    made = answer(grade="nothing", searched=Searched(0, 0, None, None, 0), filters=Filters(until="1999"))
    page = shown(made)
    assert page.texts("p", "searched") == [
        "No transcript lies within the filters. "
        "That is no proof: it may have been said where no transcript was searched. Search without filters"
    ]
    assert page.texts("article", "card") == page.texts("details", "more") == []


def test_a_follow_up_is_shown_as_one_and_can_be_asked_alone() -> None:
    asked = State("And gas?", Filters((PUTIN,)), previous="What of ports?")
    page = shown(answer(hit(), understood=Understood(followup=True)), asked)
    assert page.texts("p", "followup") == ["Asked as a follow-up to “What of ports?” Ask it alone"]
    longer = replace(asked, previous="What of ports?\nAnd Murmansk?")
    assert shown(answer(hit()), longer).texts("p", "followup") == [
        "Asked as a follow-up to “What of ports? › And Murmansk?” Ask it alone"
    ]
    assert page.led()["Ask it alone"] == replace(asked, previous=None)
    assert shown(answer(hit())).texts("p", "followup") == []


def test_what_was_understood_is_taken_out_by_a_click_and_put_back_by_another() -> None:
    read = Understood((PUTIN, LUKASHENKO), "2018-09-01", "2018-09-30", "Sochi")
    asked = State("Who?", ignored=("followup",))
    led = shown(answer(hit(), understood=read), asked).led()
    both = f"{PUTIN} or {LUKASHENKO} ×"
    assert led[both] == replace(asked, ignored=("speakers", "followup"))
    assert led["September 2018 ×"] == replace(asked, ignored=("dates", "followup"))
    assert led["Sochi ×"] == replace(asked, ignored=("place", "followup"))
    assert led["the follow-up ignored: undo"] == State("Who?")
    assert shown(answer(hit())).texts("p", "chips") == []


def test_filters_are_removed_one_by_one_and_all_at_once() -> None:
    limits = Filters((PUTIN, LUKASHENKO), "2018-09-01", "2018-09-30", "Sochi", ("meeting", "other"))
    asked = State("Who?", limits)
    led = shown(answer(hit(), filters=limits), asked).led()
    without = {
        f"{PUTIN} ×": replace(limits, speakers=(LUKASHENKO,)),
        f"{LUKASHENKO} ×": replace(limits, speakers=(PUTIN,)),
        "September 2018 ×": replace(limits, since=None, until=None),
        "Sochi ×": replace(limits, place=None),
        "Meeting, 11 April 2024 ×": replace(limits, transcripts=("other",)),
        "other ×": replace(limits, transcripts=("meeting",)),
        "Clear filters": Filters(),
    }
    assert {words: led[words] for words in without} == {
        words: replace(asked, filters=filters) for words, filters in without.items()
    }


def by(speaker: str | None, date: str = "2024-04-11") -> Hit:
    return hit(utterance=replace(hit().utterance, speaker=speaker), date=date)


ASKED = State("What of gas?")


def words(suggestions: tuple[Suggestion, ...]) -> list[str]:
    return [each.words for each in suggestions]


def test_others_and_other_times_that_the_answer_has_passages_of_are_asked_next() -> None:
    made = answer(by(LUKASHENKO), by(PUTIN), by(PUTIN, "2018-09-12"), by(None), by("A"), by("B"))
    suggested = after(made, ASKED)
    assert words(suggested) == [
        f"And {PUTIN}?",
        "And A?",
        "And in April 2024?",
        f"{PUTIN} and A, side by side",
    ]
    assert suggested[0].state == State(f"And {PUTIN}?", previous="What of gas?")
    assert suggested[-1].state == replace(ASKED, compare=(PUTIN, "A"))


def test_who_and_when_are_not_suggested_where_they_are_asked_for() -> None:
    made = answer(by(LUKASHENKO), by(PUTIN, "2018-09-12"), understood=Understood((PUTIN,), "2018-01-01"))
    assert words(after(made, ASKED)) == [f"And {LUKASHENKO}?", f"{LUKASHENKO} and {PUTIN}, side by side"]
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


def test_what_the_sources_of_the_nearest_passages_are_about_is_suggested() -> None:
    made = answer(hit(title="Meeting with a minister"), hit(title="Meeting on gas"), grade="nothing")
    (name,) = {each.passage.transcript for each in made.hits}
    asked = {each.words for each in instead(made, ASKED, {name: ("Ports", "Grain")})}
    speaker = made.hits[0].utterance.speaker
    assert asked == {f"What did {speaker} say about Ports?", f"What did {speaker} say about gas?"}
    assert {each.words for each in instead(made, ASKED)} == {f"What did {speaker} say about gas?"}


def test_out_of_an_empty_answer_there_are_ways() -> None:
    asked = replace(ASKED, filters=Filters(place="Sochi"))
    made = answer(grade="nothing", understood=Understood((PUTIN,), "2018-01-01", None, "Sochi"))
    assert instead(made, asked) == (
        Suggestion("The same without filters", ASKED),
        Suggestion("The same, said by anyone", replace(asked, ignored=("speakers",))),
        Suggestion("The same, said at any time", replace(asked, ignored=("dates",))),
        Suggestion("The same, said anywhere", replace(asked, ignored=("place",))),
    )
    assert instead(answer(grade="nothing"), ASKED) == ()
