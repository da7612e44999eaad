"""The words of a question that none of the shown passages covers.

A name or a figure is covered where it stands in one, in any form. Of other words late interaction tells: it
compares every word piece of the question with every one of a passage. A word whose best match stays low was
asked about, but is not spoken of: the false part of a presupposition ("Why did X *hand back* the order?"), or
a word for which the speakers use another.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

import numpy as np

from rag.index.bm25 import WordIndex
from rag.index.late_interaction import TokenIndex
from rag.question.tokens import Token, tokenise
from rag.records import Unmet
from rag.search.rank import Query, RankedRow
from rag.search.said_names import SaidNames, is_figure
from rag.text.calendar import MONTHS, WEEKDAYS
from rag.text.english import (
    ADVERBS,
    ARTICLES,
    CONJUNCTIONS,
    PARTICLE_VERBS,
    PREPOSITIONS,
    SENTENCE,
    VERB_PARTICLES,
)
from rag.text.verbs import forms

THRESHOLD = 0.45
"""Cosine below which a word counts as not covered (docs/retrieval.md says how it was chosen)."""
MOST = 4
"""The least covered words that are named: more would only say that the question is worded otherwise."""

_VERBS = forms(PARTICLE_VERBS)
_FUNCTION_WORDS = SENTENCE | ARTICLES | PREPOSITIONS | CONJUNCTIONS | ADVERBS
_NO_NAMES = _FUNCTION_WORDS | {word.lower() for word in (*MONTHS, *WEEKDAYS)}


def unmet(
    question: str,
    query: Query,
    shown: Sequence[RankedRow],
    texts: Callable[[], Iterable[str]],
    tokens: TokenIndex,
    words: WordIndex,
) -> tuple[Unmet, ...]:
    """The words of `question` that these passages do not cover, in the order of the question.

    `shown` are the passages, `texts` reads their words with their context: a word that stands there in any
    form is covered.
    """
    typed = [token for token in tokenise(question) if token.is_word]
    coverage = _coverage(typed, query, shown, tokens)
    content = [token for token in typed if token.start in coverage and token.word not in _FUNCTION_WORDS]
    named = [*_names(question, typed), *([token] for token in typed if is_figure(token))]
    names = [name for name in named if not set(content).isdisjoint(name)]
    low = [token for token in content if coverage[token.start] < THRESHOLD]
    if not low and not names:
        return ()
    said = SaidNames(texts(), words.terms)
    lacking = {token for name in names for token in said.lacking(name)}.intersection(content)
    uncovered = lacking | {token for token in low if not said.has(token)}
    first = sorted(uncovered, key=lambda token: (token not in lacking, coverage[token.start], token.start))
    starts = {token.start for token in first[:MOST]}
    return tuple(_merged(question, _with_particles(typed, coverage, starts)))


def _names(question: str, typed: Sequence[Token]) -> list[list[Token]]:
    """Runs of capitalised words after the first; none where most small words are capitalised as well."""
    later = typed[1:]
    small = [token.is_capitalised for token in later if token.word in _FUNCTION_WORDS]
    if 2 * sum(small) > len(small):
        return []
    names: list[list[Token]] = []
    end = -1
    for token in later:
        if token.is_capitalised and token.word not in _NO_NAMES:
            if question[end : token.start].isspace():
                names[-1].append(token)
            else:
                names.append([token])
            end = token.end
    return names


def _coverage(
    typed: Sequence[Token], query: Query, shown: Sequence[RankedRow], tokens: TokenIndex
) -> dict[int, float]:
    """Start of each word of the topic → how well the passage that covers it best does, at most 1.

    Empty where the passages were not compared by tokens.
    """
    content = query.content(tokens)
    compared = [item.matches for item in shown if item.matches is not None]
    if content is None or not compared:
        return {}
    pieces, topic = content
    matches = np.stack(compared, axis=1)
    starts = pieces.starts - query.offset
    found = {}
    for token in typed:
        own = topic & (starts >= token.start) & (starts < token.end)
        if own.any():
            found[token.start] = float(matches[own].mean(axis=0).max())
    return found


def _with_particles(
    typed: Sequence[Token], coverage: dict[int, float], starts: Collection[int]
) -> Iterator[tuple[int, int]]:
    """The words that begin at `starts`, a verb and its particle ("hand back") as one."""
    for number, token in enumerate(typed):
        following = typed[number + 1] if number + 1 < len(typed) else None
        if following and following.word in VERB_PARTICLES and token.word in _VERBS:
            if token.start in starts or coverage.get(following.start, 1.0) < THRESHOLD:
                yield token.start, following.end
        elif token.start in starts:
            yield token.start, token.end


def _merged(question: str, spans: Iterator[tuple[int, int]]) -> Iterator[Unmet]:
    """Words side by side as one."""
    begin, stop = next(spans, (0, 0))
    for start, end in spans:
        if question[stop:start].strip():
            yield Unmet(question[begin:stop], begin, stop)
            begin = start
        stop = end
    if stop:
        yield Unmet(question[begin:stop], begin, stop)
