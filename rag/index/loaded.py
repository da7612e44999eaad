"""One build, open: its parts, each loaded when it is first used."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from rag.errors import IndexMismatchError
from rag.index.catalogue import Catalogue
from rag.index.manifest import APPROXIMATE
from rag.index.runtime import search_in_one_thread
from rag.index.store import CATALOGUE, HISTORY, MILVUS, TOKENS, VECTORS, WORDS, Build

# Each part is imported when it is first used: a command that only needs the catalogue starts at once.
if TYPE_CHECKING:
    from rag.index.bm25 import WordIndex
    from rag.index.encoder import QuestionReader
    from rag.index.late_interaction import TokenIndex
    from rag.index.milvus_parts import MilvusParts
    from rag.index.revisions import History
    from rag.index.vectors import PassageVectors, Positions


class LoadedBuild:
    """What a build offers to searching and checking; safe to use from several threads.

    Every part raises IndexMismatchError where it is damaged.
    """

    def __init__(self, build: Build, encoder: QuestionReader | None = None) -> None:
        """`encoder` replaces the one that the build names; its weights must be the same."""
        self.build = build
        self.catalogue = Catalogue(build.part(CATALOGUE))
        self._given_encoder = encoder

    def close(self) -> None:
        """Let go of the files, and end the connection to a server."""
        self.catalogue.close()
        if "milvus" in vars(self) and self.milvus is not None:
            self.milvus.close()

    @cached_property
    def speaker_names(self) -> tuple[str, ...]:
        """Every person, most utterances first."""
        return self.catalogue.speaker_names()

    @cached_property
    def aliases(self) -> Mapping[str, str]:
        """Other names of persons, from the table of persons → the person."""
        return self.catalogue.aliases()

    @cached_property
    def positions(self) -> Positions:
        """Where every row stands."""
        return self.catalogue.positions

    @cached_property
    def words(self) -> WordIndex:
        """The word index."""
        from rag.index.bm25 import WordIndex

        return WordIndex.load(self.build.part(WORDS))

    @cached_property
    def milvus(self) -> MilvusParts | None:
        """The connection to where vectors and tokens are; None where they are in the folder."""
        if not self.build.in_milvus:
            return None
        from rag.index.milvus_parts import MilvusParts

        return MilvusParts(self.build.part(MILVUS), self.build.address)

    def stored_vectors(self) -> PassageVectors:
        """The vectors as they are stored, without a look at how many there are."""
        if self.milvus is not None:
            return self.milvus.vectors(self.positions, self.build.manifest.model.dimension)
        from rag.index.vectors import VectorIndex

        return VectorIndex.load(self.build.part(VECTORS))

    @cached_property
    def vectors(self) -> PassageVectors:
        """The vectors of passages."""
        from rag.index.vectors import VectorIndex

        search_in_one_thread()
        vectors = self.stored_vectors()
        expected = self.build.manifest.counts.passages
        if len(vectors) != expected:
            raise IndexMismatchError(
                f"the index has {len(vectors)} vectors for {expected} passages: "
                "build it anew with rag build --full"
            )
        if APPROXIMATE not in self.build.manifest.parts or not isinstance(vectors, VectorIndex):
            return vectors
        from rag.index.approximate import ApproximateIndex

        return ApproximateIndex.load(self.build.part(APPROXIMATE), vectors)

    @cached_property
    def tokens(self) -> TokenIndex:
        """The vectors of tokens; an empty index where the model gives none."""
        from rag.index.late_interaction import TokenIndex

        return TokenIndex(self.build.part(TOKENS), self.milvus.tokens if self.milvus is not None else None)

    @cached_property
    def history(self) -> History:
        """What earlier builds had that this one has no more."""
        from rag.index.revisions import History

        kept = HISTORY in self.build.manifest.parts
        return History.load(self.build.part(HISTORY)) if kept else History()

    @cached_property
    def encoder(self) -> QuestionReader:
        """Reads questions with the model that made the vectors."""
        from rag.index.encoder import SentenceTransformerEncoder
        from rag.index.question_encoder import QuestionEncoder

        search_in_one_thread()
        model = self.build.manifest.model
        load = QuestionEncoder if model.questions_in_numpy else SentenceTransformerEncoder
        encoder: QuestionReader = self._given_encoder or load(model.name)
        if encoder.weights != model.sha256:
            raise IndexMismatchError(
                f"the index was built by {model.name} with weights {model.sha256[:12]}…, here are "
                f"{encoder.weights[:12]}… of {encoder.name}: build it anew with "
                f"rag build --model {encoder.name}"
            )
        return encoder
