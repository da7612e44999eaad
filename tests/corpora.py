"""Two small corpora on disk, known by heart: one of every format, and one of alleged quotes."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"
"""The corpus of the project."""
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


LONG = " ".join(
    f"We ship grain through port number {number} of the {number * 7} ports on our list."
    for number in range(20, 32)
)
"""One paragraph that no passage holds as a whole."""
PUTIN_SAYS = (
    "But Russia will not retaliate. For us, Ukraine and Ukrainians are a brotherly people. "
    "In 2010, we shipped 12.8 million tonnes of grain through Novorossiysk (Applause.) and fifteen other "
    "ports.\n\n"
    "The gas will flow from December 20, 2019. I know that it is cheap… It’s our gas. Attack no one."
)
TALKS = (
    f"President of Russia Vladimir Putin: {PUTIN_SAYS}".replace("\n\n", " "),
    "Question: What do you say of gas?",
    "President of Belarus Alexander Lukashenko: I do not believe in free gas. Every school needs a teacher, "
    "and every teacher needs a school. Thank you.",
    f"Vladimir Putin: {LONG}",
    "Vladimir Putin: Thank you.",
)
COUNCIL = {
    "id": "council",
    "title": "A council",
    "date": "2024-02-29",
    "utterances": [
        {
            "speaker": "Anna Ivanova",
            "text": PUTIN_SAYS.split("\n\n")[1] + "\n\nNo more of that.",
        },
        {
            "speaker": "Anna Ivanova",
            "text": "It is not for us to be in it. We build schools in the north and in the south.",
        },
    ],
}


def write_quoted_corpus(folder: Path) -> Path:
    """Talks as a page of the site (11 April 2024), a council as JSONL (29 February 2024)."""
    folder.mkdir(parents=True)
    (folder / "talks.txt").write_text(page(*TALKS, title="Talks"), "utf-8")
    (folder / "council.jsonl").write_text(lines(COUNCIL), "utf-8")
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
