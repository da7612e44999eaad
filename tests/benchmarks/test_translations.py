"""The catalogues: every text of the interface is translated, with its values and markup, and no other is."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

import rag
from benchmarks.translations import catalogue_of, is_translated, texts
from rag.text.translation import languages

pytestmark = pytest.mark.slow

OTHERS = list(languages())[1:]
VALUE, TAG = re.compile(r"%\(\w+\)[sr]"), re.compile(r"</?\w+>")
NAMES = {"API"}
"""What is no word of any language."""


@cache
def used() -> Catalog:
    return texts()


def ids(catalogue: Catalog) -> set[tuple[str, ...]]:
    return {each.id if isinstance(each.id, tuple) else (each.id,) for each in catalogue if each.id}


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_translated_and_none_that_is_not_used(language: str) -> None:
    """`python -m benchmarks.translations` adds what is missing, and leaves out what is unused."""
    catalogue = catalogue_of(language)
    assert ids(catalogue) == ids(used())
    assert [each.id for each in catalogue if each.id and not (is_translated(each) and not each.fuzzy)] == []


def sides(message: Message) -> list[tuple[str, str]]:
    """Each text beside its translations; all forms of a plural beside that of many."""
    if isinstance(message.id, str):
        return [(message.id, message.string)]
    return [(message.id[1], each) for each in message.string]


@pytest.mark.parametrize("language", OTHERS)
def test_translations_have_the_values_and_the_markup_of_their_texts(language: str) -> None:
    pairs = [pair for each in catalogue_of(language) if each.id for pair in sides(each)]
    assert len(pairs) > 400
    for pattern in (VALUE, TAG):
        apart = [
            pair for pair in pairs if sorted(pattern.findall(pair[0])) != sorted(pattern.findall(pair[1]))
        ]
        assert apart == []
    ends = re.compile(r"^\s*|\s*$|[\"<>&]")
    assert [b for a, b in pairs if ends.findall(TAG.sub("", a)) != ends.findall(TAG.sub("", b))] == []


@pytest.mark.parametrize("language", OTHERS)
def test_plurals_have_as_many_forms_as_the_language(language: str) -> None:
    catalogue = catalogue_of(language)
    plurals = [each for each in catalogue if isinstance(each.id, tuple)]
    assert len(plurals) > 20
    assert {len(each.string) for each in plurals} == {catalogue.num_plurals}


NOT_SHOWN = re.compile(
    r"{#.*?#}|{% trans.*?endtrans %}|{% block kind %}.*?{% endblock %}|<style>.*?</style>|{{.*?}}|{%.*?%}",
    re.DOTALL,
)
READ_OUT = re.compile(r'(?:aria-label|placeholder|title|alt)="([^"]*)"')


def test_templates_have_no_words_but_those_to_translate() -> None:
    """Whether in text or in what is read out."""
    found = {}
    for path in sorted(Path(rag.__path__[0]).glob("page/templates/*.j2")):
        shown = NOT_SHOWN.sub("", path.read_text("utf-8"))
        told = " ".join((*re.split(r"<[^>]*>", shown), *READ_OUT.findall(shown)))
        if words := {*re.findall(r"[^\W\d_]{2,}", told)} - NAMES:
            found[path.name] = words
    assert found == {}


def test_scripts_show_no_words_but_those_to_translate() -> None:
    shown = re.compile(r'(?:textContent|placeholder|title|ariaLabel) = [`"](?=[^`"]*\w)|aria-label", [`"]')
    scripts = [each for each in files("rag.page").joinpath("static").iterdir() if each.name.endswith(".js")]
    assert len(scripts) > 5
    assert [each.name for each in scripts if shown.search(each.read_text("utf-8"))] == []


def test_no_text_is_hidden_from_the_extraction() -> None:
    """Nothing is found inside an f-string, nor is an f-string one text."""
    hidden = re.compile(r"""\b(?:_|N_|ngettext)\(\s*f["']|f(["'])(?:(?!\1).)*\{(?:_|ngettext)\(["']""")
    assert [p.name for p in Path(rag.__path__[0]).rglob("*.py") if hidden.search(p.read_text("utf-8"))] == []
