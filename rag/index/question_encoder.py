"""A question → vectors, in plain numpy: the model's own weights without torch, which is slow to import.

It runs the BERT architecture (Devlin et al. 2019) with mean pooling, which most small sentence-transformers
models have. sentence-transformers stays the reference: a build compares the two on its own passages
(`agrees_with`), and only a build whose manifest says that they agree is asked through this one.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from tokenizers import Tokenizer

from rag.errors import EncoderError
from rag.index.encoder import (
    Encoded,
    Encoder,
    SentenceTransformerEncoder,
    Tokens,
    focused,
    pieces_of,
    too_long,
)
from rag.index.model_files import model_folder, published_weights

if TYPE_CHECKING:
    from rag.index.encoder import Vectors

MINIMUM_COSINE = 0.9999
"""Between the two encoders, for the vector of every sampled text and of every token in it."""
_HALF_ROOT = math.sqrt(0.5)


class QuestionEncoder:
    """Reads questions with a model from this machine's disk, through one thread of numpy."""

    def __init__(self, name: str) -> None:
        """Load the model. Raises EncoderError where it is missing, or is no BERT with mean pooling."""
        folder = model_folder(name)
        self.name = name
        with ThreadPoolExecutor(1) as pool:
            # Hashing needs no lock of Python's: it runs while the rest is loaded.
            hashed = pool.submit(published_weights, name, folder)
            try:
                self._load(folder)
            finally:
                # Damaged weights are told as such, whatever reading them raised.
                self.weights = hashed.result()

    def _load(self, folder: Path) -> None:
        config, self.limit = _configuration(folder)
        self.dimension = int(config["hidden_size"])
        self._heads = int(config["num_attention_heads"])
        self._epsilon = float(config["layer_norm_eps"])
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._layers = range(int(config["num_hidden_layers"]))
        self._weights = mapped_tensors(folder / "model.safetensors")
        self._linear = {
            name: _Linear(self._weights, *parts)
            for number in self._layers
            for name, parts in _linear_maps(f"encoder.layer.{number}")
        }

    def pieces(self, texts: Sequence[str]) -> list[int]:
        """See Encoder.pieces."""
        return [len(encoding) for encoding in self._tokenizer.encode_batch_fast(list(texts))]

    def read_question(self, text: str, focus: Sequence[tuple[int, int]]) -> Encoded:
        """See Encoder.read_question."""
        return focused(self.read(text), focus)

    def read(self, text: str) -> Encoded:
        """One text's vectors, as sentence-transformers gives them. Raises what read_question does."""
        encoding = self._tokenizer.encode(text)
        if len(encoding) > self.limit:
            raise too_long(text, len(encoding), self)
        states = self._hidden_states(np.asarray(encoding.ids))
        mean = states.mean(axis=0)
        pieces, starts, own = pieces_of(encoding)
        vectors = states[own]
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return Encoded(mean / max(float(np.linalg.norm(mean)), 1e-12), Tokens(pieces, starts, vectors))

    def _hidden_states(self, ids: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Vectors:
        """The last layer's states, shape (tokens, dimension)."""
        words = self._weights["embeddings.word_embeddings.weight"][ids]
        positions = self._weights["embeddings.position_embeddings.weight"][: len(ids)]
        segment = self._weights["embeddings.token_type_embeddings.weight"][0]
        states = self._normalised(words + positions + segment, "embeddings.LayerNorm")
        for number in self._layers:
            layer = f"encoder.layer.{number}"
            attended = self._linear[f"{layer}.attention.output"](self._attention(states, layer))
            states = self._normalised(states + attended, f"{layer}.attention.output.LayerNorm")
            widened = _gelu(self._linear[f"{layer}.intermediate"](states))
            states = self._normalised(
                states + self._linear[f"{layer}.output"](widened), f"{layer}.output.LayerNorm"
            )
        return states

    def _attention(self, states: Vectors, layer: str) -> Vectors:
        """Multi-head self-attention without its output projection, shape (tokens, dimension)."""
        projected = self._linear[f"{layer}.attention.self"](states)
        query, key, value = projected.reshape(len(states), 3, self._heads, -1).transpose(1, 2, 0, 3)
        scores = query @ key.transpose(0, 2, 1) / math.sqrt(self.dimension // self._heads)
        shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)
        attended: Vectors = (shares @ value).transpose(1, 0, 2).reshape(len(states), self.dimension)
        return attended

    def _normalised(self, states: Vectors, name: str) -> Vectors:
        """Layer normalisation."""
        centred = states - states.mean(axis=-1, keepdims=True)
        deviation = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + self._epsilon)
        scaled: Vectors = (
            centred / deviation * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        )
        return scaled


