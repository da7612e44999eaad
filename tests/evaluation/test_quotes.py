"""What an answer showed, read back from its saved line."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from evaluation_examples import ANSWER, answered, located, showing

from rag.errors import EvaluationError
from rag.evaluation.runs import Quote, RunLine, quotes_of


def test_all_that_was_shown_is_read_back() -> None:
    (quote,) = quotes_of(RunLine.from_answer("1", ANSWER))
    assert quote == Quote(
        transcript="meeting",
        date="2018-09-12",
        path="2018/meeting.txt",
        lines=(30, 31),
        utterance=4,
        start=100,
        end=111,
        label="Alexander Lukashenko",
        speaker="Alexander Lukashenko",
        role=None,
        parenthetical=None,
        attribution="printed",
        text="Ports\u2028«море»",
    )
    assert quote.passage == replace(ANSWER.hits[0].passage, tokens=0)


def test_a_passage_of_the_index_is_quoted_as_an_answer_quotes_it() -> None:
    each = located("a.txt", 3, "Ports.", speaker=None, date=None, at=50)
    assert quotes_of(showing("1", each)) == (each.quote,)


@pytest.mark.parametrize("name", ["text", "attribution"])
def test_a_line_that_does_not_say_it_all(name: str) -> None:
    form = json.loads(showing("1", located("a.txt", 1)).saved)
    del form["passages"][0][name]
    line = replace(answered("1"), saved=json.dumps(form))
    with pytest.raises(EvaluationError, match=rf'the answer to 1, passages\[0\]: "{name}" is missing'):
        quotes_of(line)
