"""What there is to choose from: every count is what the catalogue leaves where it is chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from rag.errors import QuestionError
from rag.index.catalogue import Catalogue
from rag.index.catalogue_writer import CatalogueWriter
from rag.records import Coverage, Filters, Hit, Passage, Request, SpeakerCount, Transcript
from rag.search.facets import Count, FacetIndex, Facets, Overview, Year, overview, said_by, said_when
from tests.builders import transcript
from tests.page.examples import WordArchive, transcripts

PUTIN, LUKASHENKO, IVANOVA = "Vladimir Putin", "Alexander Lukashenko", "Anna Ivanova"
HARBOUR, LESSON, SOCHI, UNDATED = "harbour", "lesson", "sochi", "undated"

HELD = (
    replace(
        transcript(
            HARBOUR,
            (PUTIN, "We ship grain."),
            (None, "And gas?"),
            (PUTIN, "Gas too."),
            (LUKASHENKO, "And grain."),
            title="Talks",
            date="2023-11-30",
            place="The Kremlin, Moscow",
        ),
        topics=("Ports", "Trade"),
        persons=("Berg Anna",),
    ),
    replace(
        transcript(
            LESSON,
            (LUKASHENKO, "Every school."),
            title="A lesson in Sochi",
            date="2024-02-01",
            place="Moscow",
        ),
        topics=("Trade", "Education"),
    ),
    transcript(SOCHI, (PUTIN, "Good afternoon."), title=None, date="2024-02-29", place="Sochi"),
    transcript(UNDATED, (IVANOVA, "Nobody knows when."), title="Talks", date=None, place=None),
)


def catalogue_of(path: Path, *held: Transcript) -> Catalogue:
    """A catalogue in which every utterance is a passage."""
    names = dict.fromkeys(u.speaker for t in held for u in t.utterances if u.speaker)
    with CatalogueWriter(path, {name: number for number, name in enumerate(names)}) as writer:
        for t in held:
            cut = [Passage(t.id, u.number, u.start, u.end, u.lines, 3, u.text) for u in t.utterances]
            writer.add(t, cut, [f"{t.id} {p.utterance}".encode() for p in cut])
    return Catalogue(path)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    opened = catalogue_of(tmp_path_factory.mktemp("facets") / "catalogue.sqlite", *HELD)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def index(catalogue: Catalogue) -> FacetIndex:
    return FacetIndex(catalogue)


def counts(*given: tuple[str | None, int]) -> tuple[Count, ...]:
    return tuple(Count(*each) for each in given)


def test_without_filters_everything_is_counted(index: FacetIndex) -> None:
    assert index.facets() == Facets(
        passages=7,
        speakers=counts((PUTIN, 3), (LUKASHENKO, 2), (IVANOVA, 1)),
        months=counts(("2023-11", 4), ("2023-12", 0), ("2024-01", 0), ("2024-02", 2)),
        # "Moscow" is also in "The Kremlin, Moscow", and "Sochi" in a title.
        places=counts(("Moscow", 5), ("The Kremlin, Moscow", 4), ("Sochi", 2)),
        transcripts=(
            Count(SOCHI, 1, None, "2024-02-29"),
            Count(LESSON, 1, "A lesson in Sochi", "2024-02-01"),
            Count(HARBOUR, 4, "Talks", "2023-11-30"),
            Count(UNDATED, 1, "Talks"),
        ),
        topics=counts(("Trade", 5), ("Ports", 4), ("Education", 1)),
        persons=counts(("Berg Anna", 4)),
    )


def test_counts_follow_the_other_filters_and_not_their_own(index: FacetIndex) -> None:
    found = index.facets(Filters(speakers=("putin",), since="2024"))
    assert found.passages == 1
    assert found.speakers == counts((LUKASHENKO, 1), (PUTIN, 1))  # of 2024, whoever is chosen
    assert found.months[0] == Count("2023-11", 2)  # Putin's, whatever the dates
    assert found.places == counts(("Sochi", 1))  # Putin's of 2024
    assert found.transcripts == (Count(SOCHI, 1, None, "2024-02-29"),)


@pytest.mark.slow
def test_a_count_is_what_the_search_would_be_left(
    index: FacetIndex, catalogue: Catalogue, subtests: pytest.Subtests
) -> None:
    def left(filters: Filters, **changed: object) -> int:
        passages = catalogue.scope(replace(filters, **changed)).passages  # type: ignore[arg-type]
        return 7 if passages is None else int(passages.sum())

    for *parts, named in product(
        [(), (PUTIN,), (PUTIN, IVANOVA)], [None, "2023-11-30"], [None, "2024-02-01"], [None, "sochi"],
        [(), (HARBOUR, SOCHI)],
        [(), (("Ports",), ("Berg Anna",)), (("Education", "Trade"),)],
    ):  # fmt: skip
        filters = Filters(*parts, *named)
        with subtests.test(filters=filters):
            found = index.facets(filters)
            assert found.passages == left(filters)
            for speaker in found.speakers:
                assert speaker.count == left(filters, speakers=(speaker.value,))
            for month in found.months:
                assert month.count == left(filters, since=f"{month.value}-01", until=f"{month.value}-31")
            for place in found.places:
                assert place.count == left(filters, place=place.value)
            for each in found.transcripts:
                assert each.count == left(filters, transcripts=(each.value,))
            for each in found.topics:
                assert each.count == left(filters, topics=(each.value,))
            for each in found.persons:
                assert each.count == left(filters, persons=(each.value,))


def test_what_is_chosen_stays_in_sight_though_it_leaves_nothing(index: FacetIndex) -> None:
    found = index.facets(Filters((IVANOVA,), "2024", place="Minsk", transcripts=(LESSON,), topics=("ports",)))
    assert found.passages == 0
    assert Count(IVANOVA, 0) in found.speakers
    assert Count("Minsk", 0) in found.places
    assert found.topics == counts(("Ports", 0))
    assert Count(LESSON, 0, "A lesson in Sochi", "2024-02-01") in found.transcripts


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(speakers=("Nobody",)), "nobody called 'Nobody'"),
        (Filters(since="soon"), "'soon' is no date"),
        (Filters(transcripts=("none",)), "no transcript 'none'"),
        (Filters(persons=("none",)), "no transcript is tagged with the person 'none'; there are Berg Anna"),
    ],
)
def test_what_cannot_be_searched_is_told(index: FacetIndex, filters: Filters, expected: str) -> None:
    with pytest.raises(QuestionError, match=expected):
        index.facets(filters)


def test_zero_characters_and_an_empty_corpus_are_counted(tmp_path: Path) -> None:
    odd = transcript("odd\0", (PUTIN, "Yes."), place="A\0", date="2024-01-01")
    (tmp_path / "odd").mkdir()
    found = FacetIndex(catalogue_of(tmp_path / "odd" / "c.sqlite", odd)).facets()
    assert (found.places, found.transcripts) == (
        counts(("A\0", 1)),
        (Count("odd\0", 1, "A meeting", "2024-01-01"),),
    )
    assert FacetIndex(catalogue_of(tmp_path / "c.sqlite")).facets() == Facets(0, (), (), (), ())


# An answer.


def hits(*about: tuple[str | None, str | None]) -> list[Hit]:
    """Hits of (date, speaker)."""
    real = WordArchive(transcripts()).ask(Request("ports and shipments")).hits[0]
    return [
        replace(real, date=date, utterance=replace(real.utterance, speaker=speaker))
        for date, speaker in about
    ]


def test_when_an_answer_was_said_is_told_by_month(index: FacetIndex) -> None:
    found = hits(("2024-02-29", PUTIN), ("2023-12-01", PUTIN), (None, PUTIN), ("2024-02-01", PUTIN))
    assert said_when(found) == counts(("2023-12", 1), ("2024-01", 0), ("2024-02", 2), (None, 1))
    assert said_when(()) == ()


def test_who_said_an_answer_is_told_most_first_and_nobody_last() -> None:
    day = "2024-01-01"
    found = hits((day, None), (day, LUKASHENKO), (day, PUTIN), (day, None), (day, PUTIN))
    assert said_by(found) == counts((PUTIN, 2), (LUKASHENKO, 1), (None, 2))


# The corpus.


def test_the_corpus_is_told_by_year_with_its_gaps(catalogue: Catalogue) -> None:
    no = None
    assert overview(catalogue.coverage()) == Overview(
        years=(
            Year(2023, 1, (no, no, no, no, no, no, no, no, no, no, 1, 0)),
            Year(2024, 2, (0, 2, no, no, no, no, no, no, no, no, no, no)),
        ),
        undated=1,
        gaps=("2023-12", "2024-01"),
        speakers=(SpeakerCount(PUTIN, (), 3), SpeakerCount(LUKASHENKO, (), 2), SpeakerCount(IVANOVA, (), 1)),
    )
    assert overview(Coverage(0, 0, 0, None, None, ())) == Overview((), 0, (), ())
