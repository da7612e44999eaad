"""Texts → unit vectors, of the whole and of tokens. The protocol, and the real encoder.

torch and its companions take seconds to import, so they are imported only when a model is loaded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from rag.errors import EncoderError
from rag.index.model_files import DEFAULT_MODEL, model_folder, published_weights
from rag.index.runtime import encode_in_one_thread, encode_on_all_cores, stay_offline

if TYPE_CHECKING:
    import numpy as np

    Vector = np.ndarray[tuple[int], np.dtype[np.float32]]
    Vectors = np.ndarray[tuple[int, int], np.dtype[np.float32]]
    Integers = np.ndarray[tuple[int], np.dtype[np.int64]]
    Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]

_OF_TEXT, _OF_TOKENS, _READ = "sentence_embedding", "token_embeddings", "attention_mask"
"""Their names in the library's output."""
_BATCH = 1024
"""Word pieces given to the model at once, padding included: more of them leave the processor's cache."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The word pieces of a text, without the model's special tokens."""

    pieces: Integers
    """Ids in the model's vocabulary, shape (n,)."""
    starts: Integers
    """The character that each begins at, shape (n,)."""
    vectors: Vectors
    """Unit vectors in the context of the text, shape (n, dimension); (0, 0) where a model has none."""

    def within(self, spans: Sequence[tuple[int, int]]) -> Mask:
        """Which of them begin in one of these spans of characters, shape (n,)."""
        import numpy as np

        begins, ends = np.asarray(spans, dtype=np.int64).reshape(-1, 2).T
        starts = self.starts[:, np.newaxis]
        found: Mask = np.any((starts >= begins) & (starts < ends), axis=1)
        return found

    def where(self, chosen: Mask) -> Tokens:
        """Those that are chosen."""
        return Tokens(self.pieces[chosen], self.starts[chosen], self.vectors[chosen])


@dataclass(frozen=True, slots=True)
class Encoded:
    """The output of the model for one text."""

    vector: Vector
    """Unit vector of the whole, shape (dimension,)."""
    tokens: Tokens


class QuestionReader(Protocol):
    """Turns a question into vectors."""

    name: str
    """As given to `rag build --model`."""
    weights: str
    """SHA-256 of its weights, and of its prompts if it has any: models of one name may differ."""
    dimension: int
    limit: int
    """Word pieces that it reads of a text; it drops the rest silently."""

    def pieces(self, texts: Sequence[str]) -> list[int]:
        """How many word pieces each text has, special tokens included."""
        ...

    def read_question(self, text: str, focus: Sequence[tuple[int, int]]) -> Encoded:
        """The tokens of a question, and the vector of its topic.

        `focus` are the spans of the topic's words.
        Raises EncoderError where the text is longer than `limit`.
        """
        ...


class Encoder(QuestionReader, Protocol):
    """Turns texts into unit vectors whose inner product is their similarity."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, float32, shape (len(texts), dimension), in the order of the texts.

        Raises EncoderError where a text is longer than `limit`.
        """
        ...

    def read(
        self, texts: Sequence[str], done: Callable[[int], None] | None = None
    ) -> Iterator[tuple[int, Encoded]]:
        """Each text's number and its vectors, in any order.

        `done` is called with the number of texts finished since its last call.
        Raises EncoderError where a text is longer than `limit`.
        """
        ...


class _Prompts(NamedTuple):
    """What a model was trained to read before a question and before a passage; empty for most."""

    question: str
    passage: str


class _Output(NamedTuple):
    """What the model gives for one text."""

    vector: Vector
    tokens: Vectors | None
    """Of all its pieces, the model's own marks included."""


