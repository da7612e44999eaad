"""How well pages are read: utterance boundaries, text kept, persons, against the site's bold markup.

A turn is found where label and whole text, white space folded, are those of the gold at the same place
in the order of the transcript; its beginning, where label and first words are. The gold comes from bold
markup and misses labels that are not bold, so each difference is put to the page itself: does the label
stand there with a colon, at the head of a paragraph?

Text is compared by words: lost are those of gold turns that no utterance has, doubled those that
utterances have beyond the gold. The same is counted against the page, with labels and narration, where
errors of the gold do not count. A person is judged where the gold also prints the name alone: the
longest such label that ends the one with a role has to be the person.
"""

from __future__ import annotations

import difflib
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.common import arguments, collection
from rag.readers import read_file
from rag.readers.label_grammar import understand
from rag.readers.page_layout import Text, lay_out
from rag.records import Transcript, Utterance
from rag.text.normalise import squeeze

Row = dict[str, Any]
Pair = tuple[str, str]
"""Label and text, white space folded."""

_BEGINNING = 40
"""Characters of a text by which its beginning is known, and that a difference shows of either end."""


@dataclass(frozen=True, slots=True)
class Page:
    """One transcript as read, as printed, and as the gold has it."""

    name: str
    transcript: Transcript
    source: str
    gold: tuple[Row, ...]

    @property
    def printed(self) -> list[Utterance]:
        """Utterances at whose head a label stands."""
        return [u for u in self.transcript.utterances if u.attribution == "printed"]

    @property
    def turns(self) -> list[Row]:
        """The gold's turns."""
        return [row for row in self.gold if row["kind"] == "turn"]


@dataclass
class Report:
    """Figures by name, and differences in words."""

    counts: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """All figures, in the order of the docstring."""
        counts = self.counts
        return {
            "turns in gold": counts["gold"],
            "turns read": counts["read"],
            **_scores("turns", counts["found"], counts["gold"], counts["read"]),
            **_scores("beginnings", counts["begun"], counts["gold"], counts["read"]),
            **{name: counts[name] for name in sorted(counts) if name.startswith(("gold ", "read,"))},
            **{
                name: counts[name]
                for name in sorted(counts)
                if name.startswith(("page:", "person:", "text:"))
            },
            "warnings": counts["warnings"],
        }


def main() -> None:
    """Read all pages and print the table."""
    parser = arguments(__doc__)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument(
        "--differences", type=int, default=0, metavar="N", help="show the first N differences"
    )
    given = parser.parse_args()
    folder = collection(given.data)
    if not (folder / "turns_gold.jsonl").is_file():
        sys.exit(f"skipped: no turns_gold.jsonl in {folder}")
    pages, seconds = _pages(folder)
    report = Report()
    for page in pages:
        _compare_turns(page, report)
        _compare_rest(page, report.counts)
        _compare_words(page, report.counts)
        report.counts["warnings"] += len(page.transcript.warnings)
    _judge_persons(pages, report)
    figures = report.figures() | {"transcripts": len(pages), "seconds": round(seconds, 2)}
    if given.json:
        print(json.dumps(figures, ensure_ascii=False))
        return
    for name, value in figures.items():
        print(f"{name:55} {value:>12,}")
    for difference in report.differences[: given.differences]:
        print(difference)


def _pages(folder: Path) -> tuple[list[Page], float]:
    """Every transcript, and how long reading took."""
    gold: dict[str, list[Row]] = defaultdict(list)
    for row in _rows(folder / "turns_gold.jsonl"):
        gold[row["doc_id"]].append(row)
    pages, seconds = [], 0.0
    for row in _rows(folder / "documents.jsonl"):
        path = folder / "transcripts" / row["file"]
        began = time.perf_counter()
        (transcript,) = read_file(path)
        seconds += time.perf_counter() - began
        pages.append(Page(row["id"], transcript, path.read_bytes().decode("utf-8"), tuple(gold[row["id"]])))
    return pages, seconds


def _rows(path: Path) -> Iterable[Row]:
    return (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())


def _scores(name: str, found: int, gold: int, read: int) -> dict[str, float]:
    precision, recall = found / max(read, 1), found / max(gold, 1)
    return {
        f"{name}: precision": round(precision, 5),
        f"{name}: recall": round(recall, 5),
        f"{name}: F1": round(2 * found / max(gold + read, 1), 5),
    }


