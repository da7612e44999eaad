"""What counts when words are compared, and where they stand."""

from __future__ import annotations

import pytest

from rag.proof.check.quote_words import ELLIPSIS, has_case, spoken, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“We ship  grain”", "we ship\u00a0grain"),
        ("It’s Russia's port", "It's Russia’s port"),
        ("a well-known port", "a well – known port"),
        ("Erdoğan and Türkiye", "Erdogan and Turkiye"),
        ("co\u00adoperation", "cooperation"),
        ("co\u202eopera\u2066tion", "cooperation"),
        ("Erdog\u0306an, a cafe\u0301", "Erdoğan, a café"),
        ("Ukrаine and NАTO", "Ukraine and NATO"),
        ("12.8\nmillion\u2009tonnes", "12.8 million tonnes"),
        ("40 per cent", "40%"),
        ("forty percent", "40 percent"),
        ("the U.S. fleet", "the US fleet"),
        ("NATO", "Nato"),
        ("oil & gas", "oil and gas"),
    ],
)
def test_printings_of_the_same_words(one: str, other: str) -> None:
    assert words_of(one).keys == words_of(other).keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("we will not", "we will"),
        ("15 ports", "16 ports"),
        ("12.8 million", "128 million"),
        ("$5", "€5"),
        ("they told the US", "they told us"),
        ("do not", "don't"),
        ("-5 degrees", "5 degrees"),
        ("fifty", "two hundred and fifty"),
        ("12.8\n\nmillion", "12.8 million"),
        ("ves\u0489sel", "vessel"),
        ("10²", "102"),
    ],
)
def test_other_words(one: str, other: str) -> None:
    assert words_of(one).keys != words_of(other).keys


def test_places_are_those_of_the_text() -> None:
    text = "Well, two hundred and fifty — it’s 12.8 per cent."
    words = words_of(text)
    printed = [text[start:end] for start, end in zip(words.starts, words.ends, strict=True)]
    assert printed == ["Well", "two hundred and fifty", "it’s", "12.8", "per cent"]
    assert words.keys == ("well", "#250", "its", "#12.8", "percent")
    assert words.printed(1, 2) == "two hundred and fifty — it’s"
    assert words.printed(2, 1) == ""


def test_a_phrase_is_found_at_whole_words() -> None:
    words = words_of("The report. The port, the port of Sochi.")
    assert words.find(words_of("the port")) == 2
    assert words.find(words_of("the port"), after=3) == 4
    assert words.find(words_of("port of")) == 5
    assert words.find(words_of("por")) is None
    assert words.find(words_of("sochi the")) is None


def test_sentences_begin_after_a_full_stop() -> None:
    words = words_of("We ship grain. Gas, too")
    assert [words.begins_sentence(number) for number in range(5)] == [True, False, False, True, False]


def test_stage_directions_and_inserts_are_not_spoken() -> None:
    text = (
        "Grain (Laughter.) and gas (which is cheap) [the fuel] (In Russian.) are (The film is shown.) here."
    )
    assert spoken(text).keys == ("grain", "and", "gas", "which", "is", "cheap", "are", "here")
    assert "laughter" in words_of(text).keys


@pytest.mark.parametrize("said", ["(in Russia)", "(by the way, a good film)", "(Yakutia)", "(26 percent)"])
def test_other_brackets_are_spoken(said: str) -> None:
    assert spoken(f"We {said} ship").keys == words_of(f"We {said} ship").keys


@pytest.mark.parametrize("mark", ["…", "...", ". . .", "[…]", "[...]", "(…)", "<…>", "… …", "...."])
def test_an_ellipsis_is_one_mark(mark: str) -> None:
    assert [match[0].strip() for match in ELLIPSIS.finditer(f"we ship {mark} grain")] == [mark]


def test_letter_case_tells_where_there_is_any() -> None:
    assert has_case("We told Us")
    assert not has_case("We told us")
    assert has_case("U.S.")  # a word alone is what it is printed as
    assert words_of("U.S.").keys == words_of("the US").keys[1:] != words_of("us").keys
    assert not has_case("WE TOLD US")
    assert words_of("the us", cased=False).keys == words_of("the US", cased=False).keys
