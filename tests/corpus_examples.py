"""A corpus on disk in both formats, small enough to be known by heart, and what to look at it with."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

PUTIN, LUKASHENKO, IVANOVA = "Vladimir Putin", "Alexander Lukashenko", "Anna Ivanova"

HARBOUR = (
    "President of Russia Vladimir Putin: We ship grain through the ports.",
    "Question: And what of gas?",
    "President of Belarus Alexander Lukashenko: Gas is another matter.",
    "<…>",
    "The price stays.",
)
LESSON = (
    "Alexander Lukashenko: Every school needs a teacher.",
    "Vladimir Putin: Ours has one.",
)
COUNCILS: tuple[dict[str, Any], ...] = (
    {
        "id": "council-1",
        "title": "First council",
        "date": "2024-02-29",
        "place": "Sochi",
        "url": "https://example.org/council/1",
        "utterances": [
            {"speaker": IVANOVA, "role": "Chair", "text": "Ports, ports and a school."},
            {"text": "Grain?"},
        ],
    },
    {"id": "council-2", "utterances": [{"speaker": IVANOVA, "text": "That is all."}]},
)

TEXTS = (
    "Ports, ports and a school.",
    "Grain?",
    "That is all.",
    "We ship grain through the ports.",
    "And what of gas?",
    "Gas is another matter.",
    "The price stays.",
    "Every school needs a teacher.",
    "Ours has one.",
)
"""The passages of the corpus in the order of the index: files by name, then as they are said."""

ENCODED = (
    "First council. 29 February 2024, Sochi. Chair Anna Ivanova: Ports, ports and a school.",
    "First council. 29 February 2024, Sochi: Grain?",
    "Anna Ivanova: That is all.",
    "Talks. 11 April 2024, The Kremlin, Moscow. President of Russia Vladimir Putin: "
    "We ship grain through the ports.",
    "Talks. 11 April 2024, The Kremlin, Moscow. Question: And what of gas?",
    "Talks. 11 April 2024, The Kremlin, Moscow. President of Belarus Alexander Lukashenko: "
    "Gas is another matter.",
    "Talks. 11 April 2024, The Kremlin, Moscow. President of Belarus Alexander Lukashenko: The price stays.",
    "An open lesson. 5 December 2023, Minsk. Alexander Lukashenko: Every school needs a teacher.",
    "An open lesson. 5 December 2023, Minsk. Vladimir Putin: Ours has one.",
)
"""What is encoded for each of them."""


def page(*paragraphs: str, title: str = "A meeting", dated: str = "April 11, 2024, Moscow") -> str:
    """A page of the site saved as text."""
    return "\n\n".join(("Transcripts   /", title, dated, "* * *", *paragraphs, dated)) + "\n"


def lines(*objects: dict[str, Any]) -> str:
    """JSONL."""
    return "".join(json.dumps(each) + "\n" for each in objects)


def write_corpus(folder: Path) -> Path:
    """Three files, four transcripts, nine passages: `TEXTS`."""
    folder.mkdir(parents=True)
    harbour = page(*HARBOUR, title="Talks", dated="April 11, 2024, The Kremlin, Moscow")
    (folder / "harbour.txt").write_text(harbour, "utf-8")
    lesson = page(*LESSON, title="An open lesson", dated="December 5, 2023, Minsk")
    (folder / "lesson.txt").write_text(lesson, "utf-8")
    (folder / "councils.jsonl").write_text(lines(*COUNCILS), "utf-8")
    return folder


def tree(folder: Path) -> dict[str, tuple[str, int]]:
    """Every file and folder below, with its hash and the time of its last change; locks come and go."""
    return {
        path.relative_to(folder).as_posix(): (
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
            path.stat().st_mtime_ns,
        )
        for path in sorted(folder.rglob("*"))
        if path.suffix != ".lock" and path.name != ".lock"
    }


def copied(built: Path, to: Path) -> tuple[Path, Path]:
    """A corpus and its index, side by side as in `built`, to be changed without harm."""
    shutil.copytree(built, to, dirs_exist_ok=True)
    return to / "corpus", to / "index"


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder in memory, where there is such a thing: builds are synced, and a disk takes its time."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
    with TemporaryDirectory(prefix="rag-", dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)
