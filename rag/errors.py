"""Named errors: what was found, what was expected, and the command that mends it.

The library raises these; only the command line and the page turn them into one line for a person.
"""

from __future__ import annotations

import reprlib
from collections.abc import Mapping, Sequence
from typing import Any


class RagError(Exception):
    """Any mistake that a user can mend; its message is one line."""


class ReadError(RagError):
    """A file that is not a transcript in a known format."""


class CorpusError(RagError):
    """A corpus folder that cannot be built: missing, empty, or with clashing names."""


class IndexMissingError(RagError):
    """There is no index where one was looked for."""


class IndexMismatchError(RagError):
    """An index that does not fit this program: damaged, or built by another version or model."""


class ServerError(RagError):
    """A server that holds or makes vectors and cannot be used: not reached, not allowed, or without them."""


class EncoderError(RagError):
    """A model that cannot be loaded, or whose weights are not the published ones."""


class QuestionError(RagError):
    """A question or filter that cannot be searched."""


class EvaluationError(RagError):
    """A labelled question set or a run that cannot be read or does not fit the index."""


class RecordError(RagError):
    """A file that is no citation record."""


class SettingsError(RagError):
    """A settings file that cannot be read, or that holds what is not known."""


class FetchError(RagError):
    """A web page that cannot be had, or must not be."""


class DuplicateError(RagError):
    """A transcript that the corpus has already."""


class BuildRunningError(RagError):
    """The index is being built by another process."""


_COMPLETE = {"missing", "extra_forbidden", "value_error"}
"""Types of pydantic errors whose message needs no value beside it."""


def first_error(errors: Sequence[Mapping[str, Any]]) -> str:
    """Put the first of pydantic's `errors()` in one line: where, what was expected, what was found."""
    first = errors[0]
    steps = [step for step in first["loc"] if step != "query"][:6]
    where = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).removeprefix(".")
    found = "" if first["type"] in _COMPLETE else f"; found {reprlib.repr(first['input'])}"
    return f"{where[:100]}: {first['msg'].removeprefix('Value error, ')}{found}".removeprefix(": ")
