"""An answer as a file: what the links ask for is what the page shows."""

from __future__ import annotations

import pytest
from page_examples import PORTS_QUESTION, PUTIN, WordArchive, transcripts
from page_markup import HOSTILE, Page
from starlette.testclient import TestClient

from rag.output.export.forms import FORMATS, MEDIA_TYPES
from rag.page.filters import export_html
from rag.page.links import State
from rag.page.routes import build_routes
from rag.records import Filters


def test_every_form_is_offered_and_served() -> None:
    client = TestClient(build_routes(WordArchive(transcripts())))
    asked = State("And gas?", Filters((PUTIN,), "2023"), PORTS_QUESTION, ("place",), "2026-11-25")
    links = Page(export_html(asked, 3)).links()
    assert len(links) == len(FORMATS)
    for link in links:
        reply = client.get(link)
        assert reply.status_code == 200
        form = link.rpartition("=")[2]
        assert reply.headers["content-type"].partition(";")[0] == MEDIA_TYPES[form].partition(";")[0]
        assert reply.headers["content-disposition"] == f'attachment; filename="evidence.{form}"'
    told = client.get(next(link for link in links if link.endswith("json"))).json()
    assert told["question"] == "And gas?"
    assert len(told["passages"]) == 3


@pytest.mark.parametrize("bad", HOSTILE)
def test_hostile_questions_stay_text(bad: str) -> None:
    assert len(Page(export_html(State(bad, Filters((bad,), place=bad), bad), 10)).links()) == len(FORMATS)
