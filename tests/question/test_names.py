"""Names as people type them → the speakers of a corpus."""

from __future__ import annotations

import pytest

from rag.question.names import Names, sound
from rag.records import SpeakerCount

NAMES = Names(
    SpeakerCount(name, (), count)
    for name, count in (
        ("Vladimir Putin", 900),
        ("Igor Putin", 2),
        ("Alexander Lukashenko", 9),
        ("Recep Tayyip Erdogan", 9),
        ("Bashar al-Assad", 3),
        ("Alexander Van der Bellen", 3),
        ("Xi Jinping", 3),
        ("Mohammed bin Zayed Al Nahyan", 3),
        ("King Abdullah II", 1),
        ("Dmitry Medvedev", 20),
        ("Yevgenia Medvedeva", 1),
        ("Sergei Ivanov", 9),
        ("Dmitry Ivanov", 2),
        ("Boyko Borissov", 6),
        ("Alexei Miller", 7),
        ("Sergey Donskoy", 1),
        ("Sergei Donskoi", 1),
        ("Hon. Bill Morneau (Minister of Finance)", 4),
        ("Hon. Bill Morneau", 2),
        ("Kirsty Williams AM", 5),
    )
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("putin", ("Vladimir Putin",)),
        ("igor putin", ("Igor Putin",)),
        ("v. putin", ("Vladimir Putin",)),
        ("v.v. putin", ("Vladimir Putin",)),
        ("vladimir vladimirovich putin", ("Vladimir Putin",)),
        ("lukashenka", ("Alexander Lukashenko",)),
        ("lukaschenko", ("Alexander Lukashenko",)),
        ("aleksandr lukashenko", ("Alexander Lukashenko",)),
        ("assad", ("Bashar al-Assad",)),
        ("van der bellen", ("Alexander Van der Bellen",)),
        ("xi", ("Xi Jinping",)),
        ("jinping", ("Xi Jinping",)),
        ("mohammed bin zayed", ("Mohammed bin Zayed Al Nahyan",)),
        ("bin zayed", ("Mohammed bin Zayed Al Nahyan",)),
        ("mohammad al nahyan", ("Mohammed bin Zayed Al Nahyan",)),
        ("king abdullah", ("King Abdullah II",)),
        ("medvedev", ("Dmitry Medvedev",)),
        ("medvedeva", ("Yevgenia Medvedeva",)),
        ("borisov", ("Boyko Borissov",)),
        ("mr borissov", ("Boyko Borissov",)),
        ("donskoi", ("Sergei Donskoi",)),
        ("donskoj", ("Sergey Donskoy", "Sergei Donskoi")),
        ("morneau", ("Hon. Bill Morneau (Minister of Finance)", "Hon. Bill Morneau")),
        ("kirsty williams am", ("Kirsty Williams AM",)),
    ],
)
def test_who_is_meant(typed: str, meant: tuple[str, ...]) -> None:
    assert NAMES.resolve(tuple(typed.split())) == meant


@pytest.mark.parametrize(
    "typed",
    ["ivanov", "yury borisov", "boris johnson", "mueller", "medved", "alexander", "petrov", "the", ""],
)
def test_nobody_is_guessed(typed: str) -> None:
    assert NAMES.resolve(tuple(typed.split())) == ()


def test_a_misspelt_name_only_where_that_may_be() -> None:
    assert NAMES.resolve(("lukashenka",), False) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Skvortsova", "Skvorcova"),
        ("Erdoğan", "Erdogan"),
        ("Zheenbekov", "Jeenbekov"),
        ("Likhachyov", "Lihachev"),
    ],
)
def test_spellings_that_sound_the_same(one: str, other: str) -> None:
    assert sound(one) == sound(other)
