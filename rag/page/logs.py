"""The log of the server, which never holds what anybody typed unless that is asked for."""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"

Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WhereOnly(logging.Formatter):
    """Formats a traceback without the messages of its exceptions."""

    def format(self, record: logging.LogRecord) -> str:
        """Format again: another formatter may have left its own traceback in the record."""
        record.exc_text = None
        return super().format(record)

    def formatException(self, ei: Raised) -> str:  # noqa: N802 - logging's name
        """Return the frames and the name of the exception, and of those that led to it."""
        return where(ei[1])


def where(error: BaseException | None) -> str:
    """Return the traceback of an error and of its causes, the first cause first, without messages."""
    if error is None:
        return "no exception"
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = f"{where(cause)}\n" if cause else ""
    frames = "".join(traceback.format_tb(error.__traceback__))
    return f"{before}{frames}{type(error).__module__}.{type(error).__qualname__}"


def set_up(*, questions: bool) -> None:
    """Log warnings and errors of the whole process to standard error; with `questions`, those as well.

    Without them, exceptions are logged by where they were raised: their messages may hold what was typed.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(FORMAT) if questions else WhereOnly(FORMAT))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for name in ("rag", "uvicorn.error"):
        logging.getLogger(name).setLevel(logging.INFO)
    if not questions:
        # The one function of another module that is replaced: Gradio prints the exceptions of its handlers
        # with it, past every logger, and their messages may hold what somebody typed.
        traceback.print_exc = _print_where


def _print_where(*_: object, **__: object) -> None:
    print(where(sys.exc_info()[1]), file=sys.stderr)  # noqa: T201
