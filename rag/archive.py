"""An open index that can be asked: where the parts are put together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.errors import EncoderError, EvaluationError, IndexMismatchError, QuestionError
from rag.index.catalogue import EVERYTHING, Catalogue
from rag.index.store import CATALOGUE, HISTORY, TOKENS, VECTORS, WORDS, Build, open_build
from rag.records import Answer, Coverage, Filters, Passage, Request, Searched, Transcript, Understood
from rag.search.confidence import Features, confidence

if TYPE_CHECKING:
    from rag.index.bm25 import WordIndex
    from rag.index.encoder import Encoder
    from rag.index.late_interaction import TokenIndex
    from rag.index.revisions import History, Revision
    from rag.question.parser import Understanding
    from rag.question.request import Question
    from rag.search.highlight import CloseReading, Sentence
    from rag.search.rank import Query, RankedRow, Search, Weights
    from rag.search.rerank import Reranker
    from rag.text.sentences import Span

MAX_PASSAGES = 200
"""Of one answer: more is a reading list, not an answer."""
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
"""What a shell or a JSON escape makes of bytes that are no text; no part of the index can take it."""


class Archive:
    """One build, open. What is heavy is loaded by the first question, or by `warm`."""

    def __init__(
        self,
        build: Build,
        encoder: Encoder | None = None,
        weights: Weights | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        """`encoder` replaces the one that the build names; its weights must be the same.

        `reranker` reads the first passages once more, together with the question, and orders them anew.
        `weights` says how much meaning, words and neighbours count, where not as measured best.
        """
        self.build = build
        self.catalogue = Catalogue(build.part(CATALOGUE))
        self._given_encoder = encoder
        self._weights = weights
        self._reranker = reranker

    @classmethod
    def open(
        cls,
        index: Path,
        encoder: Encoder | None = None,
        weights: Weights | None = None,
        reranker: Reranker | None = None,
    ) -> Archive:
        """Open the build that serves. Raises IndexMissingError or IndexMismatchError."""
        return cls(open_build(index), encoder, weights, reranker)

    def close(self) -> None:
        """Let go of the files."""
        self.catalogue.close()

    @property
    def manifest(self) -> Mapping[str, Any]:
        """The build's description, as written."""
        return self.build.manifest.as_json()

    def warm(self) -> None:
        """Load everything that a question needs."""
        self._encoder.read_question("warm", ())
        self._search  # noqa: B018 - loading is the point
        self._reading  # noqa: B018

    def ask(self, request: Request) -> Answer:
        """Ranked passages for a question. Raises QuestionError where it or a filter cannot be searched."""
        from rag.search.answer import answer

        k = request.k
        if not 1 <= k <= MAX_PASSAGES:
            raise QuestionError(f"{k} passages were asked for: expected 1 to {MAX_PASSAGES}")
        understood, query = self._understood(request)
        found, searched = self._found(understood, query, k)
        reading = self._close_reading(understood, query)
        sure = confidence(self._evidence(understood, found, reading)) if found else 0.0
        shown = self._without_repeats(self._reranked(understood, found, k), k)
        return answer(understood, shown, sure, searched, self.catalogue, reading.sentences)

    def evidence(self, request: Request) -> Features | None:
        """What confidence rests on, to calibrate it on labelled questions; None where nothing is found."""
        understood, query = self._understood(request)
        found, _ = self._found(understood, query, 1)
        return self._evidence(understood, found, self._close_reading(understood, query)) if found else None

    def highlight(self, request: Request, passage: Passage) -> Span | None:
        """The sentence of a passage of this index that answers a question best, as offsets in it."""
        from rag.search.highlight import highlight

        understood, query = self._understood(request)
        reading = self._close_reading(understood, query)
        return highlight(reading.sentences(self.catalogue.row(passage), passage.text))

    def coverage(self) -> Coverage:
        """What is indexed."""
        return self.catalogue.coverage()

    def transcript(self, transcript_id: str) -> Transcript:
        """A whole transcript. Raises QuestionError where there is none of this id."""
        try:
            return self.catalogue.transcript(transcript_id)
        except KeyError:
            raise QuestionError(
                f"no transcript {transcript_id[:80]!r} in this index: see rag sources"
            ) from None

    def changes(self, transcript_id: str | None = None) -> tuple[Revision, ...]:
        """What builds have noticed of changed sources, the latest first; of one transcript, or of all.

        Raises QuestionError where there is, and was, none of this id.
        """
        found = self._history.of(transcript_id) if transcript_id is not None else self._history.revisions
        if not found and transcript_id is not None:
            self.transcript(transcript_id)
        return found[::-1]

    def example_questions(self, count: int = 4) -> tuple[str, ...]:
        """Questions that this corpus answers: of its labelled set the first of each kind, else from titles.

        Without a labelled set this asks a few questions, once.
        """
        from rag.evaluation.questions import Relevant, RelevantLine, load_questions
        from rag.readers.corpus import QUESTIONS

        try:
            labelled = load_questions(self.build.corpus / QUESTIONS)
        except EvaluationError:
            labelled = ()
        files, names = self.catalogue.sources(), self.catalogue.transcript_ids()

        def indexed(label: Relevant) -> bool:
            return label.file in files if isinstance(label, RelevantLine) else label.transcript in names

        by_kind: dict[str | None, str] = {}
        for q in labelled:
            if q.previous is None and q.relevant and all(map(indexed, q.relevant)):
                by_kind.setdefault(q.kind, q.question)
        return tuple(by_kind.values())[:count] or self._topical_questions[:count]

    def _known_transcripts(self, filters: Filters) -> None:
        known = set(self.catalogue.transcript_ids()) if filters.transcripts else set()
        for name in filters.transcripts:
            if name not in known:
                raise QuestionError(f"no transcript {name[:80]!r} in this index: see rag sources")

    def _understood(self, request: Request) -> tuple[Question, Query]:
        """The question, checked and resolved, and what is searched for."""
        from rag.question.request import understand

        typed = (request.text, request.previous, request.filters.place)
        if any(_HALF_CHARACTER.search(text or "") for text in typed):
            raise QuestionError("the question holds bytes that are no UTF-8: type it anew")
        dated = replace(request, today=request.today or date.today().isoformat())
        understood = understand(dated, self._names, self._reading)
        self._known_transcripts(understood.filters)
        return understood, self._encoded(understood)

    def _encoded(self, question: Question) -> Query:
        """What is searched for. What it follows up is left out before anything is cut by the encoder."""
        from rag.search.rank import Query

        for sought in dict.fromkeys((question.sought, question.text)):
            shift = len(sought) - len(question.text)
            focus = [(start + shift, end + shift) for start, end in question.focus]
            with suppress(EncoderError):  # too long
                encoded = self._encoder.read_question(sought, focus)
                return Query(question.sought, encoded.vector, encoded.tokens, encoded.tokens.within(focus))
        (pieces,) = self._encoder.pieces([question.text])
        raise QuestionError(
            f"the question has {pieces} word pieces, at most {self._encoder.limit} are read: ask it shorter"
        )

    def _evidence(self, question: Question, found: Sequence[RankedRow], reading: CloseReading) -> Features:
        """What speaks for and against what was found being an answer."""
        from rag.search.confidence import gather

        favoured = self._favoured(question.understood)
        fitting = frozenset.intersection(*map(frozenset, favoured)) if favoured else None

        def sentences(row: int) -> tuple[Sentence, ...]:
            return reading.sentences(row, self.catalogue.passages([row])[0].text)

        return gather(question.text, reading.length, found, fitting, sentences)

    def _close_reading(self, question: Question, query: Query) -> CloseReading:
        from rag.search.highlight import CloseReading

        topic = telling[0].where(telling[1]) if (telling := query.telling(self._tokens)) else None
        return CloseReading(question.text, topic, self._tokens, self._words)

    def _reranked(self, question: Question, found: Sequence[RankedRow], k: int) -> Sequence[RankedRow]:
        """The first in the order of the reranker, and with its scores; as they are where there is none."""
        from rag.index.context import words_context
        from rag.search.rerank import POOL

        if self._reranker is None:
            return found
        pool = found[: max(POOL, 2 * k)]
        texts = []
        for passage in self.catalogue.passages([item.row for item in pool]):
            number = passage.utterance
            (utterance,) = self.catalogue.utterances(passage.transcript, number, number)
            context = words_context(self.catalogue.heading(passage.transcript), utterance)
            texts.append(f"{context}: {passage.text}")
        scores = self._reranker.scores(question.sought, texts)
        again = [replace(item, score=score) for item, score in zip(pool, scores, strict=True)]
        return sorted(again, key=lambda item: -item.score)

    def _without_repeats(self, found: Sequence[RankedRow], k: int) -> list[RankedRow]:
        """The first `k`; those that say nearly the same as a better one give way to the next."""
        from rag.search.rank import repeated

        first = found[: 2 * k]
        passages = self.catalogue.passages([item.row for item in first])
        kept: list[RankedRow] = []
        repeats: list[RankedRow] = []
        for item, again in zip(first, repeated(passage.text for passage in passages), strict=True):
            (repeats if again else kept).append(item)
            if len(kept) == k:
                break
        return [*kept, *repeats][:k]

    def _found(self, question: Question, query: Query, k: int) -> tuple[tuple[RankedRow, ...], Searched]:
        """What was found, more than will be shown, and what was looked through for it."""
        from rag.search.rank import READ

        scope = self.catalogue.scope(question.filters)
        favoured = self._favoured(question.understood)
        found = self._search.search(query, max(k, READ), scope, favoured, self._weights)
        excluded = 0
        if scope.rows is not None:
            anywhere = self._search.search(query, k, EVERYTHING, favoured, self._weights)
            excluded = len({item.row for item in anywhere}.difference(scope.rows))
        searched = self.catalogue.searched(scope, question.filters)
        return found, replace(searched, excluded_by_filters=excluded)

    def _favoured(self, understood: Understood) -> tuple[Sequence[int], ...]:
        """The rows that each part of the question speaks for: who, when, where."""
        parts = (
            Filters(speakers=understood.speakers),
            Filters(since=understood.since, until=understood.until),
            Filters(place=understood.place),
        )
        return tuple(self.catalogue.scope(part).rows or () for part in parts if part)

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return self.catalogue.speaker_names()

    @cached_property
    def _reading(self) -> Understanding:
        from rag.question.parser import Understanding
        from rag.question.readings import Event, Known

        headings = map(self.catalogue.heading, self.catalogue.transcript_ids())
        events = tuple(Event(heading.title, heading.date, heading.place) for heading in headings)
        return Understanding(Known(self.catalogue.coverage().speakers, events))

    @cached_property
    def _topical_questions(self) -> tuple[str, ...]:
        from rag.page.start import answered, candidates, topic

        latest = self.catalogue.select("SELECT id, title FROM transcripts ORDER BY date DESC, no")
        about = (self.transcript(head["id"]) for head in latest if topic(head["title"]))
        return answered(candidates(about), lambda question: self.ask(Request(question, k=1)))

    @cached_property
    def _history(self) -> History:
        from rag.index.revisions import History

        kept = HISTORY in self.build.manifest.parts
        return History.load(self.build.part(HISTORY)) if kept else History()

    @cached_property
    def _words(self) -> WordIndex:
        from rag.index.bm25 import WordIndex

        return WordIndex.load(self.build.part(WORDS))

    @cached_property
    def _search(self) -> Search:
        from threadpoolctl import threadpool_limits

        from rag.index.vectors import VectorIndex
        from rag.search.rank import Search

        # One question is soonest done by one thread: several only wait for each other.
        threadpool_limits(1, user_api="blas")
        vectors = VectorIndex.load(self.build.part(VECTORS))
        if len(vectors) != self.build.manifest.counts.passages:
            raise IndexMismatchError(
                f"the index has {len(vectors)} vectors for {self.build.manifest.counts.passages} passages: "
                "build it anew with rag build --full"
            )
        return Search(vectors, self._words, self.catalogue.positions(), self._tokens)

    @cached_property
    def _tokens(self) -> TokenIndex:
        from rag.index.late_interaction import TokenIndex

        return TokenIndex.load(self.build.part(TOKENS))

    @cached_property
    def _encoder(self) -> Encoder:
        from rag.index.encoder import SentenceTransformerEncoder

        model = self.build.manifest.model
        encoder = self._given_encoder or SentenceTransformerEncoder(model.name)
        if encoder.weights != model.sha256:
            raise IndexMismatchError(
                f"the index was built by {model.name} with weights {model.sha256[:12]}…, here are "
                f"{encoder.weights[:12]}… of {encoder.name}: build it anew with "
                f"rag build --model {encoder.name}"
            )
        return encoder
