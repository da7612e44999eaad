"""What people wait for in the browser: medians of a real Chromium over a real server.

Every opening is by a browser that was never here before. A question counts from the click to the painted
answer; its search alone is what the API takes for other questions of the same set. The very long transcript
holds the turns of the seed corpus again and again; it is opened by a click beside an answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import httpx

from benchmarks.common import arguments, collection, header, index_of, machine, rag_json, row
from benchmarks.serving import chromium, served, visit, window
from rag.evaluation.questions import load_questions

_LENGTH = 240_000
"""Bytes of the long transcript."""
_LONG = Path("artifacts/benchmarks/long")

_TIMED = """([act, there]) => new Promise(done => {
    const begun = performance.now(), isThere = new Function("return " + there);
    const look = () => isThere()
        ? requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)))
        : requestAnimationFrame(look);
    new Function(act)();
    look();
})"""
"""Milliseconds from an act until what it leads to is painted."""
_ASK = "document.querySelector('#question button').click()"
_ANSWERED = "document.querySelector('#turns > :last-child:not(.waiting)')?.ariaLabel === {}"
_READ = "[...document.querySelectorAll('#turns a')].find(a => a.textContent === 'Read in transcript').click()"
_OPEN = "document.querySelector('#reader #passage')"


def main() -> None:
    """Print the medians."""
    parser = arguments(__doc__, index=True)
    parser.add_argument("--times", type=int, default=15, help="openings and questions")
    given = parser.parse_args()
    folder = collection(given.data)
    questions = [each.question for each in load_questions(folder / "questions.jsonl")][: 2 * given.times]
    print(machine(), end="\n\n")
    index, long = given.index or index_of(folder / "transcripts"), _long_index()
    header("what", "median, ms", "longest, ms")
    with chromium() as browser:
        with served(index) as (address, _):
            _opened(browser, address, given.times)
            _asked(browser, address, questions)
        with served(long) as (address, _):
            _read(browser, address, given.times)


def _opened(browser: Any, address: str, times: int) -> None:
    took = []
    for _ in range(times):
        with window(browser) as page:
            visit(page, address)
            took.append(page.evaluate("performance.getEntriesByName('ready')[0].startTime"))
    _show("the page is ready: the first opening after the start", took[:1])
    _show("the page is ready: others", took[1:])


def _asked(browser: Any, address: str, questions: list[str]) -> None:
    """Every other question in the browser, those between by the API, so that each is asked once."""
    shown, searched = [], []
    with window(browser) as page, httpx.Client(base_url=address) as api:
        for here, there in zip(questions[::2], questions[1::2], strict=True):
            visit(page, address)
            page.get_by_role("textbox", name="Your question").fill(here)
            shown.append(page.evaluate(_TIMED, [_ASK, _ANSWERED.format(json.dumps(here[:200]))]))
            began = perf_counter()
            api.get("/api/ask", params={"q": there}).raise_for_status()
            searched.append(1000 * (perf_counter() - began))
    _show("a question is answered on screen", shown)
    _show("a question is answered by the API", searched)


def _read(browser: Any, address: str, times: int) -> None:
    took = []
    for _ in range(times):
        with window(browser) as page:
            visit(page, f"{address}/?q=What+about+ports%3F&transcript=long")
            page.get_by_role("link", name="Read in transcript").first.wait_for()
            took.append(page.evaluate(_TIMED, [_READ, _OPEN]))
    _show(f"a transcript of {_LENGTH // 1000} kB is open at the passage", took)


def _show(what: str, took: list[float]) -> None:
    row(what, f"{median(took):.0f}", f"{max(took):.0f}")


def _long_index() -> Path:
    """An index over one transcript of that length."""
    turns: list[dict[str, Any]] = []
    for turn in _turns():
        turns.append(turn)
        if sum(len(each["text"].encode()) for each in turns) > _LENGTH:
            break
    corpus = _LONG / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    held = {"id": "long", "title": "A very long meeting", "date": "2024-04-11", "utterances": turns}
    (corpus / "long.jsonl").write_text(json.dumps(held, ensure_ascii=False) + "\n", "utf-8")
    return index_of(corpus)


def _turns() -> Iterator[dict[str, Any]]:
    said = [
        {"speaker": turn["speaker"], "role": turn["role"], "text": turn["text"]}
        for path in sorted(Path("corpus").glob("*.txt"))
        for turn in rag_json("read", path)["utterances"]
    ]
    return cycle(said)


if __name__ == "__main__":
    main()
