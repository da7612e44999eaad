"""A cross-encoder that reads question and passage together, where the user names one; none is shipped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from rag.errors import EncoderError
from rag.index.model_files import on_this_machine
from rag.index.runtime import stay_offline

CROSS_ENCODER_DEPTH = 20
"""The first passages, which a cross-encoder orders anew."""


class Reranker(Protocol):
    """Scores how well each text answers a question."""

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """One score a text, higher for the better answer."""
        ...


class CrossEncoderReranker:
    """A published cross-encoder from this machine's disk; nothing is ever downloaded."""

    def __init__(self, name: str) -> None:
        """Load it: a folder, or a model in the local cache. Raises EncoderError where there is none."""
        stay_offline()
        folder = on_this_machine(name, "cross-encoder")
        if folder is None:
            raise EncoderError(
                f"no reader model {name[:200]!r} on this machine: expected a folder, or a model in the local "
                "Hugging Face cache, that holds a cross-encoder"
            )
        from sentence_transformers import CrossEncoder
        from transformers.utils import logging

        logging.disable_progress_bar()
        try:
            self._model = CrossEncoder(str(folder), device="cpu", local_files_only=True)
        except Exception as error:  # a broken folder fails wherever the libraries happen to read it
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            raise EncoderError(f"{folder} holds no cross-encoder: {reason}") from error
        if self._model.num_labels != 1:
            raise EncoderError(
                f"{folder} tells {self._model.num_labels} labels: expected one score a passage"
            )

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """See Reranker.scores."""
        if not texts:
            return []
        found = self._model.predict([(question, text) for text in texts], show_progress_bar=False)
        return [float(score) for score in found]
