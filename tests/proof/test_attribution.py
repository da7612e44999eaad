"""Who said the words, and how certain that is: by the place of the words in their turn."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.archive import Archive
from rag.index.catalogue import Catalogue
from rag.output.contract import check_json
from rag.output.proof_messages import verdict_in_words, verification_in_words
from rag.proof.attribution import attribution_in_words, named_in, who_in_words
from rag.proof.cite.annotation import Parser, record_of
from rag.proof.cite.citation import citation_of
from rag.proof.cite.styles import STYLES, cite
from rag.proof.verification import Verification
from rag.records import Doubt, Utterance
from tests.corpora import PUTIN

TURN = Utterance(
    number=0,
    label="President of Russia Vladimir Putin",
    speaker=PUTIN,
    role="President of Russia",
    parenthetical=None,
    attribution="printed",
    text="Gas rose.\n\nUS Secretary: Grain fell.",
    start=100,
    end=137,
    lines=(3, 5),
    doubts=(Doubt(5, "US Secretary:", "looks like a label", 111),),
)
OPEN = "Who said these words is not certain: line 5, “US Secretary:” (looks like a label)."


def test_words_before_the_doubtful_line_are_certain_and_those_after_it_are_not() -> None:
    assert (named_in(TURN, 109), named_in(TURN, 137)) == (PUTIN, None)
    assert who_in_words(TURN, 109) == "Vladimir Putin, President of Russia"
    assert who_in_words(TURN) == (
        "Speaker not certain (printed label: “President of Russia Vladimir Putin” at the head of the turn)"
    )
    assert attribution_in_words(TURN, 109) == "Printed label: “President of Russia Vladimir Putin”."
    assert attribution_in_words(TURN) == OPEN


@pytest.mark.parametrize(
    ("change", "who", "attribution"),
    [
        ({"label": PUTIN}, "Vladimir Putin, President of Russia", ""),
        (
            {"attribution": "carried"},
            "Vladimir Putin, President of Russia",
            "No label is printed here, after a cut in the transcript: the last speaker before it is assumed.",
        ),
        (
            {"attribution": "assigned", "label": "Speaker 1"},
            "Vladimir Putin, President of Russia",
            "Named by speakers.toml; the transcript prints “Speaker 1”.",
        ),
        (
            {"attribution": "assigned", "label": None},
            "Vladimir Putin, President of Russia",
            "Named by speakers.toml; the transcript prints no label.",
        ),
        (
            {"attribution": "carried", "label": "Speaker 1"},
            "Vladimir Putin, President of Russia",
            "No label is printed here, after a cut in the transcript: the last speaker before it is assumed. "
            "Named by speakers.toml; the transcript prints “Speaker 1”.",
        ),
        (
            {"speaker": None, "label": "Question"},
            "Speaker not named in the transcript (printed label: “Question”)",
            "",
        ),
        (
            {"speaker": None, "label": None, "attribution": "unknown"},
            "Speaker not named in the transcript (no label is printed)",
            "",
        ),
    ],
)
def test_every_attribution_has_its_words(change: dict[str, str | None], who: str, attribution: str) -> None:
    turn = replace(TURN, doubts=(), **change)
    assert (who_in_words(turn), attribution_in_words(turn)) == (who, attribution)


def with_doubt(utterance: Utterance) -> Utterance:
    """The turn, with a doubtful line right before "The gas will flow" where Vladimir Putin says it."""
    at = utterance.text.find("The gas will flow")
    if at < 0 or utterance.speaker != PUTIN:
        return utterance
    return replace(utterance, doubts=(Doubt(9, "The Minister:", "looks like a label", utterance.start + at),))


@pytest.fixture
def doubted(quoted_archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """The corpus of alleged quotes, with that line."""
    read = Catalogue.utterances

    def utterances(self: Catalogue, name: str, first: int, last: int) -> tuple[Utterance, ...]:
        return tuple(map(with_doubt, read(self, name, first, last)))

    monkeypatch.setattr(Catalogue, "utterances", utterances)
    return quoted_archive


MAY_NAME = "Who said these words is not certain: line 9, “The Minister:” (looks like a label)."


@pytest.mark.parametrize(
    ("claim", "speaker", "verdict", "words"),
    [
        ("But Russia will not retaliate.", PUTIN, "exact", "Exact: Vladimir Putin said these words."),
        (
            "I know that it is cheap. It’s our gas.",
            "Vladimir Putin",
            "exact",
            f"Exact: these words were said. {MAY_NAME}",
        ),
        (
            "The gas will flow from December 20, 2019.",
            "Lukashenko",
            "other_speaker",
            "Somebody else's words: not Alexander Lukashenko, but Anna Ivanova said them.",
        ),
        (
            "fifteen other ports. The gas will flow",
            "Lukashenko",
            "other_speaker",
            f"Not shown that Alexander Lukashenko said these words. {MAY_NAME}",
        ),
        (
            "fifteen other ports. The gas will slow",
            "Lukashenko",
            "altered",
            f"Altered: the wording; what was said reads otherwise. {MAY_NAME}",
        ),
        ("The gas will flow", None, "exact", "Exact: these words were said."),
    ],
)
def test_a_check_names_nobody_where_it_is_not_certain_who_spoke(
    doubted: Archive, claim: str, speaker: str | None, verdict: str, words: str
) -> None:
    result = doubted.check(claim, speaker)
    assert (result.verdict, verdict_in_words(result)) == (verdict, words)
    form = check_json(result)["matches"][0]
    is_doubtful = "line 9" in words
    assert form["attribution"] == ("doubtful" if is_doubtful else "printed")
    told = {"line": 9, "text": "The Minister:", "reason": "looks like a label"}
    assert form["doubt"] == (told if is_doubtful else None)


def test_every_citation_says_it_in_words(doubted: Archive) -> None:
    hit = doubted.check("I know that it is cheap", PUTIN).matches[0].hit
    citation = citation_of(hit)
    assert (citation.speaker, hit.attribution) == (None, "doubtful")
    assert citation.who == (
        "Speaker not certain (printed label: “President of Russia Vladimir Putin” at the head of the turn)"
    )
    for style in STYLES:
        written = cite(hit, style).replace("\\", "")
        assert "Who said these words is not certain: line 9" in written
        assert not any(field in written for field in ("author", "AU  -"))
    record = record_of(hit, Parser("1", "2"))
    assert record["citation"]["attribution"] == "doubtful"
    assert record["citation"]["doubt"] == {"line": 9, "text": "The Minister:"}


def test_no_clean_hundred_over_a_corpus_with_doubts() -> None:
    found = Verification(2, 30_000, 30_000, (), {"carried": 1, "doubtful": 1})
    assert list(verification_in_words(found)) == [
        "30,000 of 30,000 passages proven verbatim, 2 transcripts re-read",
        "who said them is certain for 99.99%; 1 carried and 1 doubtful",
    ]
    clean = Verification(2, 3, 3, ())
    assert list(verification_in_words(clean)) == [
        "3 of 3 passages proven verbatim (100.00%), 2 transcripts re-read"
    ]
