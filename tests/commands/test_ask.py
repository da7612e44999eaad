"""`rag ask`: ranked quotes, JSON as the contract has it, filters and follow-ups."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from rag.archive import Archive
from rag.output.contract import answer_json
from rag.records import Filters, Request
from tests.builders import TopicEncoder
from tests.commands.running import (
    NEGATIVE,
    SUCCESS,
    Run,
    assert_mistake,
)
from tests.corpora import IVANOVA, LUKASHENKO, PUTIN

pytestmark = pytest.mark.slow


def test_ask_shows_ranked_quotes(here: Path, run: Run) -> None:
    ran = run("ask", "Who ships grain through the ports?", "-k", "1")
    assert (ran.code, ran.err) == (SUCCESS, "")
    assert ran.out.splitlines() == [
        "Searched 4 transcripts, 9 passages, 5 December 2023 to 11 April 2024 (1 without a date).",
        "",
        " 1  Vladimir Putin, President of Russia",
        "    11 April 2024 · The Kremlin, Moscow · Talks",
        "    harbour.txt:9 · utterance 0",
        "We ship grain through the ports.",
    ]


def test_ask_as_json_is_the_contract(here: Path, run: Run) -> None:
    by_whom_when = ("--speaker", "lukashenko", "--from", "2024-04", "--to", "2024")
    where = ("--place", "kremlin", "--transcript", "harbour")
    ran = run("ask", "Gas is another matter?", "-k", "1", *by_whom_when, *where, "--json")
    assert (ran.code, ran.err, ran.out.count("\n")) == (SUCCESS, "", 1)
    answer = ran.json
    filters = Filters((LUKASHENKO,), "2024-04-01", "2024-12-31", "kremlin", ("harbour",))
    archive = Archive.open(here / "index", TopicEncoder())
    assert answer == json.loads(
        json.dumps(answer_json(archive.ask(Request("Gas is another matter?", filters, k=1))))
    )
    assert list(answer) == [
        "question", "understood", "answered", "grade", "confidence", "unmet", "misfits", "searched",
        "passages",
    ]  # fmt: skip
    assert list(answer["understood"]) == ["speakers", "from", "to", "place", "followup"]
    assert answer["searched"] == {
        "transcripts": 1,
        "utterances": 2,
        "passages": 2,
        "from": "2024-04-11",
        "to": "2024-04-11",
        "undated": 0,
        "months_without_any": [],
        "excluded_by_filters": 0,
        "transcripts_left_out": 3,
    }
    (hit,) = answer["passages"]
    assert hit.pop("score") > 0
    source = (here / "corpus" / "harbour.txt").read_bytes()
    start = source.decode().index("Gas is another matter.")
    label = "President of Belarus Alexander Lukashenko"
    assert hit == {
        "rank": 1,
        "by_meaning": 1,
        "by_words": 1,
        "transcript": "harbour",
        "title": "Talks",
        "date": "2024-04-11",
        "place": "The Kremlin, Moscow",
        "url": None,
        "utterance": 2,
        "speaker": LUKASHENKO,
        "label": label,
        "role": "President of Belarus",
        "parenthetical": None,
        "attribution": "printed",
        "attribution_note": None,
        "doubt": None,
        "text": "Gas is another matter.",
        "highlight": [0, 22],
        "flags": [],
        "source": {
            "path": "harbour.txt",
            "sha256": hashlib.sha256(source).hexdigest(),
            "start": start,
            "end": start + 22,
            "lines": [13, 13],
        },
        "context": {
            "before": {"speaker": None, "label": "Question", "text": "And what of gas?"},
            "after": {"speaker": LUKASHENKO, "label": label, "text": "The price stays."},
        },
    }


def test_ask_exits_1_where_nothing_answers(here: Path, run: Run) -> None:
    ran = run("ask", "ports", "--place", "Nowhere")
    assert (ran.code, ran.err) == (NEGATIVE, "")
    assert ran.out.splitlines()[:3] == [
        "Nothing was found.",
        "No transcript lies within the filters. "
        "The filters left out 4 transcripts and 9 of the best passages. "
        "Months without any transcript: January 2024, March 2024.",
        "That is no proof: it may have been said where no transcript was searched.",
    ]
    ran = run("ask", "ports", "--place", "Nowhere", "--json")
    assert (ran.code, ran.json["answered"], ran.json["confidence"], ran.json["passages"]) == (
        NEGATIVE,
        False,
        0,
        [],
    )


def test_ask_ignores_parts_of_the_question(here: Path, run: Run) -> None:
    question = "What did Putin say about grain in 2024?"
    read = run("ask", question, "--json").json["understood"]
    assert (read["speakers"], read["from"], read["to"]) == ([PUTIN], "2024-01-01", "2024-12-31")
    read = run("ask", question, "--ignore", "speakers, dates", "--json").json["understood"]
    assert (read["speakers"], read["from"], read["to"]) == ([], None, None)


def test_ask_follows_up_and_repeats_options(here: Path, run: Run) -> None:
    ran = run(
        "ask", "And what about that?", "-k", "1", "--previous", "Does the school have a teacher?", "--json"
    )
    assert ran.json["understood"]["followup"] is True
    assert [hit["text"] for hit in ran.json["passages"]] == ["Every school needs a teacher."]
    ran = run("ask", "ports", "--speaker", "putin", "--speaker", "ivanova", "--json")
    assert {hit["speaker"] for hit in ran.json["passages"]} == {PUTIN, IVANOVA}


def test_other_weights(here: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TopicEncoder, "weights", "1" * 64)
    assert_mistake(here, run, "ask", "ports", said="with weights 53aa51172d14…, here are 111111111111…")


TAGGED = """<html lang="en"><title>Talks on pipes</title><body><main><h1>Talks on pipes</h1>
<p><b>Anna Ivanova:</b> We ship gas through pipes.</p><p><b>Tom Reyes:</b> And grain.</p>
<ul><li class="p-category">Energy</li></ul>
<a rel="tag" href="/catalog/persons/1/events">Berg Anna</a></main></body></html>"""


def test_topics_and_persons_of_web_pages_confine(here: Path, run: Run) -> None:
    corpus = here / "corpus"
    said = "these transcripts have no topics: only web pages that name theirs have"
    assert_mistake(here, run, "ask", "Gas?", "--topic", "energy", said=said)
    (corpus / "pipes.html").write_text(TAGGED)
    assert run("build").code == SUCCESS
    for limits in (
        ("--topic", "energy"),
        ("--person", "anna berg"),
        ("--topic", "Energy", "--person", "Berg"),
    ):
        found = run("ask", "What is shipped?", *limits, "--json").json
        assert {passage["transcript"] for passage in found["passages"]} == {"pipes"}
        assert found["searched"]["transcripts_left_out"] == 4
    said = "no transcript is tagged with the topic 'schools'; there are Energy"
    assert_mistake(here, run, "ask", "Gas?", "--topic", "schools", said=said)
