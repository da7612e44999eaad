"""Makers: an encoder whose vectors a reader computes in the head, and small records."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import settings

from rag.errors import EncoderError
from rag.index.encoder import Encoded, Tokens
from rag.index.late_interaction import TokenIndex
from rag.index.token_writer import TokenWriter
from rag.index.vectors import Mask
from rag.records import Hit, Passage, Transcript, Utterance
from rag.search.confidence import SHIPPED_FOR

Matrix = np.ndarray[tuple[int, int], np.dtype[np.float32]]
Vector = np.ndarray[tuple[int], np.dtype[np.float32]]
Integers = np.ndarray[tuple[int], np.dtype[np.int64]]

TOPICS = ("ports", "grain", "gas", "school")


def cases(most: int) -> settings:
    """Settings of a property test: so many cases in the profile "all", in proportion in the others."""
    return settings(max_examples=max(most * settings().max_examples // 100, 1), deadline=None)


class TopicEncoder:
    """One dimension a topic and two for everything else: a text's vector counts its words, made unit.

    "gas gas ports" is (1, 0, 2, 0, 0, 0) / √5; a text without any topic is (0, 0, 0, 0, 1, 0), and a question
    without any (0, 0, 0, 0, 0, 1): no passage is like it.
    """

    name = "topics"
    weights = SHIPPED_FOR
    """It stands for the model that the confidence is calibrated for."""
    dimension = len(TOPICS) + 2
    limit = 60

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def pieces(self, texts: Sequence[str]) -> list[int]:
        """Words, and one mark at each end."""
        return [len(text.split()) + 2 for text in texts]

    def encode(self, texts: Sequence[str]) -> Matrix:
        self.encoded += texts
        return np.stack([self._vector(text, len(TOPICS)) for text in texts]) if texts else self._none()

    def read(
        self, texts: Sequence[str], done: Callable[[int], None] | None = None
    ) -> Iterator[tuple[int, Encoded]]:
        """Every word is a token, whose vector is its topic's."""
        vectors = self.encode(texts)
        for number, text in enumerate(texts):
            pieces, starts = _spelt(text)
            one_hot = np.eye(self.dimension, dtype=np.float32)[pieces]
            yield number, Encoded(vectors[number], Tokens(pieces, starts, one_hot))
        if done:
            done(len(texts))

    def read_question(self, text: str, focus: Sequence[tuple[int, int]]) -> Encoded:
        """The vector is that of the words in focus, so that it can be computed in the head as well."""
        if self.pieces([text])[0] > self.limit:
            raise EncoderError(f"{len(text.split())} words")
        about = " ".join(text[start:end] for start, end in focus) or text
        pieces, starts = _spelt(text)
        tokens = Tokens(pieces, starts, np.eye(self.dimension, dtype=np.float32)[pieces])
        return Encoded(self._vector(about, len(TOPICS) + 1), tokens)

    def _vector(self, text: str, otherwise: int) -> Vector:
        words = re.findall(r"\w+", text.lower())
        vector = np.zeros(self.dimension, dtype=np.float32)
        vector[: len(TOPICS)] = [words.count(topic) for topic in TOPICS]
        vector[otherwise] = not vector.any()
        return vector / np.linalg.norm(vector)

    def _none(self) -> Matrix:
        return np.zeros((0, self.dimension), dtype=np.float32)


def _spelt(text: str) -> tuple[Integers, Integers]:
    words = [(found[0], found.start()) for found in re.finditer(r"\w+", text.lower())]
    numbers = [TOPICS.index(word) if word in TOPICS else len(TOPICS) for word, _ in words]
    return np.array(numbers, np.int64), np.array([start for _, start in words], np.int64)


def utterances(*turns: tuple[str | None, str], role: str | None = None) -> tuple[Utterance, ...]:
    """Turns of (speaker, text) as a text file would hold them: `Speaker: text`, a line and a blank each."""
    made: list[Utterance] = []
    at, line = 0, 1
    for number, (speaker, text) in enumerate(turns):
        start = at + len(f"{speaker or 'Question'}: ")
        lines = (line, line + text.count("\n"))
        made.append(
            Utterance(
                number=number,
                label=speaker or "Question",
                speaker=speaker,
                role=role if speaker else None,
                parenthetical=None,
                attribution="printed",
                text=text,
                start=start,
                end=start + len(text),
                lines=lines,
            )
        )
        at = start + len(text) + 2
        line = lines[1] + 2
    return tuple(made)


def transcript(
    name: str,
    *turns: tuple[str | None, str],
    title: str | None = "A meeting",
    date: str | None = "2024-04-11",
    place: str | None = "Moscow",
) -> Transcript:
    """A small transcript."""
    return Transcript(
        id=name,
        title=title,
        date=date,
        place=place,
        url=None,
        source=f"{name}.txt",
        sha256="0" * 64,
        language="en",
        section=None,
        utterances=utterances(*turns),
        narration=(),
    )


def mask(length: int, *rows: int) -> Mask:
    """Which of so many rows these are, as filters resolve to them."""
    return np.isin(np.arange(length), rows)


def hit_in(
    said: Utterance, start: int = 0, end: int | None = None, transcript: str = "meeting", **changes: object
) -> Hit:
    """A hit whose passage is `said.text[start:end]`: the first one found, in a meeting without an address."""
    text, at = said.text[start:end], said.start + start
    found = Hit(
        rank=1,
        score=0.5,
        passage=Passage(transcript, said.number, at, at + len(text), said.lines, len(text.split()), text),
        utterance=said,
        title="Meeting",
        date="2024-04-11",
        place="The Kremlin",
        url=None,
        source=f"{transcript}.txt",
        sha256="0" * 64,
        highlight=None,
        by_meaning=1,
        by_words=None,
        before=None,
        after=None,
    )
    return replace(found, **changes)  # type: ignore[arg-type]


def own_tokens(index: TokenIndex, row: int) -> tuple[Integers, Matrix]:
    """Where the tokens of a row's own text begin in it, and their unit vectors, decoded by the codec."""
    stored = index.stored(np.array([row]))
    own = slice(int(stored.context[0]), None)
    vectors = index.codec.sa_decode(stored.codes[own]) if index.codec else np.empty((0, 0), np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return stored.places[own], vectors / lengths


def token_index(
    rows: int, write: Callable[[TokenWriter], None] = lambda writer: None, former: TokenIndex | None = None
) -> TokenIndex:
    """An index that was written so; its files stay mapped when their folder is gone."""
    with TemporaryDirectory() as folder:
        writer = TokenWriter(Path(folder) / "tokens", rows, former)
        write(writer)
        writer.finish()
        return TokenIndex(Path(folder) / "tokens")
