"""A printed label → person, role, parenthetical, or nobody."""

from __future__ import annotations

from rag.readers.speakers import NamedSpeaker, key, name_speakers, persons_in, split_parenthetical
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


def test_two_people_whose_titles_differ_are_never_one() -> None:
    assert speakers("Ms. Berg", "Mr. Van Berg") == [("Ms. Berg", None), ("Mr. Van Berg", None)]
    named = name_speakers([("Owen Smithson", None), ("Mr Smithson", None), ("Ms Smithson", None)])
    assert [s.among for s in named] == [(), ("Owen Smithson",), ("Owen Smithson",)]
    assert speakers("David Smith Jr.", "David Smith Sr.", "David Smith") == [
        ("David Smith Jr.", None),
        ("David Smith Sr.", None),
        ("David Smith", None),
    ]


def test_a_longer_name_is_not_the_shorter_one_at_its_end() -> None:
    assert speakers("Maria Berg", "Anna-Maria Berg", "Paul Jones", "Senator John Paul Jones") == [
        ("Maria Berg", None),
        ("Anna-Maria Berg", None),
        ("Paul Jones", None),
        ("John Paul Jones", "Senator"),
    ]


def test_initials_of_one_person_or_of_two() -> None:
    assert speakers("Tom Reyes", "TR")[1] == ("Tom Reyes", None)
    named = name_speakers([("Tom Reyes", None), ("Tina Rose", None), ("TR", None)])
    assert named[2].among == ("Tom Reyes", "Tina Rose")


def test_an_office_with_the_name_in_brackets() -> None:
    named = name_speakers([("The Prime Minister", "Theresa May"), ("The Chair", "in French")])
    assert named == (
        NamedSpeaker("Theresa May", "The Prime Minister", None),
        NamedSpeaker(None, "The Chair", "in French"),
    )


def test_persons_of_a_title() -> None:
    title = "Briefing by Press Secretary Ann Holloway and Coordinator John Kirkwood, Dover"
    assert persons_in(title) == ("Ann Holloway", "John Kirkwood")
    assert persons_in(None) == ()
    assert [s.person for s in name_speakers([("MS. HOLLOWAY", None)], persons_in(title))] == ["Ann Holloway"]


def test_a_doubt_names_five_persons_and_counts_the_others() -> None:
    *_, smith = name_speakers(
        [(f"{name} Smith".strip(), None) for name in ("Ann", "Bob", "Carl", "Dan", "Emma", "Flo", "")]
    )
    assert smith.doubt == (
        "may be “Ann Smith” or “Bob Smith” or “Carl Smith” or “Dan Smith” or “Emma Smith” or one of 1 more"
    )
    assert NamedSpeaker("Ann Smith", None, None).doubt is None
