"""Retrieval: `rag eval` on the project's own questions and on the development collection's."""

from __future__ import annotations

from pathlib import Path

from benchmarks.common import arguments, collection, header, index_of, machine, rag_json, row

_CORPUS = Path("corpus")


def main() -> None:
    """Print every measure over both."""
    data = arguments(__doc__).parse_args().data
    print(machine(), end="\n\n")
    _measure("corpus/", _CORPUS, _CORPUS / "questions.jsonl")
    home = collection(data)
    _measure(home.name, home / "transcripts", home / "questions.jsonl")


def _measure(name: str, corpus: Path, questions: Path) -> None:
    index = index_of(corpus)
    found = rag_json("eval", questions, "--index", index)
    measures = list(found["measures"])
    print(f"### {name}: {found['questions']} questions\n")
    header("kind", "n", *measures)
    for kind, means in {"all": found["measures"], **found["by_kind"]}.items():
        row(kind, means[measures[0]]["n"], *(_figure(means[m], interval=kind == "all") for m in measures))
    silence, latency = found["unanswerable"], found["latency"]
    print()
    header("", "")
    row("unanswerable questions refused", _figure(silence["refused"]))
    row("answerable ones wrongly refused", _figure(silence["wrongly_silent"]))
    row("AUROC of the confidence", _figure(silence["auroc"]))
    row("passages shown that are proven verbatim", f"{found['verbatim']:.2%}")
    row("a warm question, p50 and p95", " and ".join(f"{1000 * latency[p]:.0f} ms" for p in _PERCENTILES))
    for part, figures in found["understanding"].items():
        read = f"{_figure(figures['right'])}, false readings {_figure(figures['false_readings'])}"
        row(f"{part} understood", read)
    proof = rag_json("verify", "--index", index)
    row("`rag verify`", f"{proof['proven']} of {proof['passages']} passages proven")
    print()


_PERCENTILES = ("p50_seconds", "p95_seconds")


def _figure(figure: dict[str, float] | None, *, interval: bool = True) -> str:
    if figure is None:
        return "–"
    mean = f"{figure['mean']:.3f}"
    return (
        f"{mean} ({figure['low']:.2f}–{figure['high']:.2f})"
        if interval and figure["low"] is not None
        else mean
    )


if __name__ == "__main__":
    main()
