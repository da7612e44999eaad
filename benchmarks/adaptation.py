"""Whether it pays to adapt the encoder to a corpus by the questions and answers in it, without labels.

Every turn that ends in a question, with the turn after it by somebody else, is a pair; the encoder is
trained to bring the two together against the other answers of the batch (in-batch negatives, Henderson et
al. 2017). The answers are encoded as passages are, with their context. The adapted model is written to a
folder, an index is built with it, and the development questions, which it has not seen, are asked of both.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.common import arguments, collection, header, index_of, machine, rag, row
from rag.records import Request

_BATCH = 32
_RATE = 2e-5
_SCALE = 20.0
"""What cosines are multiplied by before the softmax."""
_QUESTION, _ANSWER = 300, 200
"""Characters that a question has at most, counted from its end, and an answer at least."""
_MEASURES = ("nDCG@10", "MRR@10", "Success@5", "Recall@10")
_FOLDER = Path("artifacts") / "adapted"


def main() -> None:
    """Train, build, and print the measures of both models."""
    parser = arguments(__doc__)
    parser.add_argument("--epochs", type=int, default=1)
    given = parser.parse_args()
    from rag.archive import Archive
    from rag.evaluation.evaluate import compare, evaluate
    from rag.evaluation.questions import load_questions
    from rag.evaluation.runs import RunLine

    home = collection(given.data)
    print(machine(), end="\n\n")
    archives = {"the default": Archive.open(index_of(home / "transcripts"))}
    pairs = _pairs(archives["the default"])
    began = perf_counter()
    _train(archives["the default"].build.manifest.model.name, pairs, given.epochs)
    print(f"{len(pairs)} pairs, epochs {given.epochs}, {perf_counter() - began:.0f} s\n", flush=True)
    index = _FOLDER.with_name("adapted-index")
    rag("build", "--corpus", home / "transcripts", "--index", index, "--model", _FOLDER)
    archives["adapted"] = Archive.open(index)
    labelled = [q for q in load_questions(home / "questions.jsonl") if q.relevant]
    header("model", *_MEASURES, "topic", "against the default")
    default = None
    for name, archive in archives.items():
        run = [
            RunLine.from_answer(q.qid, archive.ask(Request(q.question, previous=q.previous)))
            for q in labelled
        ]
        found = evaluate(labelled, run)
        default = default or found
        pair = compare(default, found)["nDCG@10"]
        topic = found.by_kind["topic"]["nDCG@10"]
        against = f"{pair.difference.mean:+.3f}, p = {pair.p:.3f}" if pair and found is not default else ""
        means = [found.measures[measure] for measure in _MEASURES]
        row(name, *(f"{each.mean:.3f}" if each else "–" for each in (*means, topic)), against)


def _pairs(archive: Any) -> list[tuple[str, str]]:
    """Questions and what was said after them, the answers as they are encoded."""
    from rag.index.context import encoded_texts

    found = []
    for name in archive.catalogue.transcript_ids():
        transcript = archive.catalogue.transcript(name)
        first = {p.utterance: p for p in reversed(archive.catalogue.passages_of(name))}
        for asked, said in pairwise(transcript.utterances):
            question = asked.text.strip()[-_QUESTION:]
            substance = len(said.text) >= _ANSWER and said.number in first
            if question.endswith("?") and substance and said.speaker and said.speaker != asked.speaker:
                (answer,) = encoded_texts(transcript, [first[said.number]], archive.loaded.encoder)
                found.append((question, answer))
    return found


def _train(name: str, pairs: Sequence[tuple[str, str]], epochs: int) -> None:
    import torch
    from sentence_transformers import SentenceTransformer

    from rag.index.model_files import model_folder

    torch.manual_seed(0)
    model = SentenceTransformer(str(model_folder(name)), device="cpu")
    order = random.Random(0)
    steps = epochs * (len(pairs) // _BATCH)
    optimiser = torch.optim.AdamW(model.parameters(), lr=_RATE)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: 1.0 - step / max(steps, 1))
    model.train()
    for _ in range(epochs):
        shuffled = order.sample(pairs, len(pairs))
        for start in range(0, len(shuffled) - _BATCH + 1, _BATCH):
            questions, answers = zip(*shuffled[start : start + _BATCH], strict=True)
            left, right = (
                model(model.preprocess(list(texts)))["sentence_embedding"] for texts in (questions, answers)
            )
            loss = torch.nn.functional.cross_entropy(_SCALE * left @ right.T, torch.arange(_BATCH))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    model.eval()
    model.save(str(_FOLDER))


if __name__ == "__main__":
    main()
