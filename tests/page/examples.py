"""Transcripts of the corpus as records, and an archive over them that finds passages by shared words."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ParamSpec, TypeVar

from starlette.testclient import TestClient

from rag.errors import QuestionError
from rag.index.catalogue import Catalogue
from rag.index.catalogue_writer import CatalogueWriter
from rag.index.revisions import Revision
from rag.proof.check.claim import read_claim
from rag.proof.check.verdict import Check
from rag.proof.over_time import OverTime, Statement, over_time
from rag.question.parser import Understanding
from rag.question.readings import Event, Known
from rag.question.request import understand
from rag.records import (
    Answer,
    Coverage,
    Filters,
    Hit,
    Narration,
    Passage,
    Request,
    Searched,
    SpeakerCount,
    Transcript,
    Utterance,
    Voice,
)
from tests.corpora import CORPUS

Given, Result = ParamSpec("Given"), TypeVar("Result")
PUTIN, LUKASHENKO = "Vladimir Putin", "Alexander Lukashenko"
ROLES = {PUTIN: "President of Russia", LUKASHENKO: "President of the Republic of Belarus"}
PORTS = "Thank you for your support with sea shipments. We are working and looking at other ports."
PORTS_QUESTION = "What did Lukashenko say about ports and sea shipments?"


def read(name: str, date: str, words_before: str) -> Transcript:
    """One of the two transcripts that the corpus has always held; `words_before` ends what nobody said."""
    path = CORPUS / name
    source = path.read_bytes().decode()
    label = (
        r"(?:President of\s(?:the\s)?(?:Russia|Republic of\sBelarus)\s)?(Vladimir Putin|Alexander Lukashenko)"
    )
    heads = list(re.finditer(rf"^({label}):\s", source, re.MULTILINE))
    end = re.search(r"\s+(?:[<‹]…>\s+)?April \d+, \d{4}, The\sKremlin, Moscow\s*\Z", source)
    assert end
    utterances = []
    for number, head in enumerate(heads):
        stop = heads[number + 1].start() if number + 1 < len(heads) else end.start()
        text = source[head.end() : stop].rstrip()
        span = (head.end(), head.end() + len(text))
        lines = (source.count("\n", 0, span[0]) + 1, source.count("\n", 0, span[1]) + 1)
        name_, printed = head[2], " ".join(head[1].split())
        utterances.append(
            Utterance(number, printed, name_, ROLES[name_], None, "printed", text, *span, lines)
        )
    line = source.count("\n", 0, source.index(words_before)) + 1
    return Transcript(
        id=path.stem,
        title="Meeting with President of Belarus Alexander Lukashenko",
        date=date,
        place="The Kremlin, Moscow",
        url=None,
        source=name,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        language="en",
        section=None,
        utterances=tuple(utterances),
        narration=(Narration(source.splitlines()[line - 1], (line, line)),),
    )


def transcripts() -> tuple[Transcript, ...]:
    return (
        read("000_70b41862cd742c5a.txt", "2023-04-05", "Vladimir Putin held"),
        read("004_740d1cef05ee691b.txt", "2024-04-11", "Vladimir Putin met"),
    )


def words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.lower()) if len(word) > 3}


@dataclass(frozen=True)
class WordArchive:
    """Paragraphs as passages, ranked by how many words they share with the question."""

    held: tuple[Transcript, ...]
    examples: tuple[str, ...] = (PORTS_QUESTION, "Who supports the peace process?")

    fitted_calibration = None

    @property
    def manifest(self) -> dict[str, str]:
        return {"id": "by shared words"}

    @cached_property
    def catalogue(self) -> Catalogue:
        """The same in SQLite; its file is gone once it is open."""
        names = dict.fromkeys(u.speaker for t in self.held for u in t.utterances if u.speaker)
        with TemporaryDirectory() as folder:
            path = Path(folder) / "catalogue.sqlite"
            with CatalogueWriter(path, {name: number for number, name in enumerate(names)}) as writer:
                for t in self.held:
                    cut = [found for of, _, found in self._passages() if of is t]
                    writer.add(t, cut, [f"{t.id} {n}".encode() for n in range(len(cut))])
            return Catalogue(path)

    def coverage(self) -> Coverage:
        counts = Counter(u.speaker for t in self.held for u in t.utterances if u.speaker)
        days = sorted(t.date for t in self.held if t.date)
        return Coverage(
            transcripts=len(self.held),
            utterances=sum(len(t.utterances) for t in self.held),
            passages=sum(1 for _ in self._passages()),
            since=days[0] if days else None,
            until=days[-1] if days else None,
            speakers=tuple(SpeakerCount(n, (ROLES.get(n, ""),), c) for n, c in counts.most_common()),
            by_month=dict(Counter(day[:7] for day in days)),
        )

    def transcript(self, transcript_id: str) -> Transcript:
        for transcript in self.held:
            if transcript.id == transcript_id:
                return transcript
        raise QuestionError(f"there is no transcript {transcript_id!r}")

    def check(self, claim: str, speaker: str | None = None) -> Check:
        """Refuse what no archive can check; nothing else is checked here."""
        read_claim(claim)
        raise NotImplementedError(speaker)

    def over_time(self, found: Answer | Check) -> OverTime:
        """Every passage is said once: nothing is compared here."""
        assert isinstance(found, Answer)
        return over_time([Statement(hit, hit.passage.text) for hit in found.hits], found.hits)

    def changes(self, transcript_id: str | None = None) -> tuple[Revision, ...]:
        """Nothing was ever changed."""
        return ()

    @cached_property
    def _folder(self) -> TemporaryDirectory[str]:
        return TemporaryDirectory()

    @cached_property
    def corpus(self) -> Path:
        """A folder with labelled questions alone: the examples, all answered by the first transcript."""
        folder = Path(self._folder.name)
        label = {"transcript": self.held[0].id if self.held else "none", "utterance": 0, "grade": 2}
        lines = [
            json.dumps({"qid": str(n), "kind": str(n), "question": question, "relevant": [label]})
            for n, question in enumerate(self.examples)
        ]
        (folder / "questions.jsonl").write_text("\n".join(lines), "utf-8")
        return folder

    def ask(self, request: Request) -> Answer:
        names = [speaker.name for speaker in self.coverage().speakers]
        events = tuple(Event(held.title, held.date, held.place) for held in self.held)
        reading = Understanding(Known(self.coverage().speakers, events))
        asked, k = understand(request, names, reading), request.k
        wanted = words(asked.query_text)
        everything = self._passages()
        spread = Counter(word for found in everything for word in words(found[2].text))
        ranked = sorted(
            everything, key=lambda found: -sum(1 / spread[w] for w in wanted & words(found[2].text))
        )
        top = ranked[: k * 3]
        kept = [found for found in top if _passes(found, asked.filters)]
        best = max((len(wanted & words(found[2].text)) for found in kept), default=0)
        return Answer(
            question=asked.text,
            filters=asked.filters,
            understood=asked.understood,
            grade="answers" if best >= 2 else "nothing",
            confidence=min(best / 4, 1.0),
            searched=Searched(
                len(self.held), len(ranked), "2023-04-05", "2024-04-11", min(k, len(top) - len(kept))
            ),
            hits=tuple(self._hit(rank, *found, wanted) for rank, found in enumerate(kept[:k], 1)),
        )

    def _passages(self) -> list[tuple[Transcript, Utterance, Passage]]:
        return [
            (t, u, passage(t, u, match.start(), match.end()))
            for t in self.held
            for u in t.utterances
            for match in re.finditer(r"\S.*", u.text)
        ]

    def _hit(self, rank: int, t: Transcript, u: Utterance, found: Passage, wanted: set[str]) -> Hit:
        sentences = [m.span() for m in re.finditer(r"\S.*?[.?!](?=\s|$)", found.text)] or [
            (0, len(found.text))
        ]
        best = max(sentences, key=lambda span: len(wanted & words(found.text[slice(*span)])))
        near = {n: Voice(v.speaker, v.label, v.text) for n, v in enumerate(t.utterances)}
        return Hit(
            rank, 1 / rank, found, u, t.title, t.date, t.place, t.url, t.source, t.sha256, best,
            rank, rank + 1, near.get(u.number - 1), near.get(u.number + 1),
        )  # fmt: skip


def passage(t: Transcript, u: Utterance, start: int, end: int) -> Passage:
    """Cut a slice of an utterance, by offsets within it."""
    text = u.text[start:end]
    return Passage(t.id, u.number, u.start + start, u.start + end, u.lines, len(text.split()), text)


def _passes(found: tuple[Transcript, Utterance, Passage], filters: Filters) -> bool:
    transcript, utterance, _ = found
    date = transcript.date or ""
    return (
        (not filters.speakers or utterance.speaker in filters.speakers)
        and (filters.since or "") <= date <= (filters.until or "9999")
        and (not filters.transcripts or transcript.id in filters.transcripts)
    )


@cache
def corpus_client() -> TestClient:
    """The routes over the two transcripts of the corpus, built once; only to be asked."""
    from rag.page.routes import build_routes

    return TestClient(build_routes(WordArchive(transcripts())))


def in_thread(work: Callable[Given, Result], *args: Given.args, **options: Given.kwargs) -> Result:
    """What a call returns or raises, from a thread of its own: a browser's event loop may run in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work, *args, **options).result()
