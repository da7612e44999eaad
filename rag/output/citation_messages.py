"""What became of a cited quote, in words: plain text, a line each."""

from __future__ import annotations

from collections.abc import Iterator

from rag.proof.cite.prove import Proof

_STATUS = {
    "unchanged": "Unchanged: the words stand where they were cited.",
    "moved": "Moved: the same words, by the same speaker, stand elsewhere.",
    "edited": "Edited: what stands there now is not what was cited.",
    "gone": "Gone: neither these words nor any like them are in this transcript.",
}


def proof_in_words(proof: Proof) -> Iterator[str]:
    """The verdict, then what else changed."""
    found, record = proof.standing, proof.record
    yield _STATUS[found.status]
    if proof.lines:
        first, last = proof.lines
        lines = f"line {first}" if first == last else f"lines {first}–{last}"
        yield f"{proof.path}, {lines}, utterance {found.utterance}, characters {found.start}–{found.end}"
    if found.relabelled:
        was, now = found.relabelled.was or "nobody", found.relabelled.now or "nobody"
        yield f"Cited as said by “{was}”; the transcript names “{now}” there."
    if found.surroundings_changed:
        yield "What stands around the words has changed: read it before you quote them."
    yield from (
        f"{each.fact}: {each.was or 'none'} was cited, now {each.now or 'none'}" for each in proof.differences
    )
    yield _source_in_words(proof)
    if proof.source == "same" and not proof.holds:
        yield (
            "The file is the very one that was cited: not it, but the record has changed, or the way that it "
            "is read."
        )
    if proof.path != record.source:
        yield f"It was cited as {record.source}."


def _source_in_words(proof: Proof) -> str:
    match proof.source:
        case "same":
            return f"The source file is the very one that was cited: SHA-256 {proof.sha256}."
        case "changed":
            return (
                f"The source file has changed since: SHA-256 {proof.record.sha256} was cited, it is "
                f"{proof.sha256} now."
            )
        case "missing":
            return f"There is no file {proof.record.source} in the corpus, nor one with its bytes."
