"""Ask transcripts a question and get ranked, attributed, verbatim quotes back."""

from rag.records import Answer, Coverage, Filters, Hit, Passage, Transcript, Utterance

__all__ = ["Answer", "Coverage", "Filters", "Hit", "Passage", "Transcript", "Utterance"]
