"""Persons who may be one, by their names."""

from __future__ import annotations

import time

import pytest

from rag.readers.alike import AlikeBy, AlikePersons, alike_persons


@pytest.mark.parametrize(
    ("names", "by"),
    [
        (("Anna Berg", "A. Berg"), "initials"),
        (("Anna Berg", "Alexander Berg", "A. Berg"), "initials"),
        (("Owen Smithson", "Smithson"), "surname"),
        (("Owen Smithson", "Mr Smithson"), "surname"),
        (("Sergey Donskoy", "Sergei Donskoi"), "spelling"),
        (("Alexander Lukashenko", "Aleksandr Lukashenko", "Александр Лукашенко"), "spelling"),
        (("Dmitri Tchaikovsky", "Дмитрий Чайковский"), "spelling"),
        (("José Muñoz", "Jose Munoz"), "spelling"),
        (("Linda Sanders", "Linda T. Sanders"), "spelling"),
        (("Vladimir Putin", "Vladimir Vladimirovich Putin"), "spelling"),
    ],
)
def test_who_may_be_one(names: tuple[str, ...], by: AlikeBy) -> None:
    (group,) = alike_persons(names)
    assert (set(group.names), group.by) == (set(names), by)


@pytest.mark.parametrize(
    "names",
    [
        ("Anna Berg", "Alexander Berg"),
        ("Anna Berg", "B. Berg"),
        ("Anna Berg", "Anna Bergson"),
        ("John Smith", "Jane Smith"),
        ("TR", "Anna Berg"),
        ("王毅", "习近平"),
        ("", "."),
    ],
)
def test_who_is_not(names: tuple[str, ...]) -> None:
    assert alike_persons(names) == ()


def test_initials_in_place_of_a_name() -> None:
    assert alike_persons(["Tom Reyes", "Tina Rowe", "TR", "Anna Berg"]) == (
        AlikePersons(("TR", "Tom Reyes", "Tina Rowe"), "surname"),
    )


@pytest.mark.slow
def test_many_persons_of_one_surname_take_no_time() -> None:
    names = [f"{chr(97 + n % 26)}{n} Smith".title() for n in range(5_000)]
    begun = time.perf_counter()
    group, *_ = alike_persons([*names, "Smith"])
    assert (group.by, len(group.names)) == ("surname", 5_001)
    assert time.perf_counter() - begun < 5