class SentenceTransformerEncoder:
    """A sentence-transformers model from this machine's disk; nothing is ever downloaded."""

    def __init__(self, name: str = DEFAULT_MODEL) -> None:
        """Load the model. Raises EncoderError where it is missing, unreadable or not the published one."""
        stay_offline()
        folder = model_folder(name)
        self.name = name
        weights = published_weights(name, folder)
        self._model = _load(name, folder)
        self._tokenizer = _full_length(self._model.tokenizer)
        self._prompts = _prompts(self._model)
        self.weights = _with_prompts(weights, self._prompts)
        self.dimension = int(self._model.get_embedding_dimension())
        self._most = int(self._model.max_seq_length or self._model.tokenizer.model_max_length)
        self.limit = self._most - max(self.pieces([prompt])[0] if prompt else 0 for prompt in self._prompts)

    def pieces(self, texts: Sequence[str]) -> list[int]:
        """See Encoder.pieces."""
        return [len(encoding) for encoding in self._tokenizer.encode_batch_fast(list(texts))]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See Encoder.encode."""
        import numpy as np

        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for number, encoded in self.read(texts):
            vectors[number] = encoded.vector
        return vectors

    def read(
        self, texts: Sequence[str], done: Callable[[int], None] | None = None
    ) -> Iterator[tuple[int, Encoded]]:
        """See Encoder.read."""
        encodings = self._within_limit(texts, self._prompts.passage)
        order = sorted(range(len(texts)), key=lambda row: -len(encodings[row]))
        while order:
            # Texts of like length, so that they need hardly any padding.
            count = max(_BATCH // max(len(encodings[order[0]]), 1), 1)
            rows, order = order[:count], order[count:]
            with encode_on_all_cores():
                outputs = self._outputs([texts[row] for row in rows], self._prompts.passage, "document")
            for row, output in zip(rows, outputs, strict=True):
                yield row, _encoded(output, encodings[row], self._prompts.passage)
            if done:
                done(len(rows))

    def read_question(self, text: str, focus: Sequence[tuple[int, int]]) -> Encoded:
        """See QuestionReader.read_question."""
        prompt = self._prompts.question
        (encoding,) = self._within_limit([text], prompt)
        encode_in_one_thread()
        (output,) = self._outputs([text], prompt, "query")
        encoded = _encoded(output, encoding, prompt)
        return focused(encoded, focus) if self._averages else encoded

    def _outputs(self, texts: Sequence[str], prompt: str, task: str) -> Iterator[_Output]:
        """What the library's `encode_query` or `encode_document` gives, scaled for all texts at once."""
        import torch

        with torch.inference_mode():
            features = self._model.preprocess(list(texts), prompt=prompt or None, task=task)
            found = self._model(features, task=task)
            vectors = torch.nn.functional.normalize(found[_OF_TEXT], dim=-1).numpy()
            if _OF_TOKENS not in found or _READ not in found:
                # Static models, without a transformer, give no token vectors in context.
                return (_Output(vector, None) for vector in vectors)
            tokens = torch.nn.functional.normalize(found[_OF_TOKENS], dim=-1).numpy()
            read = found[_READ].bool().numpy()
        # Without padding, on whichever side.
        return (_Output(vectors[row], tokens[row][read[row]]) for row in range(len(texts)))

    def _within_limit(self, texts: Sequence[str], prompt: str) -> list[Any]:
        """The tokens of each text after the prompt. Raises EncoderError where a text is too long."""
        encodings: list[Any] = self._tokenizer.encode_batch([prompt + text for text in texts])
        for text, encoding in zip(texts, encodings, strict=True):
            if len(encoding) > self._most:
                raise too_long(text, len(encoding), self)
        return encodings

    @cached_property
    def _averages(self) -> bool:
        """Whether the vector of a text is the mean of its token vectors, so that parts of it have one too."""
        _, *rest = self._model
        return [getattr(module, "pooling_mode", type(module).__name__) for module in rest] in (
            ["mean"],
            ["mean", "Normalize"],
        )


def _prompts(model: Any) -> _Prompts:  # noqa: ANN401 - the library ships no types
    """The model's own, looked up as the library does, but that it takes an empty one for none."""

    def first(*names: str) -> str:
        given: list[str] = [model.prompts.get(name) for name in (*names, model.default_prompt_name)]
        return next(filter(None, given), "")

    return _Prompts(first("query"), first("document", "passage", "corpus"))


def _with_prompts(weights: str, prompts: _Prompts) -> str:
    """Another hash where there are prompts: the same weights give other vectors with others."""
    if not any(prompts):
        return weights
    return hashlib.sha256("\0".join((weights, *prompts)).encode()).hexdigest()


def _encoded(output: _Output, encoding: Any, prompt: str) -> Encoded:  # noqa: ANN401 - untyped
    """One text's output with its word pieces; tokens of the prompt are left out."""
    import numpy as np

    pieces, starts, own = pieces_of(encoding, len(prompt))
    if output.tokens is None or len(output.tokens) != len(own):
        return Encoded(output.vector, Tokens(pieces[:0], starts[:0], np.empty((0, 0), np.float32)))
    return Encoded(output.vector, Tokens(pieces, starts, output.tokens[own]))


def focused(encoded: Encoded, focus: Sequence[tuple[int, int]]) -> Encoded:
    """Replace the vector by the mean of the tokens that begin in one of these spans, if there are any."""
    import numpy as np

    chosen = encoded.tokens.within(focus)
    if not chosen.any():
        return encoded
    mean = encoded.tokens.vectors[chosen].mean(axis=0)
    return replace(encoded, vector=mean / max(float(np.linalg.norm(mean)), 1e-9))


def pieces_of(encoding: Any, prompt: int = 0) -> tuple[Integers, Integers, Mask]:  # noqa: ANN401 - untyped
    """The word pieces of a text, their first characters, and which of all encoded pieces they are.

    The model's own marks and a `prompt` of so many characters are left out. Shapes (n,), (n,) and (all,).
    """
    import numpy as np

    starts, ends = np.asarray(encoding.offsets, dtype=np.int64).reshape(-1, 2).T - prompt
    own = (np.asarray(encoding.special_tokens_mask) == 0) & ((starts >= 0) | (ends > 0))
    return np.asarray(encoding.ids, dtype=np.int64)[own], np.maximum(starts, 0)[own], own


def too_long(text: str, pieces: int, encoder: QuestionReader) -> EncoderError:
    """What to raise for a text that the model would cut."""
    return EncoderError(
        f"a text of {pieces} word pieces, where {encoder.name} reads {encoder.limit}: “{text[:60]}…”"
    )


def _full_length(tokenizer: Any) -> Any:  # noqa: ANN401 - the library ships no types
    """The model's own tokenizer without truncation and padding, so that it tells true lengths."""
    from tokenizers import Tokenizer

    full = Tokenizer.from_str(tokenizer.backend_tokenizer.to_str())
    full.no_truncation()
    full.no_padding()
    return full


def _load(name: str, folder: Path) -> Any:  # noqa: ANN401 - the library ships no types
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()
    try:
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except Exception as error:  # a broken folder fails wherever the libraries happen to read it
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise EncoderError(f"{name} in {folder} is no sentence-transformers model: {reason}") from error
