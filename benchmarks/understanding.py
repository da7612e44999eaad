"""How well questions are understood: who, when, where, follow-up.

    python -m benchmarks.understanding DATA [--half dev|held] [--quiet]

DATA is a folder of transcripts and labelled questions, or of such folders; the transcripts are in
`transcripts/` or lie beside the questions. Prints, for each file of questions, the share read right of
those that imply a part, the false readings of the others, the milliseconds that a question takes, and
every wrong reading. `--half` takes one half of the questions, by a hash of their ids: the rules were
developed on `dev` and checked on `held`.
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.common import arguments
from rag.errors import RagError
from rag.evaluation.measures import PARTS, judge_understanding
from rag.evaluation.questions import LabelledQuestion, load_questions
from rag.question.parser import Understanding
from rag.question.readings import Event, Known
from rag.readers import read_file
from rag.records import SpeakerCount, Transcript

QUESTIONS = ("understanding.jsonl", "questions.jsonl", "questions-hard.jsonl")


def main() -> None:
    """Measure every collection below DATA."""
    parser = arguments(__doc__)
    parser.add_argument("--half", choices=["dev", "held"])
    parser.add_argument("--quiet", action="store_true", help="no wrong readings")
    given = parser.parse_args()
    if given.data is None:
        sys.exit("skipped: no DATA given, and RAG_DEV_DATA is not set")
    for folder in sorted({file.parent for name in QUESTIONS for file in given.data.glob(f"**/{name}")}):
        known = load_known(folder)
        began = time.perf_counter()
        understanding = Understanding(known)
        prepared = 1000 * (time.perf_counter() - began)
        print(f"{folder}: {len(known.speakers)} speakers, {len(known.events)} transcripts, "
              f"prepared in {prepared:.0f} ms")  # fmt: skip
        for name in QUESTIONS:
            if (folder / name).exists():
                questions = load_questions(folder / name)
                measure(name, understanding, [q for q in questions if given.half in {None, half(q.qid)}],
                        wrong=not given.quiet)  # fmt: skip


def half(qid: str) -> str:
    """The half that a question falls into."""
    return "held" if hashlib.sha256(qid.encode()).digest()[0] % 2 else "dev"


def load_known(folder: Path) -> Known:
    """What a corpus of the transcripts of a folder knows."""
    source = folder / "transcripts" if (folder / "transcripts").is_dir() else folder
    transcripts: list[Transcript] = []
    for path in sorted(source.iterdir()):
        try:
            transcripts += read_file(path)
        except RagError:
            continue
    events = tuple(Event(each.title, each.date, each.place) for each in transcripts)
    return Known(_speakers(transcripts), events)


def _speakers(transcripts: Iterable[Transcript]) -> tuple[SpeakerCount, ...]:
    counts: Counter[str] = Counter()
    roles: dict[str, dict[str, None]] = defaultdict(dict)
    for transcript in transcripts:
        for utterance in transcript.utterances:
            if utterance.speaker is not None:
                counts[utterance.speaker] += 1
                roles[utterance.speaker] |= {utterance.role: None} if utterance.role else {}
    return tuple(SpeakerCount(name, tuple(roles[name]), count) for name, count in counts.most_common())


def measure(
    name: str, understanding: Understanding, questions: Sequence[LabelledQuestion], *, wrong: bool
) -> None:
    """Print the figures of one file, and its wrong readings."""
    counts: Counter[tuple[str, bool, bool]] = Counter()
    lines: list[str] = []
    began = time.perf_counter()
    readings = [understanding.read(q.question, q.previous, q.today) for q in questions]
    each = 1000 * (time.perf_counter() - began) / max(len(questions), 1)
    for question, reading in zip(questions, readings, strict=True):
        judged = judge_understanding(question.understood, reading.understood) if question.understood else ()
        for part in judged:
            counts[part.part, part.implied, part.right] += 1
        if not all(part.right for part in judged):
            parts = ", ".join(part.part for part in judged if not part.right)
            before = f" [after: {question.previous}]" if question.previous else ""
            lines.append(f"    {question.qid} {parts}: {question.question}{before} → {reading.understood}")
    print(f"  {name}: {len(questions)} questions, {each:.2f} ms each")
    for part_name in PARTS:
        right, implied = counts[part_name, True, True], counts[part_name, True, False]
        false, silent = counts[part_name, False, False], counts[part_name, False, True]
        shares = f"right {_share(right, implied + right):18} false {_share(false, silent + false)}"
        print(f"    {part_name:9} {shares}")
    print("\n".join(lines if wrong else []))


def _share(count: int, of: int) -> str:
    return f"{count}/{of} ({100 * count / of:.1f}%)" if of else "–"


if __name__ == "__main__":
    main()
