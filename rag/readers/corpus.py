"""The corpus folder: which files there are, what is known about them, and what they hold."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from rag.errors import CorpusError, ReadError
from rag.readers import SourceAbout, bytes_of, read_bytes, with_files_beside
from rag.readers.base import read_toml
from rag.readers.speakers_file import SPEAKERS, SpeakerTable, load_speakers
from rag.records import Transcript
from rag.text.calendar import is_day
from rag.text.spool import Spool

QUESTIONS = "questions.jsonl"
SOURCES = "sources.toml"
_NOT_TRANSCRIPTS = {QUESTIONS, SOURCES, SPEAKERS, "README.md"}


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that holds no transcript, and why."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything that was read, in the order of the file names."""

    transcripts: Spool[Transcript]
    skipped: tuple[Skipped, ...]
    sha256: str
    """Of all that was read or skipped: changes when, and only when, a build would hold something else."""

    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Other names of persons, from the table of persons."""
    readings: Mapping[str, str] = field(default_factory=dict)
    """Source → hash of all that decides what is read from it; equal ones read alike."""

    def speakers(self) -> dict[str, int]:
        """Every person, numbered in the order of first appearance."""
        named = (u.speaker for transcript in self.transcripts for u in transcript.utterances if u.speaker)
        return {name: number for number, name in enumerate(dict.fromkeys(named))}


def read_corpus(
    folder: Path,
    done: Callable[[int, int], None] | None = None,
    known: Callable[[str, str], tuple[Transcript, ...]] | None = None,
) -> Corpus:
    """Read a corpus as `read_folder` does. Raises CorpusError where the folder is missing or holds none."""
    if not folder.is_dir():
        raise CorpusError(
            f"no corpus folder {str(folder)!r}: name one with --corpus, or begin one with rag add"
        )
    corpus = read_folder(folder, done, known)
    if not corpus.transcripts:
        skipped = corpus.skipped
        reason = f"; {skipped[0].source}: {skipped[0].reason}" if skipped else ""
        raise CorpusError(f"no transcript in {str(folder)!r} ({len(skipped)} files skipped{reason})")
    return corpus


def read_folder(
    folder: Path,
    done: Callable[[int, int], None] | None = None,
    known: Callable[[str, str], tuple[Transcript, ...]] | None = None,
) -> Corpus:
    """Read every transcript below a folder; files that hold none are skipped with the reason.

    `done` is told how many of how many files are read. `known` takes a source and its reading, as in
    `Corpus.readings`, and returns what was read so before, or nothing. Raises CorpusError where one of the
    user's tables is broken.
    """
    about = load_sources(folder / SOURCES)
    speakers = load_speakers(folder / SPEAKERS)
    files, skipped = _find(folder)
    stems = Counter(path.stem for path in files)
    transcripts = Spool[Transcript]()
    read_from: dict[str, str] = {}
    readings: dict[str, str] = {}
    found_out = repr(sorted(about.items())) + speakers.fingerprint + "".join(map(str, skipped))
    digest = hashlib.sha256(found_out.encode())
    for number, path in enumerate(files):
        source = path.relative_to(folder).as_posix()
        try:
            _refuse_unnameable(source)
            data, is_by_path = bytes_of(path), stems[path.stem] > 1
            known_about = with_files_beside(path, about.get(source))
            reading = _reading(data, known_about, speakers, is_by_path)
            found = known(source, reading) if known else ()
            if not found:
                read = read_bytes(data, source, known_about)
                if is_by_path and read[0].id == path.stem:
                    read = (named_by_path(read[0]), *read[1:])
                found = tuple(map(speakers.apply, read))
            _refuse_known_ids(found, read_from)
        except ReadError as error:
            skipped.append(Skipped(_nameable(source), str(error)))
            digest.update(f"{skipped[-1]}\0".encode())
        else:
            for transcript in found:
                transcripts.append(transcript)
            readings[source] = reading
            read_from |= {transcript.id: source for transcript in found}
            digest.update(f"{source}\0{found[0].sha256}\0".encode())
        if done:
            done(number + 1, len(files))
    skipped += (Skipped(SPEAKERS, reason) for reason in speakers.unused(read_from))
    return Corpus(transcripts, tuple(skipped), digest.hexdigest(), speakers.aliases, readings)


def _reading(data: bytes, about: SourceAbout, speakers: SpeakerTable, is_by_path: bool) -> str:
    """Hash of all that decides what is read from a file, apart from its name and the program."""
    parts = (hashlib.sha256(data).hexdigest(), about, speakers.fingerprint, is_by_path)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _find(corpus: Path) -> tuple[list[Path], list[Skipped]]:
    """Every file that should hold transcripts, sorted by path, and what is skipped; hidden ones are ignored.

    Links to folders are not followed, so that no loop is endless and no file is read under two names.
    """
    found: list[Path] = []
    skipped: list[Skipped] = []

    def skip(path: str | Path, reason: str) -> None:
        skipped.append(Skipped(_nameable(Path(path).relative_to(corpus).as_posix()), reason))

    def unreadable(error: OSError) -> None:
        skip(error.filename, f"the folder cannot be read: {error.strerror}")

    for folder, folders, names in os.walk(corpus, onerror=unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for link in filter(Path.is_symlink, (Path(folder, name) for name in folders)):
            skip(link, "a link to a folder: put the folder itself into the corpus")
        found += (
            Path(folder, name) for name in names if not name.startswith(".") and name not in _NOT_TRANSCRIPTS
        )
    root = Path(os.path.realpath(corpus))
    own = {root / path.relative_to(corpus) for path in found if not path.is_symlink()}
    kept = []
    for path in sorted(found, key=lambda path: path.relative_to(corpus).as_posix()):
        target = Path(os.path.realpath(path))
        if not target.is_relative_to(root):
            skip(path, "a link that leads out of the corpus: put the file itself into it")
        elif path.is_symlink() and target in own:
            skip(path, f"a link to {_nameable(target.relative_to(root).as_posix())}, which is read itself")
        else:
            kept.append(path)
    return kept, sorted(skipped, key=lambda each: each.source)


def _nameable(source: str) -> str:
    r"""The name, with `\xff` for a byte that is no UTF-8."""
    return os.fsencode(source).decode("utf-8", "backslashreplace")


def _refuse_unnameable(source: str) -> None:
    """A name that no text can hold can be neither cited nor shown."""
    if _nameable(source) != source:
        raise ReadError("the file's name is not UTF-8: rename it")


def named_by_path(transcript: Transcript) -> Transcript:
    """A transcript whose file's name is that of another file: its id is the path below the corpus folder."""
    return replace(transcript, id=PurePosixPath(transcript.source).with_suffix("").as_posix())


