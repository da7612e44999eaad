"""Labels of a page of the site saved as text: what names a speaker, and what does not."""

from __future__ import annotations

from tests.readers.site_text import HEAD, PUTIN, narrated, read, said


def test_capitals() -> None:
    transcript = read(
        f"{HEAD}PRESIDENT OF RUSSIA VLADIMIR PUTIN: Good.\n\nQUESTION: What?\n\nVLADIMIR PUTIN: No.\n\n"
        "REUTERS: Mr President?\n\nV. PUTIN (in German): Ja."
    )
    assert [(u.label, u.speaker, u.role, u.parenthetical) for u in transcript.utterances] == [
        ("PRESIDENT OF RUSSIA VLADIMIR PUTIN", PUTIN, "PRESIDENT OF RUSSIA", None),
        ("QUESTION", None, None, None),
        ("VLADIMIR PUTIN", PUTIN, "PRESIDENT OF RUSSIA", None),
        ("REUTERS", "REUTERS", None, None),
        ("V. PUTIN", PUTIN, "PRESIDENT OF RUSSIA", "in German"),
    ]


def test_parentheticals() -> None:
    text = (
        f"{HEAD}Xi Jinping (retranslated): Yes.\n\n"
        "Jacques Chirac\u00a0(answering Alexei Machnev, Speaker of\u00a0Parliament: on trade): No.\n\n"
        "Vladimir Putin: (in German.) Danke."
    )
    assert [(u.label, u.parenthetical, u.text) for u in read(text).utterances] == [
        ("Xi Jinping", "retranslated", "Yes."),
        ("Jacques Chirac", "answering Alexei Machnev, Speaker of Parliament: on trade", "No."),
        ("Vladimir Putin", None, "(in German.) Danke."),
    ]


def test_paragraphs_that_begin_like_labels() -> None:
    speech = (
        "Good.\n\nAgain: even the working class.\n\nOne more thing: this.\n\nMy question is: what?\n\n"
        "You said something unexpected: “You know.”\n\nMoscow Region: five percent.\n\n"
        "Mr President: listen.\n\nLipetsk, Yevgeny Zaitsev: “We wait.”\n\nSee http://example.org/: there."
    )
    assert said(f"{HEAD}Ivan Petrov: {speech}") == [("Ivan Petrov", speech)]
    assert read(f"{HEAD}Ivan Petrov: {speech}").warnings == ()


def test_list_of_ministers_is_no_talk_among_them() -> None:
    speech = "I propose:\n\nMinister of Defence: Sergei Shoigu.\n\nMinister of Sport: Pavel Kolobkov."
    transcript = read(f"{HEAD}Dmitry Medvedev: {speech}")
    assert [u.text for u in transcript.utterances] == [speech]
    assert transcript.warnings == (
        "line 16: looks like a label, taken as text: “Minister of Defence”, “Minister of Sport”"
        " (also line 18)",
    )


def test_names_of_things_are_no_speakers() -> None:
    speech = (
        "Good.\n\nNord Stream: it was built, and the Nord Stream works.\n\nClean Country: we like a country."
    )
    assert said(f"{HEAD}Ivan Petrov: {speech}") == [("Ivan Petrov", speech)]


def test_rhetorical_question_is_no_label() -> None:
    speech = "We need money.\n\nQuestion: at what expense?\n\nLet me say."
    assert said(f"{HEAD}Ivan Petrov: {speech}") == [("Ivan Petrov", speech)]
    assert said(f"{HEAD}Ivan Petrov: So.\n\nQuestion: why?\n\nIvan Petrov: Because.") == [
        ("Ivan Petrov", "So."),
        ("Question", "why?"),
        ("Ivan Petrov", "Because."),
    ]


def test_labels_that_name_nobody() -> None:
    transcript = read(
        f"{HEAD}Moderator: Welcome.\n\nRemark: Hm.\n\nVoice from the audience: Hey.\n\nStudent 2: Me.\n\n"
        "Presidential Press Secretary: Please."
    )
    assert [(u.label, u.speaker, u.role) for u in transcript.utterances] == [
        ("Moderator", None, "Moderator"),
        ("Remark", None, None),
        ("Voice from the audience", None, None),
        ("Student 2", None, "Student 2"),
        ("Presidential Press Secretary", None, "Presidential Press Secretary"),
    ]


