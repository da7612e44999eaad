"""tantivy, for words: BM25 and phrases over passages and their context."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import tantivy

from rag.errors import IndexMismatchError

_ANALYZER = "stems"
_WRITER_HEAP = 64_000_000
"""Bytes that tantivy may fill before it writes a segment."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is indexed of one passage."""

    row: int
    transcript: int
    speaker: int | None
    text: str
    context: str
    """Title, date, place, speaker: searched, never shown."""


class WordIndex:
    """BM25 over words; a score is higher for the better match."""

    def __init__(self, index: tantivy.Index) -> None:
        index.register_tokenizer(_ANALYZER, _analyzer())
        self._index = index
        self._schema = index.schema
        self._searcher = index.searcher()
        self._links: TemporaryDirectory[str] | None = None

    @classmethod
    def build(cls, folder: Path, entries: Iterable[Entry]) -> WordIndex:
        """Write a new index into an empty folder."""
        index = tantivy.Index(_schema(), path=str(folder))
        index.register_tokenizer(_ANALYZER, _analyzer())
        # One thread and one commit: the same entries give the same segment.
        writer = index.writer(heap_size=_WRITER_HEAP, num_threads=1)
        for entry in entries:
            document = tantivy.Document()
            # add_integer would write a signed field, and the writer would die later.
            document.add_unsigned("row", entry.row)
            document.add_unsigned("transcript", entry.transcript)
            if entry.speaker is not None:
                document.add_unsigned("speaker", entry.speaker)
            document.add_text("text", _spelt(entry.text))
            document.add_text("context", _spelt(entry.context))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        return cls(index)

    @classmethod
    def load(cls, folder: Path) -> WordIndex:
        """Open a saved index. Raises IndexMismatchError where the folder holds none."""
        # tantivy makes a lock file even to read: in a read-only folder, links stand in for its files.
        try:
            links = None if os.access(folder, os.W_OK) else _links_to(folder)
            found = cls(tantivy.Index.open(links.name if links else str(folder)))
        except (ValueError, OSError) as error:
            raise IndexMismatchError(f"{folder} is not a word index: build it anew with rag build") from error
        found._links = links
        return found

    def __len__(self) -> int:
        """How many passages there are."""
        return int(self._searcher.num_docs)

    def search(
        self,
        question: str,
        k: int,
        *,
        transcripts: Iterable[int] | None = None,
        speakers: Iterable[int] | None = None,
        context_weight: float = 1.0,
    ) -> list[tuple[int, float]]:
        """The `k` best (row, score), best first; only passages that share a word with the question.

        The question is taken as words: nothing in it is query syntax. With `transcripts` or
        `speakers`, only passages of these numbers are looked at.
        """
        terms = list(dict.fromkeys(self.terms(question)))
        if not terms or k <= 0:
            return []
        query = tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Should, self._term(field, term, weight))
                for term in terms
                for field, weight in (("text", 1.0), ("context", context_weight))
                if weight
            ]
        )
        clauses = [(tantivy.Occur.Must, query)]
        for field, numbers in (("transcript", transcripts), ("speaker", speakers)):
            if numbers is not None:
                wanted = tantivy.Query.term_set_query(self._schema, field, list(numbers))
                clauses.append((tantivy.Occur.Must, tantivy.Query.const_score_query(wanted, 0.0)))
        if len(clauses) > 1:
            query = tantivy.Query.boolean_query(clauses)
        hits = self._searcher.search(query, k, count=False).hits
        rows = self._searcher.fast_field_values("row", [address for _, address in hits])
        return [(int(row or 0), score) for (score, _), row in zip(hits, rows, strict=True)]

    def terms(self, text: str) -> list[str]:
        """The terms of a text: stemmed words without stop words."""
        return list(_analyzer().analyze(_spelt(text)))

    def rarity(self, term: str) -> float:
        """Inverse document frequency of a term; 0 where all passages have it."""
        having = self._searcher.doc_freq("text", term)
        return math.log((1 + len(self)) / (1 + having))

    def _term(self, field: str, term: str, weight: float) -> tantivy.Query:
        query = tantivy.Query.term_query(self._schema, field, term, index_option="freq")
        return query if weight == 1.0 else tantivy.Query.boost_query(query, weight)


def _spelt(text: str) -> str:
    """A text with е for ё: Russian prints one for the other."""
    return text.replace("ё", "е").replace("Ё", "Е")


def _links_to(folder: Path) -> TemporaryDirectory[str]:
    """A temporary folder with a link to each file."""
    links = TemporaryDirectory(prefix="rag-words-")
    for file in folder.iterdir():
        if file.suffix != ".lock":
            Path(links.name, file.name).symlink_to(file.absolute())
    return links


@cache
def _analyzer() -> tantivy.TextAnalyzer:
    """Words in lower case, accents folded, stop words removed, stemmed by the language of their script.

    The English steps leave Cyrillic words as they are, and the Russian ones Latin words: a quote in the other
    language is stemmed as that language, in texts and questions alike.
    """
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(60))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stopword("english"))
        .filter(tantivy.Filter.stopword("russian"))
        .filter(tantivy.Filter.stemmer("english"))
        .filter(tantivy.Filter.stemmer("russian"))
        .build()
    )


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", stored=False, indexed=False, fast=True)
    builder.add_unsigned_field("transcript", stored=False, indexed=True)
    builder.add_unsigned_field("speaker", stored=False, indexed=True)
    builder.add_text_field("text", stored=False, tokenizer_name=_ANALYZER, index_option="position")
    builder.add_text_field("context", stored=False, tokenizer_name=_ANALYZER, index_option="position")
    return builder.build()


_SIMPLE = re.compile(r"[^\W_]+")
"""One word, as the index splits them."""
_SENTENCE_END = re.compile(r"[.!?…]['’\"”»)\]]*\s|\n")
_SHINGLE = 3
_SHINGLES = 64
"""At most so many short phrases are searched for, spread evenly over the quote."""

Phrase = tuple[tuple[int, str], ...]
"""Terms with their positions, counted from the first."""


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
    """Every three adjacent terms of each phrase: some survive where a quote was altered."""
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
