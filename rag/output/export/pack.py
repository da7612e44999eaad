"""An evidence pack: an answer, how the question was asked, and which index answered; and how it is worded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from rag.output.messages import NO_PROOF, confined, coverage_in_words, grade_in_words
from rag.output.over_time_messages import again_in_words, by_others_in_words, span_in_words, when_where
from rag.output.proof_messages import flags_in_words
from rag.proof.cite.citation import Citation, citation_of, sources
from rag.proof.over_time import OverTime
from rag.records import Answer, Hit, Request
from rag.text.calendar import day

ANSWERED = "Passages that answer, the best first. Each is the source's text to the character."

Fact = tuple[str, str]
"""A name and a value."""


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
    """An evidence pack. Packs of equal answers, requests and indexes differ in `made` alone."""

    answer: Answer
    request: Request
    """How the question was asked."""
    index: IndexIdentity
    made: str
    """UTC, ISO 8601: the pack's one time stamp."""
    reranker: str | None = None
    """The model that read the first passages again, where one did."""
    over_time: OverTime | None = None
    """When and how often it was said, where that was asked for."""

    @property
    def quotes(self) -> tuple[tuple[Hit, Citation], ...]:
        """The passages in their order, each with its citation; no citation has a day of its own."""
        return tuple((hit, citation_of(hit)) for hit in self.answer.hits)


def make_pack(
    answer: Answer,
    request: Request,
    manifest: Mapping[str, Any],
    made: datetime | None = None,
    reranker: str | None = None,
    over_time: OverTime | None = None,
) -> Pack:
    """Put a pack together; `manifest` is that of the build, `made` defaults to now."""
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
    return Pack(answer, request, identity, stamp, reranker, over_time)


def facts(pack: Pack) -> Iterator[Fact]:
    """Return what the pack says above its quotes; empty values are left out."""
    answer, request, index = pack.answer, pack.request, pack.index
    understood = answer.understood
    read = confined(understood)
    ignored = ", ".join(request.ignore)
    found = (
        ("Question", answer.question),
        ("Follows", request.previous or ""),
        ("Confined to", confined(answer.filters) or "nothing: everything was searched"),
        ("Read in the question", read or "no speaker, time or place"),
        ("Taken as a follow-up", "yes" if understood.followup else ""),
        ("Not to be read in it", ignored),
        ("Relative dates count from", day(request.today)),
        ("Searched", coverage_in_words(answer.searched)),
        ("", "" if answer.answered else NO_PROOF),
        ("Passages asked for", str(request.k)),
        ("Over time", span_in_words(pack.over_time) if pack.over_time else ""),
        ("Index", f"{index.build}, built {index.created}" if index.created else index.build),
        ("SHA-256 of the corpus", index.corpus_sha256),
        ("Model", f"{index.model}, SHA-256 {index.model_sha256}" if index.model else ""),
        ("First passages read again by", pack.reranker or ""),
        ("Program", f"rag-transcripts {index.program}, code {index.code}" if index.program else ""),
        ("Made", pack.made),
    )
    yield from ((name, value) for name, value in found if value)


def lead(pack: Pack) -> str:
    """Return the sentences above the quotes."""
    told = grade_in_words(pack.answer)
    return " ".join(told if pack.answer.grade != "answers" else (ANSWERED, *told))


def remarks(pack: Pack, hit: Hit, citation: Citation) -> Iterator[str]:
    """Return the lines below a quote: its flags, its repeats, and its source."""
    if flags := flags_in_words(hit):
        yield flags
    yield from repeats(pack, hit)
    yield sources(citation)


def repeats(pack: Pack, hit: Hit) -> Iterator[str]:
    """Return where the highlighted sentence of a quote was said again, and its very words there."""
    if pack.over_time and (each := pack.over_time.of(hit)):
        told = ((again_in_words(each), each.again), (by_others_in_words(each), each.by_others))
        for words, matches in told:
            yield from (f"{words}: {when_where(m.hit)}: “{m.said}” ({m.hit.source})" for m in matches)