def test_one_word_labels_need_a_conversation() -> None:
    text = f"{HEAD}Larry King: One.\n\nTimur: Two.\n\nLarry King: Three.\n\nTimur: Four.\n\nEnergy: five."
    assert said(text) == [
        ("Larry King", "One."),
        ("Timur", "Two."),
        ("Larry King", "Three."),
        ("Timur", "Four.\n\nEnergy: five."),
    ]
    assert said(f"{HEAD}Vladimir Putin: One.\n\nPutin: Two.")[1] == ("Putin", "Two.")


def test_newspapers_ask() -> None:
    text = f"{HEAD}Vladimir Putin: A.\n\nFinancial Times: B.\n\nVladimir Putin: C.\n\n"
    text += "Financial Times: D.\n\nVladimir Putin: E."
    transcript = read(text)
    assert [u.text for u in transcript.utterances] == ["A.", "B.", "C.", "D.", "E."]
    assert transcript.utterances[1].speaker is None


def test_misprinted_labels() -> None:
    text = (
        f"{HEAD}President of Russia Vladimir Putin: One.\n\nMegyn Kelly: Two.\n\nVladimirPutin: Three.\n\n"
        "Megyn Kelly.\u00a0Four.\n\nVladimir Putin:Five. Megyn Kelly (laughs): Six.\n\n"
        "Vladimir Putin: Seven."
    )
    transcript = read(text)
    assert [(u.label, u.speaker, u.parenthetical, u.text) for u in transcript.utterances] == [
        ("President of Russia Vladimir Putin", PUTIN, None, "One."),
        ("Megyn Kelly", "Megyn Kelly", None, "Two."),
        ("VladimirPutin", PUTIN, None, "Three."),
        ("Megyn Kelly", "Megyn Kelly", None, "Four."),
        ("Vladimir Putin", PUTIN, None, "Five."),
        ("Megyn Kelly", "Megyn Kelly", "laughs", "Six."),
        ("Vladimir Putin", PUTIN, None, "Seven."),
    ]
    assert transcript.warnings == (
        "line 20: the label “Megyn Kelly” stands with a full stop for a colon",
        "line 22: the label “Megyn Kelly” stands inside a paragraph",
    )


def test_name_without_a_mark_is_text_and_pointed_at() -> None:
    speech = (
        "One.\n\nMegyn Kelly With this?\n\nMegyn KellyVladimir Putin did.\n\nMegyn Kelly International Prize."
    )
    text = f"{HEAD}Megyn Kelly: Not with that?\n\nVladimir Putin: {speech}"
    assert said(text) == [("Megyn Kelly", "Not with that?"), ("Vladimir Putin", speech)]
    assert [(doubt.line, doubt.text) for doubt in read(text).doubts] == [
        (18, "Megyn Kelly With this?"),
        (20, "Megyn KellyVladimir Putin did."),
    ]


def test_misprinted_label_of_somebody_with_a_role() -> None:
    text = f"{HEAD}Vladimir Putin: One.\n\nSberbank CEO German Gref: Two.\n\nGerman Gref. Three."
    assert [u.text for u in read(text).utterances] == ["One.", "Two.", "Three."]


def test_label_on_a_line_of_its_own() -> None:
    text = f"{HEAD}Vladimir Putin:\n\nGood afternoon.\n\nQuestion:\n\nVladimir Putin: Yes."
    transcript = read(text)
    assert said(text) == [("Vladimir Putin", "Good afternoon."), ("Vladimir Putin", "Yes.")]
    assert transcript.utterances[0].lines == (16, 16)
    assert narrated(text) == ["Question"]
    assert transcript.warnings == ("line 18: the label “Question” has no text",)


def test_names_almost_alike_are_pointed_at() -> None:
    text = f"{HEAD}Sergei Brilyov: A.\n\nIvan Petrov: B.\n\nSergei Brilyov: C.\n\nSergei Brilev: D."
    assert read(text).warnings == ("line 20: “Sergei Brilev” may be “Sergei Brilyov”",)
