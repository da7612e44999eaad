"""`rag ask` without a question: a conversation, by value and in a real terminal."""

from __future__ import annotations

import os
import pty
import select
import sys
from pathlib import Path

import pytest

from rag.archive import Archive
from rag.commands.conversation import HELP, Conversation
from rag.errors import QuestionError
from rag.question.request import MAX_CHARACTERS
from rag.records import Filters, Request
from tests.commands.running import MISTAKE, SUCCESS, Run, assert_mistake, environment
from tests.corpora import IVANOVA, PUTIN, ROOT

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


TOY = """
import sys
import rag.index.encoder
from rag.cli import main
from tests.builders import TopicEncoder
rag.index.encoder.SentenceTransformerEncoder = lambda name: TopicEncoder()
main(sys.argv[1:])
"""


class Terminal:
    """A command in a terminal of its own."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self._process, self._terminal = pty.fork()
        if not self._process:
            os.chdir(folder)
            ours = environment() | {"PYTHONPATH": str(ROOT), "TERM": "dumb"}
            os.execve(sys.executable, [sys.executable, "-c", TOY, *arguments], ours)  # noqa: S606

    def shown(self, until: str = "") -> str:
        """What is shown until the prompt, or to the end."""
        seen = b""
        while not (until and seen.endswith(until.encode())):
            assert select.select([self._terminal], [], [], 60)[0], seen
            try:
                read = os.read(self._terminal, 1 << 16)
            except OSError:  # the other end is closed
                read = b""
            if not read:
                break
            seen += read
        return seen.decode(errors="replace")

    def type(self, keys: bytes, until: str = "ask> ") -> str:
        """Type, and return what is shown then."""
        os.write(self._terminal, keys)
        return self.shown(until)

    def code(self) -> int:
        """The exit code."""
        os.close(self._terminal)
        return os.waitstatus_to_exitcode(os.waitpid(self._process, 0)[1])


@pytest.mark.slow
def test_a_conversation_in_a_terminal(built: Path) -> None:
    terminal = Terminal(built, "ask", "-k", "1")
    assert terminal.shown("ask> ").startswith("4 transcripts, 5 December 2023 to 11 April 2024. Ask, or type")
    assert TEACHER in terminal.type(f"{SCHOOL}\n".encode())
    assert "Taken as a follow-up" in terminal.type(b"And what about that?\n")
    assert "rag: nobody called 'nobody' speaks" in terminal.type(b"/speaker nobody\n")
    assert "Traceback" not in terminal.type(b"half a line\x03")
    assert "Nothing was found" in terminal.type(b"\xff\xfe?\n")
    assert TEACHER in terminal.type(b"\x10" * 4 + b"\n"), "earlier lines are called up again"
    assert "Traceback" not in terminal.type(b"\x04", "")
    assert terminal.code() == SUCCESS
    terminal = Terminal(built, "ask")
    terminal.shown("ask> ")
    terminal.type(b"q\n", "")
    assert terminal.code() == SUCCESS


@pytest.mark.slow
def test_in_a_terminal_json_needs_a_question_and_an_index_is_needed(built: Path) -> None:
    terminal = Terminal(built, "ask", "--json")
    assert terminal.shown() == "rag: Missing argument 'question'. (see rag --help)\r\n"
    assert terminal.code() == MISTAKE
    terminal = Terminal(built, "ask", "--index", "nowhere")
    assert terminal.shown() == "rag: no index in 'nowhere': make one with rag build\r\n"
    assert terminal.code() == MISTAKE
