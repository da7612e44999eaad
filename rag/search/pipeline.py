"""The way of a question, from top to bottom: each stage turns one record into the next.

Request → Question (checked and read) → Query (encoded) → Candidates (ranked) → Features → Answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from rag.errors import EncoderError, QuestionError
from rag.index.catalogue_scope import EVERYTHING
from rag.index.context import words_context
from rag.index.loaded import LoadedBuild
from rag.question.parser import Understanding
from rag.question.readings import Event, Known
from rag.question.request import Question, understand
from rag.records import Answer, Filters, Passage, Request, Searched, Understood
from rag.search.answer import PassageReader, answer, without_repeats
from rag.search.confidence import Features, confidence, features
from rag.search.highlight import SentenceScorer
from rag.search.rank import RERANK_DEPTH, Query, RankedRow, Search, Weights
from rag.search.rerank import CROSS_ENCODER_DEPTH, Reranker

MAX_PASSAGES = 200
"""Of one answer: more is a reading list, not an answer."""
_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half a character: what a shell or a JSON escape makes of bytes that are not text. No index can take it."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the search found."""

    ranked: tuple[RankedRow, ...]
    """Best first; more than are shown."""
    named: frozenset[int] | None
    """The rows by the speaker, of the time, at the place that the question names; None if it names none."""
    searched: Searched


class Pipeline:
    """Answers questions over one build. What is heavy is loaded by the first question, or by `warm`."""

    def __init__(
        self, build: LoadedBuild, weights: Weights = Weights(), reranker: Reranker | None = None
    ) -> None:
        self._build = build
        self._weights = weights
        self._reranker = reranker

    def ask(self, request: Request) -> Answer:
        """All stages. Raises QuestionError where the question or a filter cannot be searched."""
        k = request.k
        if not 1 <= k <= MAX_PASSAGES:
            raise QuestionError(f"{k} passages were asked for: expected 1 to {MAX_PASSAGES}")
        question = self.understand(request)
        query = self.encode(question)
        candidates = self.candidates(question, query, k)
        reader = PassageReader(self._build.catalogue, self.scorer(question, query))
        ranked = self.rerank(question, candidates.ranked, k, reader)
        shown = without_repeats(ranked, k, reader)
        found = self.weigh(question, candidates, reader)
        return answer(question, shown, confidence(found) if found else 0.0, candidates.searched, reader)

    def understand(self, request: Request) -> Question:
        """Check the request, read who, when and where out of it, and resolve its filters."""
        typed = (request.text, request.previous, request.filters.place)
        if any(_SURROGATE.search(text or "") for text in typed):
            raise QuestionError("the question holds bytes that are no UTF-8: type it anew")
        dated = replace(request, today=request.today or date.today().isoformat())
        question = understand(dated, self._build.speaker_names, self.understanding)
        known = set(self._build.catalogue.transcript_ids()) if question.filters.transcripts else set()
        for name in question.filters.transcripts:
            if name not in known:
                raise QuestionError(f"no transcript {name[:80]!r} in this index: see rag sources")
        return question

    def encode(self, question: Question) -> Query:
        """The vectors of a question. Where it is too long with what it follows up, it is encoded alone."""
        encoder = self._build.encoder
        for text in dict.fromkeys((question.query_text, question.text)):
            shift = len(text) - len(question.text)
            focus = [(start + shift, end + shift) for start, end in question.focus]
            with suppress(EncoderError):  # too long
                encoded = encoder.read_question(text, focus)
                return Query(
                    question.query_text, encoded.vector, encoded.tokens, encoded.tokens.within(focus)
                )
        (pieces,) = encoder.pieces([question.text])
        raise QuestionError(
            f"the question has {pieces} word pieces, at most {encoder.limit} are read: ask it shorter"
        )

    def candidates(self, question: Question, query: Query, k: int) -> Candidates:
        """Search within the filters; what they leave out is ranked in the same search, and counted."""
        catalogue = self._build.catalogue
        scope = catalogue.scope(question.filters)
        boosted = self.boosted(question.understood)
        scopes = (scope,) if scope is EVERYTHING else (scope, EVERYTHING)
        ranked, *unfiltered = self.search.rankings(
            query, max(k, RERANK_DEPTH), scopes, boosted, self._weights
        )
        searched = catalogue.searched(scope, question.filters)
        if unfiltered and scope.rows is not None:
            best = {item.row for item in unfiltered[0][:k]}
            searched = replace(searched, excluded_by_filters=len(best.difference(scope.rows)))
        named = frozenset.intersection(*map(frozenset, boosted)) if boosted else None
        return Candidates(ranked, named, searched)

    def boosted(self, understood: Understood) -> tuple[Sequence[int], ...]:
        """For each of who, when and where that a question names, the rows that fit it."""
        parts = (
            Filters(speakers=understood.speakers),
            Filters(since=understood.since, until=understood.until),
            Filters(place=understood.place),
        )
        return tuple(self._build.catalogue.scope(part).rows or () for part in parts if part)

    def scorer(self, question: Question, query: Query) -> SentenceScorer:
        """Compares sentences with the question."""
        content = query.content(self._build.tokens)
        topic = content[0].where(content[1]) if content else None
        return SentenceScorer(question.text, topic, self._build.tokens, self._build.words)

    def weigh(self, question: Question, candidates: Candidates, reader: PassageReader) -> Features | None:
        """What speaks for and against the candidates' being an answer; None where there are none.

        The cross-encoder has no say: the weights of the features were fitted without one.
        """
        if not candidates.ranked:
            return None
        return features(
            question.text, reader.scorer.length, candidates.ranked, candidates.named, reader.sentences
        )

    def rerank(
        self, question: Question, ranked: Sequence[RankedRow], k: int, reader: PassageReader
    ) -> Sequence[RankedRow]:
        """The first in the order of the cross-encoder, and with its scores; unchanged where there is none."""
        if self._reranker is None:
            return ranked
        first = ranked[: max(CROSS_ENCODER_DEPTH, 2 * k)]
        texts = [self._with_context(passage) for passage in reader.passages([item.row for item in first])]
        scores = self._reranker.scores(question.query_text, texts)
        again = [replace(item, score=score) for item, score in zip(first, scores, strict=True)]
        return sorted(again, key=lambda item: -item.score)

    def _with_context(self, passage: Passage) -> str:
        catalogue, number = self._build.catalogue, passage.utterance
        (utterance,) = catalogue.utterances(passage.transcript, number, number)
        return f"{words_context(catalogue.heading(passage.transcript), utterance)}: {passage.text}"

    def warm(self) -> None:
        """Load everything that a question needs."""
        self._build.encoder.read_question("warm", ())
        self.search  # noqa: B018 - loading is the point
        self.understanding  # noqa: B018

    @cached_property
    def search(self) -> Search:
        """The indexes of the build, searched together."""
        build = self._build
        return Search(build.vectors, build.words, build.positions, build.tokens)

    @cached_property
    def understanding(self) -> Understanding:
        """Reads questions, knowing who speaks in the corpus and at which events."""
        catalogue = self._build.catalogue
        events = tuple(Event(head.title, head.date, head.place) for head in catalogue.headings())
        return Understanding(Known(catalogue.coverage().speakers, events))
