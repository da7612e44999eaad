"""The way of a question, from top to bottom: each stage turns one record into the next.

Request → Question (checked and read) → Query (encoded) → Candidates (ranked) → Features → Answer.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from rag.errors import EncoderError, QuestionError
from rag.index.catalogue_scope import EVERYTHING
from rag.index.loaded import LoadedBuild
from rag.index.vectors import Mask
from rag.question.parser import Understanding
from rag.question.readings import Event, Known
from rag.question.request import Question, understand, with_tags
from rag.records import Answer, Filters, Misfit, Request, Searched, Understood
from rag.search.answer import Judgement, PassageReader, answer, without_repeats
from rag.search.asked_for import lacking
from rag.search.confidence import (
    SHIPPED,
    Calibration,
    confidence,
    features,
    grade,
    misfits,
)
from rag.search.highlight import SentenceScorer
from rag.search.rank import RERANK_DEPTH, Query, RankedRow, Search, Weights
from rag.search.rerank import CROSS_ENCODER_DEPTH, Reranker
from rag.search.unmet import unmet
from rag.text.translation import _

UNMET_DEPTH = 10
"""Passages, of those shown, in which the words of the question are looked for."""
MAX_PASSAGES = 200
"""Of one answer: more is a reading list, not an answer."""
_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half a character: what a shell or a JSON escape makes of bytes that are not text. No index can take it."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the search found."""

    ranked: tuple[RankedRow, ...]
    """Best first; more than are shown."""
    named: Mapping[Misfit, Mask]
    """For each of who, when and where that the question names, which rows fit it."""
    searched: Searched


class Pipeline:
    """Answers questions over one build. What is heavy is loaded by the first question, or by `warm`."""

    def __init__(
        self,
        build: LoadedBuild,
        weights: Weights = Weights(),
        reranker: Reranker | None = None,
        calibration: Calibration = SHIPPED,
    ) -> None:
        self._build = build
        self._calibration = calibration
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
        judgement = self.weigh(question, query, candidates, shown, reader)
        return answer(question, shown, judgement, candidates.searched, reader)

    def understand(self, request: Request) -> Question:
        """Check the request, read who, when and where out of it, and resolve its filters."""
        typed = (request.text, request.previous, request.filters.place)
        if any(_SURROGATE.search(text or "") for text in typed):
            raise QuestionError(_("the question holds bytes that are no UTF-8: type it anew"))
        dated = replace(request, today=request.today or date.today().isoformat())
        question = understand(dated, self._build.speaker_names, self.understanding, self._build.aliases)
        catalogue, filters = self._build.catalogue, question.filters
        for name in catalogue.unknown(filters.transcripts):
            raise QuestionError(f"no transcript {name[:80]!r} in this index: see rag sources")
        return replace(question, filters=with_tags(filters, catalogue.tags))

    def encode(self, question: Question) -> Query:
        """The vectors of a question. Where it is too long with what it follows up, it is encoded alone."""
        encoder = self._build.encoder
        for text in dict.fromkeys((question.query_text, question.text)):
            shift = len(text) - len(question.text)
            focus = [(start + shift, end + shift) for start, end in question.focus]
            with suppress(EncoderError):  # too long
                encoded = encoder.read_question(text, focus)
                about = encoded.tokens.within(focus)
                return Query(question.query_text, encoded.vector, encoded.tokens, about, shift)
        (pieces,) = encoder.pieces([question.text])
        raise QuestionError(
            _(
                "the question has %(number)s word pieces, at most %(most)s are read: ask it shorter",
                number=pieces,
                most=encoder.limit,
            )
        )

    def candidates(
        self, question: Question, query: Query, k: int, hidden: Collection[int] = ()
    ) -> Candidates:
        """Search within the filters; what they leave out is ranked in the same search, and counted.

        The rows in `hidden` are searched as if they were not in the index.
        """
        catalogue = self._build.catalogue
        scope = catalogue.scope(question.filters)
        named = self.named(question.understood)
        scopes = (scope,) if scope is EVERYTHING else (scope, EVERYTHING)
        ranked, *unfiltered = self.search.rankings(
            query, max(k, RERANK_DEPTH), scopes, tuple(named.values()), self._weights, hidden
        )
        searched = catalogue.searched(scope, question.filters)
        if unfiltered and scope.passages is not None:
            excluded = sum(not scope.passages[item.row] for item in unfiltered[0][:k])
            searched = replace(searched, excluded_by_filters=excluded)
        return Candidates(ranked, named, searched)

    def named(self, understood: Understood) -> Mapping[Misfit, Mask]:
        """For each of who, when and where that a question names, which rows fit it."""
        parts: dict[Misfit, Filters] = {
            "speakers": Filters(speakers=understood.speakers),
            "dates": Filters(since=understood.since, until=understood.until),
            "place": Filters(place=understood.place),
        }
        scopes = {name: self._build.catalogue.scope(part) for name, part in parts.items()}
        return {name: scope.passages for name, scope in scopes.items() if scope.passages is not None}

    def scorer(self, question: Question, query: Query) -> SentenceScorer:
        """Compares sentences with the question."""
        content = query.content(self._build.tokens)
        topic = content[0].where(content[1]) if content else None
        return SentenceScorer(question.text, topic, self._build.tokens, self._build.words)

    def weigh(
        self,
        question: Question,
        query: Query,
        candidates: Candidates,
        shown: Sequence[RankedRow],
        reader: PassageReader,
    ) -> Judgement:
        """How sure it is that the candidates answer, and what of the question the shown ones do not cover.

        The cross-encoder has no say: the weights of the features were fitted without one.
        """
        if not candidates.ranked:
            return Judgement("nothing", 0.0)
        found = features(candidates.ranked, tuple(candidates.named.values()))
        first = shown[:UNMET_DEPTH]
        rows = [item.row for item in first]
        missing = (
            *misfits(candidates.ranked, candidates.named),
            *lacking(question.text, [passage.text for passage in reader.passages(rows)]),
        )
        words = unmet(
            question.text,
            query,
            first,
            lambda: reader.with_context(rows),
            self._build.tokens,
            self._build.words,
        )
        return Judgement(
            grade(found, self.background, lacking=bool(words or missing), by=self._calibration),
            confidence(found, self._calibration),
            words,
            missing,
            found.best.row,
            found,
        )

    @property
    def background(self) -> float:
        """The cosine that most questions about something else stay below."""
        return self._build.build.manifest.background

    def rerank(
        self, question: Question, ranked: Sequence[RankedRow], k: int, reader: PassageReader
    ) -> Sequence[RankedRow]:
        """The first in the order of the cross-encoder, and with its scores; unchanged where there is none."""
        if self._reranker is None:
            return ranked
        first = ranked[: max(CROSS_ENCODER_DEPTH, 2 * k)]
        texts = reader.with_context([item.row for item in first])
        scores = self._reranker.scores(question.query_text, texts)
        again = [replace(item, score=score) for item, score in zip(first, scores, strict=True)]
        return sorted(again, key=lambda item: -item.score)

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
