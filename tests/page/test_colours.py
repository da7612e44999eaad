"""Speakers have colours of their own, and text is readable on its ground."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import rag.page
from rag.page.voices import COLOURS, person, voices
from rag.records import (
    Transcript,
)
from tests.page.examples import LUKASHENKO, PUTIN, transcripts

HELD = transcripts()[0]


STYLESHEETS = "".join(
    path.read_text(encoding="utf-8") for path in Path(rag.page.__path__[0]).glob("static/*.css")
)


COLOUR = dict(re.findall(r"--([\w-]+): light-dark\((#\w+, #\w+)\)", STYLESHEETS))


AA = 4.5


def spoken(*names: str) -> Transcript:
    said = [replace(HELD.utterances[0], number=n, speaker=name) for n, name in enumerate(names)]
    return replace(HELD, utterances=tuple(said))


def test_a_person_has_the_same_colour_in_every_transcript() -> None:
    (alone,) = voices(spoken(LUKASHENKO)).values()
    assert voices(spoken(LUKASHENKO, PUTIN, LUKASHENKO))[LUKASHENKO] == alone
    assert voices(transcripts()[0]) == voices(transcripts()[1])


def test_colours_differ_as_long_as_there_are_enough() -> None:
    names = [f"Speaker {n}" for n in range(COLOURS + 3)]
    assert sorted(voices(spoken(*names[:COLOURS])).values()) == list(range(COLOURS))
    assert set(voices(spoken(*names)).values()) == set(range(COLOURS))


def test_nobody_and_guesses_have_none() -> None:
    said = HELD.utterances[0]
    assert person(replace(said, speaker=None)) is None
    assert person(replace(said, attribution="unknown")) is None
    assert person(replace(said, attribution="carried")) == PUTIN


def luminance(colour: str) -> float:
    """As the Web Content Accessibility Guidelines define it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_the_published_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


PAIRS = [(f"voice-{n}", ground) for n in range(COLOURS) for ground in ("paper", "raised")]


PAIRS += [("ink", "marked"), ("ink", "answer"), ("ink", "found"), ("paper", "found-now")]


PAIRS += [(text, ground) for text in ("quiet", "accent", "wrong", "right") for ground in ("paper", "raised")]


@pytest.mark.parametrize("scheme", [0, 1])
def test_text_is_readable_on_its_ground(scheme: int) -> None:
    contrasts = {pair: contrast(*(COLOUR[name].split(", ")[scheme] for name in pair)) for pair in PAIRS}
    assert {pair: found for pair, found in contrasts.items() if found < AA} == {}