class _Linear:
    """One or several linear maps of the same states, in one product."""

    def __init__(self, weights: Mapping[str, Vectors], *names: str) -> None:
        """Take the maps of these names. BLAS multiplies faster by rows in order where the states widen."""
        matrices = [weights[f"{name}.weight"].T for name in names]
        self._matrix = matrices[0]
        width = sum(each.shape[1] for each in matrices)
        if width > len(self._matrix):
            self._matrix = np.empty((len(matrices[0]), width), np.float32)
            np.concatenate(matrices, axis=1, out=self._matrix)
        self._bias = np.concatenate([weights[f"{name}.bias"] for name in names])

    def __call__(self, states: Vectors) -> Vectors:
        product: Vectors = states @ self._matrix
        product += self._bias
        return product


def mapped_tensors(path: Path) -> Mapping[str, Vectors]:
    """The float32 tensors of a file in the format safetensors, memory-mapped: the library would copy them.

    Raises EncoderError for a file of another format.
    """
    try:
        file = np.memmap(path, np.uint8, "r")
        begin = 8 + int.from_bytes(file[:8].tobytes(), "little")
        described = json.loads(file[8:begin].tobytes())
        tensors = {name: each for name, each in described.items() if each.get("dtype") == "F32"}
        return {
            name: np.asarray(file[begin + first : begin + end].view(np.float32).reshape(each["shape"]))
            for name, each in tensors.items()
            for first, end in [each["data_offsets"]]
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise EncoderError(f"{path} holds no weights: {error}") from error


def _linear_maps(layer: str) -> Iterator[tuple[str, Sequence[str]]]:
    """The linear maps of a layer: a name, and those of the file that it holds."""
    attention = f"{layer}.attention.self"
    yield attention, [f"{attention}.{part}" for part in ("query", "key", "value")]
    for name in (f"{layer}.attention.output", f"{layer}.intermediate", f"{layer}.output"):
        yield name, [f"{name}.dense"]


def agrees_with(reference: Encoder, texts: Sequence[str]) -> bool:
    """Whether both encoders give the same vectors and tokens for these texts.

    False as well where this one cannot run the model.
    """
    if not isinstance(reference, SentenceTransformerEncoder):
        return False
    try:
        encoder = QuestionEncoder(reference.name)
        return encoder.weights == reference.weights and all(
            _agree(encoder.read(texts[number]), expected) for number, expected in reference.read(texts)
        )
    except EncoderError:
        return False


def _agree(found: Encoded, expected: Encoded) -> bool:
    """Whether two encodings of one text are the same within `MINIMUM_COSINE`."""
    if not np.array_equal(found.tokens.pieces, expected.tokens.pieces):
        return False
    if not np.array_equal(found.tokens.starts, expected.tokens.starts):
        return False
    cosines = np.einsum("ij,ij->i", found.tokens.vectors, expected.tokens.vectors)
    return min(float(found.vector @ expected.vector), float(cosines.min(initial=1.0))) >= MINIMUM_COSINE


def _configuration(folder: Path) -> tuple[Mapping[str, Any], int]:
    """The architecture's numbers, and the word pieces that are read of a text.

    Raises EncoderError where the folder holds another architecture or another way of pooling.
    """
    try:
        library = json.loads((folder / "config_sentence_transformers.json").read_text("utf-8"))
        config = json.loads((folder / "config.json").read_text("utf-8"))
        modules = json.loads((folder / "modules.json").read_text("utf-8"))
        pooling = json.loads((folder / "1_Pooling" / "config.json").read_text("utf-8"))
        transformer = json.loads((folder / "sentence_bert_config.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise EncoderError(f"{folder} holds no BERT model with mean pooling: {error}") from error
    kinds = [module["type"].rpartition(".")[2] for module in modules]
    # The library has two ways to say it: a name, or a flag for each way of pooling.
    flags = {key.removeprefix("pooling_mode_") for key, used in pooling.items() if used is True}
    pools = {pooling["pooling_mode"]} if "pooling_mode" in pooling else flags - {"include_prompt"}
    expected = (
        config.get("model_type") == "bert",
        config.get("hidden_act") == "gelu",
        config.get("position_embedding_type", "absolute") == "absolute",
        kinds in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]),
        pools in ({"mean"}, {"mean_tokens"}),
        not transformer.get("do_lower_case"),
        not any((library.get("prompts") or {}).values()),
        (folder / "tokenizer.json").is_file() and (folder / "model.safetensors").is_file(),
    )
    if not all(expected):
        raise EncoderError(f"{folder} holds no BERT model with mean pooling")
    return config, int(transformer["max_seq_length"])


def _gelu(states: Vectors) -> Vectors:
    """The Gaussian error linear unit; the error function by Abramowitz and Stegun 7.1.26, exact to 1.5e-7."""
    size = np.abs(states)
    size *= _HALF_ROOT
    t = 1.0 / (1.0 + 0.3275911 * size)
    rest = t * 1.061405429
    for coefficient in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        rest += coefficient
        rest *= t
    size *= size
    rest *= np.exp(np.negative(size, out=size), out=size)
    error = np.copysign(1.0 - rest, states)
    error += 1.0
    error *= 0.5
    error *= states
    return error
