"""What an evidence pack holds: an answer, how it was asked, and of which index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from rag.proof.cite import Citation, citation_of
from rag.records import Answer, Hit


@dataclass(frozen=True, slots=True)
class Settings:
    """How the question was asked, beside its filters."""

    k: int
    previous: str | None = None
    today: str | None = None
    """The day that relative dates count from, where one was given."""
    ignored: tuple[str, ...] = ()
    """What was not to be read out of the question."""
    reranker: str | None = None
    """The model that read the first passages again, where one did."""


@dataclass(frozen=True, slots=True)
class IndexIdentity:
    """Which index answered."""

    build: str
    created: str
    corpus_sha256: str
    model: str
    model_sha256: str
    program: str
    """Version of the program that built it."""
    code: str
    """Hash of the modules that read and cut the sources."""


@dataclass(frozen=True, slots=True)
class Pack:
    """All of it. Equal answers, settings and indexes make equal packs but for `made`."""

    answer: Answer
    settings: Settings
    index: IndexIdentity
    made: str
    """UTC, ISO 8601: the pack's one time stamp."""

    @property
    def quotes(self) -> tuple[tuple[Hit, Citation], ...]:
        """The passages in their order, each with its citation; no citation has a day of its own."""
        return tuple((hit, citation_of(hit)) for hit in self.answer.hits)


def make_pack(
    answer: Answer, settings: Settings, manifest: Mapping[str, Any], made: datetime | None = None
) -> Pack:
    """Put a pack together; `manifest` is what the build says of itself, `made` is now where not given."""
    model, recipe = manifest.get("model", {}), manifest.get("recipe", {})
    identity = IndexIdentity(
        build=str(manifest.get("id", "")),
        created=str(manifest.get("created", "")),
        corpus_sha256=str(manifest.get("corpus_sha256", "")),
        model=str(model.get("name", "")),
        model_sha256=str(model.get("sha256", "")),
        program=str(manifest.get("versions", {}).get("rag-transcripts", "")),
        code=str(recipe.get("code", "")),
    )
    stamp = (made or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds")
    return Pack(answer, settings, identity, stamp)
