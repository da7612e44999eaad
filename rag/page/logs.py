"""What the server writes of itself: where something failed, never what anybody typed.

The message of an exception may hold it ("no such value: …"), and so may Gradio's account of a call that
it could not make. Only frames and the exception's name are written, unless questions are to be logged.
"""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"

Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WhereOnly(logging.Formatter):
    """Leaves out of a traceback what the exceptions say."""

    def format(self, record: logging.LogRecord) -> str:
        """Format anew: another formatter leaves the whole traceback in the record."""
        record.exc_text = None
        return super().format(record)

    def formatException(self, ei: Raised) -> str:  # noqa: N802 - logging's name
        """Return the frames and the name of the exception, and of those that led to it."""
        return where(ei[1])


def where(error: BaseException | None) -> str:
    """Return a traceback without messages, the first cause first."""
    if error is None:
        return "no exception"
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = f"{where(cause)}\n" if cause else ""
    frames = "".join(traceback.format_tb(error.__traceback__))
    return f"{before}{frames}{type(error).__module__}.{type(error).__qualname__}"


def set_up(*, questions: bool) -> None:
    """Send warnings and worse to standard error, for the whole process; with `questions`, those as well."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(FORMAT) if questions else WhereOnly(FORMAT))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for name in ("rag", "uvicorn.error"):
        logging.getLogger(name).setLevel(logging.INFO)
    if not questions:
        # Gradio writes with this what a handler raised, around every logger.
        traceback.print_exc = _print_where


def _print_where(*_: object, **__: object) -> None:
    print(where(sys.exc_info()[1]), file=sys.stderr)  # noqa: T201
