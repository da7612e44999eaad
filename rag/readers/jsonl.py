"""JSONL → Transcripts: one a line, `{"id", "title", "date", "place", "url", "language", "utterances"}`.

An utterance is `{"speaker", "role", "text"}`; only `id`, `utterances` and `text` are required, null is as
good as absent for the others. Offsets are those of the utterance's own text, lines the line of the file.
The speaker is who the data says, apart from a role in front and a parenthetical at the end; without one,
the utterance is nobody's (`unknown`).
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from typing import Any

from rag.errors import ReadError
from rag.readers.base import Reader, SourceAbout, decode, language_of
from rag.readers.label_grammar import LabelKind, understand
from rag.readers.speakers import Speaker, split_parenthetical
from rag.records import Transcript, Utterance
from rag.text.normalise import squeeze

_LONGEST_ID = 200
_SURROGATE = re.compile("[\ud800-\udfff]")
_KINDS = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}


class Jsonl:
    """Reads JSONL."""

    suffixes = (".jsonl",)
    max_bytes = 512 * 1024 * 1024

    def read(self, data: bytes, source: str, about: SourceAbout) -> tuple[Transcript, ...]:
        """Read every line that is not blank. Raises ReadError, with the line, where one is wrong."""
        digest = hashlib.sha256(data).hexdigest()
        transcripts: dict[str, Transcript] = {}
        for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
            if not line.strip():
                continue
            try:
                transcript = _transcript(_object(line), number, source, digest, about)
                if transcript.id in transcripts:
                    first = transcripts[transcript.id].utterances[0].lines[0]
                    raise ReadError(f"the id {transcript.id!r} is taken by line {first}")
            except ReadError as error:
                raise ReadError(f"line {number}: {error}") from None
            transcripts[transcript.id] = transcript
        if not transcripts:
            raise ReadError("no line holds anything; expected a transcript a line")
        return tuple(transcripts.values())


def _object(line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(decode(line))
    except json.JSONDecodeError as error:
        raise ReadError(f"broken JSON at character {error.pos + 1:,}: {error.msg}") from None
    except (ValueError, RecursionError):
        raise ReadError("broken JSON: nested too deep, or a number too long") from None
    if not isinstance(value, dict):
        raise ReadError(f"found {_kind(value)}; expected an object with id and utterances")
    return value


def _transcript(row: dict[str, Any], line: int, source: str, digest: str, about: SourceAbout) -> Transcript:
    name = _string(row, "id", "the transcript")
    if name is None or not name.strip() or len(name) > _LONGEST_ID or not name.isprintable():
        raise ReadError(f"found the id {_short(name)}; expected a short name")
    items = row.get("utterances")
    if not isinstance(items, list) or not items:
        found = "an empty list" if items == [] else _kind(items)
        raise ReadError(f"“utterances” of {name!r} is {found}; expected a list of objects with text")
    utterances = tuple(_utterance(item, number, line) for number, item in enumerate(items))
    day, doubts = _day(_string(row, "date", name))
    doubts += [f"utterance {u.number} has no text" for u in utterances if not u.text.strip()]
    return Transcript(
        id=name,
        title=_string(row, "title", name),
        date=day,
        place=_string(row, "place", name),
        url=_string(row, "url", name) or about.url,
        source=source,
        sha256=digest,
        language=_string(row, "language", name)
        or language_of(" ".join(u.text for u in utterances[:20]), about.language),
        section=_string(row, "section", name),
        utterances=utterances,
        narration=(),
        warnings=tuple(f"line {line}: {doubt}" for doubt in doubts),
        form="JSONL",
        in_file=False,
    )


def _utterance(item: object, number: int, line: int) -> Utterance:
    where = f"utterance {number}"
    if not isinstance(item, dict):
        raise ReadError(f"{where} is {_kind(item)}; expected an object with text")
    text = _string(item, "text", where)
    if text is None:
        raise ReadError(f"{where} has no text")
    label = squeeze(_string(item, "speaker", where) or "") or None
    role = squeeze(_string(item, "role", where) or "") or None
    speaker = Speaker(None, role, None) if label is None else _speaker(label, role)
    return Utterance(
        number=number,
        label=label,
        speaker=speaker.person,
        role=speaker.role,
        parenthetical=speaker.parenthetical,
        attribution="unknown" if label is None else "printed",
        text=text,
        start=0,
        end=len(text),
        lines=(line, line),
    )


def _speaker(label: str, role: str | None) -> Speaker:
    """Take the speaker as given, unless it is a role with a name, or names nobody."""
    name, parenthetical = split_parenthetical(label)
    understood = understand(name)
    match understood.kind:
        case LabelKind.GENERIC | LabelKind.ROLE:
            return Speaker(None, role or understood.role, parenthetical)
        case LabelKind.ROLE_AND_NAME:
            return Speaker(understood.person, role or understood.role, parenthetical)
        case _:
            return Speaker(name or None, role, parenthetical)


def _day(stated: str | None) -> tuple[str | None, list[str]]:
    """Read an ISO date, perhaps with a time; anything else is left out and said."""
    if not stated:
        return None, []
    try:
        return date.fromisoformat(re.split("[T ]", stated.strip(), maxsplit=1)[0]).isoformat(), []
    except ValueError:
        return None, [f"the date {_short(stated)} is left out; expected YYYY-MM-DD"]


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
    return _KINDS.get(type(value), "a number")


def _short(value: str | None) -> str:
    shown = value if value is None or len(value) <= _LONGEST_ID else f"{value[:40]}…"
    return repr(shown)


READER: Reader = Jsonl()