def _compare_turns(page: Page, report: Report) -> None:
    """Align the turns of the gold with those read."""
    printed, turns = page.printed, page.turns
    gold = [(squeeze(row["label"]), squeeze(row["text"])) for row in turns]
    read = [(squeeze(u.label or ""), squeeze(u.text)) for u in printed]
    counts = report.counts
    counts["gold"] += len(gold)
    counts["read"] += len(read)
    counts["begun"] += _in_common(
        [(a, b[:_BEGINNING]) for a, b in gold], [(a, b[:_BEGINNING]) for a, b in read]
    )
    matcher = difflib.SequenceMatcher(None, gold, read, autojunk=False)
    counts["found"] += sum(block.size for block in matcher.get_matching_blocks())
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        begun = {(label, text[:_BEGINNING]) for label, text in gold[a:b]}
        for utterance, (label, text) in zip(printed[c:d], read[c:d], strict=True):
            if (label, text[:_BEGINNING]) not in begun:
                kind = f"read, not in gold: {_how_printed(page.source, utterance)}"
                counts[kind] += 1
                report.differences.append(f"{page.name} {kind}: {_shown((label, text))}")
        also = {(label, text[:_BEGINNING]) for label, text in read[c:d]}
        for label, text in gold[a:b]:
            ends = (label, text[:_BEGINNING]) in also
            kind = "gold turn that ends elsewhere" if ends else "gold turn that was not read"
            counts[kind] += 1
            report.differences.append(f"{page.name} {kind}: {_shown((label, text))}")


def _in_common(gold: Sequence[Pair], read: Sequence[Pair]) -> int:
    matcher = difflib.SequenceMatcher(None, gold, read, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks())


def _how_printed(source: str, utterance: Utterance) -> str:
    """How the label of an utterance stands on the page."""
    head = squeeze(source[source.rfind("\n", 0, utterance.start) + 1 : utterance.start])
    if head.startswith(utterance.label or "") and head.endswith(":"):
        return "label with a colon heads a paragraph"
    return "label is misprinted"


def _shown(pair: Pair) -> str:
    label, text = pair
    ends = text if len(text) <= 2 * _BEGINNING else f"{text[:_BEGINNING]} … {text[-_BEGINNING:]}"
    return f"{label[: 2 * _BEGINNING]!r} {ends!r}"


def _compare_rest(page: Page, counts: Counter[str]) -> None:
    """Count continuations that are carried, and narration that is narrated."""
    carried = {squeeze(u.text) for u in page.transcript.utterances if u.attribution == "carried"}
    narrated = {squeeze(part.text) for part in page.transcript.narration}
    for row in page.gold:
        text = squeeze(row["text"])
        if row["kind"] == "continuation":
            counts["gold continuations"] += 1
            counts["gold continuations carried"] += text in carried
        elif row["kind"] == "narration":
            counts["gold narration"] += 1
            counts["gold narration narrated"] += text in narrated


def _compare_words(page: Page, counts: Counter[str]) -> None:
    """Count characters of words lost and doubled, against the gold and against the page."""
    transcript = page.transcript
    spoken = _words(u.text for u in transcript.utterances)
    gold = _words(row["text"] for row in page.gold if row["kind"] in {"turn", "continuation"})
    labels = (f"{u.label} {u.parenthetical or ''}" for u in page.printed)
    kept = spoken + _words(part.text for part in transcript.narration) + _words(labels)
    text = Text(page.source)
    layout = lay_out(text)
    body = _words(page.source[p.start : p.end] for p in (*layout.body, *layout.tail))
    for name, before, after in (("text", gold, spoken), ("page", body, kept)):
        counts[f"{name}: characters"] += _size(before)
        counts[f"{name}: characters lost"] += _size(before - after)
        counts[f"{name}: characters doubled"] += _size(after - before)


def _words(texts: Iterable[str]) -> Counter[str]:
    words: Counter[str] = Counter()
    for text in texts:
        words.update("".join(c if c.isalnum() else " " for c in text).split())
    return words


def _size(words: Counter[str]) -> int:
    return sum(len(word) * count for word, count in words.items())


def _judge_persons(pages: Sequence[Page], report: Report) -> None:
    """Compare persons with the short labels of the same transcript, or else of any other."""
    labels = {page.name: {squeeze(row["label"]) for row in page.turns} for page in pages}
    everywhere = frozenset().union(*labels.values())
    for page in pages:
        for label, person in {(u.label or "", u.speaker) for u in page.printed}:
            short, where = _short(label, labels[page.name]), "the same transcript"
            if short is None:
                short, where = _short(label, everywhere), "another transcript"
            if short is None:
                report.counts["person: with a role, nowhere without"] += person not in {None, label}
                continue
            report.counts[f"person: short label in {where}"] += 1
            report.counts[f"person: short label in {where}, right"] += person == short
            report.counts["person: right by grammar alone"] += understand(label).person == short
            if person != short:
                report.differences.append(f"{page.name} person: {label!r} is {person!r}, not {short!r}")


def _short(label: str, labels: Iterable[str]) -> str | None:
    """The longest of these labels of two words or more that ends the label."""
    ends = [other for other in labels if " " in other and label.endswith(f" {other}")]
    return max(ends, key=len, default=None)


if __name__ == "__main__":
    main()