def _refuse_known_ids(found: tuple[Transcript, ...], read_from: dict[str, str]) -> None:
    """An id names one transcript of the corpus: the first file that uses it keeps it."""
    for transcript in found:
        if transcript.id in read_from:
            raise ReadError(
                f"the id {transcript.id!r} is taken by {read_from[transcript.id]}: rename one of the two"
            )


def load_sources(path: Path) -> dict[str, SourceAbout]:
    """`sources.toml`: what a file cannot say about itself. Raises CorpusError where it is broken."""
    about: dict[str, SourceAbout] = {}
    for name, table in read_toml(path).items():
        if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
            raise CorpusError(f"{path}: [{name!r}] must hold texts: url, retrieved, language")
        if unknown := set(table) - {"url", "retrieved", "language"}:
            raise CorpusError(
                f"{path}: [{name!r}] has {sorted(unknown)[0]!r}; known: url, retrieved, language"
            )
        if not table.get("url", "https://").startswith(("https://", "http://")):
            raise CorpusError(f"{path}: the url of [{name!r}] is no web address: {table['url']!r}")
        if not is_day(table.get("retrieved", "2000-01-01")):
            raise CorpusError(
                f"{path}: [{name!r}] was retrieved on {table['retrieved'][:40]!r}; expected a day: YYYY-MM-DD"
            )
        about[name] = SourceAbout(
            url=table.get("url"), retrieved=table.get("retrieved"), language=table.get("language")
        )
    return about
