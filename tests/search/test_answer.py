"""Answers put together from a real catalogue: every text a slice, every neighbour the right one."""

from collections.abc import Iterator, Sequence

import pytest

from rag.index.catalogue import Catalogue
from rag.index.catalogue_writer import CatalogueWriter
from rag.index.chunking import LengthLimit, passages_of
from rag.question.request import Question
from rag.records import Answer, Filters, Grade, Passage, Searched, Understood, Unmet, Voice
from rag.search.answer import Judgement, PassageReader, answer
from rag.search.highlight import Sentence
from rag.search.rank import RankedRow
from tests.builders import transcript

MEETING = transcript(
    "meeting",
    ("Ivan Petrov", "Gas rose.\xa0We sold."),
    (None, "And grain?"),
    ("Olga Orlova", "Grain fell.\n\nPorts are open 😀."),
)
VISIT = transcript("visit", ("Ivan Petrov", "A school."), title=None, date=None, place=None)
SOURCES = {
    # as the transcripts' offsets count it
    "meeting": (
        "Ivan Petrov: Gas rose.\xa0We sold.\n\n"
        "Question: And grain?\n\n"
        "Olga Orlova: Grain fell.\n\nPorts are open 😀.\n\n"
    ),
    "visit": "Ivan Petrov: A school.\n\n",
}
SENTENCES = LengthLimit(lambda texts: [len(text.split()) for text in texts], 4)
"""Four words a passage: the rows are Gas… (0), And… (1), Grain… (2), Ports… (3) and A school (4)."""
QUESTION = Question(
    "Gas?", "Coal? Gas?", "Gas?", ((0, 3),), Filters(place="Moscow"), Understood(followup=True)
)
SEARCHED = Searched(2, 5, "2024-04-11", "2024-04-11", 0)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    path = tmp_path_factory.mktemp("catalogue") / "catalogue.sqlite"
    with CatalogueWriter(path, {"Ivan Petrov": 0, "Olga Orlova": 1}) as writer:
        for source in (MEETING, VISIT):
            found = list(passages_of(source, [SENTENCES]))
            writer.add(source, found, [f"{source.id} {p.start}".encode() for p in found])
    catalogue = Catalogue(path)
    yield catalogue
    catalogue.close()


def found(*rows: int) -> list[RankedRow]:
    return [RankedRow(row, 1.0 - row / 10, row + 1, None, similarity=0.5, coverage=0.5) for row in rows]


class FirstWord:
    """The first word covers the question better than all the rest."""

    def sentences(self, rows: Sequence[int], texts: Sequence[str]) -> Iterator[tuple[Sentence, ...]]:
        for row, text in zip(rows, texts, strict=True):
            end = (*text.split(" ", 1), "")[0]
            yield (
                Sentence((0, len(end)), end, 0.9),
                Sentence((len(end), len(text)), text[len(end) :], row / 10),
            )


def answered(catalogue: Catalogue, *rows: int, grade: Grade = "answers", best: int | None = None) -> Answer:
    judgement = Judgement(grade, 0.9, (Unmet("Gas", 0, 3),), ("speakers",), best)
    return answer(QUESTION, found(*rows), judgement, SEARCHED, PassageReader(catalogue, FirstWord()))


def test_every_passage_is_a_slice_of_its_source(catalogue: Catalogue) -> None:
    hits = answered(catalogue, 0, 1, 2, 3, 4).hits
    assert [hit.passage.text for hit in hits] == [
        "Gas rose.\xa0We sold.",
        "And grain?",
        "Grain fell.",
        "Ports are open 😀.",
        "A school.",
    ]
    for hit in hits:
        source = SOURCES[hit.passage.transcript]
        assert source[hit.passage.start : hit.passage.end] == hit.passage.text


def test_hits_stand_in_the_order_found_with_their_scores_and_ranks(catalogue: Catalogue) -> None:
    hits = answered(catalogue, 3, 0).hits
    assert [(hit.rank, hit.score, hit.by_meaning, hit.by_words) for hit in hits] == [
        (1, 0.7, 4, None),
        (2, 1.0, 1, None),
    ]


def test_a_hit_carries_all_that_a_citation_needs(catalogue: Catalogue) -> None:
    (hit,) = answered(catalogue, 3).hits
    assert hit.utterance == MEETING.utterances[2]
    assert (hit.title, hit.date, hit.place, hit.url) == ("A meeting", "2024-04-11", "Moscow", None)
    assert (hit.source, hit.sha256) == ("meeting.txt", "0" * 64)
    assert hit.passage.lines == (7, 7)
    assert hit.highlight == (0, 5)


def test_neighbours_are_the_utterances_before_and_after(catalogue: Catalogue) -> None:
    first, question, last, alone = answered(catalogue, 0, 1, 2, 4).hits
    ivan = Voice("Ivan Petrov", "Ivan Petrov", "Gas rose.\xa0We sold.")
    unnamed = Voice(None, "Question", "And grain?")
    olga = Voice("Olga Orlova", "Olga Orlova", "Grain fell.\n\nPorts are open 😀.")
    assert (first.before, first.after) == (None, unnamed)
    assert (question.before, question.after) == (ivan, olga)
    # not "A school.", which is another transcript's
    assert (last.before, last.after) == (unnamed, None)
    assert (alone.before, alone.after) == (None, None)


def test_what_is_not_known_stays_unknown(catalogue: Catalogue) -> None:
    generic, bare = answered(catalogue, 1, 4).hits
    assert (generic.utterance.speaker, generic.utterance.label) == (None, "Question")
    assert (bare.title, bare.date, bare.place) == (None, None, None)


def test_the_question_is_told_as_understood(catalogue: Catalogue) -> None:
    told = answered(catalogue, 0)
    assert (told.question, told.filters, told.understood, told.searched, told.confidence) == (
        "Gas?",
        Filters(place="Moscow"),
        Understood(followup=True),
        SEARCHED,
        0.9,
    )


def test_what_was_judged_is_handed_on(catalogue: Catalogue) -> None:
    told = answered(catalogue, 0)
    assert (told.grade, told.confidence, told.unmet, told.misfits) == (
        "answers", 0.9, (Unmet("Gas", 0, 3),), ("speakers",),
    )  # fmt: skip


def test_only_nothing_is_no_answer(catalogue: Catalogue) -> None:
    assert [answered(catalogue, 0, grade=grade).answered for grade in ("answers", "near", "nothing")] == [
        True, True, False,
    ]  # fmt: skip


def test_the_best_passage_is_named_by_its_rank_where_it_is_shown(catalogue: Catalogue) -> None:
    assert answered(catalogue, 3, 0, best=0).best == 2
    assert answered(catalogue, 3, 0, best=4).best is None


def test_passages_are_read_once(catalogue: Catalogue) -> None:
    asked: list[list[int]] = []

    class Counted:
        def passages(self, rows: list[int]) -> tuple[Passage, ...]:
            asked.append(rows)
            return catalogue.passages(rows)

    reader = PassageReader(Counted(), FirstWord())
    assert [passage.text for passage in reader.passages([2, 0])] == ["Grain fell.", "Gas rose.\xa0We sold."]
    assert reader.passages([0, 4, 2]) == catalogue.passages([0, 4, 2])
    assert [len(found) for found in reader.sentences([0, 4])] == [2, 2]
    assert asked == [[2, 0], [4]]
