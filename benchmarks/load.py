"""Many people at once: a real server over an index, and what each of them waits for.

Everybody asks one thing after the other: questions, questions within filters, counts of filters, whole
transcripts, quotes to check. Then more come at once than may wait, and all that are not answered must be
turned away with 503 and be told when to come back.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections import Counter
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter

import httpx
import numpy as np

from benchmarks.common import arguments, collection, header, index_of, machine, rag_json, row
from benchmarks.serving import served
from rag.evaluation.questions import load_questions

_TIMEOUT = 60

Asked = tuple[str, str, dict[str, str]]
"""What kind it is, the path and what it asks for."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What one request came to."""

    kind: str
    status: int
    seconds: float
    retry_after: str | None


def main() -> None:
    """Print the waiting times of so many people, and what becomes of too many."""
    parser = arguments(__doc__)
    parser.add_argument("--index", type=Path, help="an index that is there already")
    parser.add_argument("--people", type=int, default=32)
    parser.add_argument("--each", type=int, default=8, help="requests of each of them")
    parser.add_argument("--excess", type=int, default=128, help="questions at the same moment")
    given = parser.parse_args()
    folder = collection(given.data)
    print(machine(), end="\n\n")
    index = given.index or index_of(folder / "transcripts")
    asked = _mixed(index, folder / "questions.jsonl")
    with served(index) as (address, process):
        asyncio.run(_ask_all(address, asked[:4], people=1))
        began, before = perf_counter(), _cpu(process)
        replies = asyncio.run(_ask_all(address, asked[: given.people * given.each], given.people))
        took = perf_counter() - began
        _show(replies, took, given.people)
        print(f"\nServer: {1000 * (_cpu(process) - before) / len(replies):.0f} ms of CPU a request")
        questions = [each for each in asked if each[0] == "question"][: given.excess]
        _show_excess(asyncio.run(_ask_all(address, questions, len(questions))))


def _mixed(index: Path, labelled: Path) -> list[Asked]:
    """Requests of all kinds in turn, no two next to each other alike; without end enough."""
    questions = [each.question for each in load_questions(labelled)]
    held = rag_json("sources", "--index", index)
    speaker, month = held["speakers"][0]["name"], max(held["by_month"])
    found = rag_json("ask", questions[0], "-k", "20", "--index", index)["passages"]
    names = cycle(dict.fromkeys(passage["transcript"] for passage in found))
    kinds = cycle(
        ("question", "filtered", "question", "filters", "question", "transcript", "question", "check")
    )
    mixed: list[Asked] = []
    for kind, question in islice(zip(kinds, cycle(questions), strict=False), 4096):
        mixed.append(
            {
                "question": (kind, "/part/turn", {"q": question}),
                "filtered": (kind, "/part/turn", {"q": question, "speaker": speaker}),
                "filters": (kind, "/part/filters", {"q": question, "from": month, "to": month}),
                "transcript": (kind, f"/transcripts/{next(names)}", {}),
                "check": (kind, "/api/check", {"quote": found[0]["text"][:200] + " and more"}),
            }[kind]
        )
    return mixed


async def _ask_all(address: str, asked: list[Asked], people: int) -> list[Reply]:
    """Let so many people ask, each the next as soon as the last is answered."""
    waiting = iter(asked)
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=people)
    async with httpx.AsyncClient(base_url=address, timeout=_TIMEOUT, limits=limits) as client:

        async def person() -> list[Reply]:
            return [await _reply(client, each) for each in waiting]

        return [
            reply for several in await asyncio.gather(*(person() for _ in range(people))) for reply in several
        ]


async def _reply(client: httpx.AsyncClient, asked: Asked) -> Reply:
    kind, path, parameters = asked
    began = perf_counter()
    try:
        reply = await client.get(path, params=parameters)
    except httpx.HTTPError as error:
        print(f"{kind}: {error!r}", file=sys.stderr)
        return Reply(kind, 0, perf_counter() - began, None)
    return Reply(kind, reply.status_code, perf_counter() - began, reply.headers.get("retry-after"))


def _show(replies: list[Reply], took: float, people: int) -> None:
    errors = [reply for reply in replies if reply.status != httpx.codes.OK]
    print(
        f"{people} people, {len(replies)} requests in {took:.1f} s ({len(replies) / took:.0f} a second), ",
        end="",
    )
    print(f"{len(errors)} errors {dict(Counter(reply.status for reply in errors)) or ''}\n")
    header("asked for", "requests", "p50, s", "p95, s", "longest, s")
    kinds = ["all", *dict.fromkeys(reply.kind for reply in replies)]
    for kind in kinds:
        seconds = [reply.seconds for reply in replies if kind in {"all", reply.kind}]
        p50, p95 = np.percentile(seconds, [50, 95])
        row(kind, len(seconds), f"{p50:.2f}", f"{p95:.2f}", f"{max(seconds):.2f}")


def _show_excess(replies: list[Reply]) -> None:
    statuses = Counter(reply.status for reply in replies)
    away = [reply for reply in replies if reply.status == httpx.codes.SERVICE_UNAVAILABLE]
    told = sum(1 for reply in away if reply.retry_after)
    wrong = len(replies) - statuses[httpx.codes.OK] - len(away)
    print(
        f"\n{len(replies)} questions at once: {statuses[httpx.codes.OK]} answered, {len(away)} turned away ",
        end="",
    )
    print(f"({told} with Retry-After), {wrong} otherwise; longest {max(r.seconds for r in replies):.1f} s")


def _cpu(process: int) -> float:
    """Seconds of all threads so far: what the machine does besides does not count."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
