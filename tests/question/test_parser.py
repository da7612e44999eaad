"""Whole questions read as a person would take them; which words gave what; hostile questions."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.question.parser import Understanding
from rag.question.readings import Event, Known
from rag.records import QuestionPart, SpeakerCount, Understood
from rag.text.english import word_set
from tests.builders import cases
from tests.question.examples import ERDOGAN, KNOWN, SPEAKERS, TODAY, Reading, following, readings, understood

UNDERSTANDING = Understanding(KNOWN)


def test_the_words_that_say_who_when_and_where() -> None:
    question = "What did the Turkish president say in Sochi about gas in May 2018?"
    reading = UNDERSTANDING.read(question, None, TODAY)
    assert reading.understood == Understood((ERDOGAN,), "2018-05-01", "2018-05-31", "Sochi")
    assert [question[start:end] for start, end in reading.kept] == ["gas"]


@pytest.mark.parametrize(
    ("ignore", "understood", "rest"),
    [
        ((), Understood((ERDOGAN,), "2018-05-01", "2018-05-31", "Sochi"), "gas"),
        (
            ("speakers",),
            Understood((), "2018-05-01", "2018-05-31", "Sochi"),
            "What did the Turkish president say about gas",
        ),
        (("dates",), Understood((ERDOGAN,), None, None, "Sochi"), "gas in May 2018"),
        (("place",), Understood((ERDOGAN,), "2018-05-01", "2018-05-31"), "in Sochi about gas"),
        (
            ("place", "speakers", "dates", "followup"),
            Understood(),
            "What did the Turkish president say in Sochi about gas in May 2018",
        ),
    ],
)
def test_a_part_that_is_ignored_stays_in_the_rest(
    ignore: tuple[QuestionPart, ...], understood: Understood, rest: str
) -> None:
    question = "What did the Turkish president say in Sochi about gas in May 2018?"
    reading = UNDERSTANDING.read(question, None, TODAY, ignore)
    assert (reading.understood, reading.rest) == (understood, rest)


@pytest.mark.parametrize(
    ("question", "ignore", "understood"),
    [
        ("And about oil?", (), Understood((ERDOGAN,), "2018-05-01", "2018-05-31", None, followup=True)),
        ("And about oil?", ("speakers",), Understood((), "2018-05-01", "2018-05-31", None, followup=True)),
        ("And about oil?", ("dates",), Understood((ERDOGAN,), None, None, None, followup=True)),
        ("And about oil?", ("followup",), Understood()),
        ("And Gref?", ("speakers", "dates"), Understood(followup=True)),
        ("And in Sochi?", ("place",), Understood((ERDOGAN,), "2018-05-01", "2018-05-31", followup=True)),
        # The day after nothing is no day.
        ("And the day after?", ("dates",), Understood((ERDOGAN,), followup=True)),
    ],
)
def test_a_follow_up_carries_nothing_that_is_ignored(
    question: str, ignore: tuple[QuestionPart, ...], understood: Understood
) -> None:
    before = "What did Erdogan say about gas in May 2018?"
    assert UNDERSTANDING.read(question, before, TODAY, ignore).understood == understood


def test_a_pronoun_leans_on_the_question_before_and_an_owner_does_not_speak() -> None:
    reading = UNDERSTANDING.read("Did he mention Siluanov’s plan?", "What did Putin say?", TODAY)
    assert reading.understood == Understood(("Vladimir Putin",), followup=True)
    assert reading.rest == "Siluanov’s plan"


def test_a_possessive_belongs_to_the_name() -> None:
    question = "Siluanov’s explanation of the VAT increase"
    reading = UNDERSTANDING.read(question)
    assert reading.understood == Understood(("Anton Siluanov",))
    assert [question[start:end] for start, end in reading.kept] == ["the", "VAT", "increase"]


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("What did Putin say about gas in 2018?", "gas"),
        ("What did Putin tell Trump in Helsinki about hackers?", "hackers"),
        ("Has Putin said anything about gas?", "gas"),
        ("What was said about gas in Sochi last month?", "gas"),
        ("In May 2018, what did Putin say about gas?", "gas"),
        ("According to Miller, how full are the storage sites?", "how full are the storage sites"),
        ("How full are the storage sites, according to Miller?", "How full are the storage sites"),
        ("Siluanov's explanation of the VAT increase", "the VAT increase"),
        ("Gref on mortgage rates", "mortgage rates"),
        ("Why does Putin call the vote legitimate?", "Why call the vote legitimate"),
        ("What did Lukashenko thank Putin for?", "thank Putin for"),
        ("What did the miners say about wages?", "What did the miners say about wages"),
        ("At the meeting with Kurz in May 2018, what did Putin say about gas?", "gas"),
        ("What did Putin say?", "What did Putin say?"),
        ("What did Trump say in Helsinki?", "What did Trump say in Helsinki?"),
        ("gas prices", "gas prices"),
    ],
)
def test_what_is_left(question: str, rest: str) -> None:
    assert UNDERSTANDING.read(question, None, TODAY).rest == rest


HOSTILE = (
    *("", " ", "?", "…", "'s", "’", "the", "by", "(((", "\u0000\u200b\u2028", "Ёлка 普京 😀"),
    *("according to", "in the words of", "What did", "did say about"),
    *("said " * 400, "and " * 500, "in May " * 285, "Putin's " * 250),
    *("mid " * 500, "late-" * 400, "early " * 333, "the end of " * 180, "in the course of " * 117),
)


@pytest.mark.slow
@pytest.mark.parametrize("question", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_no_question_is_read_as_nothing_much(question: str) -> None:
    reading = UNDERSTANDING.read(question, question, TODAY)
    assert reading.rest == question or reading.rest in question
    assert all(0 <= start < end <= len(question) for start, end in reading.kept)


WORDS = st.sampled_from(
    sorted(
        word_set(
            """what did does putin Putin's the president of Turkey and or say said tell about on in at
            May 2018 1 March Sochi Direct Line last year week days ago between from to before after
            according view he it that , ? : ' – Medvedev by was Helsinki summit more why"""
        )
    )
)


