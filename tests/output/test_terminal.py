"""What a person sees: every card by value, nothing that steers the terminal, nothing left unsaid."""

from __future__ import annotations

import dataclasses

import pytest

from rag.index.builder import Outcome
from rag.output.stdio import plain
from rag.output.terminal import show_answer, show_build, show_transcript, show_verification
from rag.output.terminal_sources import show_coverage
from rag.proof.verification import Failure, Verification
from rag.records import (
    Answer,
    Coverage,
    Filters,
    Grade,
    Hit,
    Narration,
    Searched,
    SpeakerCount,
    Transcript,
    Understood,
    Unmet,
    Utterance,
)
from rag.search.confidence import SHIPPED_FOR
from tests.builders import hit_in, transcript
from tests.index.examples import WRITTEN

TEXT = "Ports first.\N{NO-BREAK SPACE}Then [bold]grain[/bold] – :ship: «море».\nSecond line."
SAID = Utterance(
    4, "President of Russia Vladimir Putin", "Vladimir Putin", "President of Russia", None, "printed",
    TEXT, 90, 90 + len(TEXT), (30, 31),
)  # fmt: skip
HIT = hit_in(
    SAID, transcript="talks", score=0.71, title="Talks on [red]ports", date="2018-09-12", place="Sochi",
    url="https://example.org/1", source="2018/talks.txt", highlight=(0, 12), by_words=2,
)  # fmt: skip
SEARCHED = Searched(194, 6840, "2018-01-09", "2018-12-31", 3, gaps=("2018-03",))
EVIL = "\x1b[2J\x1b]0;title\x07\x9b31m\x00\x08\rA"
HARMLESS = plain(EVIL)
Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables that need not be wrapped."""
    monkeypatch.setenv("COLUMNS", "160")


def answer(*hits: Hit, grade: Grade = "answers") -> Answer:
    return Answer("Ports?", Filters(), Understood(), grade, 0.9, SEARCHED, hits)


def shown(capsys: Captured) -> list[str]:
    """The lines on standard output; nothing may be on standard error."""
    out, err = capsys.readouterr()
    assert err == ""
    return [text.rstrip(" ") for text in out.split("\n")]


def test_a_card(capsys: Captured) -> None:
    show_answer(answer(HIT))
    assert shown(capsys) == [
        "Searched 194 transcripts, 6,840 passages, 9 January 2018 to 31 December 2018. "
        "The filters left out 3 of the best passages.",
        "",
        " 1  Vladimir Putin, President of Russia",
        "    12 September 2018 · Sochi · Talks on [red]ports",
        "    2018/talks.txt:30–31 · utterance 4 · https://example.org/1",
        *TEXT.split("\n"),
        "",
    ]


def test_what_keeps_a_sentence_from_being_quoted_as_it_stands_is_said(capsys: Captured) -> None:
    said = "They say that we refuse."
    utterance = dataclasses.replace(HIT.utterance, text=said, start=0, end=len(said))
    passage = dataclasses.replace(HIT.passage, start=0, end=len(said), text=said)
    show_answer(answer(dataclasses.replace(HIT, utterance=utterance, passage=passage, highlight=None)))
    assert shown(capsys)[-3:] == [
        said,
        "Mind: the sentence gives what others say or think (“They say”).",
        "",
    ]


@pytest.mark.parametrize(
    ("changes", "head"),
    [
        ({"speaker": None, "label": "Question", "role": None}, "no name given (printed: Question)"),
        ({"speaker": None, "label": None, "role": None}, "no speaker given"),
        ({"role": None, "parenthetical": "retranslated"}, "Vladimir Putin (retranslated)"),
        ({"attribution": "carried"}, "Vladimir Putin, President of Russia — label carried over a cut"),
        ({"speaker": None, "label": EVIL}, f"no name given (printed: {HARMLESS})"),
    ],
)
def test_who_speaks_as_far_as_the_transcript_says(
    capsys: Captured, changes: dict[str, str | None], head: str
) -> None:
    said = dataclasses.replace(SAID, **changes)  # type: ignore[arg-type]
    show_answer(answer(dataclasses.replace(HIT, utterance=said)))
    assert shown(capsys)[2] == f" 1  {head}"


def test_a_card_of_a_transcript_that_says_little(capsys: Captured) -> None:
    bare = dataclasses.replace(HIT, title=None, date=None, place=None, url=None, highlight=None, rank=12)
    bare = dataclasses.replace(bare, passage=dataclasses.replace(HIT.passage, lines=(7, 7)))
    show_answer(answer(bare))
    assert shown(capsys)[2:5] == [
        "12  Vladimir Putin, President of Russia",
        "",
        "    2018/talks.txt:7 · utterance 4",
    ]


def test_what_is_not_about_the_question_is_shown_below_words_that_say_so(capsys: Captured) -> None:
    show_answer(answer(HIT, grade="nothing"))
    silent = shown(capsys)
    assert silent[0] == "Nothing was found that is about this. The nearest passages:"
    assert silent[1].startswith("Searched 194 transcripts")
    assert silent[1].endswith("Months without any transcript: March 2018.")
    assert silent[2] == "That is no proof: it may have been said where no transcript was searched."
    assert silent[3:5] == ["", " 1  Vladimir Putin, President of Russia"]
    show_answer(answer(grade="nothing"))
    assert shown(capsys)[0] == "Nothing was found."


def test_the_nearest_passages_stand_below_what_they_lack(capsys: Captured) -> None:
    near = dataclasses.replace(answer(HIT, grade="near"), unmet=(Unmet("hand back", 0, 9),))
    show_answer(near)
    assert shown(capsys)[:2] == [
        "These passages come nearest; whether they answer is not certain.",
        "None of them covers “hand back”.",
    ]


def evil_transcript() -> Transcript:
    said = dataclasses.replace(SAID, label=EVIL, speaker=EVIL, role=EVIL, parenthetical=EVIL, text=EVIL)
    return dataclasses.replace(
        transcript("evil"),
        id=EVIL,
        title=EVIL,
        place=EVIL,
        source=EVIL,
        utterances=(said,),
        narration=(Narration(EVIL, (1, 1)),),
        warnings=(EVIL,),
    )


def test_control_characters_never_reach_the_terminal(capsys: Captured) -> None:
    evil = evil_transcript()
    hit = dataclasses.replace(
        HIT,
        passage=dataclasses.replace(HIT.passage, text=EVIL),
        utterance=evil.utterances[0],
        title=EVIL,
        place=EVIL,
        url=EVIL,
        source=EVIL,
    )
    show_answer(answer(hit))
    show_transcript(evil)
    show_transcript(dataclasses.replace(evil, title=None))
    skipped = dataclasses.replace(WRITTEN, skipped=((EVIL, EVIL),))
    show_build(Outcome(skipped, fresh=True))
    coverage = Coverage(1, 1, 1, None, None, (SpeakerCount(EVIL, (EVIL,), 1),), {})
    show_coverage(coverage, {"created": EVIL, "model": {"name": EVIL, "sha256": SHIPPED_FOR}})
    show_verification(Verification(1, 1, 0, (Failure(EVIL, EVIL, EVIL),)))
    out, err = capsys.readouterr()
    assert (plain(out), err) == (out, "")
    assert out.count(HARMLESS) > 10


def test_how_a_file_is_read(capsys: Captured) -> None:
    read = transcript("talks", ("Vladimir Putin", "We ship grain\nthrough the ports."), (None, "And gas?"))
    first = dataclasses.replace(read.utterances[0], role="President of Russia")
    carried = dataclasses.replace(first, number=2, attribution="carried", lines=(9, 9), text="Yes.")
    read = dataclasses.replace(
        read,
        utterances=(first, read.utterances[1], carried),
        narration=(Narration("A summary\nof it.", (3, 4)),),
        warnings=("line 9: no label after the cut",),
    )
    show_transcript(read)
    found = shown(capsys)
    assert found[:3] == [
        "A meeting",
        "talks.txt · read as site text · 11 April 2024 · Moscow · 3 utterances, 1 pieces of narration",
        "Vladimir Putin: President of Russia",
    ]
    assert found[3].split() == ["no", "lines", "speaker", "begins"]
    assert " ".join(found[4].split()) == "0 1–2 Vladimir Putin We ship grain through the ports."
    assert " ".join(found[5].split()) == "1 4 no name given (printed: Question) And gas?"
    assert " ".join(found[6].split()) == "2 9 Vladimir Putin — label carried over a cut Yes."
    assert found[7:] == [
        "narration, line 3: A summary of it.",
        "look at this: line 9: no label after the cut",
        "",
        "",
    ]


def test_what_is_not_known_of_a_file_is_said(capsys: Captured) -> None:
    show_transcript(transcript("talks", title=None, date=None, place=None))
    assert shown(capsys)[:2] == [
        "talks",
        "talks.txt · read as site text · no date · no place · 0 utterances, 0 pieces of narration",
    ]


def test_a_build(capsys: Captured) -> None:
    show_build(Outcome(WRITTEN, fresh=True))
    fresh = [" ".join(text.split()) for text in shown(capsys)]
    assert fresh == [
        "transcripts 4",
        "utterances 9",
        "speakers 3",
        "passages 9",
        "tokens 40",
        "vectors reused 2",
        "seconds 0.5",
        "skipped пусто.txt: the file is empty; expected a transcript",
        "",
    ]
    show_build(Outcome(WRITTEN, fresh=False))
    same = [" ".join(text.split()) for text in shown(capsys)]
    assert same == ["The index is up to date: nothing in the corpus has changed.", *fresh[:5], *fresh[7:]]


@pytest.mark.parametrize(
    ("months", "gaps"),
    [
        ({"2023-11": 1, "2023-12": 0, "2024-01": 0, "2024-02": 2, "2024-03": 0, "2024-04": 1},
         "December 2023 to January 2024, March 2024"),
        ({"2024-04": 1, "2024-05": 1}, "none"),
        ({}, "none"),
    ],
)  # fmt: skip
def test_what_is_indexed(capsys: Captured, months: dict[str, int], gaps: str) -> None:
    people = (
        SpeakerCount("Vladimir Putin", ("President", "Chair"), 1200),
        SpeakerCount("Anna Ivanova", (), 1),
    )
    coverage = Coverage(4, 1201, 90, "2023-11-01", "2024-04-11", people, months)
    model = {"name": "dir/[/red]", "sha256": SHIPPED_FOR}
    show_coverage(coverage, {"created": "2024-04-11T12:00:00+00:00", "model": model})
    assert [" ".join(text.split()) for text in shown(capsys)] == [
        "transcripts 4",
        "utterances 1,201",
        "passages 90",
        "from 1 November 2023",
        "to 11 April 2024",
        "built 2024-04-11T12:00:00+00:00 by dir/[/red]",
        f"months without any {gaps}",
        "utterances speaker roles, as printed or in speakers.toml",
        "1,200 Vladimir Putin President; Chair",
        "1 Anna Ivanova",
        "",
    ]


def test_a_model_that_the_confidence_was_not_fitted_for(capsys: Captured) -> None:
    coverage = Coverage(0, 0, 0, None, None, (), {})
    show_coverage(coverage, {"created": "today", "model": {"name": "other", "sha256": "1" * 64}})
    told = " ".join(" ".join(shown(capsys)).split())
    assert "confidence not calibrated for this model" in told
    assert "rag eval QUESTIONS --calibrate" in told


def test_what_was_proven(capsys: Captured) -> None:
    show_verification(Verification(2, 2000, 1999, (Failure("a [b]", "a.txt", "the source file is gone"),)))
    assert shown(capsys) == [
        "a.txt: a [b]: the source file is gone",
        "1,999 of 2,000 passages proven verbatim (99.95%), 2 transcripts re-read",
        "",
    ]
