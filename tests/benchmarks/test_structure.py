"""The figures of a small package, by values that are counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.architecture import listing
from benchmarks.structure import (
    ROOMS,
    Import,
    Module,
    between_rooms,
    classes_of_one_name,
    cycles,
    documented,
    functions_of,
    imports_of,
    is_annotated,
    modules_of,
    modules_of_one_name,
    upward,
)

pytestmark = pytest.mark.slow

FILES = {
    "__init__.py": '"""All of it."""\nfrom rag.text.words import Word\n',
    "text/__init__.py": '"""Words. And more."""\n',
    "text/words.py": '"""Words."""\n\nclass Word:\n    def long(self, most) -> bool:\n        return True\n',
    "index/__init__.py": '"""An index."""\n',
    "index/words.py": (
        "from rag.text import words\nfrom rag.text.words import Word as Other\nimport json\n\n\n"
        "class Word:\n    pass\n\n\ndef late() -> None:\n    from rag.page import show\n\n    show.it()\n"
    ),
    "page/__init__.py": '"""A page."""\n',
    "page/show.py": (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import rag.index.words\n\n\n"
        "async def it(*all: int, **named) -> None:\n    ...\n\n\ndef _own():\n    ...\n"
    ),
}


@pytest.fixture
def modules(tmp_path: Path) -> dict[str, Module]:
    for name, text in FILES.items():
        path = tmp_path / "rag" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return modules_of(tmp_path / "rag")


def test_modules_and_their_rooms(modules: dict[str, Module]) -> None:
    assert {name: (each.room, each.lines) for name, each in modules.items()} == {
        "rag": (None, 2),
        "rag.index": ("index", 1),
        "rag.index.words": ("index", 13),
        "rag.page": ("page", 1),
        "rag.page.show": ("page", 11),
        "rag.text": ("text", 1),
        "rag.text.words": ("text", 5),
    }


def test_imports_late_ones_and_those_for_types_included(modules: dict[str, Module]) -> None:
    assert imports_of(modules) == (
        Import("rag", "rag.text.words", 2),
        Import("rag.index.words", "rag.page.show", 11),
        Import("rag.index.words", "rag.text.words", 1),
        Import("rag.page.show", "rag.index.words", 3),
    )
    assert between_rooms(modules) == {("index", "page"): 1, ("index", "text"): 1, ("page", "index"): 1}
    assert upward(modules) == [Import("rag.index.words", "rag.page.show", 11)]
    assert cycles(modules) == [["rag.index.words", "rag.page.show"]]


def test_names_that_are_used_twice(modules: dict[str, Module]) -> None:
    assert modules_of_one_name(modules) == {"words": ["rag.index.words", "rag.text.words"]}
    assert classes_of_one_name(modules) == {"Word": ["rag.index.words", "rag.text.words"]}


def test_functions_by_length_and_what_they_lack(modules: dict[str, Module]) -> None:
    found = [(lines, name, is_annotated(node)) for lines, name, node in functions_of(modules)]
    assert found == [
        (4, "rag.index.words.late", True),
        (2, "rag.page.show._own", False),
        (2, "rag.page.show.it", False),
        (2, "rag.text.words.long", False),
    ]


def test_what_is_documented(modules: dict[str, Module]) -> None:
    assert [name for name, has in documented(modules) if not has] == [
        "rag.index.words",
        "rag.index.words.Word",
        "rag.index.words.late",
        "rag.page.show",
        "rag.page.show.it",
        "rag.text.words.Word",
        "rag.text.words.Word.long",
    ]


def test_the_table_of_the_rooms(modules: dict[str, Module], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.architecture.ROOMS", tuple(r for r in ROOMS if f"rag.{r}" in modules))
    assert listing(modules).splitlines()[2:] == [
        "| `text/` | Words. And more. | – |",
        "| `index/` | An index. | text (few), page (few) |",
        "| `page/` | A page. | index (few) |",
    ]
