"""`rag ask` without a question: a conversation, by value and in a real terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.archive import Archive
from rag.commands.conversation import HELP, Conversation
from rag.errors import QuestionError
from rag.question.request import MAX_CHARACTERS
from rag.records import Filters, Request
from tests.commands.running import MISTAKE, SUCCESS, Run, Terminal, assert_mistake
from tests.corpora import IVANOVA, PUTIN

pytestmark = pytest.mark.slow

Captured = pytest.CaptureFixture[str]

SCHOOL = "Does the school have a teacher?"
TEACHER = "Every school needs a teacher."


@pytest.fixture
def talk(archive: Archive) -> Conversation:
    return Conversation(archive, Request("", k=1))


def said(talk: Conversation, line: str, capsys: Captured) -> list[str]:
    """The lines that are shown for one line that is typed."""
    talk.take(line)
    return capsys.readouterr().out.splitlines()


def test_a_follow_up_is_read_after_what_it_follows(talk: Conversation, capsys: Captured) -> None:
    assert TEACHER in said(talk, SCHOOL, capsys)
    shown = said(talk, "And what about that?", capsys)
    assert "Taken as a follow-up to the question before." in shown
    assert TEACHER in shown
    assert TEACHER in said(talk, "Why is that?", capsys), "the whole conversation is remembered"
    assert "Taken as a follow-up" not in " ".join(said(talk, "Who ships grain through the ports?", capsys))
    assert "We ship grain through the ports." in said(talk, "And what about that?", capsys)


def test_what_confines_stands_until_it_is_taken_back(talk: Conversation, capsys: Captured) -> None:
    assert said(talk, "/speaker ivanova", capsys) == [f"Search: said by {IVANOVA}."]
    assert said(talk, "  /from   2024-02 ", capsys) == [f"Search: said by {IVANOVA}; from 1 February 2024."]
    assert said(talk, "/to 2024-02", capsys) == [
        f"Search: said by {IVANOVA}; from 1 February 2024 to 29 February 2024."
    ]
    assert said(talk, "/place Sochi", capsys)[0].endswith("; place or title contains “Sochi”.")
    assert "Ports, ports and a school." in said(talk, "grain", capsys)
    assert said(talk, "/speaker putin", capsys)[0].startswith(f"Search: said by {PUTIN};")
    assert "Nothing was found." in said(talk, "grain", capsys)
    for name in ("speaker", "from", "to"):
        said(talk, f"/{name}", capsys)
    assert said(talk, "/place", capsys) == ["Search: everything."]
    assert "We ship grain through the ports." in said(talk, "grain", capsys)


def test_clear_forgets_filters_and_questions(talk: Conversation, capsys: Captured) -> None:
    said(talk, SCHOOL, capsys)
    said(talk, "/speaker putin", capsys)
    assert said(talk, "/clear", capsys) == ["Search: everything."]
    assert "Taken as a follow-up" not in " ".join(said(talk, "And what about that?", capsys))


def test_options_hold_from_the_beginning(archive: Archive, capsys: Captured) -> None:
    talk = Conversation(archive, Request("", Filters(("putin",)), 2, previous=SCHOOL), over_time=True)
    shown = said(talk, "And what about grain?", capsys)
    assert "Taken as a follow-up to the question before." in shown
    assert not any(IVANOVA in line for line in shown)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("/speaker nobody", "nobody called 'nobody' speaks in these transcripts"),
        ("/from yesterday", "'yesterday' is no date: expected YYYY-MM-DD, YYYY-MM or YYYY"),
        ("/to 2020", "the period ends before it begins: from 2023-01-01 to 2020-12-31"),
        ("/nope", "no command '/nope': /help lists them"),
        ("/", "no command '/': /help lists them"),
        ("x" * (MAX_CHARACTERS + 1), "the question has 2,001 characters"),
    ],
)
def test_mistakes_change_nothing(talk: Conversation, capsys: Captured, line: str, told: str) -> None:
    before = said(talk, "/from 2023", capsys)
    with pytest.raises(QuestionError) as raised:
        talk.take(line)
    assert told in str(raised.value)
    assert said(talk, "/from 2023", capsys) == before


def test_help_and_empty_lines(talk: Conversation, capsys: Captured) -> None:
    assert said(talk, "/help", capsys) == list(HELP)
    assert said(talk, " \t", capsys) == []


def test_a_long_conversation_remembers_what_can_be_read(talk: Conversation, capsys: Captured) -> None:
    talk.take(SCHOOL)
    for _ in range(4):
        shown = said(talk, f"And what about {'x' * 900}?", capsys)
        assert "Taken as a follow-up to the question before." in shown


def test_without_a_terminal_a_question_is_missing(here: Path, run: Run) -> None:
    assert_mistake(here, run, "ask", said="Missing argument 'question'. (see rag --help)")


def test_a_conversation_in_a_terminal(built: Path) -> None:
    terminal = Terminal(built, "ask", "-k", "1")
    assert terminal.shown("ask> ").startswith("4 transcripts, 5 December 2023 to 11 April 2024. Ask, or type")
    assert TEACHER in terminal.type(f"{SCHOOL}\n".encode())
    assert "Taken as a follow-up" in terminal.type(b"And what about that?\n")
    assert "rag: nobody called 'nobody' speaks" in terminal.type(b"/speaker nobody\n")
    terminal.type(b"half a line", "line")
    assert "Traceback" not in terminal.interrupt()
    assert "Nothing was found" in terminal.type(b"\xff\xfe?\n")
    assert TEACHER in terminal.type(b"\x10" * 4 + b"\n"), "earlier lines are called up again"
    assert "Traceback" not in terminal.type(b"\x04", "")
    assert terminal.code() == SUCCESS
    terminal = Terminal(built, "ask")
    terminal.shown("ask> ")
    terminal.type(b"q\n", "")
    assert terminal.code() == SUCCESS


def test_in_a_terminal_json_needs_a_question_and_an_index_is_needed(built: Path) -> None:
    terminal = Terminal(built, "ask", "--json")
    assert terminal.shown() == "rag: Missing argument 'question'. (see rag --help)\r\n"
    assert terminal.code() == MISTAKE
    terminal = Terminal(built, "ask", "--index", "nowhere")
    assert terminal.shown() == "rag: no index in 'nowhere': make one with rag build\r\n"
    assert terminal.code() == MISTAKE
