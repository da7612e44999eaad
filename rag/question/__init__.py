"""Who, when, where and follow-up, read out of a question by rules over what the corpus knows."""

from rag.question.parser import Understanding, conversation
from rag.question.readings import Event, Found, Known, Part, Reading

__all__ = ["Event", "Found", "Known", "Part", "Reading", "Understanding", "conversation"]
