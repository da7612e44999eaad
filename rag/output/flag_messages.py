"""What a flag says, in words: for the terminal and the page alike."""

from __future__ import annotations

from rag.proof.flags.flagged_hits import hit_flags
from rag.proof.flags.kinds_of_flags import Kind
from rag.records import Hit

_SAYS: dict[Kind, str] = {
    "question": "is a question",
    "conditional": "supposes something (“{}”)",
    "reported": "gives what others say or think (“{}”)",
    "denial": "says that something is not so (“{}”)",
    "cut": "is cut short in the source (“{}”)",
}


def flags_in_words(hit: Hit) -> str:
    """The flags of a passage, as in `Mind: the sentence is a question.`; empty where it has none."""
    which = "highlighted sentence" if hit.highlight else "sentence"
    text = hit.utterance.text
    told = [_SAYS[flag.kind].format(" ".join(text[flag.start : flag.end].split())) for flag in hit_flags(hit)]
    return f"Mind: the {which} {'; it '.join(told)}." if told else ""
