"""Corpus → a build: read, cut, encode, index; what has not changed is taken from the former build."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable, Container, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from rag.errors import IndexMismatchError
from rag.index.approximate import write_approximate
from rag.index.background import background
from rag.index.bm25 import Entry, WordIndex
from rag.index.catalogue_writer import CatalogueWriter
from rag.index.chunking import DEFAULT_LIMIT, LengthLimit, free_tokenizer, token_limit
from rag.index.context import encoded_texts, room_for_context, words_context
from rag.index.cutting import CutCorpus, cut_corpus
from rag.index.encoder import Encoder
from rag.index.encoding import EncodedTexts, fingerprint, former_vectors, write_encoded
from rag.index.former import FormerBuild, save_readings
from rag.index.history import Noticing, keep
from rag.index.manifest import (
    APPROXIMATE,
    EXACT_BELOW,
    FORMAT,
    BuildPart,
    Counts,
    Manifest,
    Model,
    Recipe,
    measure,
)
from rag.index.milvus_upload import remove_uploaded, upload
from rag.index.question_encoder import agrees_with
from rag.index.recipe import recipe_of
from rag.index.revisions import Revision
from rag.index.store import (
    CATALOGUE,
    HISTORY,
    MILVUS,
    PARTS,
    READINGS,
    VECTORS,
    WORDS,
    Build,
    OnMilvus,
    building,
    engine_of,
    serving_build,
    sweep,
    unfinished,
    writing,
)
from rag.index.vectors import VectorIndex
from rag.readers.corpus import Corpus, read_corpus
from rag.text.language_detection import free_language_model

if TYPE_CHECKING:
    from rag.index.ray_encoding import RayEncoding

Progress = Callable[[str, int, int], None]
"""Told a step's name, how much of it is done, and how much there is."""

