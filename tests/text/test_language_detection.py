"""The language of a text by value, and that none is guessed."""

from __future__ import annotations

import pytest

from rag.text.language_detection import UNKNOWN, detected_language

ENGLISH = "We shipped the grain through the northern ports in the spring, and nobody asked us what it cost."
RUSSIAN = "Весной мы вывозили зерно через северные порты, и никто нас не спрашивал, сколько это стоило."
WORDS = {
    "en": ENGLISH,
    "ru": RUSSIAN,
    "uk": "Навесні ми вивозили зерно через північні порти, і ніхто нас не питав, скільки це коштувало.",
    "bg": "През пролетта изнасяхме зърното през северните пристанища и никой не ни питаше колко струва.",
    "sr": "У пролеће смо извозили жито кроз северне луке и нико нас није питао колико је то коштало.",
    "de": "Im Frühjahr haben wir das Getreide über die Häfen im Norden verschifft, und keiner fragte danach.",
    "fr": "Au printemps nous avons expédié le blé par les ports du nord, et personne n'a demandé le prix.",
}


@pytest.mark.parametrize("language", WORDS)
def test_words_tell_the_language(language: str) -> None:
    assert detected_language(WORDS[language]) == language
    assert detected_language(f"{WORDS[language]}\n" * 500) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "12:30",
        "OK.",
        "Yes.",
        "Да.",
        "Anna Berg:",
        "SPEAKER_00",
        "\ud800",
        "\0" * 5000,
        f"{ENGLISH} {RUSSIAN}",
    ],
)
def test_short_and_mixed_texts_are_not_guessed(text: str) -> None:
    assert detected_language(text) == UNKNOWN


def test_a_long_text_of_two_languages_is_neither() -> None:
    """A third of it in another language is too much, wherever that stands."""
    assert detected_language(f"{ENGLISH} " * 60 + f"{RUSSIAN} " * 40) == UNKNOWN
    assert detected_language(f"{ENGLISH} {RUSSIAN} " * 100) == UNKNOWN
    assert detected_language(f"{ENGLISH} " * 95 + f"{RUSSIAN} " * 5) == "en"


def test_serbian_in_latin_letters_is_not_told_apart_from_its_neighbours() -> None:
    said = "U proleće smo izvozili žito kroz severne luke i niko nas nije pitao koliko je to koštalo."
    assert detected_language(said) in {"sr", UNKNOWN}
