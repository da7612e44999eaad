"""Questions to begin with: made of titles and names that are there, and kept only where they are answered."""

from __future__ import annotations

from dataclasses import replace

import pytest
from page_examples import transcripts
from page_markup import answer, hit

from rag.page.start import TRIED, WANTED, Candidate, answered, candidates, topic
from rag.records import Answer, Passage, Transcript


@pytest.mark.parametrize(
    ("title", "about"),
    [
        ("Meeting on economic matters", "economic matters"),
        ("State Council Presidium meeting on developing the regions", "developing the regions"),
        ("Press conference on Russian-Hungarian talks", "Russian-Hungarian talks"),
        ("Talks about grain, continued", None),
        ("Vladimir Putin addressed rally on Manezhnaya Square", None),
        ("Meeting with heads of news agencies", None),
        ("Meeting on one two three four five six seven eight", None),
        ("Meeting on", None),
        ("", None),
        (None, None),
    ],
)
def test_a_topic_is_what_a_title_says_it_is(title: str | None, about: str | None) -> None:
    assert topic(title) == about


def about(name: str, *speakers: str | None) -> Transcript:
    said = transcripts()[0].utterances[0]
    turns = tuple(replace(said, number=n, speaker=speaker) for n, speaker in enumerate(speakers))
    return replace(transcripts()[0], id=name, title=f"Meeting on {name}", utterances=turns)


def test_others_speak_each_time_as_far_as_there_are_others() -> None:
    held = (
        about("ports", "Ann", "Ann", "Ben", None),
        about("grain", "Ann", "Ann", "Ben"),
        about("sea", "Ann"),
    )
    assert [(each.speaker, each.question) for each in candidates((*held, about("nobody", None)))] == [
        ("Ann", "What did Ann say about ports?"),
        ("Ben", "What did Ben say about ports?"),
        ("Ben", "What did Ben say about grain?"),
        ("Ann", "What did Ann say about grain?"),
        ("Ann", "What did Ann say about sea?"),
    ]


def found(transcript: str, speaker: str, is_answered: bool = True) -> Answer:
    best = hit("Yes.")
    passage: Passage = replace(best.passage, transcript=transcript)
    utterance = replace(best.utterance, speaker=speaker)
    return answer(replace(best, passage=passage, utterance=utterance), answered=is_answered)


def test_only_what_is_answered_by_the_right_person_there_is_kept() -> None:
    known = {
        "good": found("1", "Ann"), "again": found("1", "Ben"), "unanswered": found("2", "Ann", False),
        "elsewhere": found("9", "Ann"), "another": found("4", "Ben"), "nothing": answer(),
    }  # fmt: skip
    tried = [
        Candidate("good", "Ann", "1"), Candidate("again", "Ben", "1"), Candidate("unanswered", "Ann", "2"),
        Candidate("elsewhere", "Ann", "3"), Candidate("another", "Ann", "4"),
        Candidate("nothing", "Ann", "5"),
    ]  # fmt: skip
    assert answered(tried, known.__getitem__) == ("good",)


@pytest.mark.parametrize(("is_good", "count"), [(True, WANTED), (False, TRIED)])
def test_no_more_is_asked_than_needed(is_good: bool, count: int) -> None:
    asked: list[str] = []

    def ask(question: str) -> Answer:
        asked.append(question)
        return found(question if is_good else "?", "Ann")

    answered((Candidate(f"{n}", "Ann", f"{n}") for n in range(99)), ask)
    assert len(asked) == count
