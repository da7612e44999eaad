"""What the corpus has already, so that nothing is added twice: by text, by event, by address, by name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from rag.errors import DuplicateError
from rag.index.former import FormerBuild
from rag.index.recipe import recipe_of
from rag.index.store import serving_build
from rag.readers.corpus import SOURCES, load_sources, read_folder
from rag.readers.events import event_of, is_same_event
from rag.records import Transcript
from rag.text.normalise import fold
from rag.text.spool import Spool


class KnownTranscripts:
    """The transcripts of a corpus folder, and those that were just added to it."""

    def __init__(self, corpus: Path, index: Path) -> None:
        """Read the corpus; files that the index has unchanged are taken from there."""
        self._by_text: dict[str, Transcript] = {}
        self._by_id: dict[str, Transcript] = {}
        self._by_event: dict[str, list[Transcript]] = {}
        about = load_sources(corpus / SOURCES)
        self._by_url = {
            each.url: name for name, each in about.items() if each.url and (corpus / name).is_file()
        }
        self.add(_transcripts(corpus, index))

    def add(self, transcripts: Iterable[Transcript]) -> None:
        """Know these as well."""
        for transcript in transcripts:
            self._by_text.setdefault(_text_key(transcript), transcript)
            self._by_id.setdefault(transcript.id, transcript)
            if number := event_of(transcript):
                self._by_event.setdefault(number, []).append(transcript)
            if transcript.url:
                self._by_url.setdefault(transcript.url, transcript.source)

    def source_at(self, url: str) -> str | None:
        """The file that was fetched from an address; None where none was."""
        return self._by_url.get(url)

    def refuse(self, transcripts: Iterable[Transcript]) -> None:
        """Raise DuplicateError, which says which transcript it is, where one of these is known."""
        for transcript in transcripts:
            if same := self._by_text.get(_text_key(transcript)):
                raise DuplicateError(f"the corpus has the same text already: {same.source}")
            for other in self.other_pages(transcript):
                if other.language == transcript.language:
                    raise DuplicateError(
                        f"the corpus has event {event_of(transcript)} already, in the same language:"
                        f" {other.source}; remove that file to replace it"
                    )
            if same := self._by_id.get(transcript.id):
                raise DuplicateError(
                    f"the corpus has a transcript {transcript.id!r} already, with another text:"
                    f" {same.source}; rename the file to add it"
                )

    def other_pages(self, transcript: Transcript) -> Iterator[Transcript]:
        """Known transcripts of the same event."""
        number = event_of(transcript)
        yield from (each for each in self._by_event.get(number or "", ()) if is_same_event(each, transcript))


def _transcripts(corpus: Path, index: Path) -> Spool[Transcript]:
    """Every transcript of the folder; from the index where it has the same reading of the file."""
    with closing(FormerBuild(serving_build(index), recipe_of())) as former:
        return read_folder(corpus, known=former.transcripts).transcripts


def _text_key(transcript: Transcript) -> str:
    """Equal for equal words, whatever the form of the file."""
    words = " ".join(" ".join(fold(utterance.text).split()) for utterance in transcript.utterances)
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
