"""Questions and filters: what is refused, with which words, and how names and dates are resolved."""

import pytest

from rag.errors import QuestionError
from rag.question.parser import Understanding
from rag.question.readings import Event, Known
from rag.question.request import Question, day, resolve, speaker, tag, understand, with_tags
from rag.records import Filters, Request, SpeakerCount, Understood

NAMES = ("Vladimir Putin", "Alexander Lukashenko", "Alexander Novak", "Alexei Kudrin", "Recep Tayyip Erdoğan")

EVENTS = tuple(Event("A meeting", day, "Moscow") for day in ("2017-12-01", "2018-05-10", "2019-03-01"))
READING = Understanding(Known(tuple(SpeakerCount(name, (), 1) for name in NAMES), EVENTS))


def asked(text: str, previous: str | None = None, today: str | None = None) -> Question:
    return understand(Request(text, previous=previous, today=today), NAMES, READING)


def refused(text: str, previous: str | None = None, today: str | None = None) -> str:
    with pytest.raises(QuestionError) as error:
        asked(text, previous, today)
    return str(error.value)


def unresolved(**filters: object) -> str:
    with pytest.raises(QuestionError) as error:
        resolve(Filters(**filters), NAMES)  # type: ignore[arg-type]
    message = str(error.value)
    assert "\n" not in message
    assert len(message) < 250
    return message


def test_a_question_stays_as_asked_but_for_white_space() -> None:
    question = asked("  What about\n\tgas\xa0 prices?  ")
    assert question == Question(
        text="What about gas prices?",
        query_text="What about gas prices?",
        topic="What about gas prices",
        focus=((0, 4), (5, 10), (11, 14), (15, 21)),
        filters=Filters(),
        understood=Understood(),
    )


def test_a_follow_up_is_sought_with_what_it_follows() -> None:
    question = asked("And grain?", previous=" What about gas? ")
    assert question.text == "And grain?"
    assert question.query_text == "What about gas? And grain?"
    assert question.understood == Understood(followup=True)


def test_a_conversation_is_sought_with_the_follow_up() -> None:
    question = asked("And wheat?", previous="What about gas?\n\n And  grain? ")
    assert question.query_text == "What about gas? And grain? And wheat?"


def test_what_only_says_who_and_when_is_no_topic() -> None:
    question = asked("What did Kudrin say about gas in May 2018?")
    assert "gas" in question.topic
    assert not {"kudrin", "may", "2018"} & set(question.topic.lower().split())
    assert question.understood == Understood(("Alexei Kudrin",), "2018-05-01", "2018-05-31")


def test_what_the_question_says_can_be_ignored() -> None:
    text = "What did Kudrin say about gas in May 2018?"
    question = understand(Request(text, ignore=("dates",)), NAMES, READING)
    assert question.understood == Understood(("Alexei Kudrin",))
    followed = understand(Request("And grain?", previous="Gas?", ignore=("followup",)), NAMES, READING)
    assert (followed.query_text, followed.understood) == ("And grain?", Understood())
    with pytest.raises(
        QuestionError, match=r"^cannot ignore 'who': expected speakers, dates, place, followup$"
    ):
        understand(Request(text, ignore=("place", "who")), NAMES, READING)  # type: ignore[arg-type]


def test_a_question_whole_in_itself_follows_nothing() -> None:
    question = asked("What did Kudrin say about gas?", previous="What about grain?")
    assert (question.query_text, question.understood.followup) == (question.text, False)


@pytest.mark.parametrize("previous", [None, "", " \n"])
def test_nothing_before_is_no_follow_up(previous: str | None) -> None:
    question = asked("And grain?", previous=previous)
    assert (question.query_text, question.understood.followup) == ("And grain?", False)


@pytest.mark.parametrize("text", ["", " ", "\n\t\xa0\u3000", "\x1c\x1d"])
def test_an_empty_question_is_refused(text: str) -> None:
    assert refused(text) == (
        "the question is empty: ask something, for example what somebody said about something"
    )


def test_an_endless_question_is_refused() -> None:
    assert asked("x" * 2000).text == "x" * 2000
    message = "the question has {} characters, at most 2,000 are read: ask it shorter"
    assert refused("x" * 2001) == message.format("2,001")
    assert refused("x" * 100_000) == message.format("100,000")
    assert refused("gas " * 25_000) == message.format("99,999")
    assert refused("And grain?", previous="x" * 100_000) == message.format("100,000")


