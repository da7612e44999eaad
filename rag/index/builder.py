"""Corpus → a build: read, cut, encode, index; what has not changed is taken from the former build."""

from __future__ import annotations

import errno
import hashlib
import os
import platform
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import chain, groupby
from pathlib import Path

import numpy as np

from rag.errors import IndexMismatchError, IndexMissingError
from rag.index.background import background
from rag.index.bm25 import Entry, WordIndex
from rag.index.catalogue import Catalogue
from rag.index.catalogue_writer import CatalogueWriter
from rag.index.chunking import DEFAULT_LIMIT, TOKENIZER, LengthLimit, passages_of, token_limit
from rag.index.context import encoded_texts, room_for_context, words_context
from rag.index.encoder import Encoder
from rag.index.history import Noticing, keep
from rag.index.late_interaction import TokenIndex
from rag.index.manifest import FORMAT, Counts, Manifest, Model, Recipe, measure
from rag.index.question_encoder import agrees_with
from rag.index.revisions import Revision
from rag.index.store import (
    CATALOGUE,
    HISTORY,
    PARTS,
    TOKENS,
    VECTORS,
    WORDS,
    Build,
    building,
    open_build,
    sweep,
    unfinished,
)
from rag.index.token_writer import TokenWriter
from rag.index.vectors import Matrix, VectorIndex
from rag.readers.corpus import Corpus, read_corpus
from rag.records import Passage

Progress = Callable[[str, int, int], None]
"""Told a step's name, how much of it is done, and how much there is."""

_SAMPLED = 8
"""Passages for which both ways to encode a question are compared."""
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
    progress: Progress = lambda step, done, total: None,
) -> Outcome:
    """Bring the index up to date with the corpus; with `full`, reuse nothing.

    Raises CorpusError where there is nothing to build from, BuildRunningError where another build
    runs, OSError where the disk takes no more. Whatever is raised, the build that served before still
    serves.
    """
    started = time.perf_counter()
    # Before anything is written: a corpus that cannot be read leaves no trace.
    corpus = read_corpus(corpus_folder, lambda done, total: progress("Reading transcripts", done, total))
    recipe = Recipe(passage_tokens, TOKENIZER, _code_hash())
    corpus_path = os.path.relpath(corpus_folder.absolute(), index.absolute())
    with building(index):
        serving = _serving(index)
        former = serving if serving and not full and _reusable(serving, encoder) else None
        if former and _asked_for(former.manifest) == (corpus.sha256, corpus_path, recipe):
            return Outcome(former.manifest, fresh=False, doubtful=_doubtful(corpus))
        now = datetime.now(UTC)
        build_id = f"{now:%Y%m%dT%H%M%S%f}-{corpus.sha256[:8]}"
        created = now.isoformat(timespec="seconds")
        with unfinished(index, build_id) as folder:
            passages = _cut(corpus, recipe, encoder, former, progress)
            reused = _write(folder, corpus, passages, encoder, former, progress)
            present = {t.id: (t, cut) for t, cut in zip(corpus.transcripts, passages, strict=True)}
            kept = keep(index, present, Noticing(build_id, created, recipe.code))
            with _writing(folder / HISTORY) as path:
                kept.history.save(path)
            manifest = Manifest(
                format=FORMAT,
                id=build_id,
                created=created,
                corpus_path=corpus_path,
                corpus_sha256=corpus.sha256,
                model=_model(encoder, passages),
                recipe=recipe,
                counts=_counts(corpus, passages),
                skipped=tuple((s.source, s.reason) for s in corpus.skipped),
                reused_vectors=reused,
                background=background(encoder, VectorIndex.load(folder / VECTORS)),
                seconds=round(time.perf_counter() - started, 2),
                versions={"python": platform.python_version()} | {name: version(name) for name in _RECORDED},
                parts={name: measure(folder / name) for name in (*PARTS, HISTORY)},
            )
            manifest.save(folder)
        # The build that served until now stays: someone may still be opening it.
        sweep(index, keep={build_id, serving.folder.name} if serving else {build_id})
    return Outcome(manifest, True, kept.revisions, kept.doubt, _doubtful(corpus))


def _doubtful(corpus: Corpus) -> int:
    return sum(bool(transcript.doubts) for transcript in corpus.transcripts)


