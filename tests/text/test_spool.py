"""Records that are kept on disk come back as they were."""

from __future__ import annotations

import pytest

from rag.records import Doubt
from rag.text.spool import Spool


def test_items_come_back_in_order_by_number_and_while_others_are_added() -> None:
    spool = Spool(["one", Doubt(3, "X:", "why", 7)])
    first = iter(spool)
    assert next(first) == "one"
    spool.append(("three", 3))
    assert [*first] == [Doubt(3, "X:", "why", 7)]
    assert (len(spool), spool[0], spool[-1]) == (3, "one", ("three", 3))
    with pytest.raises(IndexError):
        spool[3]


def test_two_are_equal_that_hold_equal_items() -> None:
    assert Spool([1, 2]) == Spool([1, 2])
    assert Spool([1, 2]) != Spool([1, 3])
    assert Spool([1]) != Spool([1, 2])
    assert Spool([1]) != [1]
