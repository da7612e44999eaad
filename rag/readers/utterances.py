"""Turns → Utterances: who speaks, and what leaves that open."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from rag.readers.doubts import DoubtfulLine
from rag.readers.paragraphs import Text
from rag.readers.speakers import NamedSpeaker, name_speakers
from rag.readers.turns import Script, Turn
from rag.records import Attribution, Doubt, Utterance


def utterances_of(
    text: Text, script: Script, doubtful: Sequence[DoubtfulLine], named: Sequence[str]
) -> tuple[Utterance, ...]:
    """The utterances of a script; `named` are the persons whom the title names."""
    speakers = name_speakers(
        [
            (
                turn.voice or turn.label.label,
                turn.label.parenthetical if turn.attribution == "printed" else None,
            )
            for turn in script.turns
        ],
        named,
    )
    utterances: list[Utterance] = []
    for number, (turn, speaker) in enumerate(zip(script.turns, speakers, strict=True)):
        doubts = _doubts(turn, speaker, doubtful, utterances)
        uncertain = bool(doubts) and doubts[0].start == turn.start
        attribution: Attribution = "doubtful" if uncertain else turn.attribution
        nobody = bool(speaker.among) or turn.label.doubt is not None
        utterances.append(
            Utterance(
                number=number,
                label=turn.label.label or None,
                speaker=None if nobody else speaker.person,
                role=speaker.role,
                parenthetical=speaker.parenthetical,
                attribution=attribution,
                text=text.source[turn.start : turn.end],
                start=turn.start,
                end=turn.end,
                lines=turn.lines,
                time=turn.label.time,
                doubts=doubts,
            )
        )
    return tuple(utterances)


def _doubts(
    turn: Turn, speaker: NamedSpeaker, doubtful: Sequence[DoubtfulLine], before: Sequence[Utterance]
) -> tuple[Doubt, ...]:
    """The doubts of a turn: those of its label or of the turn that it carries on, then those inside it."""
    doubts: list[Doubt] = []
    reason = turn.label.doubt or speaker.doubt
    if reason is not None:
        doubts.append(Doubt(turn.lines[0], f"{turn.label.label}:", reason, turn.start))
    elif (
        turn.attribution == "carried"
        and before
        and before[-1].doubts
        and before[-1].label == (turn.label.label or None)
    ):
        last = before[-1].doubts[-1]
        doubts.append(Doubt(last.line, last.text, last.reason, turn.start))
    first = bisect_left(doubtful, turn.start, key=lambda line: line.at)
    last_place = bisect_left(doubtful, turn.end, key=lambda line: line.at)
    inside = [Doubt(line.line, line.text, line.reason, line.at) for line in doubtful[first:last_place]]
    if doubts and inside and inside[0].start == turn.start:
        inside = inside[1:]
    return (*doubts, *inside)
