"""Saved questions and quotes: what is new is told once, and nothing that was there before."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.archive import Archive
from rag.errors import QuestionError, RagError
from rag.index.builder import build_index
from rag.records import Filters
from rag.watches import FILE, add, changing, load, made, news
from tests.builders import TopicEncoder
from tests.corpora import IVANOVA, lines

pytestmark = [pytest.mark.slow]

QUESTION = "Who ships grain through the ports?"
QUOTE = "We ship grain through the ports."


def told(index: Path) -> dict[str, list[tuple[str, str]]]:
    """What a run lists: transcript and words, by kind."""
    archive = Archive.open(index, TopicEncoder())
    with changing(index) as saved:
        found = news(archive, saved)
    archive.close()
    return {each.watch.kind: [(h.passage.transcript, h.passage.text) for h in each.hits] for each in found}


def saved_both(index: Path) -> None:
    archive = Archive.open(index, TopicEncoder())
    add(index, made(archive, "question", QUESTION, Filters()))
    add(index, made(archive, "quote", QUOTE, Filters()))
    archive.close()


def more(corpus: Path, index: Path, name: str, text: str) -> None:
    told = {"id": name, "date": "2024-05-01", "utterances": [{"speaker": IVANOVA, "text": text}]}
    (corpus / f"{name}.jsonl").write_text(lines(told), "utf-8")
    build_index(corpus, index, TopicEncoder())


def test_only_new_transcripts_are_news_and_only_once(places: tuple[Path, Path]) -> None:
    corpus, index = places
    saved_both(index)
    assert told(index) == {"question": [], "quote": []}
    more(corpus, index, "lunch", "Lunch is served.")
    assert told(index) == {"question": [], "quote": []}
    more(corpus, index, "news", QUOTE)
    assert told(index) == {"question": [("news", QUOTE)], "quote": [("news", QUOTE)]}
    assert told(index) == {"question": [], "quote": []}
    build_index(corpus, index, TopicEncoder(), full=True)
    assert told(index) == {"question": [], "quote": []}


def test_one_question_is_saved_once_and_a_bad_one_not_at_all(places: tuple[Path, Path]) -> None:
    _, index = places
    saved_both(index)
    before = (index / FILE).read_bytes()
    archive = Archive.open(index, TopicEncoder())
    with pytest.raises(RagError, match="this is saved already, as"):
        add(index, made(archive, "question", QUESTION, Filters()))
    with pytest.raises(QuestionError, match="nobody called 'Nobody'"):
        made(archive, "question", QUESTION, Filters(("Nobody",)))
    archive.close()
    assert (index / FILE).read_bytes() == before


@pytest.mark.parametrize("bad", [b"", b"{", b"[]", b'{"watches": [{}]}', b'{"watches": [], "x": 1}', b"\xff"])
def test_a_damaged_file_is_told_in_one_line(tmp_path: Path, bad: bytes) -> None:
    (tmp_path / FILE).write_bytes(bad)
    with pytest.raises(RagError, match="does not hold saved questions") as refused:
        load(tmp_path)
    assert "\n" not in str(refused.value)


def test_nothing_is_saved_where_no_index_is(tmp_path: Path) -> None:
    assert load(tmp_path) == []
    with pytest.raises(RagError, match="make one with rag build"), changing(tmp_path / "nowhere"):
        pass
