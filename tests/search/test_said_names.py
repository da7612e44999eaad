"""Names that some texts have or lack, in all their forms."""

from __future__ import annotations

import re

import pytest

from rag.question.tokens import tokenise
from rag.search.said_names import SaidNames


def terms(text: str) -> list[str]:
    """Lower case, without a final s."""
    return [word.lower().removesuffix("s") for word in re.findall(r"\w+", text)]


def lacking(name: str, text: str) -> list[str]:
    return [token.text for token in SaidNames([text], terms).lacking(tokenise(name))]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Siberia", "He lives in Siberia."),
        ("Siberia", "the Siberian cold"),
        ("Crimean", "on Crimea"),
        ("Ingushetia", "the Ingush leader"),
        ("Lithuanians", "a Lithuanian"),
        ("America", "the United States of America"),
        ("America", "We asked the USA."),
        ("USA", "They redeployed Americans."),
        ("United States", "the American army"),
        ("Holland", "in the Netherlands"),
        ("Britain", "He flew to the UK."),
        ("Emirates", "the Emirates fund"),
        ("World Trade Organisation", "a reform of the WTO"),
        ("WHO", "membership in the World Health Organization"),
        ("OSCE", "the Organisation for Security and Cooperation in Europe"),
        ("Kyiv", "talks in Kiev"),
        ("Volodymyr", "said Vladimir"),
        ("Jamal Khashoggi", "Mr Khashoggi was a guest."),
        ("Foreign Minister Lavrov", "Mr Lavrov said"),
        ("Prime Minister", "he spoke"),
        ("2025", "by the year 2025, that is"),
        ("2025", "11 April 2025"),
        ("1990s", "in the 1990's"),
        ("20,000", "some 20 000 jobs"),
        ("20,000", "20,000,"),
        ("3.5", "up 3.5 percent"),
        ("2018-05", "Day: 2018-05-03"),
    ],
)
def test_a_name_is_there_in_any_form(name: str, text: str) -> None:
    assert lacking(name, text) == []


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Siberia", "He lives in Serbia.", ["Siberia"]),
        ("2025", "in 2024 and 20,250 others", ["2025"]),
        ("20,000", "250,000 jobs, 20,000,000 and 20", ["20,000"]),
        ("35", "3.5 and 3 5", ["35"]),
        ("Vladivostok", "said Vladimir", ["Vladivostok"]),
        ("Austria", "an Australian visitor", ["Austria"]),
        ("Niger", "in Nigeria", ["Niger"]),
        ("Oman", "The Romanian woman", ["Oman"]),
        ("America", "They told us everything.", ["America"]),
        ("International Monetary Fund", "an international fund for them", ["Monetary"]),
        ("Igor Dodon", "Igor Sechin spoke", ["Dodon"]),
        ("Red Cross", "They cross a red line.", []),
        ("NATO", "not a word", ["NATO"]),
        ("Airbus", "", ["Airbus"]),
    ],
)
def test_a_name_that_is_only_like_another_is_lacking(name: str, text: str, expected: list[str]) -> None:
    assert lacking(name, text) == expected
