"""Flags against quote-mining: a sentence that asks, supposes, reports, denies or breaks off."""

from rag.output.flag_messages import flags_in_words
from rag.proof.flags.flagged_hits import flagged_sentence, hit_flags
from rag.proof.flags.kinds_of_flags import KINDS, Flag, Kind
from rag.proof.flags.rules import flags_of

__all__ = ["KINDS", "Flag", "Kind", "flagged_sentence", "flags_in_words", "flags_of", "hit_flags"]
