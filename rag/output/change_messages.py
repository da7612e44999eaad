"""What happened to a transcript, in words; and a diff cut down to what differs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from rag.index.history.revisions import Counts, Revision, Turn
from rag.output.messages import counted, listed
from rag.records import Edit, Utterance

SPACES = {" ": "␣", "\u00a0": "⍽", "\t": "⇥", "\n": "¶"}
"""How white space is shown where nothing else differs."""


def happened_in_words(revision: Revision) -> str:
    """`edited: passages: 1 changed, 2 moved; title; 1 label`, `renamed to b`, `removed: passages: 7 gone`."""
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


def counts_in_words(counts: Counts) -> str:
    """`1 changed, 3 moved, 1 gone, 2 new`; what is unchanged is not news."""
    kinds = ("changed", "moved", "gone", "new")
    return ", ".join(f"{number:,} {kind}" for kind in kinds if (number := getattr(counts, kind)))


def place_in_words(turn: Turn) -> str:
    """Which utterance, by its former number, and whose: `utterance 4, Vladimir Putin`."""
    utterance = turn.before or turn.after
    return f"utterance {utterance.number}, {_voice(utterance)}" if utterance else ""


def relabelled_in_words(turn: Turn) -> str:
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


def _voice(utterance: Utterance) -> str:
    return utterance.speaker or _printed(utterance.label)


def _printed(label: str | None) -> str:
    return f"“{label}”" if label else "without a label"
