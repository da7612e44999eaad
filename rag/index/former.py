"""What the former build was made of: what is read and cut alike is not worked out again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from rag.errors import IndexMismatchError
from rag.index.catalogue import Catalogue
from rag.index.manifest import Recipe
from rag.index.store import CATALOGUE, READINGS, Build
from rag.records import Passage, Transcript


class FormerBuild:
    """Transcripts, passages and fingerprints of the former build, as far as the same code made them."""

    def __init__(self, former: Build | None, recipe: Recipe) -> None:
        """`recipe` is that of the program now; nothing is taken from a build that is harmed."""
        self._readings: dict[str, str] = {}
        self._catalogue: Catalogue | None = None
        self._taken: set[tuple[str, str]] = set()
        self._is_cut_alike = False
        if former and former.manifest.recipe.code == recipe.code:
            with suppress(IndexMismatchError):
                self._readings = json.loads(former.part(READINGS).read_bytes())
                self._catalogue = Catalogue(former.part(CATALOGUE))
                self._ids = self._catalogue.ids_by_source()
                self._is_cut_alike = former.manifest.recipe == recipe

    def transcripts(self, source: str, reading: str) -> tuple[Transcript, ...]:
        """What was read from a file, if that was the same reading, as in `Corpus.readings`; else nothing."""
        if self._catalogue is None or self._readings.get(source) != reading:
            return ()
        ids = self._ids.get(source, [])
        self._taken.update((source, name) for name in ids)
        return tuple(map(self._catalogue.transcript, ids))

    def passages(self, transcript: Transcript) -> list[Passage]:
        """Those of this very source, in this language, which says where sentences end; none without any."""
        if self._catalogue is None or not self._is_cut_alike:
            return []
        try:
            head = self._catalogue.heading(transcript.id)
        except KeyError:
            return []
        same = (head.sha256, head.language) == (transcript.sha256, transcript.language)
        return list(self._catalogue.passages_of(transcript.id)) if same else []

    def fingerprints(self, transcript: Transcript) -> list[bytes]:
        """Those of its passages, if it was taken over and is cut alike; else none."""
        is_taken = self._is_cut_alike and (transcript.source, transcript.id) in self._taken
        return self._catalogue.fingerprints_of(transcript.id) if self._catalogue and is_taken else []

    def close(self) -> None:
        """Let go of the file."""
        if self._catalogue is not None:
            self._catalogue.close()


def save_readings(readings: Mapping[str, str], path: Path) -> None:
    """Write what was read from which file."""
    path.write_text(json.dumps(readings), "utf-8")
