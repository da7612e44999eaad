"""Days in words."""

from __future__ import annotations

from datetime import date


def date_in_words(day: str | None) -> str:
    """`2018-09-12` → `12 September 2018`; empty where there is none."""
    if not day:
        return ""
    when = date.fromisoformat(day)
    return f"{when.day} {when:%B} {when.year}"
