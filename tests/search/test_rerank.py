"""A cross-encoder named by the user: a tiny one with random weights, made here, and a toy one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from rag.archive import Archive
from rag.errors import EncoderError
from rag.index.model_files import DEFAULT_MODEL, model_folder
from rag.records import Filters, Request
from rag.search.rerank import CrossEncoderReranker
from tests.builders import TopicEncoder
from tests.corpora import TEXTS


class Longest:
    """The longest text answers best."""

    def __init__(self) -> None:
        self.read: list[tuple[str, list[str]]] = []

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        self.read.append((question, list(texts)))
        return [float(len(text)) for text in texts]


def test_the_first_passages_are_ordered_by_the_reranker(built: Path) -> None:
    longest = Longest()
    plain = Archive.open(built / "index", TopicEncoder()).ask(Request("Who ships grain?", k=3))
    again = Archive.open(built / "index", TopicEncoder(), reranker=longest).ask(
        Request("Who ships grain?", k=3)
    )
    ((question, texts),) = longest.read
    assert (question, len(texts)) == ("Who ships grain?", len(TEXTS))
    by_length = sorted(texts, key=lambda text: -len(text))[:3]
    assert [hit.score for hit in again.hits] == [float(len(text)) for text in by_length]
    assert [text.endswith(hit.passage.text) for text, hit in zip(by_length, again.hits, strict=True)] == [
        True
    ] * 3
    assert by_length[0].startswith("Talks. 11 April 2024. The Kremlin, Moscow. President of ")
    # How sure it is rests on what was found, not on the order.
    assert (again.confidence, again.answered) == (plain.confidence, plain.answered)


def test_nothing_found_is_nothing_reranked(built: Path) -> None:
    archive = Archive.open(built / "index", TopicEncoder(), reranker=Longest())
    assert archive.ask(Request("Grain?", Filters(place="Nowhere"))).hits == ()


@pytest.mark.model
def test_a_real_cross_encoder_from_a_folder(tmp_path: Path) -> None:
    from sentence_transformers import CrossEncoder
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    tokenizer = AutoTokenizer.from_pretrained(str(model_folder(DEFAULT_MODEL)))
    tiny = BertConfig(
        vocab_size=len(tokenizer), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=16, num_labels=1,
    )  # fmt: skip
    BertForSequenceClassification(tiny).save_pretrained(str(tmp_path))
    tokenizer.save_pretrained(str(tmp_path))
    texts = ["We ship grain through the ports.", "Gas is another matter.", "School."]
    expected = CrossEncoder(str(tmp_path), device="cpu").predict(
        [("Who ships grain?", text) for text in texts]
    )
    reranker = CrossEncoderReranker(str(tmp_path))
    assert reranker.scores("Who ships grain?", texts) == pytest.approx(expected.tolist(), abs=1e-6)
    assert reranker.scores("Who ships grain?", []) == []


@pytest.mark.slow
def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        EncoderError, match=r"^no reader model '.*missing' on this machine: expected a folder"
    ):
        CrossEncoderReranker(str(tmp_path / "missing"))


@pytest.mark.model
def test_a_folder_without_a_cross_encoder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=" holds no cross-encoder: ") as error:
        CrossEncoderReranker(str(tmp_path))
    assert "\n" not in str(error.value)
