"""Roles as people put them → the speakers whom a corpus prints with them."""

from __future__ import annotations

from time import perf_counter

import pytest

from rag.question.roles import Roles, printed_roles, with_titled_roles
from rag.records import SpeakerCount
from tests.question.examples import SPEAKERS

ROLES = Roles(SPEAKERS)


@pytest.mark.parametrize(
    ("phrase", "person"),
    [
        ("the president", "Vladimir Putin"),
        ("russia president", "Vladimir Putin"),
        ("the russian head of state", "Vladimir Putin"),
        ("the prime minister", "Dmitry Medvedev"),
        ("the president of turkey", "Recep Tayyip Erdogan"),
        ("the belarusian leader", "Alexander Lukashenko"),
        ("the us president", "Donald Trump"),
        ("the american leader", "Donald Trump"),
        ("the austrian chancellor", "Sebastian Kurz"),
        ("the austrian head of government", "Sebastian Kurz"),
        ("bulgaria prime minister", "Boyko Borissov"),
        ("the hungarian premier", "Viktor Orban"),
        ("the health minister", "Veronika Skvortsova"),
        ("the minister of trade", "Denis Manturov"),
        ("the defence minister", "Sergei Shoigu"),
        ("head of the energy ministry", "Alexander Novak"),
        ("gazprom head", "Alexei Miller"),
        ("the head of gazprom", "Alexei Miller"),
        ("the rosatom boss", "Alexei Likhachev"),
        ("the central bank governor", "Elvira Nabiullina"),
        ("the head of the central bank", "Elvira Nabiullina"),
        ("the opec secretary general", "Mohammed Barkindo"),
        ("the governor of kemerovo region", "Sergei Tsivilev"),
        ("moscow mayor", "Sergei Sobyanin"),
        ("the king of jordan", "King Abdullah II"),
        ("the chinese foreign minister", "Wang Yi"),
        ("the children ombudsman", "Anna Kuznetsova"),
        ("the patriarch", "Patriarch Kirill"),
    ],
)
def test_who_holds_it(phrase: str, person: str) -> None:
    assert ROLES.resolve(tuple(phrase.split())) == person


@pytest.mark.parametrize(
    "phrase",
    [
        "the french president",
        "the german chancellor",
        "the deputy prime minister",
        "the former prime minister",
        "the foreign minister",
        "the austrian leader",
        "the indian leader",
        "the minister",
        "the governor",
        "the head",
        "the president of lukoil",
        "the health minister of france",
        "gas",
    ],
)
def test_nobody_is_guessed(phrase: str) -> None:
    assert ROLES.resolve(tuple(phrase.split())) is None


def test_a_printed_role_may_hold_two_offices() -> None:
    first, second = printed_roles("First Deputy Prime Minister and Finance Minister")
    assert (first.office, first.distinguished) == ("prime minister", {"first", "deputy"})
    assert (second.office, second.qualifiers) == ("minister", {"finance"})


def test_a_country_holds_for_all_offices_of_a_role() -> None:
    roles = printed_roles("Member of the Chinese State Council and Foreign Minister")
    assert [(role.office, role.countries) for role in roles] == [
        ("member", frozenset({"china"})),
        ("minister", frozenset({"china"})),
    ]


def test_and_inside_what_an_office_is_of() -> None:
    assert [role.qualifiers for role in printed_roles("Minister of Industry and Trade")] == [
        {"industry", "trade"}
    ]


def test_titles_print_roles_too() -> None:
    speakers = (
        SpeakerCount("Ilya Shestakov", (), 13),
        SpeakerCount("Berel Lazar", (), 6),
        SpeakerCount("A B", (), 1),
    )
    titles = (
        "Meeting with Head of Federal Agency for Fishery Ilya Shestakov",
        "Meeting with Chief Rabbi of Russia Berel Lazar and A B",
        None,
    )
    assert [each.roles for each in with_titled_roles(speakers, titles)] == [
        ("Head of Federal Agency for Fishery",),
        ("Chief Rabbi of Russia",),
        (),
    ]


def test_a_role_without_end_takes_no_time() -> None:
    began = perf_counter()
    (role,) = printed_roles("Minister of Health " + "Alpha and " * 50_000)
    assert (role.office, role.qualifiers) == ("minister", {"health", "alpha"})
    assert perf_counter() - began < 1
