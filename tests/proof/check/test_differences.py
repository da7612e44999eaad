"""Each kind of change by its name."""

from __future__ import annotations

import pytest

from rag.proof.check.differences import Side, kinds_of, negates_next, negates_previous
from rag.proof.check.quote_words import words_of


def kinds(said: str, claimed: str) -> list[str]:
    """What stands between bars differs."""
    sides = []
    for text in (said, claimed):
        before, inside, _ = text.split("|")
        first = len(words_of(before))
        sides.append(Side(words_of(text), first, first + len(words_of(inside)) - 1))
    return list(kinds_of(sides[0], sides[1], lambda key: key in {"russia", "ukraine"}))


@pytest.mark.parametrize(
    ("said", "claimed", "kind"),
    [
        ("we will |not| go", "we will || go", "negation"),
        ("we |don’t| know", "we |do| know", "negation"),
        ("it is |important|", "it is |unimportant|", "negation"),
        ("we are |unable| to go", "we are |able| to go", "negation"),
        ("it is |useful|", "it is |useless|", "negation"),
        ("an |order| of the day", "a |disorder| of the day", "negation"),
        ("a |form| to fill", "a |inform| to fill", "word"),
        ("|without any| terms", "|with certain| terms", "negation"),
        ("there are |19| ports", "there are |29| ports", "number"),
        ("|Thirty-five| cases", "|Fifty-five| cases", "number"),
        ("on December |20|", "on December |21|", "date"),
        ("on the |20th| of December", "on the |21st| of December", "date"),
        ("on |December| 20", "on |May| 20", "date"),
        ("in |2018|, we met", "in |2019|, we met", "date"),
        ("see you |Monday|", "see you |Friday|", "date"),
        ("a market, |China|, starting", "a market, |India|, starting", "name"),
        ("|Russia| will go", "|Ukraine| will go", "name"),
        ("the |WTO| rules", "the |IMF| rules", "name"),
        ("we |may| go", "we |can| go", "word"),
        ("|We| will go", "|You| will go", "word"),
        ("a |very| good port", "a || good port", "dropped"),
        ("a || good port", "a |very| good port", "added"),
        ("we do || know", "we |don’t really| know", "negation"),
    ],
)
def test_one_kind(said: str, claimed: str, kind: str) -> None:
    assert kinds(said, claimed) == [kind]


def test_several_kinds_at_one_place_the_gravest_first() -> None:
    assert kinds("we do |not have 15| ports", "we do |have 16| ports") == ["negation", "number"]
    assert kinds("a |big Russian port of grain that we built| here", "a || here") == ["name", "dropped"]


def test_a_negation_in_other_words_is_none() -> None:
    assert kinds("we |do not| know", "we |don’t| know") == ["word"]


def test_negations_reach_what_stands_beside_them() -> None:
    words = words_of("Not everyone, not. Attack no one")
    assert negates_next(words, 0)
    assert not negates_next(words, 2)
    assert not negates_previous(words, 2)
    assert negates_previous(words, 4)
    assert not negates_previous(words, 0)
