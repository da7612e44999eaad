"""A flag that is right less than nine times in ten is not shown: measured on labelled sentences."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.common import COLLECTION
from benchmarks.flags import HALVES, load
from rag.proof.flags.rules import FLAG_KINDS, flags_of

pytestmark = pytest.mark.slow


@pytest.mark.data
@pytest.mark.skipif("RAG_DEV_DATA" not in os.environ, reason="RAG_DEV_DATA is not set")
def test_every_flag_is_right_nine_times_in_ten() -> None:
    sentences = list(load(Path(os.environ["RAG_DEV_DATA"]) / COLLECTION / "transcripts"))
    for half in HALVES:
        for kind in FLAG_KINDS:
            flagged = [
                sentence.flags
                for sentence in sentences
                if sentence.half == half
                and kind in {f.kind for f in flags_of(sentence.text, begins_turn=sentence.begins_turn)}
            ]
            assert len(flagged) >= 15
            assert sum(kind in labelled for labelled in flagged) >= 0.9 * len(flagged), (half, kind)
