"""Verdicts over a corpus known by heart: only what was said letter for letter is exact."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.archive import Archive
from rag.errors import QuestionError
from rag.proof.check.verdict import Check, Cut, Edit
from tests.corpora import IVANOVA, LONG, LUKASHENKO, PUTIN, PUTIN_SAYS


def places(result: Check) -> list[tuple[str, int, str]]:
    return [(m.hit.passage.transcript, m.hit.utterance.number, m.said) for m in result.matches]


def changed(result: Check) -> list[tuple[str, str, str]]:
    return [(change.kind, change.said, change.claimed) for change in result.matches[0].changes]


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("But Russia will not retaliate.", "But Russia will not retaliate."),
        ("“but Russia will not  retaliate”", "But Russia will not retaliate"),
        ("BUT RUSSIA WILL NOT RETALIATE", "But Russia will not retaliate"),
        ("not retaliate: for us Ukraine", "not retaliate. For us, Ukraine"),
        (
            "through Novorossiysk and 15 other ports",
            "through Novorossiysk (Applause.) and fifteen other ports",
        ),
        (
            "through Novorossiysk (Applause.) and fifteen other ports.",
            "through Novorossiysk (Applause.) and fifteen other ports.",
        ),
        (
            "But Russia will not … a brotherly people",
            "But Russia will not retaliate. For us, Ukraine and Ukrainians are a brotherly people",
        ),
        ("its our gas", "It’s our gas"),
        ("shipped 12,800,000 tonnes of grain", "shipped 12.8 million tonnes of grain"),
    ],
)
def test_very_words(archive: Archive, claim: str, said: str) -> None:
    result = archive.check(claim, PUTIN)
    assert (result.verdict, result.speaker, result.speaker_known, result.kinds) == ("exact", PUTIN, True, ())
    assert places(result) == [("talks", 0, said)]
    assert result.matches[0].hit.score == pytest.approx(1.0)


def test_a_claim_over_several_passages(archive: Archive) -> None:
    claim = LONG[LONG.index("the 147") : LONG.index(" ports", LONG.index("number 30"))]
    assert len(claim) > 600
    assert places(archive.check(claim)) == [("talks", 3, claim)]


def test_what_was_said_is_a_slice_of_its_source(archive: Archive, built: Path) -> None:
    for claim in ("Ukrainians are a brotherly people.", "Ukrainians are a sisterly people."):
        match = archive.check(claim).matches[0]
        source = (built / "corpus" / match.hit.source).read_text("utf-8")
        assert source[match.start : match.end] == match.said == "Ukrainians are a brotherly people."
        assert match.said in source.splitlines()[match.lines[0] - 1]
        change = next(iter(match.changes), None)
        assert change is None or source[change.start : change.end] == change.said == "brotherly"


def test_a_claim_over_two_paragraphs_stands_on_several_lines(archive: Archive) -> None:
    match = archive.check("Attack no one. No more of that.", IVANOVA).matches[0]
    assert match.said == "Attack no one.\n\nNo more of that."
    assert match.hit.utterance.text[match.start : match.end] == match.said


def test_where_a_sentence_is_cut(archive: Archive) -> None:
    cut = archive.check("Ukraine and Ukrainians are a brotherly").matches[0].cut
    assert cut == Cut("For us, ", " people.")
    assert not archive.check("Attack no one").matches[0].cut


@pytest.mark.parametrize(
    ("claim", "changes"),
    [
        ("But Russia will retaliate.", [("negation", "not", "")]),
        ("But Russia won’t retaliate.", [("word", "will not", "won’t")]),
        ("But Ukraine will not retaliate.", [("name", "Russia", "Ukraine")]),
        ("In 2010, we shipped 12.9 million tonnes of grain", [("number", "12.8 million", "12.9 million")]),
        ("In 2011, we shipped 12.8 million tonnes of grain", [("date", "2010", "2011")]),
        ("The gas will flow from December 21, 2019.", [("date", "20", "21")]),
        ("Ukraine and Ukrainians are a sisterly people.", [("word", "brotherly", "sisterly")]),
        ("For us, Ukraine and Ukrainians are people.", [("dropped", "a brotherly", "")]),
        ("Ukraine and Ukrainians are a truly brotherly people.", [("added", "", "truly")]),
        ("retaliate. For us, Ukraine and Ukrainians are a brotherly people.", [("negation", "not", "")]),
        ("But Russia will … retaliate.", [("negation", "not", "")]),
        ("It’s our gas. Attack", [("negation", "no one", "")]),
        ("million tonnes of grain through Novorossiysk", [("number", "12.8 million", "million")]),
    ],
)
def test_what_was_altered_is_named(archive: Archive, claim: str, changes: list[tuple[str, str, str]]) -> None:
    result = archive.check(claim, PUTIN)
    assert (result.verdict, changed(result)) == ("altered", changes)
    assert result.matches[0].hit.score < 1.0


def test_a_diff_holds_both_sides(archive: Archive) -> None:
    claim = "But Ukraine will surely retaliate. For us Ukrainians are a brotherly lot"
    match = archive.check(claim).matches[0]
    assert match.diff == (
        Edit("equal", "But "),
        Edit("delete", "Russia "),
        Edit("insert", "Ukraine "),
        Edit("equal", "will "),
        Edit("delete", "not "),
        Edit("insert", "surely "),
        Edit("equal", "retaliate. For us, "),
        Edit("delete", "Ukraine and "),
        Edit("equal", "Ukrainians are a brotherly "),
        Edit("delete", "people"),
        Edit("insert", "lot"),
    )
    assert "".join(edit.text for edit in match.diff if edit.operation != "insert") == match.said


def test_what_an_ellipsis_leaves_out_is_in_the_diff(archive: Archive) -> None:
    match = archive.check("For us, Ukraine … are a brotherly people").matches[0]
    assert match.changes == ()
    assert match.diff[1:3] == (Edit("delete", "and Ukrainians "), Edit("insert", "… "))


def test_an_ellipsis_of_the_source_is_no_licence(archive: Archive) -> None:
    assert archive.check("I know that it is cheap… It’s our gas").verdict == "exact"
    assert changed(archive.check("I know that it is cheap… Attack no one")) == [
        ("dropped", "It’s our gas", "")
    ]


def test_parts_in_another_order_are_altered(archive: Archive) -> None:
    claim = "Every school needs a teacher, and every teacher needs a school … in free gas"
    assert archive.check(claim).verdict == "altered"


SAID = "In 2010, we shipped 12.8 million tonnes of grain through Novorossiysk and fifteen other ports."


@pytest.mark.parametrize(
    "claim",
    [
        f"{SAID} I do not believe in free gas.",
        f"{SAID} {SAID}",
        f"{SAID} So we bought twelve elephants for our zoo, and whoever wants to may come and feed them with "
        "bananas on any Sunday morning, for nobody in this town has ever met larger or happier animals.",
    ],
)
def test_words_that_were_said_are_found_in_a_claim_of_which_most_was_not(
    archive: Archive, claim: str
) -> None:
    result = archive.check(claim)
    assert (result.verdict, result.matches[0].hit.utterance.speaker) == ("altered", PUTIN)
    assert SAID[:-1] in " ".join(result.matches[0].said.replace("(Applause.)", "").split())


def test_a_short_claim_of_common_words_is_found_where_one_was_put_in(archive: Archive) -> None:
    assert changed(archive.check("It is for us to be in it.")) == [("negation", "not", "")]


def test_what_nobody_sees_makes_no_difference(archive: Archive) -> None:
    claim = "For\u2009us,\u00a0Ukr\u200bаine and Ukra\u202einians are a bro\u00adtherly people."
    assert archive.check(claim).verdict == "exact"
    assert archive.check(claim).claim == "For\u2009us,\u00a0Ukrаine and Ukrainians are a brotherly people."


def test_somebody_else_said_it(archive: Archive) -> None:
    result = archive.check("Every school needs a teacher", "Putin")
    assert (result.verdict, result.speaker) == ("other_speaker", PUTIN)
    assert [match.hit.utterance.speaker for match in result.matches] == [LUKASHENKO]
    unknown = archive.check("Every school needs a teacher", "Sergei Lavrov")
    assert (unknown.verdict, unknown.speaker, unknown.speaker_known) == (
        "other_speaker",
        "Sergei Lavrov",
        False,
    )


def test_words_that_several_said(archive: Archive) -> None:
    assert places(archive.check("Thank you.")) == [("talks", 4, "Thank you."), ("talks", 2, "Thank you.")]
    assert places(archive.check("Thank you.", PUTIN)) == [("talks", 4, "Thank you.")]
    often = archive.check("We ship grain through port").matches
    assert len({match.start for match in often}) == len(often) == 10
    assert {match.said for match in often} == {"We ship grain through port"}
    assert places(archive.check("The gas will flow", IVANOVA)) == [("council", 0, "The gas will flow")]


def test_words_too_common_to_be_indexed(archive: Archive) -> None:
    assert places(archive.check("it is not for")) == [("council", 1, "It is not for")]
    assert archive.check("it is not for", PUTIN).verdict == "other_speaker"
    assert changed(archive.check("is it not for us to be in it")) == [("added", "", "it")]


@pytest.mark.parametrize(
    "claim",
    [
        "Whatever pressure is put on us, we shall stay in the trade organisation.",
        "Мы не будем этого делать.",
        "我们" * 600,
        "a" * 10_000,
        "(" * 5000 + "zebra" + "[" * 4000,
        'text:"zebra" AND -giraffe *',
    ],
)
def test_nobody_said_it(archive: Archive, claim: str) -> None:
    result = archive.check(claim)
    assert (result.verdict, result.matches) == ("absent", ())
    searched = result.searched
    assert (searched.transcripts, searched.utterances) == (2, 7)
    assert (searched.since, searched.until, searched.gaps) == ("2024-02-29", "2024-04-11", ("2024-03",))


@pytest.mark.slow
def test_a_claim_longer_than_any_utterance(archive: Archive) -> None:
    result = archive.check(f"{PUTIN_SAYS} {LONG}")
    assert (result.verdict, places(result)[0][:2]) in {("altered", ("talks", 3)), ("altered", ("talks", 0))}
    assert "added" in result.kinds or "name" in result.kinds


def test_no_claim_and_no_name(archive: Archive) -> None:
    with pytest.raises(QuestionError, match="no words"):
        archive.check(" … ")
    with pytest.raises(QuestionError, match="nearest names are Vladimir Putin"):
        archive.check("Thank you.", "Vladmir Putin")


WORDS = PUTIN_SAYS.replace("(Applause.) ", "").split()
STRANGE = (
    *("not", "never", "no", "without", "Ukraine", "Putin", "16", "2011", "12,8", "-12.8", "1", "²"),
    *("million", "un", "sеnt", "wіll", "brothérly", "ﬁve", "１５", "21", "'", "“", "-", "(", ")", "[", "]"),
    *("\u200b", "\u00ad", "\u202e", "\u0301"),
)  # fmt: skip
PIECES = st.one_of(st.sampled_from(STRANGE), st.sampled_from(WORDS), st.text(max_size=3))


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A few words of what was said, with one to three of them, or of their letters, changed."""
    first = draw(st.integers(0, len(WORDS) - 3))
    words = WORDS[first : first + draw(st.integers(3, 30))]
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(words) - 1))
        word, piece = words[at], draw(PIECES)
        inside = draw(st.integers(0, len(word)))
        put_in, taken_out = word[:inside] + piece + word[inside:], word[:inside] + word[inside + 1 :]
        words[at] = draw(
            st.sampled_from((piece, "", f"{word} {piece}", put_in, taken_out, word.swapcase(), word[::-1]))
        )
        if draw(st.booleans()):
            other = draw(st.integers(0, len(words) - 1))
            words[at], words[other] = words[other], words[at]
    return draw(st.sampled_from((" ", "  ", "\n", "\u00a0", "\u2009"))).join(words)


@pytest.mark.slow
@given(claim=mutated())
@settings(max_examples=300, deadline=None)
def test_exact_is_letter_for_letter(archive: Archive, claim: str) -> None:
    try:
        result = archive.check(claim)
    except QuestionError:
        return
    if result.verdict == "exact" and "…" not in claim and ". ." not in claim and ".." not in claim:
        for match in result.matches:
            assert letters(match.said) == letters(claim)


def letters(text: str) -> str:
    """Letters and numbers alone, without accents; a letter of another alphabet as its double."""
    seen = "".join(c for c in text.replace("(Applause.)", "") if unicodedata.category(c) != "Cf")
    plain = unicodedata.normalize("NFKD", seen.replace("²", "squared")).casefold().replace("fifteen", "15")
    plain = plain.translate(str.maketrans("аеорсхуі", "aeopcxyi"))
    plain = re.sub(r"(?<![\w.,)\]])[-−](?=\d)", "minus", plain)
    return re.sub(r"\.(?!\d)|(?<!\d)\.|[^\w.]|_", "", plain)
