"""How well pages are read: utterance boundaries, text kept, persons, against the site's bold markup.

Usage: python benchmarks/reading.py DATA_DIR [--json] [--differences N]. DATA_DIR (default: the
environment's RAG_DEV_DATA) holds `kremlin-2018/` with transcripts, documents.jsonl and turns_gold.jsonl.

A turn is found where label and whole text, white space folded, are those of the gold at the same
place in the order of the transcript. Text is compared by words: lost are those of gold turns that no
utterance has, doubled those that utterances have beyond the gold. The same is counted against the page
itself, with labels and narration, so that errors of the gold do not count. A person is judged where the
gold also prints the name alone: the longest such label that ends the one with a role has to be the person.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rag.label_grammar import understand
from rag.readers import read_file
from rag.readers.layout import lay_out
from rag.readers.paragraphs import Text
from rag.records import Transcript
from rag.speakers import squeeze

_SHOWN = 40
"""Characters of either end of a text that a difference shows."""

Pair = tuple[str, str]
"""Label and text, white space folded."""


@dataclass
class Tally:
    """What was counted over all transcripts."""

    gold: int = 0
    read: int = 0
    found: int = 0
    continuations: int = 0
    carried: int = 0
    narration: int = 0
    narrated: int = 0
    gold_characters: int = 0
    lost: int = 0
    doubled: int = 0
    page_characters: int = 0
    page_lost: int = 0
    page_doubled: int = 0
    persons: Counter[str] = field(default_factory=Counter)
    warnings: int = 0
    differences: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)

    def scores(self) -> dict[str, Any]:
        """Everything that is reported, by name."""
        precision, recall = self.found / max(self.read, 1), self.found / max(self.gold, 1)
        return {
            "turns in gold": self.gold,
            "turns read": self.read,
            "turns found": self.found,
            "precision": round(precision, 5),
            "recall": round(recall, 5),
            "F1": round(2 * precision * recall / max(precision + recall, 1e-9), 5),
            **{f"difference: {kind}": count for kind, count in sorted(self.kinds.items())},
            "continuations in gold": self.continuations,
            "of these carried": self.carried,
            "narration in gold": self.narration,
            "of these narrated": self.narrated,
            "characters of gold turns": self.gold_characters,
            "lost against gold": self.lost,
            "doubled against gold": self.doubled,
            "characters of the pages": self.page_characters,
            "lost against the pages": self.page_lost,
            "doubled against the pages": self.page_doubled,
            **{f"persons: {name}": count for name, count in sorted(self.persons.items())},
            "warnings": self.warnings,
        }


def main() -> None:
    """Read all pages and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path, nargs="?", default=os.environ.get("RAG_DEV_DATA"))
    parser.add_argument("--json", action="store_true", help="print figures as JSON")
    parser.add_argument(
        "--differences", type=int, default=0, metavar="N", help="show the first N differences"
    )
    arguments = parser.parse_args()
    if arguments.data is None:
        parser.error("name the data folder, or set RAG_DEV_DATA")
    folder = Path(arguments.data) / "kremlin-2018"
    if not (folder / "turns_gold.jsonl").is_file():
        parser.error(f"no turns_gold.jsonl in {folder}")
    scores, differences = _run(folder)
    if arguments.json:
        print(json.dumps(scores, ensure_ascii=False))
        return
    for name, value in scores.items():
        print(f"{name:32} {value:>12,}" if isinstance(value, int) else f"{name:32} {value:>12}")
    for difference in differences[: arguments.differences]:
        print(difference)


def _run(folder: Path) -> tuple[dict[str, Any], list[str]]:
    gold: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in _rows(folder / "turns_gold.jsonl"):
        gold[row["doc_id"]].append(row)
    documents = {row["id"]: folder / "transcripts" / row["file"] for row in _rows(folder / "documents.jsonl")}
    tally, took = Tally(), 0.0
    transcripts = {}
    for name, path in documents.items():
        began = time.perf_counter()
        (transcripts[name],) = read_file(path)
        took += time.perf_counter() - began
        _compare(name, transcripts[name], path.read_bytes().decode("utf-8"), gold[name], tally)
    _judge_persons(transcripts, gold, tally)
    return tally.scores() | {"transcripts": len(documents), "seconds": round(took, 2)}, tally.differences


def _rows(path: Path) -> Iterable[dict[str, Any]]:
    return (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())


