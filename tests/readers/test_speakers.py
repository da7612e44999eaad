"""A printed label → person, role, parenthetical, or nobody."""

from __future__ import annotations

from rag.readers.speakers import NamedSpeaker, key, name_speakers, split_parenthetical
from rag.text.normalise import fold, squeeze


def speakers(*labels: str) -> list[tuple[str | None, str | None]]:
    return [(s.person, s.role) for s in name_speakers([(label, None) for label in labels])]


def test_fold_drops_what_spellings_differ_in() -> None:
    assert fold("  Recep\u00a0Tayyip  ERDOĞAN ") == "recep tayyip erdogan"
    assert fold("Aleksandar Vučić") == fold("Aleksandar Vucic") == "aleksandar vucic"
    assert fold("O’Brien") == fold("O'Brien")
    assert fold("Путин") == "путин"
    assert fold("Łukasz\u200b") == "lukasz"


def test_squeeze_keeps_letters_as_printed() -> None:
    assert squeeze("\ufeff President\u00a0of\u2009Russia\n ") == "President of Russia"


def test_key_ignores_missing_spaces() -> None:
    assert key("VladimirPutin") == key("Vladimir\u00a0Putin") == "vladimirputin"


def test_parenthetical_is_taken_off_at_the_end_only() -> None:
    assert split_parenthetical("Xi\u00a0Jinping (retranslated)") == ("Xi Jinping", "retranslated")
    assert split_parenthetical("A (b (c))") == ("A", "b (c)")
    assert split_parenthetical("Head of X (a firm) Ivan Petrov") == ("Head of X (a firm) Ivan Petrov", None)
    assert split_parenthetical("Ivan Petrov )") == ("Ivan Petrov )", None)
    assert split_parenthetical("(retranslated)") == ("(retranslated)", None)
    assert split_parenthetical("") == ("", None)


def test_role_is_carried_to_short_labels() -> None:
    assert speakers("President of Russia Vladimir Putin", "Question", "Vladimir Putin") == [
        ("Vladimir Putin", "President of Russia"),
        (None, None),
        ("Vladimir Putin", "President of Russia"),
    ]


def test_role_is_not_carried_back_and_the_first_one_stays() -> None:
    assert speakers(
        "Anton Siluanov", "Finance Minister Anton Siluanov", "Minister Anton Siluanov", "Anton Siluanov"
    ) == [
        ("Anton Siluanov", None),
        ("Anton Siluanov", "Finance Minister"),
        ("Anton Siluanov", "Minister"),
        ("Anton Siluanov", "Finance Minister"),
    ]


def test_short_label_decides_where_the_name_begins() -> None:
    long = "Producer of the film Frontier Dzhanik Gabit Fayziyev"
    assert speakers(long)[0] == ("Gabit Fayziyev", "Producer of the film Frontier Dzhanik")
    assert speakers(long, "Dzhanik Gabit Fayziyev")[0] == (
        "Dzhanik Gabit Fayziyev",
        "Producer of the film Frontier",
    )


def test_one_person_under_several_labels() -> None:
    named = speakers(
        "PRESIDENT OF RUSSIA VLADIMIR PUTIN",
        "VLADIMIR PUTIN",
        "V. PUTIN",
        "PUTIN",
        "President of RussiaVladimir Putin",
    )
    assert {person for person, _ in named} == {"Vladimir Putin"}
    assert speakers("Vladimir Putin", "VladimirPutin")[1] == ("Vladimir Putin", None)


def test_initials_name_nobody_else_where_two_could_be_meant() -> None:
    assert speakers("Dinar Valeyev", "D. Valeyev")[1] == ("Dinar Valeyev", None)
    assert speakers("Dinar Valeyev", "Dmitry Valeyev", "D. Valeyev")[2] == ("D. Valeyev", None)
    assert speakers("Dinar Valeyev", "R. Valeyev")[1] == ("R. Valeyev", None)


def test_nobody_is_guessed() -> None:
    assert speakers("Question", "Moderator", "Presidential Press Secretary", "Financial Times") == [
        (None, None),
        (None, "Moderator"),
        (None, "Presidential Press Secretary"),
        (None, None),
    ]
    assert speakers("Vladimir Putin", "Jacques Chirac", "Vladimir Putin and Jacques Chirac")[2] == (
        None,
        None,
    )


def test_parenthetical_is_handed_on() -> None:
    assert name_speakers([("Xi Jinping", "retranslated")]) == (
        NamedSpeaker("Xi Jinping", None, "retranslated"),
    )
