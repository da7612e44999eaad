"""How well pages are read: utterance boundaries, text kept, persons, against the site's bold markup.

A turn is found where label and whole text, white space folded, are those of the gold at the same place
in the order of the transcript; its beginning, where label and first words are. The gold comes from bold
markup and misses labels that are not bold, so each difference is put to the page itself: does the label
stand there with a colon, at the head of a paragraph? The scores are given again with these labels counted as
turns, and the turns that they end as found.

Text is compared by words: lost are those of gold turns that no utterance has, doubled those that
utterances have beyond the gold. The same is counted against the page, with labels and narration, where
errors of the gold do not count.

Every utterance read is put to the gold, too: its words have the right person or, honestly, nobody; or they
are doubtful; or they are wrong and silent. The words of an utterance are found in the gold by its
paragraphs; where the page itself prints the label with a colon right before it, the page is right.

The pages that are there as the site serves them (`html/`) are read too: how many give the utterances of
their text form, and the turns of both.

A person is judged where the gold also prints the name alone: the
longest such label that ends the one with a role has to be the person.
"""

from __future__ import annotations

import difflib
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from benchmarks.common import arguments, collection
from rag.readers import read_file
from rag.readers.label_grammar import understand
from rag.readers.page_layout import lay_out
from rag.readers.paragraphs import Text
from rag.readers.speakers import key, name_speakers
from rag.records import Transcript, Utterance, attribution_of
from rag.text.normalise import squeeze

Row = dict[str, Any]
Pair = tuple[str, str]
"""Label and text, white space folded."""

_PRINTED = "label with a colon heads a paragraph"
_SAID = ("right person or nobody", "doubtful", "wrong and silent")
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
            **_scores(
                "turns, with the labels that the gold misses",
                counts["found"] + counts["labels missing in gold"] + counts["cut short by them"],
                counts["gold"] + counts["labels missing in gold"],
                counts["read"],
            ),
            **_scores("beginnings", counts["begun"], counts["gold"], counts["read"]),
            **{name: counts[name] for name in sorted(counts) if name.startswith(("gold ", "read,"))},
            **{
                name: counts[name]
                for name in sorted(counts)
                if name.startswith(("page:", "person:", "text:"))
            },
            **{f"said: {name}": counts[f"said: {name}"] for name in _SAID},
            "said: wrong and silent, share of utterances": round(
                counts["said: wrong and silent"] / max(sum(counts[f"said: {name}"] for name in _SAID), 1), 5
            ),
            "doubts": counts["doubts"],
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
        _judge_speakers(page, report)
        report.counts["warnings"] += len(page.transcript.warnings)
        report.counts["doubts"] += len(page.transcript.doubts)
    _judge_persons(pages, report)
    figures = report.figures() | _as_html(folder, pages)
    figures |= {"transcripts": len(pages), "seconds": round(seconds, 2)}
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
        unread = sum(
            (label, text[:_BEGINNING]) not in begun and _how_printed(page.source, utterance) == _PRINTED
            for utterance, (label, text) in zip(printed[c:d], read[c:d], strict=True)
        )
        counts["labels missing in gold"] += unread
        counts["cut short by them"] += min(unread, len(begun & {(x, y[:_BEGINNING]) for x, y in read[c:d]}))
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


def _as_html(folder: Path, pages: Sequence[Page]) -> dict[str, float]:
    """How the pages read that are there as HTML; one that is not read as its text form counts as not read."""
    report, read = Report(), 0
    for page in pages:
        path = folder / "html" / f"{page.name}.html"
        if path.is_file():
            read += 1
            (transcript,) = read_file(path)
            if _as_said(transcript) == _as_said(page.transcript):
                report.counts["equal"] += 1
                _compare_turns(page, report)
            else:
                report.counts["gold"] += len(page.turns)
    turns = {f"HTML: {name}": value for name, value in report.figures().items() if name.startswith("turns")}
    return {"HTML: pages": read, "HTML: pages as their text form": report.counts["equal"], **turns}


def _as_said(transcript: Transcript) -> list[Utterance]:
    """The utterances without their places in the file."""
    return [replace(u, start=0, end=0, lines=(0, 0), anchors=()) for u in transcript.utterances]


def _in_common(gold: Sequence[Pair], read: Sequence[Pair]) -> int:
    matcher = difflib.SequenceMatcher(None, gold, read, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks())


def _how_printed(source: str, utterance: Utterance) -> str:
    """How the label of an utterance stands on the page."""
    head = squeeze(source[source.rfind("\n", 0, utterance.start) + 1 : utterance.start])
    if head.startswith(utterance.label or "") and head.endswith(":"):
        return _PRINTED
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


def _judge_speakers(page: Page, report: Report) -> None:
    """Say of each utterance whether its words have the right person, are doubtful, or wrong and silent."""
    turns = [row for row in page.gold if row["kind"] in {"turn", "continuation"}]
    named = name_speakers([(squeeze(row["label"] or ""), None) for row in turns])
    by_paragraph: dict[str, set[str | None]] = defaultdict(set)
    for row, speaker in zip(turns, named, strict=True):
        for paragraph in filter(None, map(squeeze, row["text"].split("\n"))):
            by_paragraph[paragraph].add(speaker.person and key(speaker.person))
    begun = {(squeeze(row["label"] or ""), squeeze(row["text"])[:_BEGINNING]) for row in turns}
    for utterance in page.transcript.utterances:
        is_in_gold = (squeeze(utterance.label or ""), squeeze(utterance.text)[:_BEGINNING]) in begun
        is_printed = not is_in_gold and _how_printed(page.source, utterance) == _PRINTED
        said = _SAID[0] if is_printed else _said(utterance, by_paragraph)
        report.counts[f"said: {said}"] += 1
        if said == _SAID[-1]:
            pair = (squeeze(utterance.label or ""), squeeze(utterance.text))
            report.differences.append(f"{page.name} {said}: {_shown(pair)}")


def _said(utterance: Utterance, by_paragraph: dict[str, set[str | None]]) -> str:
    """One of `_SAID` for an utterance: that of its worst paragraph."""
    if utterance.speaker is None:
        return _SAID[0]
    worst = 0
    for paragraph in utterance.text.split("\n"):
        persons = by_paragraph.get(squeeze(paragraph))
        if not squeeze(paragraph) or (persons is not None and key(utterance.speaker) in persons):
            continue
        at = utterance.start + utterance.text.index(paragraph)
        is_doubtful = attribution_of(utterance, at + len(paragraph))[0] == "doubtful"
        worst = max(worst, 1 if is_doubtful else 2)
    return _SAID[worst]


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
