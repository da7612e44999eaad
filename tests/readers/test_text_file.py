"""Site text → Transcript: the two seeds by hand, every known oddity by a small example."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from rag.errors import ReadError
from rag.readers import SourceAbout, read_file, readers
from tests.corpora import CORPUS
from tests.readers.site_text import HEAD, LUKASHENKO, PUTIN, TOP, narrated, read, said


def test_first_seed() -> None:
    (transcript,) = read_file(CORPUS / "000_70b41862cd742c5a.txt")
    source = (CORPUS / "000_70b41862cd742c5a.txt").read_bytes().decode()
    assert transcript.id == "000_70b41862cd742c5a"
    assert transcript.source == "000_70b41862cd742c5a.txt"
    assert transcript.title == "Meeting with President of Belarus Alexander Lukashenko"
    assert (transcript.date, transcript.place) == ("2023-04-05", "The Kremlin, Moscow")
    assert (transcript.section, transcript.language, transcript.url) == ("Документ", "en", None)
    assert transcript.warnings == ()
    assert [(part.text[:13], part.lines) for part in transcript.narration] == [("Vladimir Puti", (15, 15))]
    lines = [(17, 25), (27, 27), (29, 35), (37, 37), (39, 39), (41, 45), (47, 47)]
    lines += [(49, 51), (53, 53), (55, 57), (59, 59), (61, 61), (63, 63)]
    assert [u.lines for u in transcript.utterances] == lines
    assert [u.speaker for u in transcript.utterances] == [PUTIN, LUKASHENKO] * 6 + [PUTIN]
    assert [u.number for u in transcript.utterances] == list(range(13))
    assert {u.attribution for u in transcript.utterances} == {"printed"}
    assert [u.label for u in transcript.utterances[:3]] == [
        "President of Russia Vladimir Putin",
        "President of the Republic of Belarus Alexander Lukashenko",
        "Vladimir Putin",
    ]
    assert {u.speaker: u.role for u in transcript.utterances} == {
        PUTIN: "President of Russia",
        LUKASHENKO: "President of the Republic of Belarus",
    }
    first, last = transcript.utterances[0], transcript.utterances[-1]
    assert first.text.startswith("Mr Lukashenko,\n\nI\u00a0am very glad to\u00a0see you.\n\nTomorrow")
    assert first.text.endswith("according to\u00a0yours\u00a0– almost US$50 billion.")
    assert last.text == "The\u00a0key points. Let’s discuss them now."
    assert all(source[u.start : u.end] == u.text for u in transcript.utterances)
    assert "Again: even the\u00a0working class" in transcript.utterances[7].text


def test_second_seed() -> None:
    (transcript,) = read_file(CORPUS / "004_740d1cef05ee691b.txt")
    source = (CORPUS / "004_740d1cef05ee691b.txt").read_bytes().decode()
    assert transcript.title == "Meeting with President of Belarus Alexander Lukashenko"
    assert (transcript.date, transcript.place) == ("2024-04-11", "The Kremlin, Moscow")
    assert (transcript.section, transcript.warnings) == ("Transcripts", ())
    narration = [(part.text[:14], part.lines) for part in transcript.narration]
    assert narration == [
        ("Vladimir Putin", (17, 17)),
        ("The\u00a0presidents", (19, 19)),
        ("* * *", (21, 21)),
        ("<…>", (153, 153)),
    ]
    starts = [23, 53, 59, 61, 63, 65, 77, 79, 85, 87, 91, 93, 109, 111, 113, 115, 117, 121, 129, 131]
    starts += [133, 135, 139, 141, 143, 145, 151]
    assert [u.lines[0] for u in transcript.utterances] == starts
    assert [u.lines for u in transcript.utterances if u.lines[0] != u.lines[1]] == [
        *[(23, 51), (53, 57), (65, 75), (79, 83), (87, 89), (93, 107)],
        *[(117, 119), (121, 127), (135, 137), (145, 149)],
    ]
    assert [u.speaker for u in transcript.utterances] == [PUTIN, LUKASHENKO] * 13 + [PUTIN]
    assert transcript.utterances[0].text.startswith("Mr Lukashenko,\n\nThank you for\u00a0coming")
    assert transcript.utterances[-1].text == "Let them make their own decisions."
    assert all(source[u.start : u.end] == u.text for u in transcript.utterances)
    unexpected = "you said something unexpected in\u00a0a\u00a0war context: “You know, I\u00a0feel sorry"
    assert unexpected in transcript.utterances[11].text


def test_reading_twice_gives_equal_records() -> None:
    assert read_file(CORPUS / "000_70b41862cd742c5a.txt") == read_file(CORPUS / "000_70b41862cd742c5a.txt")


def test_page_around_the_text() -> None:
    transcript = read(f"{HEAD}Summary.\n\nIvan Petrov: Yes.\n\n\nMay 5, 2003, The Kremlin, Moscow\n\nPhoto")
    assert (transcript.id, transcript.source) == ("2003-05-05_1", "a/2003-05-05_1.txt")
    assert (transcript.section, transcript.title) == ("Transcripts", "A title")
    assert (transcript.date, transcript.place) == ("2003-05-05", "The Kremlin, Moscow")
    assert [part.text for part in transcript.narration] == ["Summary.", "Photo"]
    assert [u.text for u in transcript.utterances] == ["Yes."]


def test_how_the_page_was_published_is_said_by_nobody() -> None:
    text = f"{HEAD}Ivan Petrov: Yes.\n\nPublished in sections: News\nPublication date: May 5, 2003, 17:20"
    assert said(text) == [("Ivan Petrov", "Yes.")]
    assert narrated(text)[0] == "Published in sections: News"


def test_known_address_and_language_are_taken_over() -> None:
    transcript = read(f"{HEAD}Ivan Petrov: Yes.", SourceAbout(url="http://example.org/1", language="de"))
    assert (transcript.url, transcript.language) == ("http://example.org/1", "de")


def test_russian_labels_and_language() -> None:
    transcript = read("Президент России Владимир Путин: Добрый день.\n\nВопрос: Что?\n\nВ.Путин: Да.\n")
    assert transcript.language == "und"
    longer = "Президент России Владимир Путин: Добрый день, уважаемые коллеги, рад вас всех сегодня видеть.\n"
    assert read(longer).language == "ru"
    assert [u.speaker for u in transcript.utterances] == ["Владимир Путин", None, "Владимир Путин"]


def test_page_without_title_and_date_line() -> None:
    text = (
        "Select font Arial Times\nTranscripts /\nQuestion: Mr. President?\nVladimir Putin: No.\nMay 5, 2003"
    )
    transcript = read(text)
    assert (transcript.title, transcript.date, transcript.place) == (None, "2003-05-05", None)
    assert said(text) == [("Question", "Mr. President?"), ("Vladimir Putin", "No.")]


def test_missing_date_line_is_said_and_the_title_found() -> None:
    transcript = read(f"{TOP}A title\n\nIvan Petrov: Yes.")
    assert (transcript.title, transcript.date) == ("A title", None)
    assert transcript.warnings == ("no date line found; expected “Month D, YYYY[, Place]” under the title",)


def test_impossible_date_is_no_date() -> None:
    assert read(f"{TOP}A title\n\nFebruary 30, 2003\n\nIvan Petrov: Yes.").date is None


def test_no_break_spaces_stay_in_the_text_and_are_folded_in_labels() -> None:
    text = f"{HEAD}President\u00a0of\u00a0Russia Vladimir\u00a0Putin\u00a0:\u00a0Yes,\u00a0I\u00a0do.\u00a0"
    assert said(text) == [("President of Russia Vladimir Putin", "Yes,\u00a0I\u00a0do.")]


def test_windows_line_ends_and_byte_order_mark() -> None:
    text = "\ufeffA meeting\r\n\r\n5 April 2023, Moscow\r\n\r\nAnna Smith: Hello.\r\n\r\nThere.\r\n\r\n"
    text += "Bob Jones: Hi.\r\n"
    transcript = read(text)
    assert (transcript.title, transcript.date) == ("A meeting", "2023-04-05")
    assert [(u.text, u.lines) for u in transcript.utterances] == [
        ("Hello.\r\n\r\nThere.", (5, 7)),
        ("Hi.", (9, 9)),
    ]


def test_brackets_that_close_what_opened_before_are_no_label() -> None:
    """As where a remark about the chair is printed over several lines."""
    text = (
        f"{HEAD}Mr Reyes: It is not possible!\n\n[The Deputy Speaker\n\n(Mr Berg) left the Chair]\n\n"
        "Mr Berg: I agree.\n\n(Mr Reyes) asked why.\n\nMr Berg: Order!\n\nMr Reyes: Yes.\n\nMr Berg: No."
    )
    assert all("left the Chair" not in words for label, words in said(text) if label == "Mr Berg")
    assert said(text)[0][1].startswith("It is not possible!")


def test_what_has_a_number_is_no_label() -> None:
    text = (
        f"{HEAD}Anna Berg: One.\n\nMotion No. 5\n\nTom Reyes: I move it.\n\nMotion No. 7\n\nAnna Berg: Two."
    )
    assert {label for label, _ in said(text)} <= {"Anna Berg", "Tom Reyes"}


@pytest.mark.parametrize(
    "printed", ["Thursday, 5th May, 2003", "5th May 2003", "May 5th, 2003", "5 May, 2003"]
)
def test_dates_as_parliaments_print_them(printed: str) -> None:
    assert read(f"Report\n\n{printed}\n\nAnna Berg: We begin.\n\nTom Reyes: Yes.").date == "2003-05-05"


@pytest.mark.parametrize("cut", ["<…>", "‹…›", "‹…>", "<...>", "< … >", "[…]", "(…)", "\u00a0<…>\u00a0"])
def test_cuts(cut: str) -> None:
    text = f"{HEAD}Minister of Energy Ivan Petrov (in German): One.\n\n{cut}\n\n(He went on.)\n\n"
    text += f"Two.\n\nThree.\n\n{cut}"
    transcript = read(text)
    assert {(u.label, u.speaker, u.role) for u in transcript.utterances} == {
        ("Minister of Energy Ivan Petrov", "Ivan Petrov", "Minister of Energy")
    }
    assert [(u.parenthetical, u.attribution, u.text) for u in transcript.utterances] == [
        ("in German", "printed", "One."),
        (None, "carried", "Two.\n\nThree."),
    ]
    assert [part.text for part in transcript.narration] == [cut.strip(), "(He went on.)", cut.strip()]
    assert transcript.warnings == (
        "line 20: no label after the cut, carried on from “Minister of Energy Ivan Petrov”",
    )


@pytest.mark.parametrize("stars", ["* * *", "***", "\u00a0* * *", "* * * *"])
def test_after_stars_nobody_speaks_without_a_label(stars: str) -> None:
    text = f"{HEAD}{stars}\n\nIvan Petrov: One.\n\n{stars}\n\nPart 2, Kaliningrad\n\n<…>\n\nStill.\n\n"
    text += "Ivan Petrov: Two."
    assert said(text) == [("Ivan Petrov", "One."), ("Ivan Petrov", "Two.")]
    assert narrated(text) == [stars.strip(), stars.strip(), "Part 2, Kaliningrad", "<…>", "Still."]


def test_stage_directions() -> None:
    text = (
        f"{HEAD}(Applause.)\n\nIvan Petrov: (Laughs.) One [of them].\n\n(Video plays.)\n\n"
        "Two <…>\n\nmore.\n\n"
        "(Laughter.) Olga Ivanova: Three.\n\nIvan Petrov: Four. (Laughter.)\n\nOlga Ivanova: Five."
    )
    assert said(text) == [
        ("Ivan Petrov", "(Laughs.) One [of them].\n\n(Video plays.)\n\nTwo <…>\n\nmore.\n\n(Laughter.)"),
        ("Olga Ivanova", "Three."),
        ("Ivan Petrov", "Four. (Laughter.)"),
        ("Olga Ivanova", "Five."),
    ]
    assert narrated(text) == ["(Applause.)"]


def test_to_be_continued_is_narration() -> None:
    text = f"{HEAD}Ivan Petrov: One.\n\nTo be continued.\n\nMay 5, 2003, The Kremlin, Moscow"
    assert said(text) == [("Ivan Petrov", "One.")]
    assert narrated(text) == ["To be continued."]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"Just a note.\n\nIt says: nothing.\n", "no speaker label recognised in 2 paragraphs"),
        (b"Vladimir Putin: \n", "no text follows the label “Vladimir Putin”"),
        (b"Ivan Petrov: Yes.\n\xff\n", "not UTF-8: 0xff at byte 18"),
        (b"Ivan\0", "a binary file (a zero at byte 4)"),
        ("Ivan Petrov: Да".encode("utf-16"), "UTF-16 text"),
        (b"a:\n" * 100_001, "the file has 100,001 lines"),
    ],
)
def test_what_is_no_transcript_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError) as error:
        readers()[".txt"].read(data, "x.txt", SourceAbout())
    assert reason in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.slow
def test_too_many_labels_are_refused() -> None:
    data = b"".join(b"Ivan Petrov%s: A\n" % chr(0x4E00 + n).encode() for n in range(5001))
    with pytest.raises(ReadError, match="5,001 different"):
        readers()[".txt"].read(data, "x.txt", SourceAbout())


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"\xef\xbb\xbf \r\n")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "a.odt").write_bytes(b"x")
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(1_000_000_000)
    reasons = {
        "missing.txt": "there is no such file",
        "empty.txt": "the file is empty",
        "folder.txt": "this is a folder",
        "a.odt": "unknown kind of file '.odt'",
        "large.txt": "the file has 1,000,000,000 bytes; expected at most 33,554,432",
        "nul\0.txt": "cannot be read",
    }
    for name, reason in reasons.items():
        with pytest.raises(ReadError) as error:
            read_file(tmp_path / name)
        assert reason in str(error.value)


def test_suffix_may_be_in_capitals(tmp_path: Path) -> None:
    (tmp_path / "A.TXT").write_text(f"{HEAD}Ivan Petrov: Yes.", "utf-8")
    (transcript,) = read_file(tmp_path / "A.TXT", source="2003/A.TXT")
    assert (transcript.id, transcript.source) == ("A", "2003/A.TXT")


@pytest.mark.slow
@pytest.mark.parametrize("filling", [":", "Aaa ", "(", "a:", " ", "Aa.", "“"])
def test_hostile_files_take_linear_time(filling: str) -> None:
    data = f"Ivan Petrov: x\n\nIvan Petrov: x {filling * (300_000 // len(filling))}".encode()
    began = time.process_time()
    readers()[".txt"].read(data, "x.txt", SourceAbout())
    assert time.process_time() - began < 5
