"""What became of a cited quote, as a person sees it in a terminal."""

from __future__ import annotations

from rich.text import Text

from rag.output.change_messages import SPACES
from rag.output.citation_messages import proof_in_words
from rag.output.stdio import plain
from rag.output.terminal import console, edit_text
from rag.proof.cite.prove import Proof
from rag.records import Edit

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