_SAMPLED = 8
"""Passages for which both ways to encode a question are compared."""
_PARTS = (*PARTS, MILVUS, APPROXIMATE, HISTORY, READINGS)
_RECORDED = (
    "rag-transcripts",
    "sentence-transformers",
    "torch",
    "faiss-cpu",
    "tantivy",
    "tiktoken",
    "sentencex",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build did."""

    manifest: Manifest
    fresh: bool
    """False where everything was up to date and nothing was written."""
    revisions: tuple[Revision, ...] = ()
    """What has changed in the sources since the build before."""
    doubt: str | None = None
    """Why something of that may be missing."""
    doubtful: int = 0
    """How many transcripts have lines that leave open who speaks."""


def build_index(
    corpus_folder: Path,
    index: Path,
    encoder: Encoder,
    *,
    passage_tokens: int = DEFAULT_LIMIT,
    full: bool = False,
    ray: RayEncoding | None = None,
    progress: Progress = lambda step, done, total: None,
) -> Outcome:
    """Bring the index up to date with the corpus; with `full`, reuse nothing; with `ray`, encode by it.

    Raises CorpusError where there is nothing to build from, BuildRunningError where another build runs,
    OSError and ServerError where no more can be written: the build that served before still serves.
    """
    started = time.perf_counter()
    recipe = recipe_of(passage_tokens)
    former = None if full else _reusable(serving_build(index), encoder)
    with closing(FormerBuild(former, recipe)) as known:
        # Before anything is written: a corpus that cannot be read leaves no trace.
        corpus = read_corpus(corpus_folder, partial(progress, "Reading transcripts"), known.transcripts)
        corpus_path = os.path.relpath(corpus_folder.absolute(), index.absolute())
        with building(index, remove_uploaded):
            serving = serving_build(index)
            if former and (serving is None or serving.folder != former.folder):
                former = _reusable(serving, encoder)  # another build has ended meanwhile
            if former and _made_of(former) == (corpus.sha256, corpus_path, recipe, engine_of(index)):
                return Outcome(former.manifest, fresh=False, doubtful=_doubtful(corpus))
            now = datetime.now(UTC)
            build_id = f"{now:%Y%m%dT%H%M%S%f}-{corpus.sha256[:8]}"
            created = now.isoformat(timespec="seconds")
            with unfinished(index, build_id, remove_uploaded) as folder:
                cut = _cut(corpus, recipe, encoder, known, progress)
                model = _model(encoder, cut, former, recipe)
                reused = _write(folder, cut, encoder, former, known, ray, progress)
                nearest = _place(folder, build_id, index, encoder, progress)
                kept = keep(index, cut, Noticing(build_id, created, recipe.code))
                with writing(folder / HISTORY) as path:
                    kept.history.save(path)
                save_readings(corpus.readings, folder / READINGS)
                manifest = Manifest(
                    format=FORMAT,
                    id=build_id,
                    created=created,
                    corpus_path=corpus_path,
                    corpus_sha256=corpus.sha256,
                    model=model,
                    recipe=recipe,
                    counts=_counts(cut),
                    skipped=tuple((s.source, s.reason) for s in corpus.skipped),
                    reused_vectors=reused,
                    background=nearest,
                    seconds=round(time.perf_counter() - started, 2),
                    versions=_versions(),
                    parts=_parts(folder),
                )
                manifest.save(folder)
            # The build that served until now stays: someone may still be opening it.
            sweep(index, {build_id, serving.folder.name} if serving else {build_id}, remove_uploaded)
    return Outcome(manifest, True, kept.revisions, kept.doubt, _doubtful(corpus))


def _place(folder: Path, build_id: str, index: Path, encoder: Encoder, progress: Progress) -> float:
    """Move vectors and tokens to the server that searches them; else, where there are many, index them.

    Returns their background.
    """
    vectors = VectorIndex.load(folder / VECTORS)
    nearest = background(encoder, vectors)
    if isinstance(index, OnMilvus):
        upload(folder, build_id, index.address, partial(progress, "Writing to Milvus"))
    elif len(vectors) >= EXACT_BELOW:
        progress("Dividing passages into lists", 0, 1)
        with writing(folder / APPROXIMATE) as path:
            write_approximate(path, vectors)
        progress("Dividing passages into lists", 1, 1)
    return nearest


def _parts(folder: Path) -> dict[str, BuildPart]:
    return {name: measure(folder / name) for name in _PARTS if (folder / name).exists()}


def _doubtful(corpus: Corpus) -> int:
    return sum(bool(transcript.doubts) for transcript in corpus.transcripts)


def _versions() -> dict[str, str]:
    return {"python": platform.python_version()} | {name: version(name) for name in _RECORDED}


def _model(encoder: Encoder, cut: CutCorpus, former: Build | None, recipe: Recipe) -> Model:
    if former and (former.manifest.model.name, former.manifest.recipe.code) == (encoder.name, recipe.code):
        questions_in_numpy = former.manifest.model.questions_in_numpy
    else:
        questions_in_numpy = agrees_with(encoder, cut.sample(_SAMPLED))
    return Model(encoder.name, encoder.weights, encoder.dimension, encoder.limit, questions_in_numpy)


def _reusable(build: Build | None, encoder: Encoder) -> Build | None:
    """The build, if its vectors can be reused: unharmed and made by the same model."""
    if build is None or build.manifest.model.sha256 != encoder.weights:
        return None
    try:
        for name in build.needed:
            build.part(name)
    except IndexMismatchError:
        return None
    return build


def _made_of(build: Build) -> tuple[str, str, Recipe, str]:
    """What a build was made of, and for which engine: one that is made of the same is up to date."""
    made = build.manifest
    return made.corpus_sha256, made.corpus_path, made.recipe, build.engine


def _cut(
    corpus: Corpus, recipe: Recipe, encoder: Encoder, known: FormerBuild, progress: Progress
) -> CutCorpus:
    by_pieces = LengthLimit(encoder.pieces, encoder.limit - room_for_context(encoder))
    limits = (token_limit(recipe.passage_tokens), by_pieces)
    cut = cut_corpus(
        corpus, limits, known, lambda done: progress("Cutting passages", done, len(corpus.transcripts))
    )
    # Encoding, which comes next, takes the most memory, and does without what reading and cutting needed.
    free_language_model()
    free_tokenizer()
    return cut


def _write(
    folder: Path,
    cut: CutCorpus,
    encoder: Encoder,
    former: Build | None,
    known: FormerBuild,
    ray: RayEncoding | None,
    progress: Progress,
) -> int:
    """Write catalogue, words, vectors and tokens; how many vectors were reused."""
    with former_vectors(former) as old:
        texts = _write_texts(folder, cut, encoder, old[0], known, progress)
        return write_encoded(folder, texts, encoder, old, partial(progress, "Encoding passages"), ray)


def _write_texts(
    folder: Path,
    cut: CutCorpus,
    encoder: Encoder,
    encoded: Container[bytes],
    known: FormerBuild,
    progress: Progress,
) -> EncodedTexts:
    """Write catalogue and words; what is to be encoded."""
    texts = EncodedTexts()
    progress("Writing catalogue and words", 0, 2)
    with (
        writing(folder / CATALOGUE) as path,
        CatalogueWriter(path, cut.speakers, cut.corpus.aliases) as catalogue,
    ):
        for transcript, passages in cut.values():
            first = len(texts.prints)
            if (prints := known.fingerprints(transcript)) and all(each in encoded for each in prints):
                texts.add_encoded(prints)
                catalogue.add(transcript, passages, prints)
                continue
            for text, passage in zip(encoded_texts(transcript, passages, encoder), passages, strict=True):
                texts.add(text, len(text) - len(passage.text), fingerprint(encoder, text))
            catalogue.add(transcript, passages, texts.prints[first:])
    progress("Writing catalogue and words", 1, 2)
    with writing(folder / WORDS) as path:
        path.mkdir()
        WordIndex.build(path, _entries(cut))
    progress("Writing catalogue and words", 2, 2)
    return texts


def _entries(cut: CutCorpus) -> Iterator[Entry]:
    """What the word index holds, a passage at a time, rows as in the catalogue."""
    row = 0
    for number, (transcript, found) in enumerate(cut.values()):
        for passage in found:
            utterance = transcript.utterances[passage.utterance]
            speaker = None if utterance.speaker is None else cut.speakers[utterance.speaker]
            yield Entry(row, number, speaker, passage.text, words_context(transcript, utterance))
            row += 1


def _counts(cut: CutCorpus) -> Counts:
    tokens = [[passage.tokens for passage in found] for found in cut.passages]
    return Counts(
        transcripts=len(cut),
        utterances=sum(len(transcript.utterances) for transcript in cut.corpus.transcripts),
        speakers=len(cut.speakers),
        passages=sum(map(len, tokens)),
        tokens=sum(map(sum, tokens)),
    )
