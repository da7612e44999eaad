"""An open index that can be asked: the façade before search, proof and catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.errors import QuestionError
from rag.index.catalogue import Catalogue
from rag.index.loaded import LoadedBuild
from rag.index.store import Build, open_build
from rag.records import Answer, Coverage, Passage, Request, Transcript

# Searching and checking are imported when they are first used: the other commands start without FAISS.
if TYPE_CHECKING:
    from rag.index.encoder import QuestionReader
    from rag.index.revisions import Revision
    from rag.proof.check.verdict import Check
    from rag.proof.over_time import OverTime
    from rag.search.calibration_file import FittedCalibration
    from rag.search.pipeline import Pipeline
    from rag.search.rank import Weights
    from rag.search.rerank import Reranker
    from rag.text.sentences import Span


class Archive:
    """One build, open. What is heavy is loaded by the first question, or by `warm`."""

    def __init__(
        self,
        build: Build,
        encoder: QuestionReader | None = None,
        weights: Weights | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        """`encoder` replaces the one that the build names; its weights must be the same.

        `weights` replace the score's default ones; `reranker` orders the first passages anew.
        """
        self.loaded = LoadedBuild(build, encoder)
        self._weights = weights
        self._reranker = reranker

    @classmethod
    def open(
        cls,
        index: Path,
        encoder: QuestionReader | None = None,
        weights: Weights | None = None,
        reranker: Reranker | None = None,
    ) -> Archive:
        """Open the build that serves. Raises IndexMissingError or IndexMismatchError."""
        return cls(open_build(index), encoder, weights, reranker)

    def close(self) -> None:
        """Let go of the files."""
        self.loaded.close()

    @cached_property
    def pipeline(self) -> Pipeline:
        """The way of a question over this build."""
        from rag.search.confidence import unfitted
        from rag.search.pipeline import Pipeline
        from rag.search.rank import Weights

        fitted = self.fitted_calibration
        calibration = fitted.calibration if fitted else unfitted(self.build.manifest.model.sha256)
        return Pipeline(self.loaded, self._weights or Weights(), self._reranker, calibration)

    @cached_property
    def fitted_calibration(self) -> FittedCalibration | None:
        """The calibration beside the build, if any. Raises IndexMismatchError where it does not fit."""
        from rag.search.calibration_file import load_calibration

        return load_calibration(self.build.folder.parent, self.build.manifest.model)

    def warm(self) -> None:
        """Load everything that a question needs."""
        self.pipeline.warm()

    @property
    def build(self) -> Build:
        """The build on disk."""
        return self.loaded.build

    @property
    def corpus(self) -> Path:
        """The folder that the build was made from."""
        return self.build.corpus

    @property
    def manifest(self) -> Mapping[str, Any]:
        """The build's description, and how its vectors are searched."""
        return {**self.build.manifest.as_json(), "vector_search": self.build.vector_search}

    @property
    def catalogue(self) -> Catalogue:
        """The build's catalogue."""
        return self.loaded.catalogue

    def ask(self, request: Request) -> Answer:
        """Ranked passages for a question. Raises QuestionError where it or a filter cannot be searched."""
        return self.pipeline.ask(request)

    def highlight(self, request: Request, passage: Passage) -> Span | None:
        """The sentence of a passage of this index that answers a question best, as offsets in it."""
        from rag.search.highlight import highlight

        question = self.pipeline.understand(request)
        scorer = self.pipeline.scorer(question, self.pipeline.encode(question))
        (sentences,) = scorer.sentences([self.catalogue.row(passage)], [passage.text])
        return highlight(sentences)

    def check(self, claim: str, speaker: str | None = None) -> Check:
        """Whether anyone, or `speaker`, said this. Raises QuestionError where it cannot be checked."""
        from rag.proof.check.judge import check

        return check(self.loaded, claim, speaker)

    def over_time(self, found: Answer | Check) -> OverTime:
        """When and how often the passages of an answer, or a checked quote, were said."""
        from rag.proof.over_time import answer_over_time, check_over_time

        if isinstance(found, Answer):
            return answer_over_time(self.loaded, found)
        return check_over_time(self.loaded, found)

    def coverage(self) -> Coverage:
        """What is indexed."""
        return self.catalogue.coverage()

    def transcript(self, transcript_id: str) -> Transcript:
        """A whole transcript. Raises QuestionError where there is none of this id."""
        try:
            return self.catalogue.transcript(transcript_id)
        except KeyError:
            raise QuestionError(
                f"no transcript {transcript_id[:80]!r} in this index: see rag sources"
            ) from None

    def changes(self, transcript_id: str | None = None) -> tuple[Revision, ...]:
        """What builds have noticed of changed sources, the latest first; of one transcript, or of all.

        Raises QuestionError where there is, and was, none of this id.
        """
        history = self.loaded.history
        found = history.revisions if transcript_id is None else history.of(transcript_id)
        if not found and transcript_id is not None:
            self.transcript(transcript_id)
        return found[::-1]
