"""How well questions are understood: `python benchmarks/understanding.py COLLECTION... [--half dev|held]`.

A COLLECTION is a folder with transcripts (in `transcripts/`, or files of its own) and labelled
questions (every `*questions*.jsonl` and `understanding.jsonl` in it that labels what is understood).
Prints, for each file, the share read right of the questions that imply a part, the false readings of
the others, the milliseconds a question takes, and every wrong reading.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from rag.errors import RagError
from rag.evaluation.questions import LabelledQuestion, load_questions
from rag.evaluation.understanding import PARTS, judge
from rag.readers import read_file
from rag.records import SpeakerCount, Transcript
from rag.understanding import Event, Known, Understanding

_SUFFIXES = {".txt", ".html", ".jsonl", ".vtt"}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("collections", nargs="+", type=Path)
    parser.add_argument("--half", choices=["dev", "held"], help="one half of the questions, by their ids")
    parser.add_argument("--quiet", action="store_true", help="no wrong readings")
    parser.add_argument("--files", default="understanding.jsonl,questions.jsonl")
    arguments = parser.parse_args()
    for collection in arguments.collections:
        known = load_known(collection)
        print(f"{collection}: {len(known.speakers)} speakers, {len(known.events)} transcripts")
        began = time.perf_counter()
        understanding = Understanding(known)
        print(f"  prepared in {1000 * (time.perf_counter() - began):.0f} ms")
        for name in arguments.files.split(","):
            if (collection / name).exists():
                questions = load_questions(collection / name)
                chosen = [q for q in questions if arguments.half in {None, half(q.qid)}]
                measure(name, understanding, chosen, quiet=arguments.quiet)


def half(qid: str) -> str:
    """The half a question falls into: rules are developed on one and checked on the other."""
    return "held" if hashlib.sha256(qid.encode()).digest()[0] % 2 else "dev"


def load_known(collection: Path) -> Known:
    """What a corpus of these transcripts knows."""
    folder = collection / "transcripts" if (collection / "transcripts").is_dir() else collection
    files = sorted(path for path in folder.iterdir() if path.suffix in _SUFFIXES)
    transcripts: list[Transcript] = []
    for path in files:
        try:
            transcripts += read_file(path, folder)
        except RagError:
            continue
    return Known(_speakers(transcripts), tuple(Event(t.title, t.date, t.place) for t in transcripts))


def _speakers(transcripts: Iterable[Transcript]) -> tuple[SpeakerCount, ...]:
    counts: Counter[str] = Counter()
    roles: dict[str, dict[str, None]] = defaultdict(dict)
    for transcript in transcripts:
        for utterance in transcript.utterances:
            if utterance.speaker is not None:
                counts[utterance.speaker] += 1
                if utterance.role:
                    roles[utterance.speaker][utterance.role] = None
    return tuple(SpeakerCount(name, tuple(roles[name]), count) for name, count in counts.most_common())


def measure(
    name: str, understanding: Understanding, questions: Iterable[LabelledQuestion], *, quiet: bool
) -> None:
    """Print one file's figures and its wrong readings."""
    implied: Counter[str] = Counter()
    right: Counter[str] = Counter()
    silent: Counter[str] = Counter()
    false: Counter[str] = Counter()
    wrong: list[str] = []
    milliseconds: list[float] = []
    for question in questions:
        began = time.perf_counter()
        reading = understanding.read(question.question, question.previous, question.today)
        milliseconds.append(1000 * (time.perf_counter() - began))
        if question.understood is None:
            continue
        for judged in judge(question.understood, reading.understood):
            (implied if judged.implied else silent)[judged.part] += 1
            (right if judged.implied else false)[judged.part] += judged.right == judged.implied
            if not judged.right:
                wrong.append(f"    {judged.part}: {_line(question, reading.understood)}")
    print(
        f"  {name}: {len(milliseconds)} questions, {sum(milliseconds) / max(len(milliseconds), 1):.2f} ms each"
    )
    for part in PARTS:
        if implied[part] + silent[part]:
            print(
                f"    {part:9} right {_share(right[part], implied[part])}   false {_share(false[part], silent[part])}"
            )
    if not quiet:
        print("\n".join(wrong))


def _line(question: LabelledQuestion, read: object) -> str:
    before = f" [after: {question.previous}]" if question.previous else ""
    return f"{question.qid} {question.question}{before}\n      read {read}\n      not  {question.understood}"


def _share(count: int, of: int) -> str:
    return f"{count}/{of} ({100 * count / of:.1f}%)" if of else "–"


if __name__ == "__main__":
    main()
