"""Tokens of passages, kept and compared: cosines computed by hand, and the same through a codebook."""

from __future__ import annotations

from math import log
from pathlib import Path

import numpy as np
import pytest

import rag.index.token_writer
from rag.errors import IndexMismatchError
from rag.index.encoder import Tokens
from rag.index.late_interaction import BEFORE, StoredTokens, TokenIndex
from rag.index.token_writer import TokenWriter
from tests.builders import own_tokens, token_index

GRAIN, GAS, PORTS, UNSEEN = 0, 1, 2, 7
VECTORS = {GRAIN: (1.0, 0.0, 0.0), GAS: (0.0, 1.0, 0.0), PORTS: (0.6, 0.8, 0.0), UNSEEN: (0.0, 0.0, 1.0)}
"""Cosines: grain and ports 0.6, gas and ports 0.8, all else 0."""


def tokens(*pieces: int) -> Tokens:
    """A text of these pieces, each three characters and a space."""
    vectors = np.array([VECTORS[piece] for piece in pieces], np.float32).reshape(-1, 3)
    return Tokens(np.array(pieces, np.int64), np.arange(len(pieces)) * 4, vectors)


def small(writer: TokenWriter) -> None:
    """Four passages: "gas | grain", "ports", nothing, "gas |": what stands before the bar is context."""
    writer.add(3, tokens(GAS), 4)
    writer.add(0, tokens(GAS, GRAIN), 4)
    writer.add(1, tokens(PORTS), 0)
    writer.add(2, tokens(), 0)


INDEX = token_index(4, small)
ALONE = np.full(4, -1)


def met(question: Tokens, asked: list[int] | None = None) -> list[list[float]]:
    found = INDEX.similarity(question.vectors, np.arange(4), ALONE if asked is None else np.array(asked))
    return [[round(float(value), 3) for value in row] for row in found]


def test_a_token_is_met_by_the_likest_of_a_passage_and_its_context() -> None:
    assert (len(INDEX), INDEX.rows, INDEX.compressed) == (4, 4, False)
    assert met(tokens(GRAIN, GAS)) == [[1.0, 0.6, 0.0, 0.0], [1.0, 0.8, 0.0, 1.0]]
    assert met(tokens(UNSEEN)) == [[0.0, 0.0, 0.0, 0.0]]


def test_what_was_said_just_before_meets_it_at_a_discount_and_without_its_context() -> None:
    # Row 1 was asked by row 0, whose own text is grain alone; row 2 by row 1; row 3 by row 2, which is empty
    found = met(tokens(GRAIN, GAS), [-1, 0, 1, 2])
    assert found == [[1.0, BEFORE, round(BEFORE * 0.6, 3), 0.0], [1.0, 0.8, round(BEFORE * 0.8, 3), 1.0]]


def test_rows_are_compared_in_the_order_asked_for() -> None:
    found = INDEX.similarity(tokens(GRAIN).vectors, np.array([1, 0]), np.array([-1, -1]))
    assert found.tolist() == [[pytest.approx(0.6, abs=1e-3), 1.0]]


def test_a_row_s_own_are_those_of_its_text_and_where_they_begin_in_it() -> None:
    places, vectors = own_tokens(INDEX, 0)
    assert (places.tolist(), vectors.tolist()) == ([0], [[1.0, 0.0, 0.0]])
    assert own_tokens(INDEX, 1)[1] == pytest.approx(np.array([[0.6, 0.8, 0.0]]), abs=1e-3)
    assert own_tokens(INDEX, 2)[1].shape == own_tokens(INDEX, 3)[1].shape == (0, 3)


def test_the_own_tokens_of_several_rows_are_compared_at_once() -> None:
    places, cosines, bounds = INDEX.own_cosines(tokens(GRAIN, GAS).vectors, np.array([1, 2, 0]))
    assert (places.tolist(), bounds.tolist()) == ([0, 0], [0, 1, 1, 2])
    assert cosines == pytest.approx(np.array([[0.6, 1.0], [0.8, 0.0]]), abs=1e-3)


def test_rare_tokens_count_more() -> None:
    # of four passages gas stands in two, grain and ports in one, context included
    gas, grain, unseen = log(5 / 3) + 1, log(5 / 2) + 1, log(5) + 1
    assert INDEX.weights(np.array([GAS, GRAIN, UNSEEN])) == pytest.approx([gas, grain, unseen])
    assert INDEX.shares(np.array([GAS, GRAIN])) == pytest.approx([gas / (gas + grain), grain / (gas + grain)])
    assert INDEX.shares(np.array([], np.int64)).tolist() == []


def test_an_index_without_tokens() -> None:
    none = Tokens(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros((0, 0), np.float32))
    for index in (token_index(3), token_index(3, lambda writer: writer.add(1, none, 0))):
        assert (len(index), index.rows, own_tokens(index, 2)[1].shape) == (0, 3, (0, 0))
        assert index.shares(np.array([GAS])).tolist() == [1.0]