def _model(encoder: Encoder, passages: Sequence[Sequence[Passage]]) -> Model:
    return Model(
        name=encoder.name,
        sha256=encoder.weights,
        dimension=encoder.dimension,
        limit=encoder.limit,
        questions_in_numpy=agrees_with(encoder, _sample(passages)),
    )


def _sample(passages: Sequence[Sequence[Passage]]) -> list[str]:
    """The texts of a few passages from all over the corpus."""
    texts = [passage.text for passage in chain(*passages)]
    return texts[:: max(1, len(texts) // _SAMPLED)][:_SAMPLED]


def _serving(index: Path) -> Build | None:
    """The build that serves, if there is one."""
    try:
        return open_build(index)
    except (IndexMissingError, IndexMismatchError):
        return None


def _reusable(build: Build, encoder: Encoder) -> bool:
    """Whether a build's vectors can be reused: unharmed and made by the same model."""
    try:
        for name in PARTS:
            build.part(name)
    except IndexMismatchError:
        return False
    return build.manifest.model.sha256 == encoder.weights


def _asked_for(manifest: Manifest) -> tuple[str, str, Recipe]:
    """What a build was made of: one that is made of the same is up to date."""
    return manifest.corpus_sha256, manifest.corpus_path, manifest.recipe


def _cut(
    corpus: Corpus, recipe: Recipe, encoder: Encoder, former: Build | None, progress: Progress
) -> list[list[Passage]]:
    """The passages of every transcript; those of unchanged ones as they were cut before."""
    known = _passages_cut_alike(former, recipe)
    by_pieces = LengthLimit(encoder.pieces, encoder.limit - room_for_context(encoder))
    limits = (token_limit(recipe.passage_tokens), by_pieces)
    found: list[list[Passage]] = []
    for number, transcript in enumerate(corpus.transcripts):
        passages = known.get((transcript.id, transcript.sha256, transcript.language))
        found.append(list(passages_of(transcript, limits)) if passages is None else passages)
        progress("Cutting passages", number + 1, len(corpus.transcripts))
    return found


def _passages_cut_alike(former: Build | None, recipe: Recipe) -> dict[tuple[str, str, str], list[Passage]]:
    """The former build's passages by transcript id, source hash and language: sentences end by language."""
    if former is None or former.manifest.recipe != recipe:
        return {}
    catalogue = Catalogue(former.part(CATALOGUE))
    try:
        grouped = groupby(catalogue.all_passages(), key=lambda passage: passage.transcript)
        by_heading = ((catalogue.heading(name), list(passages)) for name, passages in grouped)
        return {(head.id, head.sha256, head.language): passages for head, passages in by_heading}
    finally:
        catalogue.close()


def _write(
    folder: Path,
    corpus: Corpus,
    passages: Sequence[Sequence[Passage]],
    encoder: Encoder,
    former: Build | None,
    progress: Progress,
) -> int:
    """Write catalogue, vectors and words; the number of vectors that were reused."""
    texts = [
        encoded_texts(transcript, found, encoder)
        for transcript, found in zip(corpus.transcripts, passages, strict=True)
    ]
    prints = [[_fingerprint(encoder, text) for text in group] for group in texts]
    heads = [
        len(text) - len(passage.text) for text, passage in zip(chain(*texts), chain(*passages), strict=True)
    ]
    todo = list(zip(chain(*texts), heads, chain(*prints), strict=True))
    vectors, tokens, reused = _vectors(todo, encoder, former, progress)
    with _writing(folder / VECTORS) as path:
        VectorIndex.of(vectors).save(path)
    with _writing(folder / TOKENS) as path:
        tokens.save(path)

    progress("Writing catalogue and words", 0, 2)
    speakers = corpus.speakers()
    with _writing(folder / CATALOGUE) as path, CatalogueWriter(path, speakers, corpus.aliases) as catalogue:
        for transcript, found, group in zip(corpus.transcripts, passages, prints, strict=True):
            catalogue.add(transcript, found, group)
    progress("Writing catalogue and words", 1, 2)
    with _writing(folder / WORDS) as path:
        path.mkdir()
        WordIndex.build(path, _entries(corpus, passages, speakers))
    progress("Writing catalogue and words", 2, 2)
    return reused


@contextmanager
def _writing(path: Path) -> Iterator[Path]:
    """Tell a full disk as such: the file system, FAISS, SQLite and tantivy each have their own way."""
    try:
        yield path
    except (OSError, RuntimeError, sqlite3.Error, ValueError) as error:
        raise OSError(errno.EIO, f"cannot be written, is the disk full? ({error})", str(path)) from error


def _vectors(
    passages: Sequence[tuple[str, int, bytes]], encoder: Encoder, former: Build | None, progress: Progress
) -> tuple[Matrix, TokenIndex, int]:
    """Vectors and tokens of every passage, given as encoded text, length of its head and fingerprint.

    The former build's where it has the same text, else new ones; and how many were reused.
    """
    known, old_vectors, old_tokens = _known_vectors(former)
    vectors = np.empty((len(passages), encoder.dimension), dtype=np.float32)
    tokens = TokenWriter(old_tokens)
    reused = [(row, known[print_]) for row, (_, _, print_) in enumerate(passages) if print_ in known]
    if reused and old_vectors is not None:
        vectors[[row for row, _ in reused]] = old_vectors.vectors([old for _, old in reused])
    for row, old in reused:
        tokens.reuse(row, old)
    missing = [row for row, (_, _, print_) in enumerate(passages) if print_ not in known]
    finished = 0

    def done(count: int) -> None:
        nonlocal finished
        finished += count
        progress("Encoding passages", finished, len(missing))

    if missing:
        progress("Encoding passages", 0, len(missing))
        for number, encoded in encoder.read([passages[row][0] for row in missing], done):
            row = missing[number]
            vectors[row] = encoded.vector
            tokens.add(row, encoded.tokens, passages[row][1])
    return vectors, tokens.finish(), len(reused)


def _known_vectors(former: Build | None) -> tuple[dict[bytes, int], VectorIndex | None, TokenIndex | None]:
    """The former build's rows by fingerprint, its vectors and its tokens."""
    if former is None:
        return {}, None, None
    catalogue = Catalogue(former.part(CATALOGUE))
    try:
        tokens = TokenIndex.load(former.part(TOKENS))
        return catalogue.fingerprints(), VectorIndex.load(former.part(VECTORS)), tokens
    except IndexMismatchError:  # whole, but of another shape: another version of this program wrote it
        return {}, None, None
    finally:
        catalogue.close()


def _fingerprint(encoder: Encoder, text: str) -> bytes:
    """Names a vector: the same text through the same weights."""
    return hashlib.sha256(f"{encoder.weights}\0{text}".encode()).digest()[:16]


def _entries(
    corpus: Corpus, passages: Sequence[Sequence[Passage]], speakers: dict[str, int]
) -> Iterator[Entry]:
    """What the word index holds, a passage at a time, rows as in the catalogue."""
    row = 0
    for number, (transcript, found) in enumerate(zip(corpus.transcripts, passages, strict=True)):
        for passage in found:
            utterance = transcript.utterances[passage.utterance]
            speaker = None if utterance.speaker is None else speakers[utterance.speaker]
            yield Entry(row, number, speaker, passage.text, words_context(transcript, utterance))
            row += 1


def _counts(corpus: Corpus, passages: Sequence[Sequence[Passage]]) -> Counts:
    return Counts(
        transcripts=len(corpus.transcripts),
        utterances=sum(len(transcript.utterances) for transcript in corpus.transcripts),
        speakers=len(corpus.speakers()),
        passages=sum(len(found) for found in passages),
        tokens=sum(passage.tokens for found in passages for passage in found),
    )


def _code_hash() -> str:
    """Hash of the modules that may decide what a build holds: a build by other code is not up to date.

    Those are the rooms `text` (with its lists of words), `readers` and `index`, and the records and errors
    that they share. What only asks, shows or measures has no say.
    """
    package = Path(__file__).parents[1]
    rooms = ((package / room).rglob("*") for room in ("text", "readers", "index"))
    shared = (package / "errors.py", package / "records.py")
    digest = hashlib.sha256()
    for path in sorted(path for path in chain(shared, *rooms) if path.suffix in {".py", ".txt"}):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
