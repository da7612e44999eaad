"""Result of a check: a verdict, the places of the words, and how they differ.

The diff leads from the source to the claim: `delete` is what the source says and the claim leaves out,
`insert` what the claim says and the source does not. The texts of `equal` and `delete`, joined, are the
source's words to the character; those of `equal` and `insert` are the claim's, but for spaces,
quotation marks and the like, which are shown as the source prints them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rag.proof.flags.rules import Flag
from rag.records import Edit as Edit
from rag.records import Hit, Lines, Searched
from rag.records import Operation as Operation

Verdict = Literal["exact", "altered", "other_speaker", "absent"]
"""`exact`: the words stand so in a transcript. `altered`: nearly so. `other_speaker`: exactly so, but in
no turn of the named person. `absent`: nothing that was searched comes near."""

ChangeKind = Literal["negation", "number", "date", "name", "word", "dropped", "added"]
"""What a change touches. `dropped` and `added` are words without a counterpart on the other side, where
none of them is a negation, number, date or name."""

CHANGE_KINDS: tuple[ChangeKind, ...] = ("negation", "number", "date", "name", "word", "dropped", "added")
"""In order of gravity."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference of one kind; a place may have several kinds."""

    kind: ChangeKind
    said: str
    """The source's words there; empty where the claim adds some."""
    claimed: str
    """The claim's words there; empty where it drops some."""
    start: int
    """Offsets of `said`, counted as those of the passage; both alike where nothing was said."""
    end: int


@dataclass(frozen=True, slots=True)
class Cut:
    """What the claim leaves out; slices of the source."""

    before: str
    """Of the sentence that it begins in; empty where it begins with the sentence."""
    after: str
    """Of the sentence that it ends in."""
    omitted: tuple[str, ...] = ()
    """What each of its ellipses stands for."""

    def __bool__(self) -> bool:
        """Whether the claim begins or ends in the middle of a sentence."""
        return bool(self.before or self.after)


@dataclass(frozen=True, slots=True)
class Match:
    """A place where the claim's words stand, or come near."""

    hit: Hit
    """Its passage is what was said: one slice of one utterance, from the claim's first word to its last.
    Its score is 1 for the very words, less the more of them differ."""
    diff: tuple[Edit, ...]
    changes: tuple[Change, ...]
    """In the order of the text; empty where the words are exact. What an ellipsis openly leaves out is in
    the diff, but is no change."""
    cut: Cut
    flags: tuple[Flag, ...] = ()
    """Of each sentence that the claim quotes, and of what it leaves out; offsets in the turn."""
    reversals: tuple[str, ...] = ()
    """The words that the claim leaves out and that reverse or distance what it says, as printed."""

    @property
    def said(self) -> str:
        """The source's words: `source[start:end]`."""
        return self.hit.passage.text

    @property
    def start(self) -> int:
        """Where they begin."""
        return self.hit.passage.start

    @property
    def end(self) -> int:
        """Where they end, exclusive."""
        return self.hit.passage.end

    @property
    def lines(self) -> Lines:
        """The physical lines that they stand on."""
        return self.hit.passage.lines


@dataclass(frozen=True, slots=True)
class Check:
    """The verdict on a claim."""

    claim: str
    """As given, without white space around it and what nobody sees."""
    speaker: str | None
    """The named person, as the corpus spells the name; None where nobody was named."""
    speaker_known: bool
    """Whether anybody of that name speaks in what was searched."""
    verdict: Verdict
    matches: tuple[Match, ...]
    """The best first; none where the verdict is `absent`."""
    searched: Searched
    """What was searched."""

    @property
    def kinds(self) -> tuple[ChangeKind, ...]:
        """The kinds of change in the best match, the gravest first."""
        found = {change.kind for match in self.matches[:1] for change in match.changes}
        return tuple(kind for kind in CHANGE_KINDS if kind in found)