@pytest.mark.parametrize("damage", ["missing", "no rows", "no codec", "no places", "cut short"])
def test_what_is_no_index_is_refused(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "tokens"
    if damage != "missing":
        writer = TokenWriter(folder, 4)
        small(writer)
        writer.finish()
        TokenIndex(folder)
    match damage:
        case "no rows":
            (folder / "rows.npz").write_bytes(b"no index")
        case "no codec":
            (folder / "codec.faiss").write_bytes(b"no index")
        case "no places":
            (folder / "places.bin").unlink()
        case "cut short":
            (folder / "codes.bin").write_bytes((folder / "codes.bin").read_bytes()[:-1])
    with pytest.raises(IndexMismatchError, match="is no token index: build it anew with rag build"):
        TokenIndex(folder)


def test_passages_are_taken_over_as_they_are() -> None:
    def write(writer: TokenWriter) -> None:
        writer.reuse(np.array([1, 0]), np.array([0, 1]))
        writer.add(2, tokens(UNSEEN), 0)

    index = token_index(3, write, INDEX)
    assert index.rows == 3
    assert own_tokens(index, 1)[1].tolist() == [[1.0, 0.0, 0.0]]
    found = index.similarity(tokens(GRAIN, GAS).vectors, np.arange(3), np.full(3, -1))
    assert found == pytest.approx(np.array([[0.6, 1.0, 0.0], [0.8, 1.0, 0.0]]), abs=1e-3)


def test_rows_of_one_text_share_their_tokens() -> None:
    def write(writer: TokenWriter) -> None:
        writer.repeat(0, 1)
        writer.add(1, tokens(GAS, GRAIN), 4)

    index = token_index(2, write)
    assert (index.rows, len(index)) == (2, 2)
    assert own_tokens(index, 0)[1].tolist() == own_tokens(index, 1)[1].tolist() == [[1.0, 0.0, 0.0]]
    # both rows have it: no piece is rare
    assert index.weights(np.array([GAS])).tolist() == [1.0]


def test_nothing_can_be_taken_over_from_nowhere() -> None:
    with pytest.raises(ValueError, match="no former index"):
        token_index(1, lambda writer: writer.reuse(np.array([0]), np.array([0])))


# With enough tokens for a codebook: 2,000 passages, each of piece 0 and four of a hundred other pieces.

_RANDOM = np.random.default_rng(7)
_DIRECTIONS = _RANDOM.normal(size=(101, 16)).astype(np.float32)
_DIRECTIONS /= np.linalg.norm(_DIRECTIONS, axis=1, keepdims=True)
_PASSAGES = [np.array([0, *_RANDOM.choice(np.arange(1, 101), 4, replace=False)]) for _ in range(2000)]


def _spoken(pieces: np.ndarray[tuple[int], np.dtype[np.int64]], dimension: int = 16) -> Tokens:
    vectors = _DIRECTIONS[pieces][:, :dimension]
    vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return Tokens(pieces, np.arange(5) * 4, vectors)


def _large(dimension: int) -> TokenIndex:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rag.index.token_writer, "TRAINING", 9_000)

        def write(writer: TokenWriter) -> None:
            for row, pieces in enumerate(_PASSAGES):
                writer.add(row, _spoken(pieces, dimension), 8)

        return token_index(len(_PASSAGES), write)


def stored(index: TokenIndex, row: int) -> StoredTokens:
    return index.stored(np.array([row]))


@pytest.fixture(scope="module")
def large() -> TokenIndex:
    return _large(16)


@pytest.mark.slow
def test_a_byte_stands_for_eight_dimensions(large: TokenIndex) -> None:
    assert large.compressed
    assert stored(large, 5).codes.shape == (4, 2)
    # A hundred directions and 256 codes: each has a code of its own.
    assert own_tokens(large, 5)[1] == pytest.approx(_DIRECTIONS[_PASSAGES[5][2:]], abs=0.05)


@pytest.mark.slow
def test_cosines_are_those_of_the_decoded_tokens(large: TokenIndex) -> None:
    question = _DIRECTIONS[:7]
    places, vectors = own_tokens(large, 5)
    found = large.own_cosines(question, np.array([5]))
    assert found[0].tolist() == places.tolist()
    assert found[1] == pytest.approx(question @ vectors.T, abs=1e-6)


@pytest.mark.slow
def test_a_piece_that_most_passages_have_is_not_kept_and_counts_nothing(large: TokenIndex) -> None:
    assert large.stop.tolist() == [0]
    assert large.is_content(np.array([0, 1, 555])).tolist() == [False, True, True]
    assert large.weights(np.array([0])).tolist() == [0.0]
    assert large.shares(np.array([0, 0])).tolist() == [0.0, 0.0]
    assert len(large) == 4 * 2000


@pytest.mark.slow
def test_of_the_context_what_tells_is_kept(large: TokenIndex) -> None:
    # The first two tokens are context; one of them is the piece that tells nothing.
    kept = stored(large, 5)
    assert (kept.places.tolist(), kept.pieces.tolist()) == ([-4, 0, 4, 8], _PASSAGES[5][1:].tolist())


@pytest.mark.slow
def test_a_later_build_codes_alike(large: TokenIndex) -> None:
    def write(writer: TokenWriter) -> None:
        writer.reuse(np.array([0]), np.array([5]))
        writer.add(1, _spoken(_PASSAGES[5]), 8)

    index = token_index(2, write, large)
    first, second = stored(index, 0), stored(index, 1)
    assert first.codes.tolist() == stored(large, 5).codes.tolist()
    # With more codes than directions, some directions have several that are as good.
    assert own_tokens(index, 1)[1] == pytest.approx(own_tokens(index, 0)[1], abs=0.05)
    assert (first.pieces.tolist(), first.places.tolist()) == (second.pieces.tolist(), second.places.tolist())
    assert index.compressed
    assert index.stop.tolist() == [0]


@pytest.mark.slow
def test_a_dimension_that_bytes_do_not_divide_takes_a_byte_each() -> None:
    index = _large(13)
    assert stored(index, 5).codes.shape == (4, 13)
    assert own_tokens(index, 5)[1] == pytest.approx(_spoken(_PASSAGES[5], 13).vectors[2:], abs=0.02)
