"""Who, when, where and follow-up, read out of a question by rules over what the corpus knows."""

from rag.understanding.records import Event, Found, Known, Part, Reading
from rag.understanding.understanding import Understanding, conversation

__all__ = ["Event", "Found", "Known", "Part", "Reading", "Understanding", "conversation"]
