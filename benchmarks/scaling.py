"""How a question's time, memory and disk grow with the number of passages.

The passages are those of the collection again and again: every copy of a transcript has another id and
another year, a tenth of its longer words replaced by others of the same length, and vectors with noise
instead of encoded ones. Each size is asked in a process of its own, after a warm-up. The questions are
encoded beforehand: the times are the CPU times of everything else, from understanding to the answer. A filter
is a period whose transcripts make up about such a share of the passages.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median, quantiles
from time import process_time
from typing import Any

import numpy as np

from benchmarks.common import arguments, collection, header, index_of, machine, row
from benchmarks.drawing import picture
from benchmarks.noise import WordNoise
from rag.archive import Archive
from rag.evaluation.questions import load_questions
from rag.index.approximate import write_approximate
from rag.index.bm25 import Entry, WordIndex
from rag.index.catalogue_writer import CatalogueWriter
from rag.index.context import words_context
from rag.index.manifest import APPROXIMATE, EXACT_BELOW, measure, size
from rag.index.store import CATALOGUE, PARTS, TOKENS, VECTORS, WORDS, open_build
from rag.index.token_writer import TokenWriter
from rag.index.vectors import VectorIndex, VectorWriter
from rag.records import Filters, Passage, QuestionPart, Request, Transcript

_HOME = Path("artifacts") / "benchmarks" / "scaling"
_NOISE = 0.02
"""Standard deviation, for every coordinate of a vector: a cosine of about 0.93 to the one it was."""
_SHARES = (1.0, 0.5, 0.01, 0.0001)
_QUESTIONS = 60
_IGNORED: tuple[QuestionPart, ...] = ("speakers", "dates", "place", "followup")


def main() -> None:
    """Write the indexes and ask each."""
    parser = arguments(__doc__, index=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--asked", type=Path, help="ask this index here and print its figures")
    parser.add_argument("--save", type=Path, help="write the figures to a JSON file too")
    parser.add_argument("--draw", type=Path, help="draw docs/scaling.svg from saved figures, and end")
    given = parser.parse_args()
    if given.draw:
        _draw(json.loads(given.draw.read_text("utf-8")), Path("docs") / "scaling.svg")
        return
    home = collection(given.data)
    base = given.index or index_of(home / "transcripts")
    if given.asked:
        print(json.dumps(_ask(base, given.asked, home)))
        return
    print(machine(), end="\n\n")
    figures = []
    times = [f"p50 / p95, ms, {_left(share)}" for share in _SHARES]
    header("passages", *times, "load, s", "own memory, MB", "mapped, MB", "disk, MB")
    for passages in given.sizes:
        index = _HOME / str(passages)
        if not (index / "current").exists():
            _write(base, index, passages)
        command = [sys.executable, "-m", "benchmarks.scaling", str(given.data), "--index", str(base)]
        done = subprocess.run([*command, "--asked", str(index)], capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{index}: {done.stderr.strip()}")
        found = json.loads(done.stdout)
        figures.append(found)
        asked = (f"{t['p50']:.0f} / {t['p95']:.0f}" for t in found["times"])
        memory = (f"{found[name]:.0f}" for name in ("anonymous", "mapped", "disk"))
        row(f"{found['passages']:,}", *asked, f"{found['load']:.1f}", *memory)
    if given.save:
        given.save.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


def _left(share: float) -> str:
    """What a filter leaves, in words."""
    return f"{share:.2%}".rstrip("0%").rstrip(".") + "% left" if share < 1 else "all"


def _draw(figures: list[dict[str, Any]], path: Path) -> None:
    """Median and 95th percentile by the number of passages, a panel for each and a line for each filter."""
    with picture(path, (8, 3), layout="constrained") as figure:
        panels = figure.subplots(1, 2, sharey=True)
        for panel, measured, title in zip(panels, ("p50", "p95"), ("median", "95th percentile"), strict=True):
            for number, share in enumerate(_SHARES):
                passages = [each["passages"] for each in figures]
                took = [each["times"][number][measured] for each in figures]
                panel.plot(passages, took, marker="o", markersize=3.5, label=_left(share))
            panel.set(xscale="log", title=title, xlabel="passages")
            panel.grid(axis="y", alpha=0.3)
            panel.spines[["top", "right"]].set_visible(False)
        panels[0].set_ylim(0)
        panels[0].set_ylabel("CPU of a question, ms, encoding apart")
        panels[0].legend(frameon=False)


def _ask(base: Path, index: Path, home: Path) -> dict[str, Any]:
    """The figures of one index. CPU time, which other work on the machine changes least."""
    questions = [each.question for each in load_questions(home / "questions.jsonl")][:_QUESTIONS]
    began = process_time()
    archive = Archive.open(index)
    archive.warm()
    load = process_time() - began
    pipeline = archive.pipeline
    asked = {text: pipeline.encode(pipeline.understand(_request(text, Filters()))) for text in questions}
    pipeline.encode = lambda question: asked[question.text]  # type: ignore[method-assign]
    times = []
    for share in _SHARES:
        filters = _days(archive, share)
        took = []
        for text in (*questions[:5], *questions):
            began = process_time()
            archive.ask(_request(text, filters))
            took.append(1000 * (process_time() - began))
        took = took[5:]
        times.append({"share": share, "p50": median(took), "p95": quantiles(took, n=20)[-1]})
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    kilobytes = {name: int(status[name].split()[0]) for name in ("RssAnon", "RssFile")}
    return {
        "passages": archive.build.manifest.counts.passages,
        "times": times,
        "load": load,
        "anonymous": kilobytes["RssAnon"] / 1024,
        "mapped": kilobytes["RssFile"] / 1024,
        "disk": size(archive.build.folder) / 2**20,
        "parts": {name: size(archive.build.folder / name) / 2**20 for name in PARTS},
    }


def _request(text: str, filters: Filters) -> Request:
    return Request(text, filters, today="2019-01-01", ignore=_IGNORED)


def _days(archive: Archive, share: float) -> Filters:
    """A period whose transcripts make up about this share of the passages; no filter for all."""
    if share == 1.0:
        return Filters()
    counted: dict[str, int] = defaultdict(int)
    heads = archive.catalogue.headings()
    for each in archive.catalogue.passage_counts():
        counted[heads[each.transcript].date or ""] += each.passages
    days = sorted(day for day in counted if day)
    total = share * sum(counted.values())
    if share < 0.001:  # noqa: PLR2004 - less than one transcript of common length
        day = min(days, key=lambda day: abs(counted[day] - total))
        return Filters(since=day, until=day)
    first = len(days) // 3
    # From there to the last day, then backwards.
    order = [*days[first:], *days[:first][::-1]]
    reached = np.cumsum([counted[day] for day in order])
    chosen = order[: int(np.searchsorted(reached, total)) + 1]
    return Filters(since=min(chosen), until=max(chosen))


@dataclass
class _Copies:
    """Transcripts with their passages, copied with noise until there are enough passages."""

    base: Archive
    passages: int

    def __iter__(self) -> Iterator[tuple[Transcript, Sequence[Passage], Sequence[int]]]:
        """A transcript, its passages, and the rows of the base that they come from."""
        catalogue, left, copy = self.base.catalogue, self.passages, 0
        noise = WordNoise(passage.text for passage in catalogue.all_passages())
        while left > 0:
            at = 0
            for name in catalogue.transcript_ids():
                transcript, passages = catalogue.transcript(name), catalogue.passages_of(name)
                rows = range(at, at + len(passages))
                at += len(passages)
                taken = passages[:left]
                left -= len(taken)
                yield *_noised(transcript, taken, copy, noise), rows[: len(taken)]
                if left <= 0:
                    return
            copy += 1


def _noised(
    transcript: Transcript, passages: Sequence[Passage], copy: int, noise: WordNoise
) -> tuple[Transcript, Sequence[Passage]]:
    """Another id, another year and, at the same places, some other words."""
    if not copy:
        return transcript, passages
    utterances = tuple(replace(u, text=noise(u.text)) for u in transcript.utterances)
    name = f"{transcript.id}-{copy}"
    cut = [
        replace(
            p,
            transcript=name,
            text=(said := utterances[p.utterance]).text[p.start - said.start : p.end - said.start],
        )
        for p in passages
    ]
    day = transcript.date and f"{int(transcript.date[:4]) - copy % 400}{transcript.date[4:]}"
    return replace(transcript, id=name, date=day, utterances=utterances), cut


def _write(base: Path, index: Path, passages: int) -> None:
    """An index of so many passages."""
    source = Archive.open(base)
    shutil.rmtree(index, ignore_errors=True)
    folder = index / "build"
    folder.mkdir(parents=True)
    (folder / WORDS).mkdir()
    speakers = {name: number for number, name in enumerate(source.catalogue.speaker_names())}
    rows: list[int] = []
    counts = {"transcripts": 0, "utterances": 0, "tokens": 0}
    with CatalogueWriter(folder / CATALOGUE, speakers) as catalogue:

        def entries() -> Iterator[Entry]:
            for number, (transcript, cut, taken) in enumerate(_Copies(source, passages)):
                catalogue.add(transcript, cut, [b""] * len(cut))
                counts["transcripts"] += 1
                counts["utterances"] += len(transcript.utterances)
                counts["tokens"] += sum(passage.tokens for passage in cut)
                for passage, origin in zip(cut, taken, strict=True):
                    said = transcript.utterances[passage.utterance]
                    speaker = None if said.speaker is None else speakers[said.speaker]
                    context = words_context(transcript, said)
                    yield Entry(len(rows), number, speaker, passage.text, context)
                    rows.append(origin)

        WordIndex.build(folder / WORDS, entries())
    _write_vectors(folder, source, np.array(rows))
    tokens = TokenWriter(folder / TOKENS, len(rows), source.loaded.tokens)
    tokens.reuse(np.arange(len(rows)), np.array(rows))
    tokens.finish()
    parts = [*PARTS]
    if len(rows) >= EXACT_BELOW:
        write_approximate(folder / APPROXIMATE, VectorIndex.load(folder / VECTORS))
        parts.append(APPROXIMATE)
    manifest = source.build.manifest
    replace(
        manifest,
        id="build",
        counts=replace(manifest.counts, passages=len(rows), speakers=len(speakers), **counts),
        parts={name: measure(folder / name) for name in parts},
    ).save(folder)
    (index / "current").write_text("build\n", "utf-8")
    assert open_build(index).manifest.counts.passages == passages  # noqa: S101


def _write_vectors(folder: Path, source: Archive, rows: np.ndarray[Any, Any]) -> None:
    rng, vectors = np.random.default_rng(0), source.loaded.vectors
    writer = VectorWriter(folder / VECTORS, len(rows), vectors.dimension)
    for first in range(0, len(rows), 4096):
        block = vectors.vectors(rows[first : first + 4096])
        block = block + rng.normal(0, _NOISE, block.shape).astype(np.float32)
        writer.put(first, block / np.linalg.norm(block, axis=1, keepdims=True))
    writer.close()


if __name__ == "__main__":
    main()
