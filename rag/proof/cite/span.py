"""A place in an index → a hit that can be cited."""

from __future__ import annotations

from rag.errors import QuestionError
from rag.index.catalogue import Catalogue
from rag.index.hits import hit_of, slice_of
from rag.proof.cite.quoted import counts_in_file
from rag.records import Hit, Transcript, Utterance


def hit_at(
    catalogue: Catalogue, transcript_id: str, start: int, end: int, utterance: int | None = None
) -> Hit:
    """The hit of the characters from `start` to `end`, exclusive, counted as those of a Passage.

    Where offsets count within the utterance, it must be named; in a text file, they say which one it is.
    Raises QuestionError where there is no such transcript, or the place does not lie within one turn.
    """
    try:
        transcript = catalogue.transcript(transcript_id)
    except KeyError:
        raise QuestionError(f"no transcript {transcript_id[:80]!r} in this index: see rag sources") from None
    turn = _turn(transcript, start, end, utterance)
    passage = slice_of(transcript_id, turn, start - turn.start, end - turn.start)
    if not passage.text.strip():
        raise QuestionError(f"there are no words from character {start} to {end} of {transcript_id[:80]!r}")
    return hit_of(catalogue, passage)


def _turn(transcript: Transcript, start: int, end: int, number: int | None) -> Utterance:
    if number is None and not counts_in_file(transcript.source):
        raise QuestionError(
            f"places in {transcript.id[:80]!r} are counted within an utterance: give its number as well"
        )
    for utterance in transcript.utterances:
        if number in {None, utterance.number} and utterance.start <= start < end <= utterance.end:
            return utterance
    which = "one turn" if number is None else f"utterance {number}"
    raise QuestionError(
        f"the characters from {start} to {end} do not lie within {which} of {transcript.id[:80]!r}: "
        "rag read FILE --json tells where each begins and ends"
    )
