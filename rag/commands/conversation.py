"""A conversation in a terminal: `rag ask` without a question."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from rag.archive import Archive
from rag.errors import QuestionError, RagError
from rag.output.messages import confined, counted
from rag.output.stdio import print_error, print_text
from rag.output.terminal import show_answer, show_lines
from rag.question.parser import conversation
from rag.question.request import MAX_CHARACTERS, resolve
from rag.records import Filters, Request
from rag.text.calendar import period

PROMPT = "ask> "
LEAVE = "q"
HELP = (
    "A question, or one that follows it up: And Medvedev? In 2018?",
    "/speaker NAME  search only what this person said",
    "/from DATE, /to DATE  only these days: YYYY-MM-DD, YYYY-MM or YYYY",
    "/place TEXT  only where place or title contains this text",
    "  Each without a value confines no longer.",
    "/clear  forget the questions before, and all that confines",
    f"{LEAVE} or Ctrl-D  leave",
)


class Conversation:
    """Questions one after the other, each within what confines them and after those that it follows up."""

    def __init__(self, archive: Archive, first: Request, *, over_time: bool = False) -> None:
        """`first` has all but the words of the questions."""
        self._archive = archive
        self._request = first
        self._over_time = over_time

    def take(self, line: str) -> None:
        """Answer a question, or obey a command. Raises QuestionError for a mistake; nothing changes then."""
        words = line.strip()
        if words.startswith("/"):
            name, _, value = words[1:].partition(" ")
            self._obey(name, value.strip())
        elif words:
            self._ask(words)

    def _ask(self, question: str) -> None:
        answer = self._archive.ask(replace(self._request, text=question))
        before = conversation(self._request.previous) if answer.understood.followup else ()
        self._request = replace(self._request, previous=_remembered((*before, question)))
        show_answer(answer, self._archive.over_time(answer) if self._over_time else None)
        print_text("\n")

    def _obey(self, name: str, value: str) -> None:
        if name == "help":
            show_lines(HELP)
            return
        if name == "clear":
            self._request = replace(self._request, filters=Filters(), previous=None)
        else:
            given, loaded = _confining(self._request.filters, name, value), self._archive.loaded
            filters = resolve(given, loaded.speaker_names, loaded.aliases)
            self._request = replace(self._request, filters=filters)
        show_lines([f"Search: {confined(self._request.filters) or 'everything'}."])


def _confining(filters: Filters, name: str, value: str) -> Filters:
    """The filters after a command with a value, or without one. Raises QuestionError for an unknown one."""
    match name:
        case "speaker":
            return replace(filters, speakers=(value,) if value else ())
        case "from":
            return replace(filters, since=value or None)
        case "to":
            return replace(filters, until=value or None)
        case "place":
            return replace(filters, place=value or None)
    raise QuestionError(f"no command {f'/{name}'[:40]!r}: /help lists them")


def converse(archive: Archive, first: Request, *, over_time: bool = False) -> None:
    """Take lines from the terminal until `q` or Ctrl-D; Ctrl-C gives up a line or an answer."""
    with suppress(ImportError):
        import readline  # noqa: F401 - from now on lines can be edited and called up again
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    archive.warm()
    talk = Conversation(archive, first, over_time=over_time)
    held = archive.coverage()
    dates = period(held.since, held.until)
    told = f"{counted(held.transcripts, 'transcript')}{', ' + dates if dates else ''}"
    show_lines([f"{told}. Ask, or type /help; {LEAVE} leaves."])
    while True:
        try:
            line = input(PROMPT)
            if line.strip() == LEAVE:
                return
            talk.take(line)
        except EOFError:
            print_text("\n")
            return
        except KeyboardInterrupt:
            print_text("\n")
        except RagError as error:
            print_error(str(error))


def _remembered(questions: Sequence[str]) -> str:
    """The latest questions, one a line, as many as can be read together."""
    lines = "\n".join(questions)
    while len(lines) > MAX_CHARACTERS:
        lines = lines.partition("\n")[2]
    return lines
