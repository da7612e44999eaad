"""The language that people read: texts are written in English, and translated by a catalogue of gettext.

`languages/CODE.po` is the catalogue of a language; one more file is one more language. English is spoken
unless a block of `speaking` says otherwise, so that commands and the API always speak it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO

ENGLISH = "en"

_spoken: ContextVar[str] = ContextVar("spoken", default=ENGLISH)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language, one of `languages()`, within the block."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def spoken() -> str:
    """Return the code of the language that is spoken."""
    return _spoken.get()


@cache
def languages() -> dict[str, str]:
    """Return codes of languages, English first, each with its name for itself."""
    from babel import Locale

    names = (each.name for each in files("rag.text").joinpath("languages").iterdir())
    codes = sorted(name.removesuffix(".po") for name in names if name.endswith(".po"))
    return {code: (Locale(code).get_display_name() or code).capitalize() for code in (ENGLISH, *codes)}


def catalogue() -> NullTranslations:
    """Return the texts of the language that is spoken, by those in English."""
    return _read(spoken())


def _(text: str, /, **values: object) -> str:
    """Translate a text with `%(name)s` for each value."""
    translated = catalogue().gettext(text)
    return translated % values if values else translated


def ngettext(one: str, many: str, count: int, /, **values: object) -> str:
    """Translate a text that counts something; `%(number)s` is the count."""
    return catalogue().ngettext(one, many, count) % {"number": number(count), **values}


def N_(text: str) -> str:  # noqa: N802 - gettext's name
    """Mark a text that is translated later, where it is shown."""
    return text


def number(count: int) -> str:
    """Write a number: `6,840`."""
    if spoken() == ENGLISH:
        return f"{count:,}"
    from babel.numbers import format_decimal

    return format_decimal(count, locale=spoken())


def date_as(day: date, pattern: str) -> str:
    """Write a day in another language than English, by a pattern of CLDR: `d MMMM y`."""
    from babel.dates import format_date

    return format_date(day, pattern, locale=spoken())


@cache
def _read(language: str) -> NullTranslations:
    if language == ENGLISH:
        return NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    source = files("rag.text").joinpath("languages", f"{language}.po")
    compiled = BytesIO()
    with source.open("rb") as stream:
        write_mo(compiled, read_po(stream))
    compiled.seek(0)
    return GNUTranslations(compiled)
