"""Which passages may hold a quote: by its phrases, its words and its meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import tantivy

from rag.index.bm25 import WordIndex

_SIMPLE = re.compile(r"[^\W_]+")
"""What the word index takes for one word."""
_SENTENCE_END = re.compile(r"[.!?…]['’\"”»)\]]*\s|\n")
_SHINGLE = 3
_SHINGLES = 64
"""Short phrases looked for at most, spread evenly over the quote."""

Phrase = tuple[tuple[int, str], ...]
"""Terms with their places, counted from the first."""


def sentence_phrases(words: WordIndex, parts: Iterable[str]) -> tuple[Phrase, ...]:
    """A phrase for each sentence of each part: passages are cut between sentences."""
    phrases = []
    for part in parts:
        ends = [match.end() for match in _SENTENCE_END.finditer(part)]
        for start, end in zip([0, *ends], [*ends, len(part)], strict=True):
            found = enumerate(_SIMPLE.findall(part[start:end]))
            if phrase := [(at, term) for at, word in found for term in words.terms(word)]:
                phrases.append(_from_first(phrase))
    return tuple(dict.fromkeys(phrases))


def shingles(phrases: Iterable[Phrase]) -> tuple[Phrase, ...]:
    """Every three neighbouring terms of each phrase: what is left of it where something was changed."""
    found = [
        _from_first(phrase[at : at + _SHINGLE])
        for phrase in phrases
        for at in range(max(len(phrase) - _SHINGLE + 1, 1))
    ]
    step = max(1, -(-len(found) // _SHINGLES))
    return tuple(dict.fromkeys(found[::step]))


def rows_with(
    words: WordIndex, phrases: Sequence[Phrase], k: int, speakers: Iterable[int] | None = None
) -> list[int]:
    """The rows of the `k` passages that share most of these phrases, best first."""
    if not phrases:
        return []
    schema = words._schema
    clauses = [(tantivy.Occur.Should, _query(schema, phrase)) for phrase in phrases]
    query = tantivy.Query.boolean_query(clauses)
    if speakers is not None:
        said_by = tantivy.Query.term_set_query(schema, "speaker", list(speakers))
        query = tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, query), (tantivy.Occur.Must, tantivy.Query.const_score_query(said_by, 0.0))]
        )
    hits = words._searcher.search(query, k, count=False).hits
    rows = words._searcher.fast_field_values("row", [address for _, address in hits])
    return [int(row or 0) for row in rows]


def _query(schema: tantivy.Schema, phrase: Phrase) -> tantivy.Query:
    if len(phrase) == 1:
        return tantivy.Query.term_query(schema, "text", phrase[0][1], index_option="freq")
    return tantivy.Query.phrase_query(schema, "text", list(phrase))


def _from_first(phrase: Sequence[tuple[int, str]]) -> Phrase:
    return tuple((at - phrase[0][0], term) for at, term in phrase)
