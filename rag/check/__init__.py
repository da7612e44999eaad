"""Did anyone say this? A claim is compared, word by word, with what the transcripts have."""

from rag.check.checking import check
from rag.check.records import KINDS, Change, Check, Cut, Edit, Kind, Match, Operation, Verdict

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
