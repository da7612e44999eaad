"""TEI → Transcripts: debates as parliaments publish them (ParlaMint, Parla-CLARIN), and plays.

Who speaks is said by the markup: `u` or `sp`, with the id of a person in `who` and perhaps a printed label
before. Stage directions (`note`, `kinesic`, `vocal`, `incident`, `gap`, `stage`) and what stands outside of
utterances are narration. Offsets are those of each utterance's own text, lines those of the file.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from rag.errors import ReadError
from rag.readers.base import MOST_BYTES, Reader, SourceAbout
from rag.readers.markup import Element, local, xml_tree
from rag.readers.speakers import split_parenthetical
from rag.readers.speakers_as_given import speakers_as_given
from rag.readers.tei_persons import TeiPersons, inside, lists_beside, persons_of_file, words_of
from rag.readers.tei_text import Spoken, TeiText
from rag.records import Transcript, Utterance
from rag.text.calendar import is_day
from rag.text.language_detection import detected_language

_XML = "{http://www.w3.org/XML/1998/namespace}"
_TEI = frozenset({"TEI", "TEI.2"})
_ADDRESS = re.compile(r"https?://\S{1,2000}")
_UNKNOWN = re.compile(r"(?:unknown|unidentified|anonym|other)(?:$|[^a-z].*)", re.IGNORECASE)
"""Ids that stand for nobody in particular."""
_SHOWN = 3
"""Ids that a warning names."""


class Tei:
    """Reads TEI."""

    suffixes = (".xml",)
    max_bytes = MOST_BYTES

    def beside(self, path: Path) -> list[Path]:
        """The lists of persons that lie beside a file."""
        return lists_beside(path)

    def read(self, data: bytes, source: str, about: SourceAbout) -> tuple[Transcript, ...]:
        """Read one document or a corpus of several. Raises ReadError where nobody speaks in it."""
        root = xml_tree(data)
        persons = TeiPersons()
        persons.add(root)
        documents = [each for each in root.iter() if local(each) in _TEI]
        if not documents:
            raise ReadError(_no_transcript(root, persons, data))
        for path, changed, size in about.beside:
            persons.update(persons_of_file(path, changed, size))
        found = [_Document(each, persons, source, about) for each in documents]
        digest = hashlib.sha256(data).hexdigest()
        transcripts = [document.transcript(digest, len(found)) for document in found if document.spoken]
        if not transcripts:
            raise ReadError("nobody speaks in it; expected utterances (u) or speeches (sp)")
        return tuple(transcripts)


def _no_transcript(root: Element, persons: TeiPersons, data: bytes) -> str:
    """Why an XML document is none; a list of persons is told apart by its content: it names the speakers."""
    if persons.names:
        digest = hashlib.sha256(data).hexdigest()[:12]
        return f"no transcript, but {len(persons.names):,} names for those beside it (SHA-256 {digest}…)"
    return f"XML of another kind, <{local(root)[:40]}>; expected TEI"


class _Document:
    """One TEI element."""

    def __init__(self, tei: Element, persons: TeiPersons, source: str, about: SourceAbout) -> None:
        self._tei = tei
        self._persons = persons
        self._source = source
        self._about = about
        self._header = next(inside(tei, "teiHeader"), tei)
        self._day = self._date()
        texts = list(inside(tei, "text"))
        stated = [each.get(f"{_XML}lang") for each in (*texts, tei)]
        self._language = about.language or next(filter(None, stated), "").partition("-")[0].lower()
        self._printed = TeiText(texts)
        self.spoken = self._printed.spoken

    def transcript(self, digest: str, count: int) -> Transcript:
        """The document as a transcript; `count`: how many there are in the file."""
        stem = PurePosixPath(self._source).stem
        utterances = self._utterances()
        sample = " ".join(utterance.text for utterance in utterances[:20])
        return Transcript(
            id=stem if count == 1 else self._tei.get(f"{_XML}id") or f"{stem}-{self._tei.sourceline}",
            title=self._title(),
            date=self._day,
            place=self._place(),
            url=self._about.url or self._url(),
            retrieved=self._about.retrieved,
            source=self._source,
            sha256=digest,
            language=self._language or detected_language(sample),
            section=None,
            utterances=utterances,
            narration=tuple(self._printed.narration),
            warnings=tuple(self._warnings()),
            form="TEI",
            in_file=False,
        )

    def _utterances(self) -> tuple[Utterance, ...]:
        """Name the speakers: by their ids, or by their labels."""
        named = [self._named(spoken) for spoken in self.spoken]
        labels = [split_parenthetical(each.label) if each.label else ("", None) for each in named]
        given = speakers_as_given(
            name for (name, _), each, spoken in zip(labels, named, self.spoken, strict=True) if not spoken.who
        )
        utterances: list[Utterance] = []
        for (name, parenthetical), each, spoken in zip(labels, named, self.spoken, strict=True):
            numbered = replace(each, number=len(utterances))
            if not spoken.who and (who := given.get(name)) is not None:
                person = None if who.among else who.person
                numbered = replace(numbered, speaker=person, role=who.role, parenthetical=parenthetical)
            utterances.append(numbered)
        return tuple(utterances)

    def _named(self, spoken: Spoken) -> Utterance:
        """An utterance with its label, and with the person whom its id names."""
        names = [self._persons.name(key, self._day) or key for key in spoken.who]
        label = spoken.label or ", ".join(names) or None
        one = spoken.who[0] if len(spoken.who) == 1 and not _UNKNOWN.fullmatch(spoken.who[0]) else None
        role = self._persons.role(one, self._day, self._language) if one else None
        return replace(
            spoken.utterance,
            label=label,
            speaker=names[0] if one else None,
            role=role or ("Chair" if spoken.presides else None),
            attribution="printed" if label else "unknown",
        )

    def _warnings(self) -> Iterator[str]:
        keys = dict.fromkeys(key for spoken in self.spoken for key in spoken.who)
        unknown = [
            key for key in keys if self._persons.name(key, None) is None and not _UNKNOWN.fullmatch(key)
        ]
        if unknown:
            count = "one speaker is" if len(unknown) == 1 else f"{len(unknown):,} speakers are"
            shown = ", ".join(unknown[:_SHOWN]) + ("…" if len(unknown) > _SHOWN else "")
            yield f"{count} named by an id alone ({shown}): no list of persons has it"
        if self._day is None:
            yield "no date found in the header"

    def _title(self) -> str | None:
        """In the language of the text; the subtitle, where it has the number or the day of the sitting."""
        titles = [each for each in inside(self._header, "fileDesc", "titleStmt", "title") if words_of(each)]
        own = [each for each in titles if each.get(f"{_XML}lang") == self._language] or titles
        subtitles = [words_of(each) for each in own if each.get("type") == "sub"]
        numbered = [title for title in subtitles if any(map(str.isdigit, title))]
        return next(iter([*numbered, *map(words_of, own)]), None)

    def _date(self) -> str | None:
        """The day of the setting, else that of the source."""
        places = (("profileDesc", "settingDesc"), ("fileDesc", "sourceDesc"), ("profileDesc", "creation"))
        for names in places:
            for part in inside(self._header, *names):
                for element in part.iter():
                    day = (element.get("when") or "")[:10] if local(element) == "date" else ""
                    if is_day(day):
                        return day
        return None

    def _place(self) -> str | None:
        names = list(inside(self._header, "profileDesc", "settingDesc", "setting", "name"))
        cities = [words_of(each) for each in names if each.get("type") in {"city", "place"}]
        return next(filter(None, cities), None)

    def _url(self) -> str | None:
        for part in inside(self._header, "fileDesc", "sourceDesc"):
            for element in part.iter():
                if local(element) in {"idno", "ref"} and _ADDRESS.fullmatch(words_of(element)):
                    return words_of(element)
        return None


READER: Reader = Tei()
