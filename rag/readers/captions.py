"""Captions (WebVTT, SRT) → Transcript: the words of the cues, without numbers, times and tags.

Cues that follow one another and have one speaker are one utterance, whose lines are joined by spaces, so
that its offsets are those of its own text. A cue without a label carries the last speaker on; what is said
before the first label, or without any, is said by nobody knows whom.
"""

from __future__ import annotations

import hashlib
import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from pathlib import PurePosixPath

from rag.errors import ReadError
from rag.readers.base import SourceAbout
from rag.readers.forms import Form
from rag.readers.label_heads import FoundLabel
from rag.readers.labels import find_labels
from rag.readers.paragraphs import Paragraph, Remark, Text
from rag.readers.turns import take_turns
from rag.readers.utterances import utterances_of
from rag.records import Anchor, Narration, Transcript, Utterance
from rag.text.language_detection import detected_language

CAPTIONS = (".vtt", ".srt")

_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?"
_FORM = Form("captions", changes=re.compile(r">>|[-–—]\s"))
_TIMING = re.compile(rf"(?P<time>{_TIME})\s*-->\s*{_TIME}[^<]*(?P<words><v[.\s].*|.*)")
"""Some programs write the words beside the time, after a voice; all else there is how to show them."""
_NUMBER = re.compile(r"\d{1,6}")
_BLOCK = re.compile(r"(?:NOTE|STYLE|REGION)\b.*")
_HEADER = re.compile(r"WEBVTT\b(?:[\s:–-]+(?P<title>\S.*))?")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]{1,200})>")
_NEXT_VOICE = re.compile(r"(?<=\S)\s*(?=<v[.\s])")
_VOICES = ("**", "- ", "– ", ">>")
"""How a line begins that opens a block of its own: somebody else speaks."""
_TAG = re.compile(r"</?[^<>]{0,100}>|\{\\[^{}]{1,40}\}")
_BRACKETED = re.compile(r"^\(([^\W\d_][^()]{1,60})\)$")
"""Where most cues begin with one, it is a voice."""
_SEPARATOR = re.compile(r"[-–—]")
_SOUND = re.compile(r"[-–\s]*(?:\([^()]*\)|\[[^\[\]]*\]|[♪♫#*].*)[.\s]*")
"""A line that tells what is heard."""
_NO_NAME = re.compile(r"[:*_<>|]")
_TOP = 8
"""Paragraphs within which captions have their first time."""


@dataclass(frozen=True, slots=True)
class _Cue:
    """A line of a cue as plain text, its voice as a label in bold."""

    line: int
    time: str
    text: str
    opens: bool


@dataclass(frozen=True, slots=True)
class _Line:
    """What an utterance has of a line of a cue, and where that begins."""

    begin: int
    words: str
    cue: _Cue


def is_captions(text: Text) -> bool:
    """Whether a text is captions, whatever its file is called."""
    top = [text.line(paragraph) for paragraph in text.paragraphs[:_TOP]]
    return bool(top) and (top[0].startswith("WEBVTT") or any(_TIMING.fullmatch(line) for line in top))


def read_captions(text: Text, data: bytes, source: str, about: SourceAbout) -> Transcript:
    """Read captions. Raises ReadError where they have no cue with words."""
    cues, narration, title = _cues(text)
    if not cues:
        raise ReadError("no cue found; expected lines like “00:00:05.000 --> 00:00:07.500” over the words")
    words = Text("".join(("\n\n" if cue.opens else "\n") + cue.text for cue in cues))
    labels = find_labels(words, words.paragraphs, _FORM)
    unnamed = _unnamed(words, labels.found)
    script = take_turns(words, words.paragraphs, (*unnamed, *labels.found), _FORM)
    if not script.turns:
        raise ReadError(f"nobody says a word in {len(cues):,} lines of captions; expected “Name: text”")
    cue_of = dict(zip(accumulate((1 + cue.opens for cue in cues), initial=1), (cues[0], *cues), strict=True))
    spoken = utterances_of(words, script, labels.doubts, ())
    named = sum(bool(turn.label.label) for turn in script.turns)
    labels_most = 2 * named >= sum(cue.opens for cue in cues)
    utterances = tuple(
        _joined(group, cue_of, number, labels_most=labels_most)
        for number, group in enumerate(_groups(spoken))
    )
    narration += [Narration(part.text, (cue_of[part.lines[0]].line,) * 2) for part in script.narration]
    remarks = [*script.remarks, *labels.remarks]
    if not labels.found:
        remarks.append(Remark(1, f"no speaker label in {len(cues):,} lines of captions: nobody is named"))
    return Transcript(
        id=PurePosixPath(source).stem,
        title=title,
        date=None,
        place=None,
        url=about.url,
        retrieved=about.retrieved,
        source=source,
        sha256=hashlib.sha256(data).hexdigest(),
        language=about.language or detected_language(words.source),
        section=None,
        utterances=utterances,
        narration=tuple(sorted(narration, key=lambda part: part.lines)),
        warnings=tuple(str(replace(remark, line=cue_of[remark.line].line)) for remark in remarks),
        form=_FORM.name,
        in_file=False,
    )


