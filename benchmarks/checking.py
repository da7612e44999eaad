"""Whether `rag check` judges rightly: labelled quotes, and quotes made from the corpus by fixed seeds.

Slices of what was said must be exact; the same slices with one thing changed must be altered, at the
right place and with the right kind; with somebody else's name, other_speaker; sentences of another
collection, absent. How they are made knows nothing of how they are checked.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from benchmarks.alleging import FEWEST_WORDS, Quote, Slices
from benchmarks.common import arguments, collection, header, index_of, machine, row
from rag.archive import Archive
from rag.proof.check.candidates import Region
from rag.proof.check.verdict import Check
from rag.text.sentences import sentence_spans

UNSAID = Path(__file__).with_name("never_said.txt")
_WRONG_SHOWN = 12
_OTHER_NAMES = {"wrong_speaker": "other_speaker"}
"""Verdicts of the labelled file → those of the program."""


def main() -> None:
    """Check every set of quotes and print a row for each."""
    parser = arguments(__doc__)
    parser.add_argument(
        "--index", type=Path, help="an index that is there (default: built for the benchmark)"
    )
    parser.add_argument("--quotes", type=Path, help="labelled quotes, JSONL (default: the collection's)")
    parser.add_argument("--size", type=int, default=500, help="quotes made of each sort")
    parser.add_argument("--seed", type=int, default=20_181)
    given = parser.parse_args()
    folder = collection(given.data)
    archive = Archive.open(given.index or index_of(folder / "transcripts"))
    archive.warm()
    print(machine(), end="\n\n")
    slices = Slices(archive.catalogue, random.Random(given.seed))
    sets = {
        "labelled quotes": _labelled(given.quotes or folder / "quotes.jsonl"),
        "slices": [slices.quote() for _ in range(given.size)],
        "slices, printed otherwise": [slices.reprinted() for _ in range(given.size)],
        "slices cut inside sentences": [slices.inside() for _ in range(given.size // 2)],
        "slices with an ellipsis": [slices.elided() for _ in range(given.size // 5)],
        **{f"altered: {kind}": made for kind, made in slices.altered(-(-given.size // 6)).items()},
        **{f"twisted: {what}": made for what, made in slices.twisted(-(-given.size // 10)).items()},
        "somebody else's words": [slices.misattributed() for _ in range(given.size // 2)],
        "never said": _never_said(given.data / "qmsum", given.size // 2, random.Random(given.seed)),
        **_unsaid(),
    }
    header("quotes", "n", "right", "called exact wrongly", "kind named", "ms, median", "ms, 95%")
    for quotes in sets.values():
        for quote in quotes[:3]:
            archive.check(quote.claim, quote.speaker)
    judged = {name: _judge(archive, quotes, folder / "transcripts") for name, quotes in sets.items()}
    for name, results in judged.items():
        _show(name, results)
    _show("all", [result for results in judged.values() for result in results])
    wrong = [(name, *result) for name, results in judged.items() for result in results if not result[1].right]
    for name, quote, verdict in wrong[:_WRONG_SHOWN]:
        print(f"\n{name}: {verdict.found.verdict}, score {[m.hit.score for m in verdict.found.matches]}")
        print(f"  claim: {quote.claim!r}, {quote.speaker}\n  said: {quote.said and quote.said.text!r}")
    sys.exit(1 if any(v.wrongly_exact for results in judged.values() for _, v in results) else 0)


@dataclass(frozen=True)
class Judgement:
    """What the program said of a quote."""

    found: Check
    right: bool
    wrongly_exact: bool
    kind_named: bool | None
    milliseconds: float


def _judge(archive: Archive, quotes: Sequence[Quote], corpus: Path) -> list[tuple[Quote, Judgement]]:
    judged = []
    for quote in quotes:
        started = perf_counter()
        found = archive.check(quote.claim, quote.speaker)
        milliseconds = 1000 * (perf_counter() - started)
        for match in found.matches:
            source = (corpus / match.hit.source).read_text("utf-8")
            if source[match.start : match.end] != match.said:
                sys.exit(f"{match.hit.source}: not a slice: {match.said!r}")
        right = found.verdict == quote.verdict and (quote.said is None or _there(found, quote.said))
        wrongly = found.verdict == "exact" != quote.verdict
        named = None if not quote.kinds else not quote.kinds.isdisjoint(found.kinds)
        judged.append((quote, Judgement(found, right, wrongly, named, milliseconds)))
    return judged


def _there(found: Check, said: Region) -> bool:
    """Whether the best match is where the words were said, or one of the matches where they stand alike."""
    matches = found.matches if found.verdict != "altered" else found.matches[:1]
    here = any(
        m.hit.passage.transcript == said.transcript
        and m.hit.utterance.number == said.utterance.number
        and m.start < said.utterance.start + said.end
        and m.end > said.utterance.start + said.start
        for m in matches
    )
    return here or any(m.said.split() == said.text.split() for m in matches)


def _show(name: str, judged: Sequence[tuple[Quote, Judgement]]) -> None:
    results = [result for _, result in judged]
    times = sorted(result.milliseconds for result in results)
    named = [result.kind_named for result in results if result.kind_named is not None]
    row(
        name,
        len(results),
        f"{sum(result.right for result in results) / len(results):.1%}",
        sum(result.wrongly_exact for result in results),
        f"{sum(named) / len(named):.1%}" if named else "",
        f"{statistics.median(times):.0f}",
        f"{times[int(0.95 * (len(times) - 1))]:.0f}",
    )


def _labelled(path: Path) -> list[Quote]:
    quotes = []
    for line in path.read_text("utf-8").splitlines():
        label = json.loads(line)
        verdict = _OTHER_NAMES.get(label["verdict"], label["verdict"])
        quotes.append(Quote(label["claim"], label["speaker"], verdict))
    return quotes


def _never_said(folder: Path, count: int, chance: random.Random) -> list[Quote]:
    """Sentences of another collection."""
    said = list(_sentences(folder / "transcripts.jsonl"))
    return [Quote(text, None, "absent") for text in chance.sample(said, count)]


def _unsaid() -> dict[str, list[Quote]]:
    """Claims written by hand, by what makes them look familiar."""
    quotes: dict[str, list[Quote]] = {}
    for line in UNSAID.read_text("utf-8").splitlines():
        if line.startswith("## "):
            made = quotes[f"never said: {line[3:].partition(':')[0]}"] = []
        elif line and not line.startswith("#"):
            made.append(Quote(line, None, "absent"))
    return quotes


def _sentences(path: Path) -> Iterator[str]:
    for line in path.read_text("utf-8").splitlines():
        for utterance in json.loads(line)["utterances"]:
            for start, end in sentence_spans(utterance["text"]):
                if end - start > 40 and len(utterance["text"][start:end].split()) >= FEWEST_WORDS:  # noqa: PLR2004
                    yield utterance["text"][start:end]


if __name__ == "__main__":
    main()
