"""A citation as a record: a W3C Web Annotation that later proves itself against the source file.

`target.selector` holds the words with what stands around them (TextQuoteSelector) and their place
(TextPositionSelector); `target.source` names the file by its SHA-256; `citation` says who, when and where.
docs/citations.md describes every field.
"""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rag.proof.cite.citation import Citation, citation_of
from rag.proof.cite.quoted import Quoted, quoted_of
from rag.records import Hit

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
PROGRAM = "rag-transcripts"


@dataclass(frozen=True, slots=True)
class Parser:
    """What read the source."""

    version: str
    """Of the program."""
    code: str
    """Hash of the modules that read and cut."""

    @classmethod
    def of(cls, manifest: Mapping[str, Any]) -> Parser:
        """Take it from what a build says of itself."""
        version, recipe = manifest.get("versions", {}).get(PROGRAM, ""), manifest.get("recipe", {})
        return cls(str(version), str(recipe.get("code", "")))


@dataclass(frozen=True, slots=True)
class Record:
    """What a record says, as far as it can be proven."""

    quoted: Quoted
    transcript: str
    source: str
    sha256: str
    facts: Mapping[str, str | None]
    """By the names of `FACTS`: what the source says about the words beside the words."""


FACTS = ("title", "date", "place", "url", "role", "parenthetical", "attribution")


def record_of(hit: Hit, parser: Parser, accessed: str | None = None) -> dict[str, Any]:
    """Return the record of a hit as JSON; `accessed` is an ISO day. Raises QuestionError where it is none."""
    citation, quoted = citation_of(hit, accessed), quoted_of(hit.passage, hit.utterance)
    return {
        "@context": CONTEXT,
        "id": _name(citation),
        "type": "Annotation",
        "motivation": "bookmarking",
        "generator": {"type": "Software", "name": PROGRAM, "version": parser.version, "code": parser.code},
        "target": {
            "source": {
                "id": f"ni:///sha-256;{_base64(citation.sha256)}",
                "path": citation.source,
                "sha256": citation.sha256,
            },
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": quoted.exact,
                    "prefix": quoted.prefix,
                    "suffix": quoted.suffix,
                },
                {"type": "TextPositionSelector", "start": quoted.start, "end": quoted.end},
            ],
        },
        "citation": {
            "speaker": hit.utterance.speaker,
            "label": hit.utterance.label,
            "role": hit.utterance.role,
            "parenthetical": hit.utterance.parenthetical,
            "attribution": hit.utterance.attribution,
            "title": hit.title,
            "date": hit.date,
            "place": hit.place,
            "url": hit.url,
            "address": citation.address,
            "original": citation.original,
            "accessed": citation.accessed,
            "transcript": citation.transcript,
            "utterance": citation.utterance,
            "lines": list(citation.lines),
            "counted_in": "file" if citation.in_file else "utterance",
        },
    }


def record_text(record: Mapping[str, Any]) -> str:
    """Return a record as the text of a file."""
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def _name(citation: Citation) -> str:
    """Name the annotation: the same words at the same place of the same file have the same name."""
    place = f"{citation.sha256} {citation.transcript} {citation.utterance} {citation.start}-{citation.end}"
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, place)}"


def _base64(hexadecimal: str) -> str:
    return base64.urlsafe_b64encode(bytes.fromhex(hexadecimal)).decode().rstrip("=")