@cases(40)
@given(st.lists(WORDS, max_size=14), st.lists(WORDS, max_size=8))
def test_any_words_in_any_order(words: list[str], before: list[str]) -> None:
    question = " ".join(words)
    reading = UNDERSTANDING.read(question, " ".join(before), TODAY)
    read = reading.understood
    assert read.since is None or read.until is None or read.since <= read.until
    assert all(0 <= start < end <= len(question) for start, end in reading.kept)
    assert reading.rest or not question


@cases(40)
@given(st.text(max_size=60))
def test_any_text(question: str) -> None:
    assert UNDERSTANDING.read(question, "What did Putin say?", TODAY).rest or not question


@pytest.mark.parametrize("today", ["0001-01-01", "9999-12-31", "yesterday", "2018-13-01", ""])
def test_a_day_that_nothing_can_be_counted_from(today: str) -> None:
    read = UNDERSTANDING.read("What did Putin say 999 years ago, or last year?", None, today).understood
    assert (read.since, read.until) == (None, None)


def test_a_corpus_that_knows_nothing() -> None:
    reading = Understanding(Known((), ())).read("What did Putin say in Sochi in May?", None, TODAY)
    assert reading.understood.speakers == ()


@pytest.mark.parametrize(
    "question",
    [
        "What did the Boss say about gas?",
        "The boss on gas",
        "Why did the Boss keep the pipe?",
        "According to boss, is gas dear?",
        "the Boss's view of gas",
    ],
)
def test_an_alias_of_the_table_of_persons(question: str) -> None:
    named = Known((SpeakerCount("Alexei Miller", ("CEO",), 3, ("The Boss",)), *SPEAKERS[:1]), KNOWN.events)
    assert Understanding(named).read(question).understood.speakers == ("Alexei Miller",)


def test_an_alias_is_the_whole_phrase() -> None:
    named = Known((SpeakerCount("Alexei Miller", ("CEO",), 3, ("The Boss",)),), ())
    assert Understanding(named).read("What did the boss of Ford say?").understood.speakers == ()


def test_a_corpus_of_odd_names() -> None:
    names = ("", " ", "?", "()", "Mr", string.printable, "O'Neil", "A", "Question 2", "al-", "II")
    odd = Known(
        tuple(SpeakerCount(name, ("", "President of", "and", "()", name), 1) for name in names),
        (Event("", "", ""), Event("?", "no day", ",,"), Event(string.printable, "9999-01-01", "The ")),
    )
    assert Understanding(odd).read("What did O'Neil say?", None, TODAY).understood.speakers == ("O'Neil",)


@pytest.mark.parametrize(
    "name", ["who", "when", "where", "second", "other wordings", "third", "names that go on"]
)
def test_questions_by_themselves(name: str) -> None:
    table = readings(name)
    read = {reading[0]: UNDERSTANDING.read(reading[0], None, TODAY).understood for reading in table}
    assert read == {reading[0]: understood(reading) for reading in table}


@pytest.mark.parametrize(("name", "followup"), [("followups", True), ("pronouns", True), ("alone", False)])
def test_questions_after_another(name: str, followup: bool) -> None:
    table = following(name)
    read = {
        (previous, reading[0]): UNDERSTANDING.read(reading[0], previous, TODAY).understood
        for previous, reading in table
    }
    assert read == {
        (previous, reading[0]): understood(reading, followup=followup) for previous, reading in table
    }


@pytest.mark.parametrize(("previous", "reading"), following("misread"))
@pytest.mark.xfail(strict=True, reason="known to be misread")
def test_known_misreadings(previous: str | None, reading: Reading) -> None:
    found = UNDERSTANDING.read(reading[0], previous, TODAY)
    assert found.understood == understood(reading, followup=previous is not None)
