"""One question on two sides: each is asked alone, and is honest about its own silence."""

from __future__ import annotations

import pytest

from rag.archive import Archive
from rag.errors import QuestionError
from rag.output.contract import compare_json
from rag.records import Answer, Filters, Request
from rag.search.sides import compare
from tests.corpora import LUKASHENKO, PUTIN
from tests.page.markup import answer, hit


class Asked:
    """Remembers what it was asked."""

    def __init__(self) -> None:
        self.requests: list[Request] = []

    def __call__(self, request: Request) -> Answer:
        self.requests.append(request)
        return answer(hit(), filters=request.filters)


def test_speakers_are_filters_of_their_side() -> None:
    asked = Asked()
    compare(
        asked, Request("Ports?", Filters(place="Moscow"), k=3, ignore=("place",)), ["Putin", " Lukashenko "]
    )
    assert [(r.filters, r.k, r.ignore) for r in asked.requests] == [
        (Filters(("Putin",), place="Moscow"), 3, ("place", "speakers")),
        (Filters(("Lukashenko",), place="Moscow"), 3, ("place", "speakers")),
    ]


@pytest.mark.parametrize(
    ("given", "dates"),
    [
        ("2018", ("2018", "2018")),
        ("2018-03", ("2018-03", "2018-03")),
        ("2018-03-01..2018-04", ("2018-03-01", "2018-04")),
        ("2018 .. 2019", ("2018", "2019")),
        ("..2017", (None, "2017")),
        ("2019..", ("2019", None)),
    ],
)
def test_periods_are_dates_of_their_side(given: str, dates: tuple[str | None, str | None]) -> None:
    asked = Asked()
    compare(asked, Request("Ports?", Filters(("Putin",))), [given, "2024"])
    first, second = asked.requests
    assert (first.filters.since, first.filters.until) == dates
    assert first.filters.speakers == second.filters.speakers == ("Putin",)
    assert first.ignore == ("dates",)


@pytest.mark.parametrize(
    "given",
    [(), ("Putin",), ("Putin", "2018"), ("Putin", ""), ("a", "b", "c"), ("2018", ".."), ("2018", "x" * 999)],
)
def test_anything_but_two_of_one_kind_is_refused(given: tuple[str, ...]) -> None:
    with pytest.raises(QuestionError, match="give two speakers, or two periods") as refused:
        compare(Asked(), Request("Ports?"), given)
    assert len(str(refused.value)) < 300


def test_each_side_has_its_own_grade_and_its_own_words(archive: Archive) -> None:
    found = compare(archive.ask, Request("Who ships grain through the ports?"), ["Putin", "Lukashenko"])
    assert {hit.utterance.speaker for hit in found.sides[0].answer.hits} == {PUTIN}
    assert {hit.utterance.speaker for hit in found.sides[1].answer.hits} == {LUKASHENKO}
    form = compare_json(found)
    assert [(side["name"], side["answer"]["answered"]) for side in form["sides"]] == [
        ("Putin", True), ("Lukashenko", found.sides[1].answer.answered),
    ]  # fmt: skip
    assert found.answered


def test_an_unknown_speaker_is_the_askers_mistake(archive: Archive) -> None:
    with pytest.raises(QuestionError, match="nobody called 'Napoleon'"):
        compare(archive.ask, Request("Ports?"), ["Putin", "Napoleon"])
