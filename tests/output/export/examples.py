"""An evidence pack whose every word is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from rag.output.export.pack import Pack, make_pack
from rag.records import Answer, Filters, Request, Searched, Understood
from tests.proof.cite.examples import QUESTION, hit

MANIFEST = {
    "id": "20240501T000000-ab",
    "created": "2024-05-01T00:00:00+00:00",
    "corpus_sha256": "cd" * 32,
    "model": {"name": "topics", "sha256": "ef" * 32},
    "recipe": {"code": "0123456789abcdef"},
    "versions": {"rag-transcripts": "0.1.0"},
}
ANSWER = Answer(
    question="What about <b>grain</b> & gas?",
    filters=Filters(speakers=("Vladimir Putin",), since="2018-01-01", until="2018-12-31"),
    understood=Understood(speakers=("Vladimir Putin",), followup=True),
    grade="answers",
    confidence=0.83,
    searched=Searched(2, 60, "2018-09-12", "2018-11-02", 3, 20, 0, 1, ("2018-10",)),
    hits=(hit(start=16, end=58), replace(hit(QUESTION, 0, 15, url=None), rank=2, score=-0.5)),
)
REQUEST = Request(
    "What about <b>grain</b> & gas?",
    Filters(("putin",), "2018", "2018"),
    k=2,
    previous="And the harvest?",
    today="2018-12-01",
    ignore=("place",),
)
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
LATER = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)


def pack(answer: Answer = ANSWER, made: datetime = NOON) -> Pack:
    return make_pack(answer, REQUEST, MANIFEST, made)
