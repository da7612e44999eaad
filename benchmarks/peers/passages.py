"""The passages that this program cuts, as its peers are given them, and filters that leave few of them."""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.peers.serve import Passage

if TYPE_CHECKING:
    from rag.archive import Archive

FEW = 5
"""Passages that a narrow filter leaves."""


def export(archive: Archive) -> list[Passage]:
    """All passages of an index, in its order. Texts are as encoded, with who, when and where."""
    from rag.evaluation.trec import document_id
    from rag.index.context import encoded_texts

    found = []
    for name in archive.catalogue.transcript_ids():
        transcript, cut = archive.catalogue.transcript(name), archive.catalogue.passages_of(name)
        texts = encoded_texts(transcript, cut, archive.loaded.encoder)
        for passage, text in zip(cut, texts, strict=True):
            found.append(
                {
                    "id": document_id(name, passage.utterance, passage.start, passage.end),
                    "text": text,
                    "speaker": transcript.utterances[passage.utterance].speaker or "",
                    "date": transcript.date or "",
                    "transcript": name,
                }
            )
    return found


def write(passages: list[Passage], path: Path) -> Path:
    """One passage a line."""
    path.write_text("".join(json.dumps(each) + "\n" for each in passages), "utf-8")
    return path


def first(passages: list[Passage], count: int, archive: Archive, corpus: Path) -> list[Passage]:
    """Whole transcripts with about `count` passages; their sources are copied to `corpus`, emptied before."""
    taken: list[str] = []
    kept: list[Passage] = []
    for name in archive.catalogue.transcript_ids():
        if len(kept) < count:
            taken.append(name)
            kept = [each for each in passages if each["transcript"] in taken]
    shutil.rmtree(corpus, ignore_errors=True)
    corpus.mkdir(parents=True)
    for name in taken:
        shutil.copy(archive.corpus / archive.catalogue.heading(name).source, corpus)
    return kept


def narrow_filters(passages: list[Passage]) -> list[tuple[dict[str, str], set[str]]]:
    """Filters by speaker and day that leave FEW passages, and the ids of those."""
    groups: dict[tuple[str, str], set[str]] = defaultdict(set)
    for each in passages:
        groups[each["speaker"], each["date"]].add(each["id"])
    return [
        ({"speaker": speaker, "from": day, "to": day}, ids)
        for (speaker, day), ids in sorted(groups.items())
        if speaker and day and len(ids) == FEW
    ]
