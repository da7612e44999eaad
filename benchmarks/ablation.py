"""What each part of the search is worth: the development questions with parts left out or reweighed."""

from __future__ import annotations

from benchmarks.common import arguments, collection, header, index_of, machine, row

_MEASURES = ("nDCG@10", "MRR@10", "Success@5", "Recall@10")


def main() -> None:
    """Build the index once and print the measures of every system."""
    from rag.archive import Archive
    from rag.encoder import SentenceTransformerEncoder
    from rag.evaluation import RunLine, compare, evaluate, load_questions
    from rag.search import Weights

    home = collection(arguments(__doc__).parse_args().data)
    print(machine(), end="\n\n")
    systems = {
        "the default": Weights(),
        "who, when and where not favoured": Weights(favour=0),
        "words alone": Weights(meaning=0, words=1, neighbours=0, favour=0),
        "meaning alone": Weights(meaning=1, words=0, neighbours=0, favour=0),
        "no support from neighbours": Weights(neighbours=0),
        "words at 0.1": Weights(meaning=0.9, words=0.1),
        "words at 0.3": Weights(meaning=0.7, words=0.3),
        "neighbours at 0.2": Weights(neighbours=0.2),
    }
    labelled = [q for q in load_questions(home / "questions.jsonl") if q.relevant]
    encoder = SentenceTransformerEncoder()
    found = {}
    index = index_of(home / "transcripts")
    for name, weights in systems.items():
        ask = Archive.open(index, encoder, weights).ask
        run = [RunLine.from_answer(q.qid, ask(q.question, previous=q.previous)) for q in labelled]
        found[name] = evaluate(labelled, run)
    default = next(iter(found.values()))
    header("system", *_MEASURES, "nDCG@10 against the default")
    for name, result in found.items():
        means = [result.measures[measure] for measure in _MEASURES]
        pair = compare(default, result)["nDCG@10"]
        against = (
            "" if pair is None or result is default else f"{pair.difference.mean:+.3f}, p = {pair.p:.3f}"
        )
        row(name, *("–" if mean is None else f"{mean.mean:.3f}" for mean in means), against)


if __name__ == "__main__":
    main()