@pytest.mark.parametrize("text", ["\0", "gas\0\x1b[31m?", "\u202egas", "😀"])
def test_strange_characters_are_kept(text: str) -> None:
    assert asked(text).text == text


def test_today_must_be_a_date() -> None:
    assert asked("Gas?", today="2018-09-12").text == "Gas?"
    assert refused("Gas?", today="soon") == "'soon' is no date: expected YYYY-MM-DD, YYYY-MM or YYYY"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2018", "2018-01-01", "2018-12-31"),
        ("2018-02", "2018-02-01", "2018-02-28"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2000-02", "2000-02-01", "2000-02-29"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2018-4", "2018-04-01", "2018-04-30"),
        ("2018-12", "2018-12-01", "2018-12-31"),
        ("2018-9-5", "2018-09-05", "2018-09-05"),
        (" 2020-02-29 ", "2020-02-29", "2020-02-29"),
        ("0001", "0001-01-01", "0001-12-31"),
    ],
)
def test_partial_dates_are_whole_periods(text: str, first: str, last: str) -> None:
    assert (day(text, last=False), day(text, last=True)) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "\0", "18", "12018", "20180912", "2018-", "-2018", "12.09.2018", "2018-9-1T00:00", "soon"),
        *("0000", "0000-01-01", "2018-13", "2018-00", "2018-04-00", "2018-04-31", "2018-02-29", "1900-02-29"),
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    for last in (False, True):
        with pytest.raises(QuestionError) as error:
            day(text, last=last)
        assert str(error.value) == f"{text!r} is no date: expected YYYY-MM-DD, YYYY-MM or YYYY"


def test_a_long_date_is_quoted_in_short() -> None:
    expected = f"'{'9' * 60}…' is no date: expected YYYY-MM-DD, YYYY-MM or YYYY"
    assert unresolved(since="9" * 100_000) == expected


def test_filters_are_resolved_to_whole_names_and_days() -> None:
    given = Filters(("putin", "Novak", "Vladimir PUTIN"), "2018-02", "2018-02", " Sochi ", ("a", "b"))
    assert resolve(given, NAMES) == Filters(
        ("Vladimir Putin", "Alexander Novak"), "2018-02-01", "2018-02-28", "Sochi", ("a", "b")
    )
    assert asked("Gas?").filters == Filters()
    assert resolve(Filters(place=" \n", since="", until=""), NAMES) == Filters()


def test_a_period_of_one_day_is_a_period() -> None:
    given = Filters(since="2018-09-12", until="2018-09-12")
    assert resolve(given, NAMES) == given


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    assert unresolved(since="2018-10", until="2018-09") == (
        "the period ends before it begins: from 2018-10-01 to 2018-09-30"
    )


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("Vladimir Putin", "Vladimir Putin"),
        ("  PUTIN ", "Vladimir Putin"),
        ("Putin Vladimir", "Vladimir Putin"),
        ("vladimir\xa0putin", "Vladimir Putin"),
        ("Lukashenko", "Alexander Lukashenko"),
        ("Erdogan", "Recep Tayyip Erdoğan"),
        ("Recep Erdoğan", "Recep Tayyip Erdoğan"),
    ],
)
def test_a_part_that_only_one_person_has_is_enough(given: str, meant: str) -> None:
    assert speaker(given, NAMES) == meant


def test_a_whole_name_is_not_ambiguous_because_longer_ones_contain_it() -> None:
    assert speaker("Ivan", ("Ivan Petrov", "Ivan", "Ivan Sidorov")) == "Ivan"


@pytest.mark.parametrize("given", ["the Boss", "BOSS", "a boss"])
def test_an_alias_names_its_person(given: str) -> None:
    assert (
        speaker(given, NAMES, {"The Boss": "Vladimir Putin", "Lukashenko": "Vladimir Putin"})
        == "Vladimir Putin"
    )


def test_a_whole_name_goes_before_an_alias() -> None:
    assert speaker("Alexei Kudrin", NAMES, {"Alexei Kudrin": "Vladimir Putin"}) == "Alexei Kudrin"


