"""What the markup of a page says about it: title, date, place, address, language, section, tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.readers.markup import Element
from rag.text.calendar import is_day
from rag.text.normalise import squeeze

_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_]\w{1,8})*", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,2000}")
_SITE = re.compile(r"https?://(?:\w+\.)?kremlin\.ru/")
_LONGEST = 500
_MOST_TAGS = 100


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page says about itself; None and () where it does not."""

    title: str | None
    date: str | None
    """ISO 8601 day."""
    date_line: str
    """Date and place as printed; empty where the page does not mark them."""
    place: str | None
    url: str | None
    language: str | None
    section: str | None
    topics: tuple[str, ...]
    persons: tuple[str, ...]
    summary: Element | None
    line: int
    """Of the file, on which title and date stand."""
    is_site: bool
    """Whether it is a page of the Kremlin's site."""


def facts_of(root: Element) -> PageFacts:
    """Read the facts of a page."""
    heading = _first(root, _has("p-name"), "//*[@itemprop='headline']", "//article//h1", "//h1")
    is_marked = all(root.xpath(_has(name)) for name in ("h-entry", "e-content", "read__meta"))
    dated = _text(root, f"{_has('read__meta')}//time")
    place = _text(root, _has("p-location"))
    addresses = _values(root, "//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content")
    url = next((address for address in addresses if _ADDRESS.fullmatch(address)), None)
    days = _values(
        root,
        "//time[@itemprop='datePublished']/@datetime",
        f"{_has('dt-published')}/@datetime",
        "//meta[@property='article:published_time' or @itemprop='datePublished']/@content",
        "//article//time/@datetime",
    )
    titles = _values(root, "//meta[@property='og:title']/@content", "//title")
    language = _LANGUAGE.fullmatch((root.get("lang") or "").strip())
    return PageFacts(
        title=(squeeze(_words(heading)) if heading is not None else "") or next(titles, None),
        date=next((day[:10] for day in days if is_day(day[:10])), None),
        date_line=", ".join(filter(None, (dated, place))),
        place=place or None,
        url=url,
        language=language[1].lower() if language else None,
        section=_section(root),
        topics=_tags(root, _has("p-category"), "//meta[@property='article:tag']/@content"),
        persons=_tags(root, "//a[@rel='tag'][contains(@href, '/catalog/persons/')]"),
        summary=_summary(root),
        line=heading.sourceline if heading is not None else 1,
        is_site=is_marked and (url is None or _SITE.match(url) is not None),
    )


def _has(name: str) -> str:
    """XPath: every element of a class."""
    return f"//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"


def _summary(root: Element) -> Element | None:
    """The summary; None where a broken page does not end it before its text."""
    summary = next(iter(root.xpath(_has("p-summary"))), None)
    return None if summary is None or summary.xpath(f".{_has('e-content')}") else summary


def _section(root: Element) -> str | None:
    """The section of transcripts where the page says that it stands there, else the one above its title."""
    published = f"{_has('read__status')}//a[contains(@href, '/transcripts')]"
    return _text(root, published) or _text(root, _has("read__categ")) or None


def _words(found: Element | str) -> str:
    return (found if isinstance(found, str) else "".join(found.itertext()))[:_LONGEST]


def _first(root: Element, *paths: str) -> Element | None:
    return next((found for path in paths for found in root.xpath(path) if squeeze(_words(found))), None)


def _text(root: Element, path: str) -> str:
    found = _first(root, path)
    return "" if found is None else squeeze(_words(found))


def _values(root: Element, *paths: str) -> Iterator[str]:
    return (words for path in paths for found in root.xpath(path) if (words := squeeze(_words(found))))


def _tags(root: Element, *paths: str) -> tuple[str, ...]:
    """What the first of these paths finds."""
    for path in paths:
        if found := tuple(dict.fromkeys(_values(root, path)))[:_MOST_TAGS]:
            return found
    return ()
