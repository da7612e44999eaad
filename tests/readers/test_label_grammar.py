"""What a label is by its grammar alone."""

from __future__ import annotations

import pytest

from rag.readers.label_grammar import LabelKind, understand

ROLES_AND_NAMES = [
    ("President of Russia | Vladimir Putin"),
    ("President of the Republic of Belarus | Alexander Lukashenko"),
    ("President of Turkey | Recep Tayyip Erdogan"),
    ("President of the Republic of Turkey | Recep Tayyip Erdogan"),
    ("Federal President of the Republic of Austria | Alexander Van der Bellen"),
    ("President of the Arab Republic of Egypt | Abdel Fattah el-Sisi"),
    ("President of the People’s Republic of China | Xi Jinping"),
    ("Prime Minister of the Republic of Korea | Lee Nak-yeon"),
    ("President of Mongolia | Khaltmaagiin Battulga"),
    ("President of China Media Group | Shen Haixiong"),
    ("Crown Prince and Minister of Defence of Saudi Arabia | Mohammed bin Salman"),
    ("Crown Prince | Mohammed bin Salman"),
    ("Emir of Qatar | Sheikh Tamim bin Hamad Al Thani"),
    ("President of Brazil | Luiz Inacio Lula da Silva"),
    ("President of the United States of America | George W. Bush"),
    ("President of the Republic of South Africa | Cyril Ramaphosa"),
    ("President of the Republika Srpska entity of Bosnia and Herzegovina | Milorad Dodik"),
    ("Rector of St Petersburg State University | Nikolai Kropachev"),
    ("VTB Bank President and Chairman of the Board | Andrei Kostin"),
    ("Acting Governor of the Kemerovo Region | Sergei Tsivilev"),
    ("President of Transneft | Nikolai Tokarev"),
    ("Head of Gazprom Neft | Alexander Dyukov"),
    ("Director of the State Hermitage | Mikhail Piotrovsky"),
    ("LUKOIL CEO | Vagit Alekperov"),
    ("Editor-in-Chief of the Lenta.Ru online media outlet | Vladimir Todorov"),
    ("Argumenty i Fakty Editor-in-Chief | Igor Chernyak"),
    ("Russian Railways Chief Executive Officer – Chairman of the Executive Board | Oleg Belozerov"),
    ("Plenary session moderator, TV journalist | Sergei Brilyov"),
    ("Host of the Volunteer of Russia 2018 award ceremony | Dmitry Guberniyev"),
    ("Head of the “Kalashnikov” Concern | Alexei Krivoruchko"),
    ("World’s first woman cosmonaut | Valentina Tereshkova"),
    ("Co-chair of Vladimir Putin’s election campaign and CEO of KamAZ | Sergei Kogogin"),
    ("PRESIDENT OF RUSSIA | Vladimir Putin"),
    ("PRESIDENT OF THE PEOPLE'S REPUBLIC OF CHINA | Xi Jinping"),
    ("PRESIDENT OF EGYPT | Abdel Fattah el-Sisi"),
    ("Президент России | Владимир Путин"),
]


@pytest.mark.parametrize("split", ROLES_AND_NAMES)
def test_role_and_name_are_parted(split: str) -> None:
    role, person = split.split(" | ")
    printed = f"{role} {person.upper() if role.isupper() else person}"
    label = understand(printed)
    assert (label.kind, label.person, label.role) == (LabelKind.ROLE_AND_NAME, person, role)


@pytest.mark.parametrize(
    ("printed", "person", "role"),
    [
        ("Ivan Petrov, student", "Ivan Petrov", "student"),
        ("Ivan Petrov, lathe setter at Uralvagonzavod", "Ivan Petrov", "lathe setter at Uralvagonzavod"),
        ("Lathe setter Ivan Petrov", "Ivan Petrov", "Lathe setter"),
        (
            "Konstantin Sivoronov, head of the toxic exposure department",
            "Konstantin Sivoronov",
            "head of the toxic exposure department",
        ),
        ("Dmitry Peskov – Press Secretary", "Dmitry Peskov", "Press Secretary"),
        ("King Abdullah II of Jordan", "King Abdullah II", "King of Jordan"),
        ("Patriarch Kirill", "Patriarch Kirill", "Patriarch"),
        (
            "Patriarch of Moscow and All Russia Kirill",
            "Patriarch Kirill",
            "Patriarch of Moscow and All Russia",
        ),
        ("Crown Prince Mohammed Al Nahyan of Abu Dhabi", "Mohammed Al Nahyan", "Crown Prince of Abu Dhabi"),
        ("PRESIDENT BUSH", "Bush", "PRESIDENT"),
    ],
)
def test_role_after_or_around_the_name(printed: str, person: str, role: str) -> None:
    label = understand(printed)
    assert (label.kind, label.person, label.role) == (LabelKind.ROLE_AND_NAME, person, role)


