"""What became of cited words and of changed sources, in words: plain text, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from rag.index.revisions import ChangeCounts, ChangedTurn, Revision
from rag.output.messages import counted, listed
from rag.records import Edit, Fate, Utterance

if TYPE_CHECKING:
    # Imported only for its name: it brings numpy along.
    from rag.proof.cite.prove import Proof

_STATUS: dict[Fate, str] = {
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
    if proof.source == "unchanged" and not proof.holds:
        yield (
            "The file is the very one that was cited: not it, but the record has changed, or the way that it "
            "is read."
        )
    if proof.path != record.source:
        yield f"It was cited as {record.source}."


def _source_in_words(proof: Proof) -> str:
    match proof.source:
        case "unchanged":
            return f"The source file is the very one that was cited: SHA-256 {proof.sha256}."
        case "edited":
            return (
                f"The source file has changed since: SHA-256 {proof.record.sha256} was cited, it is "
                f"{proof.sha256} now."
            )
        case "gone":
            return f"There is no file {proof.record.source} in the corpus, nor one with its bytes."


SPACES = {" ": "␣", "\u00a0": "⍽", "\t": "⇥", "\n": "¶"}
"""How white space is shown where nothing else differs."""


def happened_in_words(revision: Revision) -> str:
    """`edited: passages: 1 edited, 2 moved; title; 1 label`, `renamed to b`, `removed: passages: 7 gone`."""
    said = f"renamed to {revision.renamed_to}" if revision.renamed_to else revision.happened
    counts = counts_in_words(revision.passages)
    labels = sum(bool(relabelled_in_words(turn)) for turn in revision.turns)
    parts = [
        f"passages: {counts}" if counts else "",
        *(change.field for change in revision.fields),
        counted(labels, "label") if labels else "",
    ]
    told = "; ".join(filter(None, parts))
    return f"{said}: {told}" if told else said


def counts_in_words(counts: ChangeCounts) -> str:
    """`1 edited, 3 moved, 1 gone, 2 new`; what is unchanged is not news."""
    kinds = ("edited", "moved", "gone", "new")
    return ", ".join(f"{number:,} {kind}" for kind in kinds if (number := getattr(counts, kind)))


def place_in_words(turn: ChangedTurn) -> str:
    """Which utterance, by its former number, and whose: `utterance 4, Vladimir Putin`."""
    utterance = turn.before or turn.after
    return f"utterance {utterance.number}, {_voice_of(utterance)}" if utterance else ""


def relabelled_in_words(turn: ChangedTurn) -> str:
    """How an utterance is ascribed otherwise than before; empty where it is not."""
    if turn.before is None or turn.after is None:
        return ""
    parts = []
    if turn.before.label != turn.after.label:
        parts.append(f"labelled {_printed(turn.before.label)} before, {_printed(turn.after.label)} now")
    if turn.before.speaker != turn.after.speaker:
        parts.append(
            f"said by {turn.before.speaker or 'nobody named'} before, "
            f"{turn.after.speaker or 'nobody named'} now"
        )
    if turn.before.attribution != turn.after.attribution:
        parts.append(f"its label was {turn.before.attribution} before, is {turn.after.attribution} now")
    return listed(parts, "and")


def shortened(diff: Sequence[Edit], around: int) -> tuple[Edit, ...]:
    """A diff on one line: of what both have, so many characters `around` a change, and `…` for the rest."""
    last = len(diff) - 1
    cut = (
        _cut(edit, around, before=number > 0, after=number < last)
        if edit.operation == "equal"
        else [_shown(edit)]
        for number, edit in enumerate(diff)
    )
    return tuple(chain.from_iterable(cut))


def _cut(edit: Edit, around: int, *, before: bool, after: bool) -> list[Edit]:
    """What both have, shortened; `before` and `after` say on which sides a change stands."""
    text = edit.text
    if len(text) > around * (before + after):
        head = text[:around].rsplit(maxsplit=1)[0] if before and " " in text[:around] else ""
        tail = text[len(text) - around :].split(maxsplit=1)[-1] if after else ""
        text = f"{head} … {tail}" if head and tail else f"{head} …" if head else f"… {tail}"
        text = text if after else text.rstrip()
    lead, trail = edit.text[:1].isspace(), edit.text[-1:].isspace()
    flat = " ".join(text.split())
    return [Edit("equal", f"{' ' * (lead and before)}{flat}{' ' * (trail and after)}")]


def _shown(edit: Edit) -> Edit:
    """A change on one line; white space alone as signs."""
    if edit.text.isspace():
        return Edit(edit.operation, "".join(SPACES.get(each, each) for each in edit.text))
    lead, trail = edit.text[:1].isspace(), edit.text[-1:].isspace()
    return Edit(edit.operation, f"{' ' * lead}{' '.join(edit.text.split())}{' ' * trail}")


def _voice_of(utterance: Utterance) -> str:
    return utterance.speaker or _printed(utterance.label)


def _printed(label: str | None) -> str:
    return f"“{label}”" if label else "without a label"
