"""How often a flag is right: its rule against sentences that were labelled by reading.

`flagged_sentences.jsonl` names each sentence by file and offsets, with the flags that a reader gave it. The
rules were made on the development half; sentences of the held-out half were drawn and read afterwards.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.common import arguments, collection, header, row
from rag.proof.flags.rules import FLAG_KINDS, FlagKind, flags_of
from rag.readers import read_file

CORPUS = Path("corpus")
LABELS = Path(__file__).with_name("flagged_sentences.jsonl")
HALVES = ("development", "held-out")


@dataclass(frozen=True)
class Sentence:
    """A labelled sentence."""

    half: str
    text: str
    begins_turn: bool
    flags: frozenset[FlagKind]


def main() -> None:
    """Print precision and recall of each flag, and with `--wrong` every sentence that is judged otherwise."""
    parser = arguments(__doc__)
    parser.add_argument("--wrong", action="store_true", help="list the sentences that are judged otherwise")
    given = parser.parse_args()
    sentences = list(load(collection(given.data) / "transcripts"))
    for half in HALVES:
        chosen = [sentence for sentence in sentences if sentence.half == half]
        print(f"\n{half}: {len(chosen)} sentences\n")
        header("flag", "labelled", "flagged", "precision (95%)", "recall (95%)")
        for kind in FLAG_KINDS:
            show(kind, chosen, wrong=given.wrong)


def load(transcripts: Path) -> Iterator[Sentence]:
    """Read the labelled sentences from their sources."""
    sources: dict[str, tuple[str, frozenset[int]]] = {}
    for line in LABELS.read_text("utf-8").splitlines():
        label = json.loads(line)
        name = label["file"]
        if name not in sources:
            path = next((p for p in (CORPUS / name, transcripts / name) if p.is_file()), None)
            if path is None:
                sys.exit(f"{name}: neither in {CORPUS} nor in {transcripts}")
            (transcript,) = read_file(path)
            starts = frozenset(utterance.start for utterance in transcript.utterances)
            sources[name] = path.read_bytes().decode("utf-8"), starts
        source, starts = sources[name]
        text = source[label["start"] : label["end"]]
        yield Sentence(label["half"], text, label["start"] in starts, frozenset(label["flags"]))


def show(kind: FlagKind, sentences: Sequence[Sentence], *, wrong: bool) -> None:
    """A row for a flag."""
    hits = false = missed = 0
    others = []
    for sentence in sentences:
        found = kind in {flag.kind for flag in flags_of(sentence.text, begins_turn=sentence.begins_turn)}
        labelled = kind in sentence.flags
        hits += found and labelled
        false += found and not labelled
        missed += labelled and not found
        if found != labelled:
            others.append(f"  {'flagged' if found else 'missed'}: {' '.join(sentence.text.split())}")
    row(kind, hits + missed, hits + false, share(hits, hits + false), share(hits, hits + missed))
    if wrong:
        print(*others, sep="\n")


def share(part: int, whole: int) -> str:
    """A share with its Wilson interval."""
    if not whole:
        return ""
    from scipy.stats import binomtest

    interval = binomtest(part, whole).proportion_ci(method="wilson")
    return f"{part / whole:.3f} ({interval.low:.2f}–{interval.high:.2f})"


if __name__ == "__main__":
    main()
