"""What a flag says, and by which words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["question", "conditional", "reported", "denial", "cut"]
"""`question`: it asks. `conditional`: a clause of it is supposed, not stated. `reported`: it gives what
others say, write or think. `denial`: it says that something is not so. `cut`: the source breaks it off."""

KINDS: tuple[Kind, ...] = ("question", "conditional", "reported", "denial", "cut")
"""In the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Flag:
    """One flag of a sentence, and the first words that gave it."""

    kind: Kind
    start: int
    end: int
    """Offsets of the words, in the text that was judged; `end` exclusive."""
