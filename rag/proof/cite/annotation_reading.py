"""The file of a record → the record, by pydantic; whatever a stranger wrote into it ends as one line."""

from __future__ import annotations

import json
import stat
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from rag.errors import RecordError
from rag.proof.cite.annotation import FACTS, Record
from rag.proof.cite.quoted import Quoted
from rag.records import Attribution

MAX_BYTES = 1 << 20
_LONGEST = 100_000
"""Characters of a quote."""

Line = Annotated[str, Field(max_length=10_000)]
Count = Annotated[int, Field(ge=0, le=1 << 40)]


class _Form(BaseModel):
    """A part of a record; what else stands there is nobody's business."""

    model_config = ConfigDict(strict=True, extra="ignore")


class _Quote(_Form):
    type: Literal["TextQuoteSelector"]
    exact: str = Field(min_length=1, max_length=_LONGEST)
    prefix: Line = ""
    suffix: Line = ""


class _Position(_Form):
    type: Literal["TextPositionSelector"]
    start: Count
    end: Count


class _Source(_Form):
    path: Line
    sha256: str = Field(pattern="^[0-9a-f]{64}$")

    @model_validator(mode="after")
    def _stays_in_the_corpus(self) -> Self:
        posix, windows = PurePosixPath(self.path), PureWindowsPath(self.path)
        leads_out = posix.is_absolute() or windows.drive or windows.root or ".." in windows.parts
        if leads_out or "\0" in self.path or not posix.name:
            raise ValueError("the path must be that of a file within the corpus folder")
        return self


class _Target(_Form):
    source: _Source
    selector: tuple[_Quote, _Position] = Field(strict=False)

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        quote, position = self.selector
        if position.end - position.start != len(quote.exact):
            raise ValueError(
                f"the quote has {len(quote.exact):,} characters, its place {position.end - position.start:,}"
            )
        return self


class _Citation(_Form):
    transcript: Line
    utterance: Count
    speaker: Line | None
    label: Line | None
    role: Line | None
    parenthetical: Line | None
    attribution: Attribution
    title: Line | None
    date: Line | None
    place: Line | None
    url: Line | None


class _Annotation(_Form):
    type: Literal["Annotation"]
    target: _Target
    citation: _Citation


def read_record(path: Path) -> Record:
    """Read a record. Raises RecordError, with one line, where the file is none."""
    try:
        form = json.loads(_bytes(path).decode("utf-8-sig"))
        return _record(_Annotation.model_validate(form))
    except ValidationError as error:
        raise RecordError(f"{path} is no citation record: {_first(error)}") from None
    except RecordError:
        raise
    except RecursionError:
        raise RecordError(f"{path} is no citation record: it is nested too deep") from None
    except ValueError as error:
        raise RecordError(f"{path} is no citation record: {str(error)[:200]}") from None


def _bytes(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise RecordError(f"{path} is no regular file; expected a citation record")
        if status.st_size > MAX_BYTES:
            raise RecordError(
                f"{path} has {status.st_size:,} bytes; a citation record has at most {MAX_BYTES:,}"
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise RecordError(f"there is no file {path}") from None
    except (OSError, ValueError) as error:
        raise RecordError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from None


def _record(form: _Annotation) -> Record:
    quote, position = form.target.selector
    said = form.citation
    quoted = Quoted(
        exact=quote.exact,
        prefix=quote.prefix,
        suffix=quote.suffix,
        label=said.label,
        speaker=said.speaker,
        utterance=said.utterance,
        start=position.start,
        end=position.end,
    )
    source = form.target.source
    facts = {name: getattr(said, name) for name in FACTS}
    return Record(quoted, said.transcript, source.path, source.sha256, facts)


def _first(error: ValidationError) -> str:
    """What pydantic found first, in one line."""
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"][:6])[:100]
    what = first["msg"].removeprefix("Value error, ")
    return f"{where}: {what}" if where else what
