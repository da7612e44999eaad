"""Questions read in plain numpy: the same vectors as sentence-transformers, or an honest refusal."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from rag.errors import EncoderError
from rag.index.encoder import Encoded, SentenceTransformerEncoder, Tokens
from rag.index.model_files import DEFAULT_MODEL, model_folder
from rag.index.question_encoder import QuestionEncoder, agrees_with, mapped_tensors

pytestmark = pytest.mark.model

TEXTS = (
    "What did the president say about gas prices in May?",
    "Novorossiysk, Türkiye & “quotes” – 1,250.50 roubles; ёлка",
    "",
    "a " * 254,
)


@pytest.fixture(scope="module")
def reference() -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder()


@pytest.fixture(scope="module")
def encoder() -> QuestionEncoder:
    return QuestionEncoder(DEFAULT_MODEL)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The model's folder under another path, its files links to the real ones."""
    folder = tmp_path / "model"
    shutil.copytree(model_folder(DEFAULT_MODEL), folder, copy_function=os.symlink)
    return folder


def rewrite(path: Path, **changes: object) -> None:
    """Change some keys of a JSON file, the link to the real one replaced."""
    values = json.loads(path.read_text("utf-8")) | changes
    path.unlink()
    path.write_text(json.dumps(values), "utf-8")


def test_every_text_has_the_vectors_of_sentence_transformers(
    reference: SentenceTransformerEncoder, encoder: QuestionEncoder
) -> None:
    for number, expected in reference.read(TEXTS):
        found = encoder.read(TEXTS[number])
        np.testing.assert_allclose(found.vector, expected.vector, atol=2e-5)
        np.testing.assert_array_equal(found.tokens.pieces, expected.tokens.pieces)
        np.testing.assert_array_equal(found.tokens.starts, expected.tokens.starts)
        np.testing.assert_allclose(found.tokens.vectors, expected.tokens.vectors, atol=2e-5)
    assert agrees_with(reference, TEXTS)
    assert encoder.pieces(TEXTS) == reference.pieces(TEXTS)
    assert (encoder.weights, encoder.dimension, encoder.limit) == (reference.weights, 384, 256)


def test_the_vector_of_a_focus_is_the_mean_of_its_tokens(
    reference: SentenceTransformerEncoder, encoder: QuestionEncoder
) -> None:
    start = TEXTS[0].index("gas")
    focus = [(start, start + len("gas prices"))]
    expected = reference.read_question(TEXTS[0], focus)
    np.testing.assert_allclose(encoder.read_question(TEXTS[0], focus).vector, expected.vector, atol=2e-5)


def test_a_question_over_the_limit_is_refused(encoder: QuestionEncoder) -> None:
    with pytest.raises(EncoderError, match=r"a text of 257 word pieces, where .* reads 256: “a a a"):
        encoder.read_question("a " * 255, ())


@pytest.mark.parametrize(
    ("file", "changes"),
    [
        ("config.json", {"model_type": "roberta"}),
        ("config.json", {"hidden_act": "relu"}),
        ("config.json", {"position_embedding_type": "relative_key"}),
        ("1_Pooling/config.json", {"pooling_mode_cls_token": True}),
        ("1_Pooling/config.json", {"pooling_mode": "cls"}),
        ("sentence_bert_config.json", {"do_lower_case": True}),
    ],
)
def test_another_architecture_is_refused(copy: Path, file: str, changes: dict[str, object]) -> None:
    rewrite(copy / file, **changes)
    with pytest.raises(EncoderError, match="holds no BERT model with mean pooling"):
        QuestionEncoder(str(copy))


@pytest.mark.parametrize("file", ["config.json", "modules.json", "tokenizer.json"])
def test_a_folder_that_lacks_a_part_is_refused(copy: Path, file: str) -> None:
    (copy / file).unlink()
    with pytest.raises(EncoderError, match="holds no BERT model with mean pooling"):
        QuestionEncoder(str(copy))


def test_damaged_weights_are_told_as_such(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights = copy / "model.safetensors"
    weights.unlink()
    weights.write_bytes(b"no weights")
    monkeypatch.setattr("rag.index.question_encoder.model_folder", lambda name: copy)
    with pytest.raises(EncoderError, match="the published ones 53aa51172d14…: reinstall the package"):
        QuestionEncoder(DEFAULT_MODEL)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"short",
        b"\xff" * 8 + b"{",
        (2).to_bytes(8, "little") + b"[]",
        (70).to_bytes(8, "little")
        + b'{"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}'.ljust(70),
        (70).to_bytes(8, "little") + b'{"a": {"dtype": "F32", "shape": [2]}}'.ljust(70) + bytes(8),
    ],
)
def test_a_file_that_holds_no_tensors_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "model.safetensors").write_bytes(content)
    with pytest.raises(EncoderError, match=r"model\.safetensors holds no weights"):
        mapped_tensors(tmp_path / "model.safetensors")


def test_tensors_are_those_that_the_library_reads() -> None:
    path = model_folder(DEFAULT_MODEL) / "model.safetensors"
    expected = {name: each for name, each in load_file(path).items() if each.dtype == np.float32}
    found = mapped_tensors(path)
    assert found.keys() == expected.keys()
    assert all(np.array_equal(found[name], each) for name, each in expected.items())


class Otherwise(SentenceTransformerEncoder):
    """The reference, but for one token that points another way."""

    def __init__(self, reference: SentenceTransformerEncoder) -> None:
        self.name, self.weights = reference.name, reference.weights
        self._reference = reference

    def read(
        self, texts: Sequence[str], done: Callable[[int], None] | None = None
    ) -> Iterator[tuple[int, Encoded]]:
        for number, encoded in self._reference.read(texts, done):
            tokens = encoded.tokens
            vectors = tokens.vectors.copy()
            vectors[1] = np.roll(vectors[1], 1)
            yield number, Encoded(encoded.vector, Tokens(tokens.pieces, tokens.starts, vectors))


def test_one_token_that_differs_is_enough_to_disagree(reference: SentenceTransformerEncoder) -> None:
    assert not agrees_with(Otherwise(reference), TEXTS[:1])
    assert agrees_with(reference, TEXTS[:1])


def test_neither_torch_nor_transformers_is_imported() -> None:
    code = (
        "import sys; from rag.index.question_encoder import QuestionEncoder; "
        f"QuestionEncoder({DEFAULT_MODEL!r}).read_question('gas', ()); "
        "print({'torch', 'transformers', 'sentence_transformers', 'scipy'} & set(sys.modules))"
    )
    printed = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=True)
    assert printed.stdout == "set()\n"
