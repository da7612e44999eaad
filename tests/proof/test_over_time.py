"""What was said again is found, marked word by word, and never taken for another person's or the contrary."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag.archive import Archive
from rag.index.builder import build_index
from rag.output.contract import answer_json, check_json
from rag.output.over_time_messages import again_in_words, by_others_in_words, span_in_words, times_in_words
from rag.proof.over_time import Statement
from rag.records import Request
from tests.builders import TopicEncoder
from tests.corpora import IVANOVA, LUKASHENKO, PUTIN, lines, scratch

SAID = "We shipped twelve million tonnes of grain through the northern ports last year."
DAYS = (
    ("first", "2023-03-01", PUTIN, SAID.replace("twelve", "nine")),
    ("second", "2023-06-01", LUKASHENKO, SAID),
    ("third", "2024-02-01", PUTIN, f"Thank you. {SAID} Thank you."),
    ("fourth", "2024-04-01", PUTIN, SAID.replace("We shipped", "We never shipped")),
    ("fifth", "2024-05-01", PUTIN, SAID.replace("the northern", "our northern")),
    ("sixth", None, PUTIN, SAID),
    *(
        (f"other-{number}", "2024-06-01", IVANOVA, f"School {number} needs a teacher. Thank you.")
        for number in range(12)
    ),
)
"""Words that most passages have weigh little: the others are there so that these tell something."""


@pytest.fixture(scope="module")
def over_time_archive() -> Iterator[Archive]:
    told = [
        {"id": name, "date": date, "place": "Sochi", "utterances": [{"speaker": who, "text": text}]}
        for name, date, who, text in DAYS
    ]
    with scratch() as folder:
        (folder / "corpus").mkdir()
        (folder / "corpus" / "days.jsonl").write_text(lines(*told), "utf-8")
        build_index(folder / "corpus", folder / "index", TopicEncoder())
        archive = Archive.open(folder / "index", TopicEncoder())
        yield archive
        archive.close()


def test_a_quote_over_time(over_time_archive: Archive) -> None:
    found = over_time_archive.check(SAID, PUTIN)
    spread = over_time_archive.over_time(found)
    assert [hit.passage.transcript for hit in spread.places] == ["first", "third", "fifth", "sixth"]
    assert (spread.first, spread.last, spread.transcripts, spread.undated) == (
        "2023-03-01",
        "2024-05-01",
        4,
        1,
    )
    assert times_in_words(spread) == (
        f"{PUTIN} said this 4 times, in 4 transcripts: first 1 March 2023, last 1 May 2024 "
        "(1 without a date)."
    )
    (statement,) = spread.statements
    assert again_in_words(statement) == "Said again on 3 other days"
    assert by_others_in_words(statement) == f"Nearly the same words by {LUKASHENKO}"
    assert [match.hit.passage.transcript for match in statement.by_others] == ["second"]


def test_the_diff_of_a_repeat_leads_from_its_own_words(over_time_archive: Archive) -> None:
    (statement,) = over_time_archive.over_time(over_time_archive.check(SAID, PUTIN)).statements
    first = statement.again[0]
    assert first.said == SAID.replace("twelve", "nine")
    assert [(e.operation, e.text.strip()) for e in first.diff if e.operation != "equal"] == [
        ("delete", "nine million"),
        ("insert", "twelve million"),
    ]
    assert "".join(edit.text for edit in first.diff if edit.operation != "insert") == first.said


def test_an_answer_gathers_its_repeats_under_the_best_passage(over_time_archive: Archive) -> None:
    answer = over_time_archive.ask(Request("How much grain was shipped through the ports?"))
    spread = over_time_archive.over_time(answer)
    told = {each.hit.passage.transcript: each for each in spread.statements}
    own = [each for each in told.values() if each.hit.utterance.speaker == PUTIN and each.again]
    assert len(own) == 1
    assert {own[0].hit.passage.transcript, *(m.hit.passage.transcript for m in own[0].again)} == {
        "first", "third", "fifth", "sixth",
    }  # fmt: skip
    # Another's words are a statement of their own.
    assert not told["second"].again
    gathered = [hit for hit in answer.hits if spread.of(hit) is None]
    assert [hit.passage.transcript for hit in gathered] == ["fifth"]
    assert [hit for hit in answer.hits if spread.has_gathered(hit)] == gathered
    assert span_in_words(spread) == (
        "12 passages in 12 transcripts, repeats included: "
        "first 1 March 2023, last 1 June 2024 (1 without a date)."
    )


def test_the_contrary_is_no_repeat(over_time_archive: Archive) -> None:
    never = over_time_archive.check(SAID.replace("We shipped", "We never shipped"))
    (statement,) = over_time_archive.over_time(never).statements
    assert statement.hit.passage.transcript == "fourth"
    assert (statement.again, statement.by_others) == ((), ())


def test_a_turn_of_phrase_repeats_nothing(over_time_archive: Archive) -> None:
    spread = over_time_archive.over_time(over_time_archive.check("Thank you."))
    assert [each.again + each.by_others for each in spread.statements] == [()]
    assert times_in_words(spread) == f"{IVANOVA} said this 10 times, in 10 transcripts: 1 June 2024."


def test_what_nobody_said_has_no_time(over_time_archive: Archive) -> None:
    spread = over_time_archive.over_time(over_time_archive.check("Penguins sing at midnight in Antarctica."))
    assert (spread.places, spread.first, spread.last, times_in_words(spread)) == ((), None, None, "")


def test_json_has_it_only_where_it_is_asked_for(over_time_archive: Archive) -> None:
    found = over_time_archive.check(SAID, PUTIN)
    assert "over_time" not in check_json(found)
    form = check_json(found, over_time_archive.over_time(found))["over_time"]
    assert {name: form[name] for name in ("first", "last", "times", "transcripts", "undated")} == {  # type: ignore[literal-required]
        "first": "2023-03-01", "last": "2024-05-01", "times": 4, "transcripts": 4, "undated": 1,
    }  # fmt: skip
    (statement,) = form["statements"]
    assert (statement["rank"], statement["said"], statement["other_days"]) == (1, SAID, 3)
    assert [match["transcript"] for match in statement["again"]] == ["first", "third", "fifth"]
    assert [match["speaker"] for match in statement["by_others"]] == [LUKASHENKO]
    answer = over_time_archive.ask(Request("ports?"))
    assert "over_time" not in answer_json(answer)
    assert answer_json(answer, over_time_archive.over_time(answer))["over_time"]["times"] >= len(answer.hits)


def test_days_are_counted_once() -> None:
    from tests.page.markup import hit

    assert again_in_words(Statement(hit(), "x")) == by_others_in_words(Statement(hit(), "x")) == ""