@pytest.mark.parametrize(
    ("printed", "person"),
    [
        ("Vladimir Putin", "Vladimir Putin"),
        ("VLADIMIR PUTIN", "Vladimir Putin"),
        ("Vladimir\u00a0Putin", "Vladimir Putin"),
        ("V.Putin", "V. Putin"),
        ("Larry King", "Larry King"),
        ("Theresa May", "Theresa May"),
        ("German Gref", "German Gref"),
        ("Alexander Van der Bellen", "Alexander Van der Bellen"),
        ("Jai-chul Choi", "Jai-chul Choi"),
        ("Giscard d’Estaing", "Giscard d’Estaing"),
        ("Mr Putin", "Mr Putin"),
        ("Mr D J BERG", "Mr D J Berg"),
        ("Ms A VAN DAAL", "Ms A van Daal"),
    ],
)
def test_names(printed: str, person: str) -> None:
    label = understand(printed)
    assert (label.kind, label.person, label.role) == (LabelKind.NAME, person, None)


@pytest.mark.parametrize(
    ("printed", "kind"),
    [
        ("Question", LabelKind.GENERIC),
        ("QUESTION", LabelKind.GENERIC),
        ("Question 2", LabelKind.GENERIC),
        ("Remarks", LabelKind.GENERIC),
        ("Voice from the audience", LabelKind.GENERIC),
        ("From the floor", LabelKind.GENERIC),
        ("Unidentified speaker", LabelKind.GENERIC),
        ("Вопрос", LabelKind.GENERIC),
        ("Vladimir Putin and Jacques Chirac", LabelKind.GENERIC),
        ("Moderator", LabelKind.ROLE),
        ("Schoolgirl", LabelKind.ROLE),
        ("Presidential Press Secretary", LabelKind.ROLE),
        ("Speaker 1", LabelKind.ROLE),
        ("The Acting Chair", LabelKind.ROLE),
        ("Winner of the Presidential Prize in Science and Innovation for Young Scientists", LabelKind.ROLE),
        ("Financial Times", LabelKind.PHRASE),
        ("Moscow Region", LabelKind.PHRASE),
        ("Question to Mr Gref", LabelKind.PHRASE),
        ("Interfax", LabelKind.WORD),
        ("Yevgeny Zaitsev, Lipetsk", LabelKind.PLACED_NAME),
    ],
)
def test_labels_without_a_person_alone(printed: str, kind: LabelKind) -> None:
    assert understand(printed).kind is kind


@pytest.mark.parametrize(
    "printed",
    [
        "Again",
        "One more thing",
        "My question is",
        "But my question is",
        "You said something unexpected",
        "First question",
        "Question of principle",
        "Mr President",
        "Mr",
        "MRS.",
        "Hon.",
        "Dear friends",
        "And finally, the head of the family, Dmitry Verkhovsky",
        "Vladimir Putin met with Prime Minister of Israel Benjamin Netanyahu",
        "Vladimir Putin awarded Prime Minister of Israel Benjamin Netanyahu",
        "Mr Kogogin, Mr Rumyantsev, Ms Shmeleva",
        "Finally, one of the key indicators",
        "Head of the Republic of Khakassia Viktor Zimin recently resigned",
        "Lipetsk, Yevgeny Zaitsev and others",
        "",
    ],
)
def test_speech_is_no_label(printed: str) -> None:
    label = understand(printed)
    assert (label.kind, label.person, label.role) == (LabelKind.OTHER, None, None)
