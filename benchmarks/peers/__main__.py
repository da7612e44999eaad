"""The program beside its peers: the same passages, model and questions, each in a process of its own.

The passages are those that this program cuts; the vectors of its peers are computed once and given them, but
for the build that is timed, over whole transcripts with about 200 passages. Unanswerable questions are not
asked, and follow-ups neither, since no peer knows the question before. All processes are asked in turn, so
that whatever else the machine does slows them alike. Rankings are judged by `rag eval`. See docs/peers.md.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.common import arguments, collection, header, index_of, machine, row
from benchmarks.peers.asking import Figures, asked_of, filtered, in_turn, judged, times
from benchmarks.peers.passages import export, first, write
from benchmarks.peers.plot import TITLES, cell, draw
from benchmarks.peers.processes import CORPUS, HOME, PASSAGES, Running, run_build
from benchmarks.peers.venvs import python_of

SETS = ("questions", "questions-hard")
_ROUNDS = 3
"""Cold starts of each; what they read was read or written shortly before."""


def main() -> None:
    """Build, ask, judge and print; the figures are kept, and `--draw` makes the picture from kept ones."""
    parser = arguments(__doc__, index=True)
    parser.add_argument("--timed", type=int, default=200, help="passages of the build that is timed")
    parser.add_argument("--built", action="store_true", help="ask what an earlier run has built")
    parser.add_argument("--draw", type=Path, help="draw docs/peers.svg from kept figures, and end")
    given = parser.parse_args()
    if given.draw:
        draw(json.loads(given.draw.read_text("utf-8")), Path("docs") / "peers.svg")
        return
    home = collection(given.data)
    index = given.index or index_of(home / "transcripts")
    HOME.mkdir(parents=True, exist_ok=True)
    pythons = {name: python for name in TITLES if (python := _python(name))}
    if not given.built:
        (HOME / "built.json").write_text(json.dumps(_build(index, pythons, given.timed)), "utf-8")
    figures: Figures = json.loads((HOME / "built.json").read_text("utf-8"))
    _ask(home, index, pythons, figures)
    (HOME / "figures.json").write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    print(machine(), end="\n\n")
    header("", *(TITLES[name] for name in figures))
    for title in figures["rag"]:
        row(title, *(cell(figures[name].get(title)) for name in figures))


def _python(name: str) -> Path | None:
    """The interpreter of a peer; one that cannot be installed is told and left out."""
    if name == "rag":
        return Path(sys.executable)
    try:
        return python_of(name, HOME / "venvs")
    except subprocess.CalledProcessError as error:
        print(f"{name} is left out: {error}")
        return None


def _build(index: Path, pythons: dict[str, Path], timed: int) -> Figures:
    """Time the build of a part by each peer, then let each build the whole with given vectors."""
    import numpy as np

    from rag.archive import Archive

    archive = Archive.open(index)
    passages = export(archive)
    part = first(passages, timed, archive, CORPUS)
    source, vectors = write(part, HOME / "part.jsonl"), HOME / "vectors.npy"
    figures: Figures = {}
    for name, python in pythons.items():
        took = run_build(python, name, source, _emptied(HOME / "part" / name))
        figures[name] = {
            f"build of {len(part)}, s": took["build"],
            f"build of {len(part)}, s of CPU": took["cpu"],
        }
    write(passages, PASSAGES)
    np.save(vectors, archive.loaded.vectors.vectors(range(len(passages))))
    for name, python in pythons.items():
        if name != "rag":
            run_build(python, name, PASSAGES, _emptied(HOME / name), vectors)
    return figures


def _ask(home: Path, index: Path, pythons: dict[str, Path], figures: Figures) -> None:
    """Ask everything of all, and add to the figures."""
    folders = {name: index if name == "rag" else HOME / name for name in pythons}
    _cold(pythons, folders, figures)
    peers = {name: Running(pythons[name], name, folder) for name, folder in folders.items()}
    for questions in SETS:
        source = asked_of(home / f"{questions}.jsonl")
        replies = in_turn(peers, source)
        found = judged(replies, source, index)
        if questions == SETS[0]:
            _add(figures, times(replies))
            passages = [json.loads(line) for line in PASSAGES.read_text("utf-8").splitlines()]
            _add(figures, filtered(peers, passages, source))
        _add(figures, {name: {questions: found[name]} for name in peers})
    for name, peer in peers.items():
        peer.close()
        figures[name]["disk, MB"] = _megabytes(folders[name])


def _add(figures: Figures, more: Figures) -> None:
    for name, found in more.items():
        figures[name] |= found


def _cold(pythons: dict[str, Path], folders: dict[str, Path], figures: Figures) -> None:
    """From the start of a process to its first answer, in turn."""
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in pythons}
    for _ in range(_ROUNDS):
        for name, python in pythons.items():
            began = perf_counter()
            peer = Running(python, name, folders[name])
            spent = peer.ask("What did they say about pensions?")["spent"]
            took[name].append((perf_counter() - began, spent))
            peer.close()
    for name, rounds in took.items():
        clock, spent = (median(values) for values in zip(*rounds, strict=True))
        figures[name] |= {"cold, s": clock, "cold, s of CPU": spent}


def _emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    return folder


def _megabytes(folder: Path) -> float:
    """Of the build that serves, where there are several."""
    from rag.index.manifest import size
    from rag.index.store import serving_build

    build = serving_build(folder)
    return size(build.folder if build else folder) / 2**20


if __name__ == "__main__":
    main()
