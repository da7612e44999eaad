"""The rooms are what the architecture page says, and imports run one way."""

from __future__ import annotations

import re

import pytest

from benchmarks.architecture import PAGE, is_current, listing
from benchmarks.structure import (
    LONGEST,
    ROOMS,
    Module,
    classes_of_one_name,
    cycles,
    functions_of,
    modules_of,
    modules_of_one_name,
    upward,
)
from tests.corpora import ROOT

pytestmark = pytest.mark.slow

LONGEST_MODULE = 350


@pytest.fixture(scope="module")
def modules() -> dict[str, Module]:
    return modules_of(ROOT / "rag")


def test_every_module_is_in_a_room_that_is_known(modules: dict[str, Module]) -> None:
    assert {each.room for each in modules.values() if each.room} == set(ROOMS)


def test_no_room_imports_a_later_one(modules: dict[str, Module]) -> None:
    assert upward(modules) == []


def test_no_modules_import_each_other_in_a_circle(modules: dict[str, Module]) -> None:
    assert cycles(modules) == []


def test_no_name_means_two_things(modules: dict[str, Module]) -> None:
    assert modules_of_one_name(modules) == {}
    assert classes_of_one_name(modules) == {}


def test_nothing_is_too_long_to_read(modules: dict[str, Module]) -> None:
    assert [each.name for each in modules.values() if each.lines > LONGEST_MODULE] == []
    assert [name for lines, name, _ in functions_of(modules) if lines > LONGEST] == []


def test_the_picture_and_the_table_are_current(modules: dict[str, Module]) -> None:
    assert is_current(listing(modules)), "draw them anew: python -m benchmarks.architecture"


def test_the_walks_name_modules_that_are_there(modules: dict[str, Module]) -> None:
    named = re.findall(r"`(rag/[a-z_/0-9]+\.py)`", PAGE.read_text("utf-8"))
    assert len(named) > 20
    assert [path for path in named if not (ROOT / path).is_file()] == []
