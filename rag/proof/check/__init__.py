"""Did anyone say this? A claim is compared, word by word, with what the transcripts have."""

from rag.proof.check.judge import check
from rag.proof.check.verdict import KINDS, Change, Check, Cut, Edit, Kind, Match, Operation, Verdict

__all__ = [
    "KINDS",
    "Change",
    "Check",
    "Cut",
    "Edit",
    "Kind",
    "Match",
    "Operation",
    "Verdict",
    "check",
]
