"""JSON, JSONL → Transcripts: one a line, `{"id", "title", "date", "place", "url", "language", "utterances"}`.

An utterance is `{"speaker", "role", "text"}`; only `id`, `utterances` and `text` are required, and the id
not in a `.json` file, which has the file's name; null is as good as absent for the others. One object over
several lines, an array of transcripts, and the segments that transcription programs write are read as well;
`start`, in seconds of the recording, is kept. Offsets are those of the utterance's own text, lines
those of the file. The speaker is who the data says, apart from a role in front and a parenthetical at the
end; several spellings of one name in a transcript are one person; without a label, the utterance is
nobody's (`unknown`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

from rag.errors import ReadError
from rag.readers.base import MOST_BYTES_OF_MANY, Reader, SourceAbout
from rag.readers.json_segments import joined, other_speakers, segments_in
from rag.readers.json_values import JsonRow, json_values
from rag.readers.speakers import NamedSpeaker, split_parenthetical
from rag.readers.speakers_as_given import speakers_as_given
from rag.records import Anchor, Attribution, Doubt, Lines, Transcript, Utterance
from rag.text.language_detection import detected_language
from rag.text.normalise import squeeze

_LONGEST_ID = 200
_SAMPLE = 200
"""Utterances that are looked at to tell the language."""
_SHOWN = 5
_LONGEST_RECORDING = 1_000_000
"""Seconds."""
_ORDINAL = re.compile(r"\d{4}-?\d{3}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_KINDS = {list: "a list", str: "a string", bool: "true or false", type(None): "null"}


class Jsonl:
    """Reads JSONL and JSON."""

    suffixes = (".jsonl", ".json")
    max_bytes = MOST_BYTES_OF_MANY

    def read(self, data: bytes, source: str, about: SourceAbout) -> tuple[Transcript, ...]:
        """Read every transcript. Raises ReadError, with the line, where one is wrong."""
        digest = hashlib.sha256(data).hexdigest()
        transcripts: dict[str, Transcript] = {}
        for lines, value in json_values(data.removeprefix(b"\xef\xbb\xbf")):
            try:
                transcript = _transcript(value, lines, source, digest, about)
                if transcript.id in transcripts:
                    first = transcripts[transcript.id].utterances[0].lines[0]
                    raise ReadError(f"the id {transcript.id!r} is taken by line {first}")
            except ReadError as error:
                raise ReadError(f"line {lines[0]}: {error}") from None
            transcripts[transcript.id] = transcript
        if not transcripts:
            raise ReadError("no line holds anything; expected a transcript a line")
        return tuple(transcripts.values())


def _transcript(value: object, lines: Lines, source: str, digest: str, about: SourceAbout) -> Transcript:
    row, are_segments = _as_row(value, source)
    name = _string(row, "id", "the transcript")
    if name is None or not name.strip() or len(name) > _LONGEST_ID or not name.isprintable():
        raise ReadError(f"found the id {_short(name)}; expected a short name")
    items = row.get("utterances")
    if not isinstance(items, list) or not items:
        found = "an empty list" if items == [] else _kind(items)
        raise ReadError(f"“utterances” of {name!r} is {found}; expected a list of objects with text")
    given = [_utterance(item, number, lines, are_segments=are_segments) for number, item in enumerate(items)]
    utterances = _named(list(joined(given)) if are_segments else given)
    day, warnings = _day(None if "date" in row.repeated else _string(row, "date", name))
    warnings += [f"the key “{key}” stands more than once in {name!r}" for key in row.repeated]
    warnings += [f"utterance {u.number} has no text" for u in utterances if not u.text.strip()]
    return Transcript(
        id=name,
        title=_string(row, "title", name),
        date=day,
        place=_string(row, "place", name),
        url=_string(row, "url", name) or about.url,
        retrieved=about.retrieved,
        source=source,
        sha256=digest,
        language=_string(row, "language", name)
        or about.language
        or detected_language(" ".join(u.text for u in utterances[:_SAMPLE])),
        section=_string(row, "section", name),
        utterances=utterances,
        narration=(),
        warnings=tuple(f"line {lines[0]}: {warning}" for warning in warnings),
        form="JSON" if source.lower().endswith(".json") else "JSONL",
        in_file=False,
    )


def _as_row(value: object, source: str) -> tuple[JsonRow, bool]:
    """A transcript's object, and whether it has segments; these, and `.json` files, get the file's name."""
    file = PurePosixPath(source)
    if isinstance(value, list) and value:
        return JsonRow(id=file.stem, utterances=value), True
    if not isinstance(value, JsonRow):
        raise ReadError(f"found {_kind(value)}; expected an object with id and utterances")
    segments = None if "utterances" in value else segments_in(value)
    if segments is not None:
        value["utterances"] = segments
    if segments is not None or file.suffix.lower() == ".json":
        value.setdefault("id", file.stem)
    return value, segments is not None


def _utterance(item: object, number: int, lines: Lines, *, are_segments: bool) -> Utterance:
    """An utterance as it is given, before its person is named."""
    where = f"utterance {number}"
    if not isinstance(item, JsonRow):
        raise ReadError(f"{where} is {_kind(item)}; expected an object with text")
    text = _string(item, "text", where)
    if text is None:
        raise ReadError(f"{where} has no text")
    label = squeeze(_string(item, "speaker", where) or "") or None
    attribution: Attribution = "unknown" if label is None else "printed"
    doubts: tuple[Doubt, ...] = ()
    if item.repeated and text:
        attribution = "doubtful"
        keys = " and ".join(f"“{key}”" for key in item.repeated)
        doubts = (Doubt(lines[0], label or where, f"has {keys} more than once; the last is taken", 0),)
    elif are_segments and text.strip() and (others := other_speakers(item, label)):
        attribution = "doubtful"
        names = " and ".join(f"“{name}”" for name in others[:_SHOWN])
        doubts = (Doubt(lines[0], f"{label}:", f"has words that are said to be of {names}", 0),)
    start = item.get("start")
    time = _time(start) if isinstance(start, (int, float)) else None
    return Utterance(
        number=number,
        label=label,
        speaker=None,
        role=squeeze(_string(item, "role", where) or "") or None,
        parenthetical=None,
        attribution=attribution,
        text=text,
        start=0,
        end=len(text),
        lines=lines,
        time=time,
        doubts=doubts,
        anchors=() if time is None else (Anchor(0, lines[0], time),),
    )


def _named(utterances: Sequence[Utterance]) -> tuple[Utterance, ...]:
    """Name the persons: several spellings of one name are one, where a transcript has them side by side."""
    labels = [split_parenthetical(u.label) if u.label else ("", None) for u in utterances]
    persons = speakers_as_given([name for name, _ in labels])
    named = []
    for utterance, (name, parenthetical) in zip(utterances, labels, strict=True):
        who = persons.get(name, _NOBODY)
        doubts = utterance.doubts
        if who.doubt and utterance.text and not doubts:
            doubts = (Doubt(utterance.lines[0], f"{utterance.label}:", who.doubt, 0),)
        named.append(
            replace(
                utterance,
                speaker=None if doubts or who.among else who.person,
                role=utterance.role or who.role,
                parenthetical=parenthetical,
                attribution="doubtful" if doubts else utterance.attribution,
                doubts=doubts,
            )
        )
    return tuple(named)


_NOBODY = NamedSpeaker(None, None, None)


def _day(stated: str | None) -> tuple[str | None, list[str]]:
    """Read an ISO date, perhaps with a time; anything else is left out and said."""
    if not stated:
        return None, []
    day = re.split("[T ]", stated.strip(), maxsplit=1)[0]
    try:
        if _ORDINAL.fullmatch(day):
            return datetime.strptime(day.replace("-", ""), "%Y%j").date().isoformat(), []
        return date.fromisoformat(day).isoformat(), []
    except ValueError:
        return None, [f"the date {_short(stated)} is left out; expected YYYY-MM-DD"]


def _time(seconds: float) -> str | None:
    """Seconds of a recording as H:MM:SS; None for what is no place in one."""
    if isinstance(seconds, bool) or not 0 <= seconds < _LONGEST_RECORDING:
        return None
    minutes, second = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{second:02d}"


def _string(row: dict[str, Any], name: str, where: str) -> str | None:
    value = row.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ReadError(f"“{name}” of {_short(where)} is {_kind(value)}; expected a string")
    if _SURROGATE.search(value):
        raise ReadError(f"“{name}” of {_short(where)} holds half a character; expected whole ones")
    return value


def _kind(value: object) -> str:
    return "an object" if isinstance(value, dict) else _KINDS.get(type(value), "a number")


def _short(value: str | None) -> str:
    shown = value if value is None or len(value) <= _LONGEST_ID else f"{value[:40]}…"
    return repr(shown)


READER: Reader = Jsonl()
