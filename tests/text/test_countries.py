"""Countries: one table for the labels of transcripts and for the words of questions."""

import pytest

from rag.question.roles import Roles
from rag.readers.label_grammar import understand
from rag.records import SpeakerCount
from rag.text.countries import COUNTRY_ENDS, is_country, take_countries
from rag.text.english import COUNTRIES

NAMES = [(names.split(",")[0], name.strip()) for names in COUNTRIES for name in names.split(",")]
ACRONYMS = {"u.s.", "u.s", "u.s.a."}


@pytest.mark.parametrize(
    ("words", "country", "left"),
    [
        ("turkish foreign minister", "turkey", ("foreign", "minister")),
        ("president of the people republic of china", "china", ("president", "of", "the")),
        ("south korean president", "south korea", ("president",)),
        ("fijian prime minister", "fiji", ("prime", "minister")),
        ("president of guinea-bissau", "guinea-bissau", ("president", "of")),
        ("english", "united kingdom", ()),
    ],
)
def test_countries_are_taken_out_of_words(words: str, country: str, left: tuple[str, ...]) -> None:
    assert take_countries(words.split()) == ({country}, left)


def test_the_end_of_a_name_closes_a_phrase() -> None:
    expected = {("korea",), ("zealand",), ("tobago",), ("herzegovina",), ("sri", "lanka"), ("africa",)}
    assert expected <= COUNTRY_ENDS
    assert ("turkish",) not in COUNTRY_ENDS


def test_questions_know_every_country() -> None:
    for country, name in NAMES:
        words = name.replace("'s", "").split()
        assert is_country(words), name
        assert take_countries(words) == ({country}, ()), name


@pytest.mark.slow
def test_labels_and_questions_know_the_president_of_every_country() -> None:
    for _, name in NAMES:
        if name in ACRONYMS:
            continue
        printed = name.title().replace(" Of ", " of ").replace(" And ", " and ")
        label = understand(f"President of {printed} Recep Tayyip Erdogan")
        assert (label.person, label.role) == ("Recep Tayyip Erdogan", f"President of {printed}")
        officials = [SpeakerCount(label.person, (label.role,), 5), SpeakerCount("B C", ("President",), 5)]
        words = name.replace("'s", "").split()
        assert Roles(officials).resolve(("president", "of", *words)) == "Recep Tayyip Erdogan", name
