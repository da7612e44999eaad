"""Which questions lean on the one before, and what they take over from it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.question.parser import Understanding
from rag.records import Understood
from tests.question.examples import KNOWN, TODAY

UNDERSTANDING = Understanding(KNOWN)
BEFORE = "What did Putin say in Sochi in May 2018 about gas?"
ESTABLISHED = Understood(("Vladimir Putin",), "2018-05-01", "2018-05-31", "Sochi", followup=True)


def read(question: str, previous: str = BEFORE) -> Understood:
    return UNDERSTANDING.read(question, previous, TODAY).understood


@pytest.mark.parametrize(
    "question",
    [
        "And what about women?",
        "What about women?",
        "And women?",
        "But why?",
        "Why?",
        "How much?",
        "By how much?",
        "Since when?",
        "Which regions?",
        "Women?",
        "About women?",
        "Okay, and women?",
        "What else did he say?",
        "What else?",
        "Tell me more",
        "More about women",
        "Any details?",
        "Can you elaborate?",
        "Anything about women?",
        "Why did he say so?",
        "When did he say that?",
        "Is that true?",
        "What did he tell her?",
        "How much will it cost?",
        "Is it getting cheaper?",
        "Who pays for it?",
        "How many of them were built?",
        "Which ones were built?",
        "What are the reasons?",
        "What happened next?",
        "How long will this last?",
        "What happened at that meeting?",
        "Why are such measures needed?",
        "Was anyone against it?",
        "What was their answer?",
    ],
)
def test_it_takes_over_what_was_established(question: str) -> None:
    assert read(question) == ESTABLISHED


@pytest.mark.parametrize(
    "question",
    [
        "What did Putin say about women?",
        "How do farmers get their loans?",
        "Does Russia help Syria rebuild its cities?",
        "Can a mother use her capital to build a house?",
        "Is it true that prices are falling?",
        "Is there a shortage of doctors?",
        "What happened to the pension age this year?",
        "Who said that prices are falling?",
        "What does Medvedev say about his budget?",
        "What did Trump say that made him famous?",
        "gas prices",
        "Medvedev on gas",
        "How many people live in Moscow?",
    ],
)
def test_a_question_that_stands_alone(question: str) -> None:
    assert read(question) == UNDERSTANDING.read(question, None, TODAY).understood
    assert not read(question).followup


@pytest.mark.parametrize(
    ("question", "speakers"),
    [
        ("And Medvedev?", ("Dmitry Medvedev",)),
        ("What about Medvedev?", ("Dmitry Medvedev",)),
        ("Same question for Medvedev", ("Dmitry Medvedev",)),
        ("Did Medvedev agree?", ("Dmitry Medvedev",)),
        ("What did Medvedev say to that?", ("Dmitry Medvedev",)),
        ("And what did the finance minister say?", ("Anton Siluanov",)),
        ("Who else?", ()),
        ("And what did the others say?", ()),
        ("What did Merkel say about that?", ()),
    ],
)
def test_another_speaker(question: str, speakers: tuple[str, ...]) -> None:
    found = read(question)
    assert (found.speakers, found.since, found.place, found.followup) == (
        speakers,
        "2018-05-01",
        "Sochi",
        True,
    )


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("And in 2017?", "2017-01-01", "2017-12-31"),
        ("And in June?", "2018-06-01", "2018-06-30"),
        ("What did he say on 3 June?", "2018-06-03", "2018-06-03"),
        ("And last month?", "2018-11-01", "2018-11-30"),
        ("And a month later?", "2018-06-01", "2018-06-30"),
        ("And the year before?", "2017-01-01", "2017-12-31"),
        ("What did he say about it later?", "2018-06-01", None),
        ("And since then?", "2018-06-01", None),
        ("And before that?", None, "2018-04-30"),
    ],
)
def test_another_time(question: str, since: str | None, until: str | None) -> None:
    found = read(question)
    assert (found.since, found.until) == (since, until)
    assert (found.speakers, found.place, found.followup) == (("Vladimir Putin",), "Sochi", True)


def test_another_place() -> None:
    assert read("And in Helsinki?").place == "Helsinki"
    assert read("And at the Direct Line?").place == "Direct Line"
    assert read("What did he say in Vienna?").place == "Vienna"


def test_what_was_spoken_of_before_is_not_made_a_time_or_place_of_speaking() -> None:
    assert read("And in 2016?", "How big was the harvest in 2017?") == Understood(followup=True)
    assert read("And in Sochi?", "How many people live in Moscow?") == Understood(followup=True)


def test_a_topic_is_not_a_place() -> None:
    assert read("And in Dagestan?", "What did Putin say about roads in Tatarstan?") == Understood(
        ("Vladimir Putin",), followup=True
    )


def test_without_a_question_before_nothing_follows_up() -> None:
    assert UNDERSTANDING.read("And Medvedev?", None, TODAY).understood == Understood()
    assert UNDERSTANDING.read("And Medvedev?", "  ", TODAY).understood == Understood()


def test_a_follow_up_of_a_follow_up_takes_over_what_both_established() -> None:
    before = f"{BEFORE}\nAnd Kudrin?"
    kudrin = Understood(("Alexei Kudrin",), "2018-05-01", "2018-05-31", "Sochi", followup=True)
    assert read("And women?", before) == kudrin
    assert read("And in September?", before) == Understood(
        ("Alexei Kudrin",), "2018-09-01", "2018-09-30", "Sochi", followup=True
    )
    assert read("And women?", f"\n {BEFORE} \n\nWhat was said about gas?\n") == Understood(followup=True)
    assert read("And women?", "And gas?\n" * 1000).followup


def test_a_follow_up_carries_only_what_it_does_not_say_itself() -> None:
    assert read("And women?", BEFORE) == ESTABLISHED
    assert read("And in 2017?", BEFORE) == replace(ESTABLISHED, since="2017-01-01", until="2017-12-31")
    assert read("And Medvedev?", "Who is he?") == Understood(("Dmitry Medvedev",), followup=True)