def _compare(
    name: str, transcript: Transcript, source: str, gold: Sequence[dict[str, Any]], tally: Tally
) -> None:
    printed = [_pair(u.label, u.text) for u in transcript.utterances if u.attribution == "printed"]
    turns = [_pair(row["label"], row["text"]) for row in gold if row["kind"] == "turn"]
    matcher = difflib.SequenceMatcher(None, turns, printed, autojunk=False)
    tally.gold += len(turns)
    tally.read += len(printed)
    tally.found += sum(block.size for block in matcher.get_matching_blocks())
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            _note(name, turns[a:b], printed[c:d], tally)
    carried = {squeeze(u.text) for u in transcript.utterances if u.attribution == "carried"}
    narrated = {squeeze(part.text) for part in transcript.narration}
    for row in gold:
        if row["kind"] == "continuation":
            tally.continuations += 1
            tally.carried += squeeze(row["text"]) in carried
        elif row["kind"] == "narration":
            tally.narration += 1
            tally.narrated += squeeze(row["text"]) in narrated
    said = [row["text"] for row in gold if row["kind"] in {"turn", "continuation"}]
    lost, doubled, total = _words_apart(said, [u.text for u in transcript.utterances])
    tally.lost, tally.doubled, tally.gold_characters = (
        tally.lost + lost,
        tally.doubled + doubled,
        tally.gold_characters + total,
    )
    page = lay_out(text := Text(source))
    kept = [part.text for part in transcript.narration] + [u.text for u in transcript.utterances]
    printed_labels = (u for u in transcript.utterances if u.attribution == "printed")
    kept += [f"{u.label} ({u.parenthetical or ''}):" for u in printed_labels]
    lost, doubled, total = _words_apart(
        [text.source[p.start : p.end] for p in (*page.body, *page.tail)], kept
    )
    tally.page_lost, tally.page_doubled, tally.page_characters = (
        tally.page_lost + lost,
        tally.page_doubled + doubled,
        tally.page_characters + total,
    )
    tally.warnings += len(transcript.warnings)


def _pair(label: str | None, text: str) -> Pair:
    return squeeze(label or ""), squeeze(text)


def _note(name: str, gold: Sequence[Pair], read: Sequence[Pair], tally: Tally) -> None:
    """Name the kind of each difference of one place."""
    pairs = list(zip(gold, read, strict=False)) if len(gold) == len(read) else []
    for (label, text), (other_label, other_text) in pairs:
        kind = "label" if text == other_text else "text" if label == other_label else "label and text"
        tally.kinds[kind] += 1
        tally.differences.append(
            f"{name} {kind}: gold {label[:60]!r} {_ends(text)} read {other_label[:60]!r} {_ends(other_text)}"
        )
    if not pairs:
        tally.kinds["gold turns at unequal places"] += len(gold)
        tally.kinds["read turns at unequal places"] += len(read)
        shown = [f"{label[:60]!r} {_ends(text)}" for label, text in gold]
        others = [f"{label[:60]!r} {_ends(text)}" for label, text in read]
        tally.differences.append(f"{name} gold {shown} read {others}")


def _ends(text: str) -> str:
    return repr(text if len(text) <= 2 * _SHOWN else f"{text[:_SHOWN]} … {text[-_SHOWN:]}")


def _words_apart(gold: Iterable[str], read: Iterable[str]) -> tuple[int, int, int]:
    """Characters of words lost, doubled, and altogether; punctuation of labels aside."""
    before, after = _bag(gold), _bag(read)
    lost, doubled = before - after, after - before
    return _size(lost), _size(doubled), _size(before)


def _bag(texts: Iterable[str]) -> Counter[str]:
    words: Counter[str] = Counter()
    for text in texts:
        words.update("".join(c if c.isalnum() else " " for c in text).split())
    return words


def _size(words: Counter[str]) -> int:
    return sum(len(word) * count for word, count in words.items())


def _judge_persons(
    transcripts: dict[str, Transcript], gold: dict[str, list[dict[str, Any]]], tally: Tally
) -> None:
    labels = {
        name: {squeeze(row["label"]) for row in rows if row["kind"] == "turn"} for name, rows in gold.items()
    }
    everywhere = set().union(*labels.values())
    judged: set[tuple[str, str]] = set()
    for name, transcript in transcripts.items():
        for utterance in transcript.utterances:
            label = utterance.label or ""
            if (name, label) in judged or label not in labels[name]:
                continue
            judged.add((name, label))
            short, where = _short(label, labels[name]), "same transcript"
            if short is None:
                short, where = _short(label, everywhere), "other transcript"
            if short is None:
                tally.persons["with a role, not judged"] += utterance.speaker not in {None, label}
                continue
            tally.persons[f"judged by the {where}"] += 1
            tally.persons[f"right by the {where}"] += utterance.speaker == short
            tally.persons["right by grammar alone"] += understand(label).person == short
            if utterance.speaker != short:
                tally.differences.append(
                    f"{name} person: {label!r} is {utterance.speaker!r}, short label {short!r}"
                )


def _short(label: str, labels: Iterable[str]) -> str | None:
    """The longest of these labels of two words or more that ends the label."""
    ends = [other for other in labels if " " in other and label.endswith(f" {other}")]
    return max(ends, key=len, default=None)


if __name__ == "__main__":
    main()
