"""Whose words are asked for, and who is only talked about."""

from __future__ import annotations

import pytest

from rag.question.parser import Understanding
from rag.question.readings import Event, Known
from rag.records import SpeakerCount
from tests.question.examples import KNOWN

UNDERSTANDING = Understanding(KNOWN)


def speakers(question: str) -> tuple[str, ...]:
    return UNDERSTANDING.read(question).understood.speakers


@pytest.mark.parametrize(
    "question",
    [
        "What did Putin say about Lukashenko?",
        "what did putin say about lukashenko",
        "WHAT DID PUTIN SAY ABOUT LUKASHENKO?",
        "Has Putin ever mentioned Lukashenko?",
        "Is Putin worried about Lukashenko?",
        "What does Putin have to say about Lukashenko?",
        "According to Putin, who is Lukashenko?",
        "Who is Lukashenko, according to Putin?",
        "In Putin's view, is Lukashenko right?",
        "From Putin's point of view, is Lukashenko right?",
        "In the words of Putin, who is Lukashenko?",
        "Putin's opinion of Lukashenko",
        "the opinion of Putin on Lukashenko",
        "Putin on Lukashenko",
        "Putin: Lukashenko's visit",
        "anything from Putin about Lukashenko",
        "Do you know what Putin thinks of Lukashenko?",
        "Lukashenko as described by Putin",
        "What was said by Putin about Lukashenko?",
        "What promises were made by Putin to Lukashenko?",
        "the promise Putin made to Lukashenko",
        "What figures did Putin give Lukashenko?",
        "How did Putin react when Lukashenko asked for a loan?",
        "What does Putin remember Lukashenko saying?",
        "Why did Putin change his mind about Lukashenko?",
        "What did President Putin tell the president of Belarus?",
        "What did Vladimir Vladimirovich Putin tell Lukashenko?",
        "putin lukashenko gas remarks",
    ],
)
def test_the_one_who_speaks(question: str) -> None:
    assert speakers(question) == ("Vladimir Putin",)


@pytest.mark.parametrize(
    "question",
    [
        "Who told Putin that gas was short?",
        "Who criticised Putin?",
        "What was Putin told about gas?",
        "Was Putin asked about gas?",
        "criticism of Putin",
        "What do people think of Putin?",
        "What did the miners say to Putin?",
        "Where was Putin born?",
        "How many times has Putin travelled to China?",
        "results of the talks between Putin and Erdogan",
        "Putin Erdogan talks",
        "Putin's dog",
        "What did the French president say about Putin?",
        "What did Merkel say about Putin?",
        "Putin gas Ukraine",
        "",
        "???",
    ],
)
def test_nobody_in_particular(question: str) -> None:
    assert speakers(question) == ()


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What did Putin and Trump each say about Syria?", {"Vladimir Putin", "Donald Trump"}),
        (
            "What did Putin, Erdogan and Rouhani say?",
            {"Vladimir Putin", "Recep Tayyip Erdogan", "Hassan Rouhani"},
        ),
        ("What did Putin or Merkel say about gas?", {"Vladimir Putin"}),
        ("What did Putin and the finance minister say?", {"Vladimir Putin", "Anton Siluanov"}),
        ("What did Putin and Trump agree on?", set()),
    ],
)
def test_several(question: str, named: set[str]) -> None:
    assert set(speakers(question)) == named


@pytest.mark.parametrize(
    ("question", "person"),
    [
        ("What did Sberbank's Gref say?", "German Gref"),
        ("What did Sberbank CEO German Gref say?", "German Gref"),
        ("What did Miller of Gazprom say?", "Alexei Miller"),
        ("What did the Minister of Industry and Trade Denis Manturov say?", "Denis Manturov"),
        ("What did Putin's press secretary say?", "Dmitry Peskov"),
        ("What did the Speaker of the Federation Council say?", "Valentina Matviyenko"),
        ("What does Turkey's president think?", "Recep Tayyip Erdogan"),
    ],
)
def test_names_with_what_belongs_to_them(question: str, person: str) -> None:
    assert speakers(question) == (person,)


def test_a_name_that_is_a_modal_verb() -> None:
    speakers = (SpeakerCount("Theresa May", ("Prime Minister of the United Kingdom",), 5),)
    may = Understanding(Known(speakers, (Event("Talks", "2018-05-07", "London"),)))
    read = may.read("What did May say in May?").understood
    assert (read.speakers, read.since, read.until) == (("Theresa May",), "2018-05-01", "2018-05-31")
    assert may.read("What may happen in London?").understood.speakers == ()
