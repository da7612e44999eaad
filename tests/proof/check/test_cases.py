"""Quotes that leave out what turns them: by an ellipsis, by a bracket, by where they are cut."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.archive import Archive
from rag.index.builder import build_index
from rag.output.contract import check_json
from rag.output.proof_messages import flags_in_words, verdict_in_words
from tests.builders import TopicEncoder
from tests.corpora import scratch

CASES = Path(__file__).with_name("cases")


@pytest.fixture(scope="module")
def archive() -> Iterator[Archive]:
    with scratch() as folder:
        build_index(CASES, folder / "index", TopicEncoder())
        opened = Archive.open(folder / "index", TopicEncoder())
        yield opened
        opened.close()


@pytest.mark.parametrize(
    ("claim", "left_out"),
    [
        (
            "the tenants are to blame ... we should raise the rent",
            ("It would be wrong to say that", "Nobody in this room believes"),
        ),
        ("the tenants are to blame for the fire.", ("It would be wrong to say that",)),
        ("we should raise the rent", ("Nobody in this room believes",)),
        ("admit that the contract was signed under pressure", ("refuse to",)),
        ("the ministry paid for the roof", ("hardly true",)),
        ("we will burn the house down", ("If",)),
        ("I stole the money from the fund", ("He claimed",)),
        ("the mayor took the silver spoons", ("deny that",)),
        ("the ferry is safe", ("lying", "if")),
        ("The bakers will open the mill. … The bakers will close the oven.", ("is a lie",)),
        ("We ... sell the customs house.", ("might",)),
        ("the orchestra had been paid", ("pretended that",)),
    ],
)
def test_exact_words_that_leave_out_what_turns_them(
    archive: Archive, claim: str, left_out: tuple[str, ...]
) -> None:
    result = archive.check(claim)
    match = result.matches[0]
    assert (result.verdict, match.reversals) == ("exact", left_out)
    assert all(f"“{words}”" in verdict_in_words(result) for words in left_out)
    told = flags_in_words(match.hit, match.flags)
    assert all(words in told for words in left_out)
    form = check_json(result)["matches"][0]
    assert form["cut"]["reversals"] == left_out
    assert {flag["words"] for flag in form["flags"]} >= set(left_out)


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("I ... admit that the contract was signed under pressure", "refuse to"),
        ("the owner is ... allowed to end this contract", "not"),
        ("The guild has ... paying the lamplighters", "stopped"),
        ("We … repair the northern lighthouse", "failed to"),
        ("It is … allowed to fish here", "not"),
        ("We will support the harbour treaty this year", "[not]"),
        ("The committee will pay the second instalment of the loan", "and must not"),
        ("I have met the owner of that boat", "[never]"),
        ("We are going to cut the pensions of the miners", "not"),
        ("They could explain the loss", "none of them"),
        ("He is able to lift the anchor", "[un]able"),
        ("and he can swim", "can[not]"),
    ],
)
def test_what_is_taken_from_the_words_beside_it_is_a_change(archive: Archive, claim: str, said: str) -> None:
    result = archive.check(claim)
    assert (result.verdict, result.kinds) == ("altered", ("negation",))
    assert said.strip("[]") in [change.said.strip("[]") for change in result.matches[0].changes]


@pytest.mark.parametrize(
    ("claim", "bracket"),
    [
        ("We will not support the harbour treaty this year", "[not]"),
        ("I have never met the owner of that boat", "[never]"),
        ("We are not going to cut the pensions of the miners", "(not)"),
        ("They the Americans promised us in writing", "[the Americans]"),
        ("He is unable to lift the anchor", "[un]"),
        ("he cannot swim", "[not]"),
    ],
)
def test_words_in_brackets_are_exact_and_the_brackets_are_told(
    archive: Archive, claim: str, bracket: str
) -> None:
    result = archive.check(claim)
    match = result.matches[0]
    assert result.verdict == "exact"
    assert f"in brackets in the source (“{bracket}”)" in flags_in_words(match.hit, match.flags)


@pytest.mark.parametrize(
    "claim",
    [
        "the old one lifts more, while the new one is quieter",
        "The ships will leave port on Friday.",
        "They promised us in writing that it would not grow.",
        "the interval was wide and the result was significant",
        "We will [not] support the harbour treaty this year.",
        "We sent the letter to the port.",
        "We are ready.",
        "the load of the bridge is ≤ 40 tonnes",
        "the load of the bridge is <= 40 tonnes",
        "It was -12 degrees in the harbour",
        "A \u003d\u0338 B",
    ],
)
def test_what_may_be_left_out_or_printed_otherwise(archive: Archive, claim: str) -> None:
    result = archive.check(claim)
    assert (result.verdict, result.matches[0].reversals) == ("exact", ())
    assert "bracketed" not in {flag.kind for flag in result.matches[0].flags}


def test_an_ellipsis_over_whole_sentences_that_turn_nothing(archive: Archive) -> None:
    result = archive.check("The alpha clause is about rent ... the keys of the cellar")
    assert (result.verdict, result.matches[0].reversals) == ("exact", ())
    assert result.matches[0].cut.omitted == (
        "and the deposit of the tenant.\n\nWe spoke of harbours, of cranes and of the long winter in the "
        "north.\n\nThe beta clause is about repairs and",
    )


def test_flags_of_both_parts_stay_with_an_ellipsis(archive: Archive) -> None:
    alone = archive.check("we should raise the rent").matches[0].flags
    both = archive.check("the tenants are to blame ... we should raise the rent").matches[0].flags
    assert {flag.kind for flag in alone} == {"reported", "denial"}
    assert set(alone) <= set(both)


@pytest.mark.parametrize(
    "claim",
    [
        "the load of the bridge is ≥ 40 tonnes",
        "the load of the bridge is < 40 tonnes",
        "the load of the bridge is 40 tonnes",
        "The result held with p > 0.05",
        "an error of +3 percent",
        "an error of 3 percent",
        "It was 12 degrees in the harbour",
        "and 3 4 of the cranes stood still",
        "The old gauge shows A = B.",
        "The old gauge shows A B.",
    ],
)
def test_signs_and_their_contraries_differ(archive: Archive, claim: str) -> None:
    result = archive.check(claim)
    assert (result.verdict, result.kinds) == ("altered", ("number",))
