"""An open index, asked: known rankings over a corpus known by heart."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rag.archive import Archive
from rag.errors import IndexMismatchError, IndexMissingError, QuestionError
from rag.index.builder import build_index
from rag.index.catalogue import Catalogue
from rag.index.store import CATALOGUE, open_build
from rag.output.contract import answer_json
from rag.output.messages import grade_in_words
from rag.records import Answer, Filters, Request, Searched, Understood, Voice
from rag.search.pipeline import MAX_PASSAGES
from rag.search.rank import Weights
from tests.builders import TopicEncoder
from tests.corpora import IVANOVA, LUKASHENKO, PUTIN, TEXTS, copied, lines

PUTIN_S = (3, 8)
"""His passages among TEXTS."""
LESSON = Filters(transcripts=("lesson",))
GAPS = ("2024-01", "2024-03")
"""Months without any transcript."""
IN_LESSON = Searched(1, 2, "2023-12-05", "2023-12-05", 3, 2, 0, 3, GAPS)


def texts(answer: Answer) -> list[str]:
    return [hit.passage.text for hit in answer.hits]


def test_passages_are_ranked_by_meaning_and_words(archive: Archive) -> None:
    answer = archive.ask(Request("Who ships grain?"))
    # "Grain?" speaks of nothing else, but in one word: it gives way to a statement, and still is found.
    assert texts(answer)[:2] == ["We ship grain through the ports.", "Grain?"]
    assert [(hit.rank, hit.by_meaning, hit.by_words) for hit in answer.hits[:2]] == [(1, 2, 1), (2, 1, 2)]
    assert sorted(texts(answer)) == sorted(TEXTS)
    assert answer.answered
    assert 0.5 < answer.confidence < 1.0
    assert (answer.question, answer.filters, answer.understood) == (
        "Who ships grain?",
        Filters(),
        Understood(),
    )
    assert answer.searched == Searched(4, 9, "2023-12-05", "2024-04-11", 0, 9, 1, 0, GAPS)


class OtherModel(TopicEncoder):
    """Other weights: nobody measured what its cosines mean."""

    weights = "1" * 64


def test_nothing_is_vouched_for_by_a_model_that_was_not_calibrated(built: Path, tmp_path: Path) -> None:
    corpus, index = copied(built, tmp_path)
    asked = Request("What of gas?")
    calibrated = Archive.open(index, TopicEncoder()).ask(asked)
    build_index(corpus, index, OtherModel())
    answer = Archive.open(index, OtherModel()).ask(asked)
    assert (calibrated.grade, answer.grade) == ("answers", "near")
    assert texts(answer) == texts(calibrated)


def test_a_hit_has_all_that_a_citation_needs(archive: Archive, built: Path) -> None:
    hit = archive.ask(Request("Gas is another matter?", Filters(transcripts=("harbour",)), k=1)).hits[0]
    label = "President of Belarus Alexander Lukashenko"
    assert hit.passage.text == "Gas is another matter."
    said = (hit.utterance.number, hit.utterance.label, hit.utterance.speaker, hit.utterance.role)
    assert said == (2, label, LUKASHENKO, "President of Belarus")
    assert (hit.title, hit.date, hit.place, hit.url) == ("Talks", "2024-04-11", "The Kremlin, Moscow", None)
    source = (built / "corpus" / hit.source).read_text("utf-8")
    assert (hit.source, hit.passage.lines) == ("harbour.txt", (13, 13))
    assert source[hit.passage.start : hit.passage.end] == hit.passage.text
    assert source.splitlines()[12] == f"{label}: {hit.passage.text}"
    assert hit.highlight == (0, len(hit.passage.text))
    assert hit.before == Voice(None, "Question", "And what of gas?")
    assert hit.after == Voice(LUKASHENKO, label, "The price stays.")
    first = archive.ask(Request("grain ports", Filters(transcripts=("harbour",)), k=1)).hits[0]
    assert (first.passage.text, first.before) == (TEXTS[3], None)


def test_a_label_carried_over_a_cut_and_a_missing_one(archive: Archive) -> None:
    price = archive.ask(Request("The price?", k=1)).hits[0]
    assert (price.passage.text, price.utterance.attribution) == ("The price stays.", "carried")
    grain = archive.ask(Request("Grain?", Filters(transcripts=("council-1",)), k=1)).hits[0]
    said = (grain.utterance.speaker, grain.utterance.label, grain.utterance.attribution)
    assert said == (None, None, "unknown")


def test_a_filter_that_leaves_five_returns_five(archive: Archive) -> None:
    answer = archive.ask(Request("ports", Filters(speakers=("putin", "Alexander LUKASHENKO"))))
    assert answer.filters.speakers == (PUTIN, LUKASHENKO)
    assert sorted(texts(answer)) == sorted(TEXTS[row] for row in (3, 5, 6, 7, 8))
    assert texts(answer)[0] == TEXTS[3]
    assert (answer.searched.passages, answer.searched.transcripts) == (5, 2)


@pytest.mark.parametrize(
    ("filters", "k", "searched"),
    [
        # Without filters the first three are the two on ports and the neighbour of the better one.
        (Filters(speakers=(PUTIN,)), 3, Searched(2, 2, "2023-12-05", "2024-04-11", 2, 2, 0, 2, GAPS)),
        (LESSON, 3, IN_LESSON),
        (LESSON, 2, dataclasses.replace(IN_LESSON, excluded_by_filters=2)),
        (LESSON, 200, dataclasses.replace(IN_LESSON, excluded_by_filters=7)),
        (
            Filters(since="2024-02", until="2024-02"),
            2,
            Searched(1, 2, "2024-02-29", "2024-02-29", 1, 2, 0, 3, ()),
        ),
        (Filters(transcripts=("council-2",)), 2, Searched(1, 1, None, None, 2, 1, 1, 3, GAPS)),
        (
            Filters(speakers=(IVANOVA,), since="2023"),
            1,
            Searched(1, 1, "2024-02-29", "2024-02-29", 0, 1, 0, 3, GAPS),
        ),
    ],
)
def test_what_was_searched(archive: Archive, filters: Filters, k: int, searched: Searched) -> None:
    assert archive.ask(Request("ports", filters, k)).searched == searched


def test_filters_that_leave_nothing(archive: Archive) -> None:
    answer = archive.ask(Request("ports", Filters(place="Nowhere"), k=2))
    assert (answer.hits, answer.answered, answer.confidence) == ((), False, 0.0)
    assert answer.searched == Searched(0, 0, None, None, 2, 0, 0, 4, GAPS)


@pytest.mark.parametrize("k", [1, 2, 9, 10, MAX_PASSAGES])
def test_as_many_as_asked_for(archive: Archive, k: int) -> None:
    answer = archive.ask(Request("ports and gas", k=k))
    assert [hit.rank for hit in answer.hits] == list(range(1, min(k, 9) + 1))
    assert texts(answer) == texts(archive.ask(Request("ports and gas", k=MAX_PASSAGES)))[:k]


def test_a_year_after_the_last_transcript_is_told_and_nothing_vouched_for(archive: Archive) -> None:
    answer = archive.ask(Request("What did Putin say about ports last year?", today="2030-06-01"))
    form = answer_json(answer)
    assert (form["understood"]["from"], form["understood"]["to"]) == ("2029-01-01", "2029-12-31")
    assert "dates" in form["misfits"]
    assert form["grade"] != "answers"
    told = "None is from 1 January 2029 to 31 December 2029: these transcripts are of 5 December 2023"
    assert any(sentence.startswith(told) for sentence in grade_in_words(answer))


@pytest.mark.parametrize("k", [0, -1, MAX_PASSAGES + 1])
def test_too_few_or_too_many(archive: Archive, k: int) -> None:
    with pytest.raises(QuestionError, match=f"^{k} passages were asked for: expected 1 to 200$"):
        archive.ask(Request("ports", k=k))


def test_a_follow_up_is_looked_for_with_what_it_follows(archive: Archive) -> None:
    alone = archive.ask(Request("And what about that?", k=1))
    followed = archive.ask(Request("And what about that?", k=1, previous="Does the school have a teacher?"))
    assert texts(alone) != ["Every school needs a teacher."]
    assert texts(followed) == ["Every school needs a teacher."]
    assert (alone.understood.followup, followed.understood.followup) == (False, True)
    assert followed.question == "And what about that?"
    # What is too long in front of it is left out; the question itself is never cut.
    alone_after_all = archive.ask(Request("And what about that?", k=1, previous="Does the school? " * 25))
    assert (texts(alone_after_all), alone_after_all.understood.followup) == (texts(alone), True)


def test_what_is_ignored_favours_nobody(archive: Archive) -> None:
    question = "What did Putin say about the price?"
    boosted, anyone = archive.ask(Request(question)), archive.ask(Request(question, ignore=("speakers",)))
    assert (boosted.understood, anyone.understood) == (Understood((PUTIN,)), Understood())
    plain = {hit.passage.text: hit.score for hit in anyone.hits}
    gained = {hit.passage.text: hit.score - plain[hit.passage.text] for hit in boosted.hits}
    own = Weights().boost
    assert gained == pytest.approx({text: own if row in PUTIN_S else 0.0 for row, text in enumerate(TEXTS)})


@pytest.mark.parametrize(
    ("question", "filters", "said"),
    [
        ("", Filters(), "the question is empty"),
        ("x" * 100_000, Filters(), "the question has 100,000 characters"),
        ("x " * 70, Filters(), "the question has 72 word pieces, at most 60 are read: ask it shorter"),
        ("ports", Filters(speakers=("Lukashenka",)), f"the nearest names are {LUKASHENKO}"),
        ("ports", Filters(since="2024", until="2023"), "the period ends before it begins"),
        ("ports", Filters(transcripts=("lesson", "lessons\n")), r"no transcript 'lessons\n' in this index"),
        ("\udcff", Filters(), "no UTF-8"),
        ("ports", Filters(place="\udcff"), "no UTF-8"),
        ("ports", Filters(speakers=("\udcff",)), r"nobody called '\udcff' speaks"),
        ("ports", Filters(transcripts=("\udcff",)), r"no transcript '\udcff' in this index"),
    ],
)
def test_what_cannot_be_searched(archive: Archive, question: str, filters: Filters, said: str) -> None:
    with pytest.raises(QuestionError) as refused:
        archive.ask(Request(question, filters))
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)
    str(refused.value).encode()


@pytest.mark.slow
def test_hostile_questions_are_words(archive: Archive) -> None:
    for question in (
        "ports'); DROP TABLE passages; --",
        'text:"ports" AND *',
        "ports\0",
        "(((ports",
        "*",
        "🚢",
    ):
        assert sorted(texts(archive.ask(Request(question)))) == sorted(TEXTS)


def test_a_whole_transcript(archive: Archive) -> None:
    assert [u.text for u in archive.transcript("lesson").utterances] == list(TEXTS[7:])
    for unknown in ("lessons", "x" * 10_000, "\n"):
        with pytest.raises(QuestionError, match=r"^no transcript '.{1,80}' in this index: see rag sources$"):
            archive.transcript(unknown)


def test_coverage_and_manifest(archive: Archive) -> None:
    coverage = archive.coverage()
    counted = [(speaker.name, speaker.roles, speaker.utterances) for speaker in coverage.speakers]
    assert counted == [
        (LUKASHENKO, ("President of Belarus",), 3),
        (IVANOVA, ("Chair",), 2),
        (PUTIN, ("President of Russia",), 2),
    ]
    assert coverage.by_month == {"2023-12": 1, "2024-01": 0, "2024-02": 1, "2024-03": 0, "2024-04": 1}
    exact = {"vector_search": "exact: 9 passages, below 100,000"}
    assert archive.manifest == archive.build.manifest.as_json() | exact


def test_the_encoder_must_have_the_weights_of_the_build(built: Path) -> None:
    other = TopicEncoder()
    other.name, other.weights = "others", "1" * 64
    archive = Archive.open(built / "index", other)
    for use in (archive.warm, lambda: archive.ask(Request("ports"))):
        with pytest.raises(IndexMismatchError) as refused:
            use()
        assert str(refused.value) == (
            f"the index was built by topics with weights {TopicEncoder.weights[:12]}…, "
            "here are 111111111111… of others: "
            "build it anew with rag build --model others"
        )
    assert archive.coverage().passages == 9  # what needs no encoder still works


def test_vectors_and_passages_must_be_as_many(built: Path, tmp_path: Path) -> None:
    _, index = copied(built, tmp_path)
    build = open_build(index)
    counts = dataclasses.replace(build.manifest.counts, passages=8)
    dataclasses.replace(build.manifest, counts=counts).save(build.folder)
    with pytest.raises(
        IndexMismatchError, match=r"^the index has 9 vectors for 8 passages: .* rag build --full$"
    ):
        Archive.open(index, TopicEncoder()).ask(Request("ports"))


def test_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="make one with rag build"):
        Archive.open(tmp_path)


@pytest.mark.slow
def test_a_corpus_in_which_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    silent = {"id": "silent", "utterances": [{"speaker": PUTIN, "text": " \n"}]}
    (tmp_path / "corpus" / "silent.jsonl").write_text(lines(silent))
    build_index(tmp_path / "corpus", tmp_path / "index", TopicEncoder())
    answer = Archive.open(tmp_path / "index", TopicEncoder()).ask(Request("ports"))
    assert (answer.hits, answer.answered) == ((), False)


@pytest.mark.slow
def test_many_ask_at_once(built: Path) -> None:
    questions = [
        (question, filters)
        for question in ("Who ships grain?", "gas", "And the school?", "ports ports", "Anything?")
        for filters in (Filters(), Filters(speakers=(LUKASHENKO,)), LESSON, Filters(place="moscow"))
    ]
    one_by_one = Archive.open(built / "index", TopicEncoder())
    expected = [one_by_one.ask(Request(*question)) for question in questions]
    at_once = Archive.open(built / "index", TopicEncoder())  # the first questions load everything together
    with ThreadPoolExecutor(8) as threads:
        assert (
            list(threads.map(lambda question: at_once.ask(Request(*question)), questions * 4)) == expected * 4
        )


def test_answers_are_slices_of_the_catalogue(archive: Archive) -> None:
    catalogue = Catalogue(archive.build.part(CATALOGUE))
    known = set(catalogue.all_passages())
    assert {hit.passage for hit in archive.ask(Request("ports and gas and school")).hits} == known


def test_a_read_only_index_can_be_asked(
    archive: Archive, places: tuple[Path, Path], unprivileged: Callable[[], None]
) -> None:
    request = Request("Who ships grain?")
    expected = archive.ask(request)
    index = places[1]
    for path in (index, *index.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
        if path.suffix == ".lock":
            path.unlink()
    unprivileged()
    with pytest.raises(PermissionError):
        (index / "file").touch()
    opened = Archive.open(index, TopicEncoder())
    assert texts(opened.ask(request)) == texts(expected)
    assert opened.check("We ship grain through the ports.").verdict == "exact"
    opened.close()