def _unnamed(words: Text, labels: Sequence[FoundLabel]) -> Iterator[FoundLabel]:
    """A label without a name over the words before the first one; not over sounds."""
    first = labels[0].at if labels else len(words.source)
    said = (each.start for each in words.paragraphs if not _SOUND.fullmatch(words.line(each)))
    at = next(said, first)
    if at < first:
        yield FoundLabel("", None, at, at)


def _cues(text: Text) -> tuple[list[_Cue], list[Narration], str | None]:
    """The lines of all cues, what stands outside of them, and the title."""
    cues: list[_Cue] = []
    narration: list[Narration] = []
    title, time, skips, opens = None, None, False, True
    lines = _voiced([(paragraph, text.line(paragraph)) for paragraph in text.paragraphs])
    for at, (paragraph, line) in enumerate(lines):
        if at == 0 and (header := _HEADER.fullmatch(line)):
            title = header["title"]
            continue
        words, following = line, lines[at + 1][1] if at + 1 < len(lines) else ""
        if timing := _TIMING.fullmatch(line):
            time, skips, opens = timing["time"], False, True
            words = timing["words"] if timing["words"].startswith("<v") else ""
        elif _TIMING.fullmatch(following) and (_NUMBER.fullmatch(line) or paragraph.above is None):
            continue
        elif _BLOCK.fullmatch(line) and paragraph.above is None:
            time, skips = None, True
            narration.append(Narration(line, (paragraph.line,) * 2))
            continue
        elif time is None or skips:
            narration.append(Narration(line, (paragraph.line,) * 2))
            continue
        for voice in filter(None, map(_plain, _NEXT_VOICE.split(words))) if time else ():
            cues.append(_Cue(paragraph.line, time, voice, opens or voice.startswith(_VOICES)))
            opens = False
    return cues, narration, title


def _voiced(lines: list[tuple[Paragraph, str]]) -> list[tuple[Paragraph, str]]:
    """The lines with names in brackets as voices, where most cues begin with one."""
    heads = [after for (_, line), (_, after) in pairwise(lines) if _TIMING.fullmatch(line)]
    if 2 * sum(_BRACKETED.fullmatch(head) is not None for head in heads) <= len(heads):
        return lines
    voiced = ((paragraph, _BRACKETED.sub(r"<v \1>", line)) for paragraph, line in lines)
    return [(paragraph, line) for paragraph, line in voiced if not _SEPARATOR.fullmatch(line)]


def _plain(line: str) -> str:
    """The words of a line; a voice as a label in bold."""
    line = _VOICE.sub(lambda voice: f"**{_NO_NAME.sub(' ', voice[1]).strip()}:** ", line)
    return " ".join(html.unescape(_TAG.sub("", line)).replace("\n", " ").split())


def _groups(utterances: Sequence[Utterance]) -> Iterator[list[Utterance]]:
    """Utterances that follow one another and have one label."""
    group: list[Utterance] = []
    for utterance in utterances:
        if group and utterance.label != group[-1].label:
            yield group
            group = []
        group.append(utterance)
    if group:
        yield group


def _joined(
    group: Sequence[Utterance], cue_of: dict[int, _Cue], number: int, *, labels_most: bool
) -> Utterance:
    """One utterance of several, its lines joined by spaces, with offsets in its own text."""
    lines = [line for part in group for line in _lines(part, cue_of)]
    begins = [line.begin for line in lines]
    starts = list(accumulate((len(line.words) + 1 for line in lines), initial=0))
    doubts = []
    for doubt in (doubt for part in group for doubt in part.doubts):
        at = bisect_right(begins, doubt.start) - 1
        moved = starts[at] + doubt.start - begins[at]
        doubts.append(replace(doubt, line=lines[at].cue.line, start=moved))
    heads = {part.start for part in group}
    unlabelled = any(line.cue.opens for line in lines if line.begin not in heads)
    is_carried = group[0].attribution == "printed" and labels_most and unlabelled
    text = " ".join(line.words for line in lines)
    return replace(
        group[0],
        number=number,
        attribution="carried" if is_carried else group[0].attribution,
        text=text,
        start=0,
        end=len(text),
        lines=(lines[0].cue.line, lines[-1].cue.line),
        time=lines[0].cue.time,
        doubts=tuple(doubts),
        anchors=tuple(
            Anchor(at, line.cue.line, line.cue.time) for at, line in zip(starts, lines, strict=False)
        ),
    )


def _lines(part: Utterance, cue_of: dict[int, _Cue]) -> Iterator[_Line]:
    """The lines of an utterance that are not blank."""
    begin = part.start
    for number, words in enumerate(part.text.split("\n"), part.lines[0]):
        if words:
            yield _Line(begin, words, cue_of[number])
        begin += len(words) + 1
