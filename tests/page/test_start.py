"""The start page: example questions that are answered, and what can be opened."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from markupsafe import Markup

from rag.archive import Archive
from rag.index.builder import build_index
from rag.page.links import State
from rag.page.start import (
    TRIED,
    WANTED,
    Candidate,
    answered,
    candidates,
    example_questions,
    examples_html,
    latest_transcripts,
    start_html,
    topic,
)
from rag.records import Answer, Passage, Transcript
from tests.builders import TopicEncoder
from tests.corpora import COUNCILS, IVANOVA, copied, lines
from tests.page.examples import WordArchive, transcripts
from tests.page.markup import HOSTILE, Page, answer, hit

HELD = transcripts()


def test_an_example_is_asked_by_a_click() -> None:
    page = Page(examples_html(("Who spoke of ports?",)))
    assert page.led() == {"Who spoke of ports?": State("Who spoke of ports?")}


def test_without_examples_nothing_is_promised() -> None:
    assert examples_html(()) == ""


def test_what_is_covered_stands_between_the_two() -> None:
    page = Page(start_html(Markup("<h2>Covered</h2>"), HELD))
    assert page.texts("section", "welcome")[0].startswith("Ask in plain words.")
    assert page.texts("h2") == ["Covered", "Open a transcript: the latest"]


def test_the_latest_transcripts_are_opened_by_a_click() -> None:
    undated = replace(HELD[0], id="undated", date=None)
    heads = latest_transcripts(WordArchive((undated, *HELD)).catalogue)
    assert [head.date for head in heads] == ["2024-04-11", "2023-04-05", None]
    page = Page(start_html(None, heads[:2]))
    assert page.links() == ["/transcripts/004_740d1cef05ee691b", "/transcripts/000_70b41862cd742c5a"]
    assert page.texts("small") == [
        "11 April 2024 · The Kremlin, Moscow", "5 April 2023 · The Kremlin, Moscow",
    ]  # fmt: skip


@pytest.mark.parametrize("bad", HOSTILE)
def test_hostile_titles_and_questions_stay_text(bad: str) -> None:
    head = replace(HELD[0], id=bad, title=bad, date=bad, place=bad)
    assert Page(examples_html((bad,))).led() == {bad: State(bad)}
    page = Page(start_html(None, (head,)))
    assert page.texts("small") == [f"{bad} · {bad}"]
    assert page.texts("section", "latest") == [f"Open a transcript: the latest{bad} {bad} · {bad}"]


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
    return answer(
        replace(best, passage=passage, utterance=utterance), grade="answers" if is_answered else "near"
    )


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


def test_examples_are_answerable_questions_of_the_corpus(built: Path, tmp_path: Path) -> None:
    corpus, index = copied(built, tmp_path)
    harbour = {"file": "harbour.txt", "line": 9, "grade": 2}
    asked = (
        {"qid": "1", "kind": "topic", "question": "Who ships grain?", "relevant": [harbour]},
        {
            "qid": "2",
            "kind": "fact",
            "question": "Why is there a school?",
            "relevant": [{"transcript": "council-1", "utterance": 0, "grade": 1}],
        },
        {"qid": "3", "kind": "a", "question": "And then?", "previous": "Who?", "relevant": [harbour]},
        {"qid": "4", "kind": "b", "question": "Elsewhere?", "relevant": [{**harbour, "file": "other.txt"}]},
        {
            "qid": "5",
            "kind": "c",
            "question": "Unknown?",
            "relevant": [{"transcript": "other", "utterance": 0, "grade": 2}],
        },
        {"qid": "6", "kind": "d", "question": "Unanswerable?", "relevant": []},
        {"qid": "7", "kind": "e", "question": "Unlabelled?"},
    )
    (corpus / "questions.jsonl").write_text(lines(*asked))
    archive = Archive.open(index, TopicEncoder())
    assert example_questions(archive) == ("Who ships grain?", "Why is there a school?")


@pytest.mark.slow
@pytest.mark.parametrize("content", [None, "{broken", json.dumps({"qid": "1", "question": "Unlabelled?"})])
def test_examples_are_else_of_topics_that_titles_name(
    built: Path, tmp_path: Path, content: str | None
) -> None:
    corpus, index = copied(built, tmp_path)
    if content is not None:
        (corpus / "questions.jsonl").write_text(content)
    archive = Archive.open(index, TopicEncoder())
    assert example_questions(archive) == ()
    asked = dict(COUNCILS[0], title="Council on ports: meeting on a school")
    (corpus / "councils.jsonl").write_text(lines(asked, COUNCILS[1]))
    build_index(corpus, index, TopicEncoder())
    archive = Archive.open(index, TopicEncoder())
    assert example_questions(archive) == (f"What did {IVANOVA} say about a school?",)
