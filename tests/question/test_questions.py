"""Whole questions, read as a person would take them."""

from __future__ import annotations

import pytest
from understanding_examples import (
    ALONE,
    FOLLOWUPS,
    KNOWN,
    MISREAD,
    OTHER_WORDINGS,
    SECOND,
    TODAY,
    WHEN,
    WHERE,
    WHO,
    Reading,
    understood,
)

from rag.question.parser import Understanding

UNDERSTANDING = Understanding(KNOWN)


@pytest.mark.parametrize(
    "reading", [*WHO, *WHEN, *WHERE, *SECOND, *OTHER_WORDINGS], ids=lambda reading: reading[0]
)
def test_a_question_by_itself(reading: Reading) -> None:
    assert UNDERSTANDING.read(reading[0], None, TODAY).understood == understood(reading)


@pytest.mark.parametrize(("previous", "reading"), FOLLOWUPS)
def test_a_follow_up(previous: str, reading: Reading) -> None:
    found = UNDERSTANDING.read(reading[0], previous, TODAY)
    assert found.understood == understood(reading, followup=True)


@pytest.mark.parametrize(("previous", "reading"), ALONE)
def test_a_question_that_only_comes_after_another(previous: str, reading: Reading) -> None:
    found = UNDERSTANDING.read(reading[0], previous, TODAY)
    assert found.understood == understood(reading)
    assert found.carried == ()


@pytest.mark.parametrize(("previous", "reading"), MISREAD)
@pytest.mark.xfail(strict=True, reason="known to be misread")
def test_known_misreadings(previous: str | None, reading: Reading) -> None:
    found = UNDERSTANDING.read(reading[0], previous, TODAY)
    assert found.understood == understood(reading, followup=previous is not None)