def test_an_ambiguous_name_is_refused_with_the_names() -> None:
    assert unresolved(speakers=("alexander",)) == (
        "2 speakers are called 'alexander': Alexander Lukashenko, Alexander Novak; give the whole name"
    )


def test_many_namesakes_are_not_all_listed() -> None:
    with pytest.raises(QuestionError) as error:
        speaker("Ivan", [f"Ivan {name}" for name in "ABCDEFG"])
    assert str(error.value) == (
        "7 speakers are called 'Ivan': Ivan A, Ivan B, Ivan C, Ivan D, Ivan E and 2 more; give the whole name"
    )


@pytest.mark.parametrize(
    ("given", "nearest"),
    [
        ("Luckashenko", "Alexander Lukashenko"),
        ("Vladimir Puttin", "Vladimir Putin"),
        ("Kudrn", "Alexei Kudrin"),
    ],
)
def test_a_misspelt_name_is_refused_with_the_nearest_first(given: str, nearest: str) -> None:
    message = unresolved(speakers=(given,))
    beginning = f"nobody called {given!r} speaks in these transcripts; the nearest names are {nearest}"
    assert message == beginning or message.startswith(f"{beginning}, ")


def test_a_name_that_resembles_nobody_is_refused_without_a_hint() -> None:
    assert unresolved(speakers=("Xi",)) == "nobody called 'Xi' speaks in these transcripts"
    with pytest.raises(QuestionError) as error:
        speaker("Putin", ())
    assert str(error.value) == "nobody called 'Putin' speaks in these transcripts"


@pytest.mark.parametrize("given", ["", "  ", "\xa0"])
def test_an_empty_name_is_refused(given: str) -> None:
    assert unresolved(speakers=(given,)) == "the speaker's name is empty: give a name, or leave it out"


@pytest.mark.parametrize(
    "given", ["x" * 100_000, "Vladimir Puttin " * 6000, "a\0b" * 500, "alexander " * 9000]
)
def test_an_endless_name_is_quoted_in_short(given: str) -> None:
    # compared as a whole with the names of a corpus, it would take minutes
    assert repr(f"{given[:60]}…") in unresolved(speakers=(given,))


TAGS = ("Ports", "Sea ports", "Trade", "trade", "Berg Anna", "Education")


@pytest.mark.parametrize(
    ("given", "meant"),
    [("ports", "Ports"), ("SEA", "Sea ports"), ("trade", "trade"), ("anna  berg", "Berg Anna")],
)
def test_a_tag_is_meant_by_its_words(given: str, meant: str) -> None:
    assert tag(given, TAGS, "topics") == meant


@pytest.mark.parametrize(
    ("given", "tags", "expected"),
    [
        (
            "schools", TAGS, "no transcript is tagged with the topic 'schools';"
            " there are Ports, Sea ports, Trade, trade, Berg Anna and 1 more",
        ),
        ("edukation", TAGS, "no transcript is tagged with the topic 'edukation'; there are Education"),
        ("TRADE", TAGS, "2 topics are called 'TRADE': Trade, trade; give the whole topic"),
        (" ", TAGS, "the topic is empty: give one, or leave it out"),
        ("ports", (), "these transcripts have no topics: only web pages that name theirs have"),
        (
            "x" * 5000, ("y" * 5000,),
            f"no transcript is tagged with the topic '{'x' * 60}…'; there are {'y' * 60}…",
        ),
    ],
)  # fmt: skip
def test_a_tag_that_is_not_there_is_a_mistake_that_names_what_is(
    given: str, tags: tuple[str, ...], expected: str
) -> None:
    with pytest.raises(QuestionError) as error:
        tag(given, tags, "topics")
    assert str(error.value) == expected


def test_topics_and_persons_are_looked_for_among_their_own() -> None:
    there = {"topics": ("Ports", "Trade"), "persons": ("Berg Anna", "Reyes Tom")}
    asked = Filters((NAMES[0],), topics=("trade", "Trade", "ports"), persons=("berg",))
    assert with_tags(asked, there.__getitem__) == Filters(
        (NAMES[0],), topics=("Trade", "Ports"), persons=("Berg Anna",)
    )
    with pytest.raises(QuestionError, match="tagged with the person 'ports'; there are Berg Anna, Reyes Tom"):
        with_tags(Filters(persons=("ports",)), there.__getitem__)
