"""A citation as a record: a W3C Web Annotation, written, and read back by pydantic."""

from __future__ import annotations

import base64
import json
import stat
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from rag.errors import RecordError, first_error
from rag.proof.cite.citation import Citation, citation_of
from rag.proof.cite.quoted import Quoted, quoted_of
from rag.records import Attribution, Hit

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
PROGRAM = "rag-transcripts"


@dataclass(frozen=True, slots=True)
class Parser:
    """What read the source."""

    version: str
    """Of the program."""
    code: str
    """Hash of the modules that read and cut."""

    @classmethod
    def of(cls, manifest: Mapping[str, Any]) -> Parser:
        """Take it from what a build says of itself."""
        version, recipe = manifest.get("versions", {}).get(PROGRAM, ""), manifest.get("recipe", {})
        return cls(str(version), str(recipe.get("code", "")))


@dataclass(frozen=True, slots=True)
class CitationRecord:
    """What a record says, as far as it can be proven."""

    quoted: Quoted
    transcript: str
    source: str
    sha256: str
    facts: Mapping[str, str | None]
    """By the names of `FACTS`: what the source says about the words beside the words."""


FACTS = ("title", "date", "place", "url", "role", "parenthetical", "attribution")


def record_of(hit: Hit, parser: Parser, accessed: str | None = None) -> dict[str, Any]:
    """Return the record of a hit as JSON; `accessed` is an ISO day. Raises QuestionError where it is none."""
    citation, quoted = citation_of(hit, accessed), quoted_of(hit.passage, hit.utterance)
    return {
        "@context": CONTEXT,
        "id": _name(citation),
        "type": "Annotation",
        "motivation": "bookmarking",
        "generator": {"type": "Software", "name": PROGRAM, "version": parser.version, "code": parser.code},
        "target": {
            "source": {
                "id": f"ni:///sha-256;{_base64(citation.sha256)}",
                "path": citation.source,
                "sha256": citation.sha256,
            },
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": quoted.exact,
                    "prefix": quoted.prefix,
                    "suffix": quoted.suffix,
                },
                {"type": "TextPositionSelector", "start": quoted.start, "end": quoted.end},
            ],
        },
        "citation": {
            "speaker": hit.utterance.speaker,
            "label": hit.utterance.label,
            "role": hit.utterance.role,
            "parenthetical": hit.utterance.parenthetical,
            "attribution": hit.attribution,
            "doubt": None if hit.doubt is None else {"line": hit.doubt.line, "text": hit.doubt.text},
            "title": hit.title,
            "date": hit.date,
            "place": hit.place,
            "url": hit.url,
            "address": citation.address,
            "original": citation.original,
            "accessed": citation.accessed,
            "transcript": citation.transcript,
            "utterance": citation.utterance,
            "lines": list(citation.lines),
            "counted_in": "file" if citation.in_file else "utterance",
        },
    }


def record_text(record: Mapping[str, Any]) -> str:
    """Return a record as the text of a file."""
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def _name(citation: Citation) -> str:
    """Name the annotation: the same words at the same place of the same file have the same name."""
    place = f"{citation.sha256} {citation.transcript} {citation.utterance} {citation.start}-{citation.end}"
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, place)}"


def _base64(hexadecimal: str) -> str:
    return base64.urlsafe_b64encode(bytes.fromhex(hexadecimal)).decode().rstrip("=")


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


def read_record(path: Path) -> CitationRecord:
    """Read a record. Raises RecordError, with one line, where the file is none."""
    try:
        form = json.loads(_bytes(path).decode("utf-8-sig"))
        return _record(_Annotation.model_validate(form))
    except ValidationError as error:
        raise RecordError(
            f"{path} is no citation record: {first_error(error.errors(include_url=False))}"
        ) from None
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


def _record(form: _Annotation) -> CitationRecord:
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
    return CitationRecord(quoted, said.transcript, source.path, source.sha256, facts)
