"""What `rag verify` says of cited paragraphs once their source is edited, and how long it takes."""

from __future__ import annotations

import random
import re
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.common import arguments, collection, header, machine, row
from rag.index.hits import slice_of
from rag.proof.cite.quoted import Quoted, quoted_of
from rag.proof.cite.standing import standing
from rag.readers import SourceAbout, readers
from rag.records import Fate, Transcript

_FATES: tuple[Fate, ...] = ("unchanged", "moved", "edited", "gone")
EXPECTED: dict[str, Fate] = {
    "nothing": "unchanged",
    "a paragraph put before the turn's first": "moved",
    "a word replaced": "edited",
    "“not” put in": "edited",
    "letter case swapped": "edited",
    "the paragraph cut out": "gone",
}
_READER = readers()[".txt"]
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Cited:
    """A paragraph, and the source that it is quoted from."""

    source: str
    transcript: Transcript
    quoted: Quoted
    turn: int
    """Where its turn begins."""


def main() -> None:
    """Print a row a kind of edit."""
    parser = arguments(__doc__)
    parser.add_argument("--quotes", type=int, default=250)
    given = parser.parse_args()
    dice = random.Random(7)
    files = sorted((collection(given.data) / "transcripts").glob("*.txt"))
    became: dict[str, Counter[Fate]] = {edit: Counter() for edit in EXPECTED}
    times: list[float] = []
    for _ in range(given.quotes):
        cited = draw(dice, files)
        for edit, source in edited(dice, cited):
            now = _READER.read(source.encode(), cited.transcript.source, SourceAbout())[0]
            started = time.perf_counter()
            became[edit][standing(cited.quoted, now).status] += 1
            times.append(time.perf_counter() - started)
    print(f"{given.quotes} paragraphs; {machine()}\n")
    header("edited", "expected", *_FATES)
    for edit, counts in became.items():
        row(edit, EXPECTED[edit], *(counts[status] for status in _FATES))
    middle, last = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    print(f"\n{middle * 1000:.0f} ms at the median, {last * 1000:.0f} ms at the 95th percentile")


def draw(dice: random.Random, files: list[Path]) -> Cited:
    """Draw a file, a turn of it and a paragraph of that."""
    path = dice.choice(files)
    transcript = _READER.read(path.read_bytes(), path.name, SourceAbout())[0]
    turn = dice.choice([utterance for utterance in transcript.utterances if _WORD.search(utterance.text)])
    begin, stop = dice.choice([m.span() for m in re.finditer(r"\S[^\n]*", turn.text) if _WORD.search(m[0])])
    quoted = quoted_of(slice_of(transcript.id, turn, begin, stop), turn)
    return Cited(path.read_bytes().decode(), transcript, quoted, turn.start)


def edited(dice: random.Random, cited: Cited) -> Iterator[tuple[str, str]]:
    """Every edit by name, and the source after it."""
    source, quoted = cited.source, cited.quoted
    before, words, after = source[: quoted.start], quoted.exact, source[quoted.end :]
    word = dice.choice(list(_WORD.finditer(words)))
    replaced = f"{words[: word.start()]}zebra{words[word.end() :]}"
    negated = f"{words[: word.start()]}not {words[word.start() :]}"
    texts = (
        source,
        f"{source[: cited.turn]}Well, let us see.\n\n{source[cited.turn :]}",
        before + replaced + after,
        before + negated + after,
        before + words.swapcase() + after,
        before + after,
    )
    return zip(EXPECTED, texts, strict=True)


if __name__ == "__main__":
    main()
