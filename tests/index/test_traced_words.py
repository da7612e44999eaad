"""What has become of a passage, followed through the history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from rag.index.history import Former, trace
from rag.index.revisions import Revision
from rag.index.versions import compare
from rag.records import Transcript, Utterance
from tests.corpora import (
    PUTIN,
)
from tests.index.examples import BEFORE, EDITED, changed, sentences

pytestmark = pytest.mark.slow


ONE = changed(BEFORE, u0=(PUTIN, "Well. We will retaliate. We ship grain."))


TWO = changed(ONE, u0=(PUTIN, "Well. We will surely retaliate. We ship grain."), u1=None)


THREE = changed(TWO, u2=None)


FOUR = changed(THREE, u0=None)


def history(*versions: Transcript) -> tuple[Revision, ...]:
    """Every version against the one before, the oldest first."""
    compared = (compare(old, new, sentences(old), sentences(new)) for old, new in pairwise(versions))
    return tuple(
        replace(EDITED, build=f"b{number}", turns=comparison.turns, fields=comparison.fields)
        for number, comparison in enumerate(compared, start=1)
    )


def words(text: str) -> Callable[[Utterance], int | None]:
    return lambda utterance: at if (at := utterance.text.find(text)) >= 0 else None


def traced(revisions: tuple[Revision, ...], text: str) -> Former | None:
    return trace(revisions, words(text), len(text))


def found(former: Former | None) -> tuple[str, str, str | None]:
    assert former
    return former.revision.build, former.text, former.now


def test_words_that_were_never_changed_or_never_there() -> None:
    assert traced((), "grain") is None
    assert traced(history(BEFORE, ONE), "The price stays.") is None
    assert traced(history(BEFORE, ONE), "nobody said this") is None


def test_an_edited_passage_before_and_now() -> None:
    former = traced(history(BEFORE, ONE), "We will not retaliate.")
    assert found(former) == ("b1", "We will not retaliate.", "We will retaliate.")
    assert former
    assert (former.before.speaker, former.before.number, former.start, former.end) == (PUTIN, 0, 0, 22)
    assert former.after == ONE.utterances[0]
    assert [(edit.operation, edit.text) for edit in former.diff] == [
        ("equal", "We will "), ("delete", "not "), ("equal", "retaliate."),
    ]  # fmt: skip


def test_it_is_followed_through_every_later_edit() -> None:
    whole = history(BEFORE, ONE, TWO, THREE)
    assert found(traced(whole, "We will not retaliate.")) == (
        "b1",
        "We will not retaliate.",
        "We will surely retaliate.",
    )
    assert found(traced(whole, "We will retaliate.")) == (
        "b2",
        "We will retaliate.",
        "We will surely retaliate.",
    )
    assert found(traced(whole, "And gas?")) == ("b2", "And gas?", None)


def test_an_utterance_that_moved_meanwhile_is_the_same() -> None:
    # The turn of the price lost its number when the question before it went.
    later = changed(TWO, u1=(PUTIN, "Gas is another matter. The price falls."))
    assert found(traced(history(BEFORE, ONE, TWO, later), "The price stays.")) == (
        "b3",
        "The price stays.",
        "The price falls.",
    )


def test_words_that_are_gone_in_the_end() -> None:
    former = traced(history(BEFORE, ONE, TWO, THREE, FOUR), "We will not retaliate.")
    assert found(former) == ("b1", "We will not retaliate.", None)
    assert former
    assert former.after is None
    assert [(edit.operation, edit.text) for edit in former.diff] == [("delete", "We will not retaliate.")]


def test_of_several_times_the_last_counts() -> None:
    back = history(BEFORE, ONE, BEFORE, FOUR)
    assert found(traced(back, "We will not retaliate.")) == ("b3", "We will not retaliate.", None)
