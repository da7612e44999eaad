"""A pack as JSON: the answer of the API, with settings, index, and a citation of every passage."""

from __future__ import annotations

import json
from dataclasses import asdict

from rag.output.contract import Json, answer_json
from rag.output.export.pack import Pack, lead
from rag.proof.cite.annotation import Parser, record_of
from rag.proof.cite.styles import plain


def render(pack: Pack) -> bytes:
    """Return the file."""
    return (json.dumps(_form(pack), ensure_ascii=False, indent=2) + "\n").encode()


def _form(pack: Pack) -> Json:
    answer = answer_json(pack.answer, pack.over_time)
    filters = pack.answer.filters
    parser = Parser(pack.index.program, pack.index.code)
    passages = [
        {
            **passage,
            "citation": plain(citation),
            "address": citation.address,
            "original": citation.original,
            "record": record_of(hit, parser),
        }
        for passage, (hit, citation) in zip(answer["passages"], pack.quotes, strict=True)
    ]
    return {
        "made": pack.made,
        **{name: value for name, value in answer.items() if name != "passages"},
        "filters": {
            "speakers": list(filters.speakers),
            "from": filters.since,
            "to": filters.until,
            "place": filters.place,
            "transcripts": list(filters.transcripts),
            "topics": list(filters.topics),
            "persons": list(filters.persons),
        },
        "settings": {
            "k": pack.request.k,
            "previous": pack.request.previous,
            "today": pack.request.today,
            "ignored": pack.request.ignore,
            "reranker": pack.reranker,
        },
        "index": asdict(pack.index),
        "lead": lead(pack),
        "passages": passages,
    }
