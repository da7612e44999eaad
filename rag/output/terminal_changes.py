"""Changed sources and the fate of a cited quote, as a person sees them in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from rag.index.revisions import ChangedTurn, Revision
from rag.output.change_messages import (
    SPACES,
    happened_in_words,
    place_in_words,
    proof_in_words,
    relabelled_in_words,
    shortened,
)
from rag.output.messages import counted
from rag.output.stdio import plain
from rag.output.terminal import console, edit_text
from rag.records import Edit
from rag.text.diff import word_diff

if TYPE_CHECKING:
    # Imported only for its name: it brings numpy along.
    from rag.proof.cite.prove import Proof

_AROUND = 40
"""Characters around a change."""
_CHANGE = 400
"""Characters of an utterance that is new or gone."""
_TRANSCRIPTS = 20
_UTTERANCES = 20
"""Changed transcripts, and changed utterances of each, that the summary of a build shows."""


def show_changes(revisions: Sequence[Revision]) -> None:
    """Every revision with its time, in the order given."""
    if not revisions:
        console.print("No build has noticed that a source had changed.")
    for revision in revisions:
        console.print(
            Text(plain(f"noticed {revision.noticed}, last seen before {revision.last_seen}"), "dim")
        )
        _show_program(same=revision.same_program)
        show_revision(revision)


def show_noticed(revisions: Sequence[Revision], doubt: str | None) -> None:
    """What a build has noticed: which transcripts changed, and the words that did."""
    if revisions:
        console.print(Text("Changed in the sources since the build before:", "bold"))
        _show_program(same=all(revision.same_program for revision in revisions))
    for revision in revisions[:_TRANSCRIPTS]:
        show_revision(revision, 0 if revision.happened == "removed" else _UTTERANCES)
    if (more := len(revisions) - _TRANSCRIPTS) > 0:
        console.print(Text(f"and {counted(more, 'more transcript')}: rag changes", "dim"))
    if doubt:
        console.print(Text(plain(f"look at this: {doubt}"), "yellow"), soft_wrap=True)


def show_revision(revision: Revision, most: int | None = None) -> None:
    """One transcript, and at most so many of its utterances."""
    head = Text(plain(revision.transcript), "bold").append(
        f" {plain(happened_in_words(revision))}", "not bold"
    )
    console.print(head, soft_wrap=True)
    for change in revision.fields:
        _show_diff(change.field, word_diff(change.before or "", change.after or ""))
    turns = revision.turns[:most]
    for turn in turns:
        _show_turn(turn)
    if more := len(revision.turns) - len(turns):
        console.print(
            Text(
                f"    and {counted(more, 'more utterance')}: rag changes {plain(revision.transcript)}", "dim"
            ),
            soft_wrap=True,
        )


def _show_program(*, same: bool) -> None:
    if not same:
        console.print(Text("The program changed as well: some of this may be its way of reading.", "dim"))


def _show_turn(turn: ChangedTurn) -> None:
    place = plain(place_in_words(turn))
    if relabelled := relabelled_in_words(turn):
        console.print(Text(f"    {place}: {plain(relabelled)}"), soft_wrap=True)
    if turn.changed != "relabelled":
        _show_diff(place, turn.diff)


def _show_diff(head: str, diff: Sequence[Edit]) -> None:
    line = Text(f"    {head}: ")
    for edit in shortened(diff, _AROUND):
        text = edit.text if len(edit.text) <= _CHANGE else edit.text[:_CHANGE].rsplit(maxsplit=1)[0] + " …"
        line.append_text(edit_text(Edit(edit.operation, text)))
    console.print(line, soft_wrap=True)


_STYLES = {"unchanged": "bold green", "moved": "bold green", "edited": "bold yellow", "gone": "bold red"}


def show_proof(proof: Proof) -> None:
    """The verdict, what else changed, and the words: where they were edited, as a diff."""
    found = proof.standing
    verdict, *rest = proof_in_words(proof)
    console.print(Text(plain(verdict), _STYLES[found.status]), soft_wrap=True)
    for line in rest:
        console.print(Text(plain(line), "dim"), soft_wrap=True)
    words = Text()
    for edit in found.diff:
        # White space that was changed alone is shown by signs.
        words.append(" " if words.plain.endswith("-]") else "").append_text(edit_text(_shown(edit)))
    console.print(words if found.diff else Text(plain(proof.record.quoted.exact)), soft_wrap=True)


def _shown(edit: Edit) -> Edit:
    if edit.operation == "equal" or not edit.text.isspace():
        return edit
    return Edit(edit.operation, "".join(SPACES.get(sign, sign) for sign in edit.text))
