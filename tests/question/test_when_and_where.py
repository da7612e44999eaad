"""The times and places at which something was said, and those of something else."""

from __future__ import annotations

import pytest

from rag.question.parser import Understanding
from rag.question.readings import Event, Known
from tests.question.examples import KNOWN, SPEAKERS, TODAY

UNDERSTANDING = Understanding(KNOWN)


MAY = ("2018-05-01", "2018-05-31")


def days(question: str) -> tuple[str | None, str | None]:
    read = UNDERSTANDING.read(question, None, TODAY).understood
    return read.since, read.until


def place(question: str) -> str | None:
    return UNDERSTANDING.read(question, None, TODAY).understood.place


@pytest.mark.parametrize(
    "question",
    [
        "What did Putin say in May 2018 about gas?",
        "In May 2018, what did Putin say about gas?",
        "What did Putin say about gas in May 2018?",
        "What did Putin tell Trump in May 2018 about gas?",
        "What was said in May 2018 about gas?",
        "Putin in May 2018 on gas",
        "Putin on gas, May 2018",
        "What did Putin say about gas at the talks in May 2018?",
        "What did Putin say about gas when he met Assad in Sochi in May 2018?",
        "At the May 2018 talks, what did Putin say about gas?",
        "talks in Sochi in May 2018",
        "Who did Putin meet in May 2018?",
        "In May 2018, which regions were short of gas?",
        "What did Putin say in May 2018 about the plan for 2024?",
        "What did Putin say in May about gas?",
    ],
)
def test_when_it_was_said(question: str) -> None:
    assert days(question) == MAY


@pytest.mark.parametrize(
    "question",
    [
        "What did Putin say about the May 2012 decrees?",
        "What did Putin say about the events of May 2018?",
        "What did Putin say about the fire in May 2018?",
        "What did Putin say about how prices rose in May 2018?",
        "How much profit was made in May 2018, according to Putin?",
        "What did Putin say about prices in 2014?",
        "What did Putin say about the budget for 2018?",
        "What did Putin say about the 2018 budget?",
        "What did Putin say about last year's harvest?",
        "GDP growth in 2018",
        "legacy of the 2014 Olympics",
        "What did Putin say before the election?",
        "How many people died in May 2018?",
        "What will happen by May 2018?",
    ],
)
def test_when_something_else_was(question: str) -> None:
    assert days(question) == (None, None)


def test_a_time_outside_of_the_corpus_only_beside_the_verb() -> None:
    assert days("What did Putin say in 2014 about prices?") == ("2014-01-01", "2014-12-31")
    assert days("What did Putin say about prices in 2014?") == (None, None)


@pytest.mark.parametrize(
    "question",
    [
        "What did Putin say last year about gas?",
        "What did Putin say about gas last year?",
        "How many tanks were built last year?",
        "Why did Gref close branches last year?",
        "What did Putin say about last year's harvest?",
        "last year: gas prices",
    ],
)
def test_a_past_year_after_the_last_transcript_is_told_wherever_it_stands(question: str) -> None:
    read = UNDERSTANDING.read(question, None, "2026-11-28").understood
    assert (read.since, read.until) == ("2025-01-01", "2025-12-31")


@pytest.mark.parametrize("question", ["What will gas cost next year?", "How many tanks were built in 2025?"])
def test_what_is_not_gone_by_or_not_relative_is_of_the_topic(question: str) -> None:
    read = UNDERSTANDING.read(question, None, "2026-11-28").understood
    assert (read.since, read.until) == (None, None)


def test_two_ends_make_one_period() -> None:
    question = "What did Putin say after 7 June 2018 and before 1 October 2018 about gas?"
    assert days(question) == ("2018-06-08", "2018-09-30")


def test_a_corpus_without_dates_has_no_time_of_speaking() -> None:
    undated = Understanding(Known(SPEAKERS, (Event("Meeting", None, None),)))
    read = undated.read("What did Putin say yesterday?", None, TODAY).understood
    assert (read.speakers, read.since, read.until) == (("Vladimir Putin",), None, None)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What did Putin say in Sochi about gas?", "Sochi"),
        ("what did putin say in sochi about gas", "Sochi"),
        ("In Sochi, what did Putin say about gas?", "Sochi"),
        ("While in Sochi, what did Putin say about gas?", "Sochi"),
        ("What did Putin say about gas in Sochi?", "Sochi"),
        ("What did Putin tell Trump at the Helsinki summit?", "Helsinki"),
        ("What did Putin say at the forum in Vladivostok?", "Vladivostok"),
        ("What did Putin say during his visit to Vienna?", "Vienna"),
        ("What did Putin say when visiting Vienna?", "Vienna"),
        ("What did Putin say in St. Petersburg?", "St Petersburg"),
        ("What did Putin say in Petersburg?", "St Petersburg"),
        ("What did Putin say in the Kremlin?", "Kremlin"),
        ("What did Putin say at the Direct Line about gas?", "Direct Line"),
        ("What did Putin say about gas at the Direct Line?", "Direct Line"),
        ("At the plenary session of the Eastern Economic Forum, what did Xi say?", "Eastern Economic Forum"),
        ("What did Putin promise in the Address to the Federal Assembly?", "Address to the Federal Assembly"),
        ("What happened at the Direct Line?", "Direct Line"),
        ("What did Putin say in Minsk about gas?", "Minsk"),
        ("What did Putin say at the Valdai forum?", "Valdai"),
    ],
)
def test_where_it_was_said(question: str, named: str) -> None:
    assert place(question) == named


@pytest.mark.parametrize(
    "question",
    [
        "What did Putin say about the war in Syria?",
        "What did Putin say about roads in Moscow?",
        "What did Putin say about the fire in Kemerovo?",
        "What did Putin say about gas in Europe?",
        "What did Miller say about pay at Gazprom?",
        "What did Gref say about cooperation?",
        "Medvedev on the national projects",
        "What did Putin say at the press conference?",
        "What did Putin say in response?",
        "What did Putin say in English?",
        "What did Putin say in May?",
        "Who lives in Sochi?",
        "How is rubbish collected in Moscow?",
        "legacy of the Sochi Olympics",
    ],
)
def test_where_something_else_is(question: str) -> None:
    assert place(question) is None
