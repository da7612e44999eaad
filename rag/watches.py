"""Saved questions and quotes: which passages of new transcripts answer them, build after build.

They are kept in `watch.json` in the index folder, beside the builds; every build leaves the file as it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

from filelock import FileLock
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rag.archive import Archive
from rag.errors import RagError, first_error
from rag.proof.cite.permalinks import fingerprint
from rag.proof.over_time import near_places
from rag.records import Filters, Hit, Request
from rag.text.files import write_whole

FILE = "watch.json"
SHOWN = 5
"""Passages that one saved question is told of at once."""
_DIGITS = 12
"""Hexadecimal digits by which a source or a passage is known."""

Kind = Literal["question", "quote"]
Digest = Annotated[str, Field(max_length=64)]


class Watch(BaseModel):
    """A question or a quote, and what it has been told already."""

    model_config = ConfigDict(strict=True, extra="forbid")

    id: str
    """A few digits of what is asked: the same question is saved once."""
    kind: Kind
    text: str
    speakers: list[str] = []
    since: str | None = None
    until: str | None = None
    place: str | None = None
    added: str
    """UTC, ISO 8601."""
    known: list[Digest] = []
    """Transcripts that were there when it was last looked for."""
    told: list[Digest] = []
    """Passages that were found."""

    @property
    def filters(self) -> Filters:
        """What its search is confined to."""
        return Filters(tuple(self.speakers), self.since, self.until, self.place)


class _File(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    watches: list[Watch] = []


@dataclass(frozen=True, slots=True)
class News:
    """What is new for a saved question or quote."""

    watch: Watch
    hits: tuple[Hit, ...]


def load(index: Path) -> list[Watch]:
    """The saved ones, the oldest first. Raises RagError where the file is damaged."""
    path = index / FILE
    try:
        return _File.model_validate_json(path.read_bytes()).watches
    except FileNotFoundError:
        return []
    except ValidationError as error:
        told = first_error(error.errors(include_url=False))
        raise RagError(f"{path} does not hold saved questions ({told}): mend it or remove it") from None


@contextmanager
def changing(index: Path) -> Iterator[list[Watch]]:
    """The saved ones, to be changed; they are written when the block ends well."""
    if not index.is_dir():
        raise RagError(f"no index in {str(index)!r}: make one with rag build")
    with FileLock(index / ".watch.lock"):
        watches = load(index)
        yield watches
        text = _File(watches=watches).model_dump_json(indent=1)
        write_whole(index / FILE, [text.encode(), b"\n"], "list of saved questions")


def made(archive: Archive, kind: Kind, text: str, filters: Filters) -> Watch:
    """One to be saved; what is indexed now is not news. Raises QuestionError where it cannot be asked."""
    named = (kind, text, *filters.speakers, filters.since, filters.until, filters.place)
    watch = Watch(
        id=_digest(*named)[:6],
        kind=kind,
        text=text,
        speakers=list(filters.speakers),
        since=filters.since,
        until=filters.until,
        place=filters.place,
        added=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    found = _found(archive, watch, ())
    watch.known, watch.told = list(_sources(archive).values()), [_passage(hit) for hit in found]
    return watch


def add(index: Path, watch: Watch) -> None:
    """Save one. Raises RagError where it is saved already."""
    with changing(index) as watches:
        if any(other.id == watch.id for other in watches):
            raise RagError(f"this is saved already, as {watch.id}")
        watches.append(watch)


def remove(index: Path, name: str) -> None:
    """Remove the one of this id. Raises RagError where there is none."""
    if not any(each.id == name for each in load(index)):
        raise RagError(f"nothing is saved as {name[:40]!r}: see rag watch list")
    with changing(index) as watches:
        watches[:] = [each for each in watches if each.id != name]


def news(archive: Archive, saved: Iterable[Watch]) -> list[News]:
    """For each, the passages of transcripts that are new, or were edited, that answer; they are told once."""
    sources = _sources(archive)
    return [_news(archive, watch, sources) for watch in saved]


def _news(archive: Archive, watch: Watch, sources: Mapping[str, str]) -> News:
    known, told = set(watch.known), set(watch.told)
    fresh = tuple(name for name, digest in sources.items() if digest not in known)
    found = _found(archive, watch, fresh) if fresh else ()
    hits = tuple(hit for hit in found if _passage(hit) not in told)[:SHOWN]
    watch.known = list(sources.values())
    watch.told += [_passage(hit) for hit in hits]
    return News(watch, hits)


def _found(archive: Archive, watch: Watch, transcripts: tuple[str, ...]) -> tuple[Hit, ...]:
    """The passages of these transcripts, or of all, that answer."""
    filters = watch.filters
    if watch.kind == "question":
        answer = archive.ask(Request(watch.text, replace(filters, transcripts=transcripts)))
        return answer.hits if answer.grade == "answers" else ()
    check = archive.check(watch.text, next(iter(filters.speakers), None))
    near = near_places(check, archive.over_time(check))
    return tuple(hit for hit in near if not transcripts or hit.passage.transcript in transcripts)


def _sources(archive: Archive) -> dict[str, str]:
    """Transcript → what tells this version of it from others."""
    return {head.id: _digest(head.id, head.sha256) for head in archive.catalogue.headings()}


def _passage(hit: Hit) -> str:
    return _digest(hit.passage.transcript, fingerprint(hit.passage.text))


def _digest(*parts: str | None) -> str:
    return hashlib.sha256("\0".join(part or "" for part in parts).encode()).hexdigest()[:_DIGITS]
