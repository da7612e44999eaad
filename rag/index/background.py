"""How near a passage comes to a question that has nothing to do with the corpus.

The highest cosine of a question and any passage grows with the number of passages and differs between models.
So each build asks a few questions that no archive of official speech answers ("Which penguin breeds in
Antarctica?") and keeps how near its passages come to them. A question that comes no nearer is about something
else.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from rag.index.encoder import QuestionReader
from rag.index.vectors import PassageVectors

_QUANTILE = 0.8
"""Of the questions. Not higher: one of them may be about the corpus after all."""
_WORD = re.compile(r"\w+")


def background(encoder: QuestionReader, vectors: PassageVectors) -> float:
    """The cosine that most questions about something else stay below; 0 without passages."""
    if not len(vectors):
        return 0.0
    questions = Path(__file__).with_name("off_topic.txt").read_text("utf-8").splitlines()
    nearest = [_nearest(question, encoder, vectors) for question in questions]
    return float(np.quantile(nearest, _QUANTILE))


def _nearest(question: str, encoder: QuestionReader, vectors: PassageVectors) -> float:
    """The highest cosine, by the vector that a question has whose words are all its topic."""
    focus = [word.span() for word in _WORD.finditer(question)]
    _, cosines = vectors.search(encoder.read_question(question, focus).vector, 1)
    return float(cosines[0])
