"""Flags against quote-mining: a sentence that asks, supposes, reports, denies or breaks off."""

from rag.flags.hits import flagged_sentence, hit_flags
from rag.flags.records import KINDS, Flag, Kind
from rag.flags.rules import flags_of
from rag.flags.wording import flags_in_words

__all__ = ["KINDS", "Flag", "Kind", "flagged_sentence", "flags_in_words", "flags_of", "hit_flags"]
