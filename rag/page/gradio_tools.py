"""The operations of the API as Gradio's: for `gradio_client`, and, where asked for, as tools of assistants.

What a function and its parameters are called and said to do is what an assistant reads.

All return the contract's JSON as text: of an object, `gradio_client` would take every `path` for a file to
download, and an assistant would be given Python's notation.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from typing import TypeVar

from pydantic import ValidationError

from rag.errors import RagError, first_error
from rag.page import api
from rag.page.api import AskQuery, CheckQuery
from rag.page.backend import Backend
from rag.page.gradio_import import gr

Query = TypeVar("Query", AskQuery, CheckQuery)

log = logging.getLogger(__name__)


def add_tools(archive: Backend) -> None:
    """Open the operations in the Blocks being drawn, as `/ask`, `/check`, `/transcript` and `/sources`.

    They pass by Gradio's queue, which tools would reach only over the network: `Gate` bounds them.
    """

    def check(quote: str, speaker: str | None = None) -> str:
        """Say whether, where and by whom a quote was said, with every word that differs.

        The verdict is exact, altered, other_speaker or absent; `searched` says where it was looked for.

        Args:
            quote: The words that somebody is said to have said.
            speaker: Who is said to have said them.

        """
        return _told(lambda: api.check(archive, _read(CheckQuery, {"quote": quote, "speaker": speaker})))

    def transcript(transcript_id: str) -> str:
        """Read a whole transcript: who said what, in order.

        Args:
            transcript_id: As a passage gives it in `transcript`.

        """
        return _told(lambda: api.transcript(archive, str(transcript_id)))

    def sources() -> str:
        """Tell what is indexed: how many transcripts, of which months, and who speaks how often."""
        return _told(lambda: api.sources(archive))

    for tool in (_ask_tool(archive), check, transcript, sources):
        gr.api(tool, api_name=tool.__name__, queue=False)


def _ask_tool(archive: Backend) -> Callable[..., str]:
    """Return the operation `ask`, which names its parameters for tools."""

    def ask(  # noqa: PLR0913, PLR0917
        question: str,
        k: int = 10,
        speaker: list[str] | None = None,
        since: str | None = None,
        until: str | None = None,
        place: str | None = None,
        transcript: list[str] | None = None,
        topic: list[str] | None = None,
        person: list[str] | None = None,
        previous: str | None = None,
        today: str | None = None,
    ) -> str:
        """Find passages of transcripts that answer a question: ranked, attributed, word for word.

        `grade` is `answers`, `near` (the nearest; whether they answer is not known) or `nothing`; `unmet` are
        the words of the question that no passage covers.

        Args:
            question: The question, in plain words.
            k: How many passages, 1 to 100.
            speaker: Only what these persons said.
            since: First day: YYYY-MM-DD, YYYY-MM or YYYY.
            until: Last day: YYYY-MM-DD, YYYY-MM or YYYY.
            place: Only where place or title holds this text.
            transcript: Only the transcripts of these ids.
            topic: Only transcripts that are tagged with one of these topics.
            person: Only transcripts that are tagged with one of these persons, speaking or spoken about.
            previous: The question that this one follows up, after those that it follows itself, one a line.
            today: The day that relative dates count from: YYYY-MM-DD.

        """
        given = {
            "q": question, "k": k, "speaker": speaker or [], "from": since, "to": until, "place": place,
            "transcript": transcript or [], "topic": topic or [], "person": person or [],
            "previous": previous, "today": today,
        }  # fmt: skip
        return _told(lambda: api.ask(archive, _read(AskQuery, given)))

    return ask


def _read(form: type[Query], given: dict[str, object]) -> Query:
    """Check shape and size of what was given: anything can arrive in place of a string."""
    try:
        return form.model_validate(given)
    except ValidationError as error:
        raise RagError(first_error(error.errors())) from error


def _told(operation: Callable[[], Mapping[str, object]]) -> str:
    """Do it; a mistake is told in one line, and a fault only in the log."""
    try:
        return json.dumps(operation(), ensure_ascii=False)
    except RagError as error:
        raise gr.Error(str(error), print_exception=False) from error
    except Exception as error:
        log.exception("a tool failed")
        raise gr.Error("the program failed; the server's log says where", print_exception=False) from error
