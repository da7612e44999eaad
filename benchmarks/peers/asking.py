"""What is asked of all peers in turn, and what their replies are worth."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from statistics import fmean, median, quantiles
from typing import Any

from benchmarks.common import rag_json
from benchmarks.peers.passages import narrow_filters
from benchmarks.peers.processes import HOME, Running
from benchmarks.peers.serve import Passage

Figures = dict[str, dict[str, Any]]
"""By peer, then by the name of the figure."""
SEASON = {"speaker": "Vladimir Putin", "from": "2018-03-01", "to": "2018-05-31"}
_WARM, _WIDE, _NARROW = 5, 40, 20
"""Questions before anything is timed, with a filter that leaves much, and with filters that leave five."""


def asked_of(source: Path) -> Path:
    """The answerable questions of a set that stand for themselves, as a file."""
    lines = source.read_text("utf-8").splitlines()
    kept = [line for line in lines if (q := json.loads(line)).get("relevant") and not q.get("previous")]
    (HOME / source.name).write_text("\n".join(kept) + "\n", "utf-8")
    return HOME / source.name


def in_turn(peers: Mapping[str, Running], source: Path) -> dict[str, list[Any]]:
    """All replies by peer and question, each question put to all before the next one."""
    questions = [json.loads(line) for line in source.read_text("utf-8").splitlines()]
    for each in questions[:_WARM]:
        for peer in peers.values():
            peer.ask(each["question"])
    replies: dict[str, list[Any]] = {name: [] for name in peers}
    for each in questions:
        for name, peer in peers.items():
            replies[name].append(peer.ask(each["question"]) | {"qid": each["qid"]})
    return replies


def times(replies: Mapping[str, list[Any]]) -> Figures:
    """Warm times, and the peak of memory so far."""
    figures: Figures = {}
    for name, answered in replies.items():
        took = [reply["ms"] for reply in answered]
        figures[name] = {
            "warm, p50 ms": median(took),
            "warm, p95 ms": quantiles(took, n=20)[-1],
            "warm, p50 ms of CPU": 1000 * median(reply["cpu"] for reply in answered),
            "peak memory, MB": answered[-1]["peak"],
        }
    return figures


def filtered(peers: Mapping[str, Running], passages: list[Passage], source: Path) -> Figures:
    """Times within a season of one speaker, and which of the five passages left by others are found."""
    questions = [json.loads(line)["question"] for line in source.read_text("utf-8").splitlines()]
    season = {
        p["id"]
        for p in passages
        if p["speaker"] == SEASON["speaker"] and SEASON["from"] <= p["date"] <= SEASON["to"]
    }
    narrow = narrow_filters(passages)[:_NARROW]
    figures: Figures = {name: {} for name in peers}
    for every, reach in ((False, ""), (True, ", all candidates")):
        wide: dict[str, list[Any]] = {name: [] for name in peers}
        recall: dict[str, list[float]] = {name: [] for name in peers}
        for question in questions[: _WARM + _WIDE]:
            for name, peer in peers.items():
                wide[name].append(peer.ask(question, SEASON, every))
        for question, (filters, left) in zip(questions, narrow, strict=False):
            for name, peer in peers.items():
                found = {passage for passage, _ in peer.ask(question, filters, every).get("found", ())}
                recall[name].append(len(found & left) / len(left))
        for name, answered in wide.items():
            if "refused" in answered[0]:
                continue
            timed = answered[_WARM:]
            figures[name] |= {
                f"filtered{reach}, p50 ms": median(reply["ms"] for reply in timed),
                f"filtered{reach}, p50 ms of CPU": 1000 * median(reply["cpu"] for reply in timed),
                f"filtered{reach}, passages of ten": fmean(
                    len(season & {passage for passage, _ in reply["found"]}) for reply in timed
                ),
                f"five left{reach}, recall": fmean(recall[name]),
            }
    return figures


def judged(replies: Mapping[str, list[Any]], questions: Path, index: Path) -> dict[str, dict[str, float]]:
    """nDCG@10 and Success@5 of each peer, as `rag eval` judges TREC runs; p against the first."""
    runs = {name: HOME / f"{name}.trec" for name in replies}
    for name, path in runs.items():
        lines = (
            f"{reply['qid']} Q0 {passage} {rank} {1 / rank:.6f} {name}\n"
            for reply in replies[name]
            for rank, (passage, _) in enumerate(reply["found"], start=1)
        )
        path.write_text("".join(lines), "utf-8")
    found = rag_json("eval", questions, "--index", index, "--compare", ",".join(map(str, runs.values())))
    systems = found["compare"]["systems"]
    measured = {}
    for name, path in runs.items():
        system = systems[str(path)]
        measured[name] = {
            measure: system["measures"][measure]["mean"] for measure in ("nDCG@10", "Success@5")
        }
        difference = (system["difference"] or {}).get("nDCG@10") or {"p": None}
        measured[name]["p"] = difference["p"]
    return measured
