"""The catalogue by value: what is written is read back, and filters leave exactly the right rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rag.errors import IndexMismatchError
from rag.index.catalogue import (
    EVERYTHING,
    PASSAGE,
    UTTERANCE,
    Catalogue,
    passage_of,
    transcript_of,
    utterance_of,
)
from rag.index.catalogue_writer import CatalogueWriter
from rag.records import (
    Anchor,
    Coverage,
    Doubt,
    Filters,
    Narration,
    Passage,
    Searched,
    SpeakerCount,
    Transcript,
    Voice,
)
from tests.builders import transcript

PUTIN, LUKASHENKO, IVANOVA = "Vladimir Putin", "Alexander Lukashenko", "Anna Ivanova"

HARBOUR = replace(
    transcript(
        "harbour",
        (PUTIN, "We ship grain. Through ports."),
        (None, "And gas?"),
        (PUTIN, "Gas too."),
        title="Talks in São Tomé",
        date="2023-11-30",
        place="The Kremlin, Moscow",
    ),
    topics=("Ports", "Foreign trade"),
    persons=("Berg Anna",),
)
LESSON = transcript(
    "lesson",
    (LUKASHENKO, "Every school. Every teacher."),
    (PUTIN, "Every one."),
    title="An open lesson in Moscow: 100% 'free'",
    date="2024-02-29",
    place=None,
)
UNDATED = replace(
    transcript("undated", (IVANOVA, "Nobody knows when."), title=None, date=None, place="Minsk"),
    topics=("Foreign trade",),
)
TRANSCRIPTS = (HARBOUR, LESSON, UNDATED)


def cut(of: Transcript, utterance: int, start: int, end: int) -> Passage:
    """A slice of an utterance, by offsets within it."""
    said = of.utterances[utterance]
    text = said.text[start:end]
    return Passage(
        of.id, utterance, said.start + start, said.start + end, said.lines, len(text.split()), text
    )


PASSAGES = (
    cut(HARBOUR, 0, 0, 14),  # row 0
    cut(HARBOUR, 0, 15, 29),  # 1
    cut(HARBOUR, 1, 0, 8),  # 2, nobody is named
    cut(HARBOUR, 2, 0, 8),  # 3
    cut(LESSON, 0, 0, 13),  # 4
    cut(LESSON, 0, 14, 28),  # 5
    cut(LESSON, 1, 0, 10),  # 6
    cut(UNDATED, 0, 0, 18),  # 7
)


def write(path: Path, *transcripts: Transcript) -> Catalogue:
    """A catalogue of these transcripts and of those of `PASSAGES` that are cut from them."""
    names = dict.fromkeys(u.speaker for t in transcripts for u in t.utterances if u.speaker)
    with CatalogueWriter(path, {name: number for number, name in enumerate(names)}) as writer:
        for each in transcripts:
            found = [passage for passage in PASSAGES if passage.transcript == each.id]
            writer.add(each, found, [f"{each.id} {n}".encode() for n in range(len(found))])
    return Catalogue(path)


def left(catalogue: Catalogue, filters: Filters) -> tuple[int, ...]:
    """The rows that filters leave."""
    passages = catalogue.scope(filters).passages
    assert passages is not None
    return tuple(passages.nonzero()[0].tolist())


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    written = write(tmp_path_factory.mktemp("catalogue") / "catalogue.sqlite", *TRANSCRIPTS)
    yield written
    written.close()


def test_passages_are_slices_of_their_utterances(catalogue: Catalogue) -> None:
    assert tuple(catalogue.all_passages()) == PASSAGES
    assert [p.text for p in PASSAGES[:2]] == ["We ship grain.", "Through ports."]
    assert catalogue.passages_of("lesson") == PASSAGES[4:7]
    assert catalogue.passages_of("nothing") == ()
    covered = catalogue.coverage()
    assert (covered.transcripts, covered.utterances, covered.passages) == (3, 6, 8)


def test_passages_come_in_the_order_asked_for(catalogue: Catalogue) -> None:
    assert catalogue.passages([6, 0, 6]) == (PASSAGES[6], PASSAGES[0], PASSAGES[6])
    assert catalogue.passages([]) == ()
    assert catalogue.passages([3] * 50_000) == (PASSAGES[3],) * 50_000


def test_a_transcript_comes_back_as_it_was_read(tmp_path: Path) -> None:
    start = LESSON.utterances[0].start
    doubts = (Doubt(2, "Hon Sec:", "“may be”", start), Doubt(3, "Q", "a voice", start + 5))
    said = replace(
        LESSON.utterances[0],
        role="President",
        parenthetical="retranslated",
        attribution="doubtful",
        time="00:12",
        doubts=doubts,
        anchors=(Anchor(0, 2, "00:12"), Anchor(7, 3, None, 4)),
    )
    whole = replace(
        LESSON,
        id='it\'s "quoted"; DROP TABLE transcripts; --',
        url="https://example.org/?a=1&b='2'",
        section="Transcripts",
        utterances=(said, replace(LESSON.utterances[1], speaker=None, label=None, attribution="unknown")),
        narration=(Narration("A summary.", (3, 3)), Narration("(Laughter.)", (9, 10))),
        warnings=("line 3: “odd”", "two"),
        form="minutes",
        in_file=False,
    )
    catalogue = write(tmp_path / "catalogue.sqlite", HARBOUR, whole)
    assert catalogue.transcript(whole.id) == whole
    assert catalogue.transcript("harbour") == HARBOUR
    assert catalogue.heading(whole.id) == replace(whole, utterances=(), narration=())
    assert catalogue.transcript_ids() == ("harbour", whole.id)


def test_text_with_a_zero_character_is_not_cut_there(tmp_path: Path) -> None:
    odd = transcript("odd", (PUTIN, "Grain\0 and ports."))
    with CatalogueWriter(tmp_path / "catalogue.sqlite", {PUTIN: 0}) as writer:
        writer.add(odd, [cut(odd, 0, 0, 17)], [b"1"])
    catalogue = Catalogue(tmp_path / "catalogue.sqlite")
    assert [passage.text for passage in catalogue.all_passages()] == ["Grain\0 and ports."]


@pytest.mark.parametrize(
    ("filters", "rows"),
    [
        (Filters(speakers=(PUTIN,)), (0, 1, 3, 6)),
        (Filters(speakers=(LUKASHENKO, IVANOVA)), (4, 5, 7)),
        (Filters(since="2023-11-30"), (0, 1, 2, 3, 4, 5, 6)),
        (Filters(since="2023-12-01"), (4, 5, 6)),
        (Filters(until="2024-02-29"), (0, 1, 2, 3, 4, 5, 6)),
        (Filters(until="2024-02-28"), (0, 1, 2, 3)),
        (Filters(since="2023-12-01", until="2024-02-28"), ()),
        (Filters(place="moscow"), (0, 1, 2, 3, 4, 5, 6)),  # in the place of one, in the title of the other
        (Filters(place="KREMLÍN"), (0, 1, 2, 3)),
        (Filters(place="sao tome"), (0, 1, 2, 3)),
        (Filters(place="Minsk"), (7,)),
        (Filters(place="Moscow Talks"), ()),  # the end of a place and the beginning of a title
        (Filters(transcripts=("lesson", "undated")), (4, 5, 6, 7)),
        (Filters(speakers=(PUTIN,), place="lesson"), (6,)),
        (Filters(topics=("Ports",)), (0, 1, 2, 3)),
        (Filters(topics=("Ports", "Foreign trade")), (0, 1, 2, 3, 7)),
        (Filters(topics=("Foreign trade",), persons=("Berg Anna",)), (0, 1, 2, 3)),
        (Filters(topics=("ports",)), ()),
        (Filters(speakers=(PUTIN,), topics=("Foreign trade",)), (0, 1, 3)),
        (Filters(speakers=(PUTIN,), since="2024-01-01", transcripts=("harbour",)), ()),
        (Filters(speakers=(PUTIN,), until="2023-12-31", place="tomé", transcripts=("harbour",)), (0, 1, 3)),
    ],
)
def test_filters_leave_exactly_these_rows(
    catalogue: Catalogue, filters: Filters, rows: tuple[int, ...]
) -> None:
    assert left(catalogue, filters) == rows


def test_no_filter_confines_nothing(catalogue: Catalogue) -> None:
    assert catalogue.scope(Filters()) is EVERYTHING


def test_tags_are_told_those_of_most_transcripts_first(catalogue: Catalogue) -> None:
    assert catalogue.tags("topics") == ("Foreign trade", "Ports")
    assert catalogue.tags("persons") == ("Berg Anna",)


def test_a_scope_names_transcripts_and_speakers_by_number(catalogue: Catalogue) -> None:
    speaker = catalogue.scope(Filters(speakers=(LUKASHENKO,)))
    assert (speaker.transcripts, speaker.speakers) == (None, (1,))
    dates = catalogue.scope(Filters(until="2023-12-31"))
    assert (dates.transcripts, dates.speakers) == ((0,), None)


HOSTILE = (
    "' OR 1=1 --",
    '" OR ""="',
    "%",
    "_",
    "*",
    "\\",
    "{}",
    "]]",
    "\0",
    "Robert'); DROP TABLE passages; --",
    "\N{GRINNING FACE}" * 1000,
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_filters_are_data(catalogue: Catalogue, text: str) -> None:
    for name in ("speakers", "transcripts", "topics", "persons"):
        filters = replace(Filters(), **{name: (text,)})
        assert left(catalogue, filters) == ()
    held = {"%": (4, 5, 6)}.get(text, ())  # one title does hold a percent sign
    assert left(catalogue, Filters(place=text)) == held
    assert left(catalogue, Filters(place="100% 'FREE'")) == (4, 5, 6)
    covered = catalogue.coverage()
    assert (covered.transcripts, covered.utterances, covered.passages) == (3, 6, 8)


WINTER = ("2023-12", "2024-01")
"""The months between the two dated transcripts."""


@pytest.mark.parametrize(
    ("filters", "searched"),
    [
        (Filters(), Searched(3, 8, "2023-11-30", "2024-02-29", 0, 6, 1, 0, WINTER)),
        (
            Filters(speakers=(LUKASHENKO,)),
            Searched(1, 2, "2024-02-29", "2024-02-29", 0, 1, 0, 2, WINTER),
        ),
        (Filters(speakers=(PUTIN,)), Searched(2, 4, "2023-11-30", "2024-02-29", 0, 3, 0, 1, WINTER)),
        (Filters(place="minsk"), Searched(1, 1, None, None, 0, 1, 1, 2, WINTER)),
        (Filters(place="nowhere"), Searched(0, 0, None, None, 0, 0, 0, 3, WINTER)),
        (
            Filters(since="2024-01-31", until="2024-12-31"),
            Searched(1, 3, "2024-02-29", "2024-02-29", 0, 2, 0, 2, ("2024-01",)),
        ),
        (Filters(until="2023-11-30"), Searched(1, 4, "2023-11-30", "2023-11-30", 0, 3, 0, 2, ())),
        (Filters(since="0001-01-01", until="1999-12-31"), Searched(0, 0, None, None, 0, 0, 0, 3, ())),
    ],
)
def test_what_is_searched_and_what_is_missing_there(
    catalogue: Catalogue, filters: Filters, searched: Searched
) -> None:
    assert catalogue.searched(catalogue.scope(filters), filters) == searched


def test_coverage_counts_speakers_and_months_without_any(tmp_path: Path) -> None:
    def dated(name: str, day: str | None) -> Transcript:
        return transcript(name, (PUTIN, "Yes."), (None, "No."), date=day)

    days = ("2023-11-30", "2023-11-01", "2024-02-29", None)
    catalogue = write(tmp_path / "a.sqlite", *(dated(f"t{n}", day) for n, day in enumerate(days)))
    months = {"2023-11": 2, "2023-12": 0, "2024-01": 0, "2024-02": 1}
    named = (SpeakerCount(PUTIN, (), 4),)
    assert catalogue.coverage() == Coverage(4, 8, 0, "2023-11-01", "2024-02-29", named, months)
    assert list(catalogue.coverage().by_month) == sorted(months)
    undated = write(tmp_path / "b.sqlite", dated("t", None)).coverage()
    assert (undated.since, undated.until, undated.by_month) == (None, None, {})


def test_speakers_come_with_their_roles_most_utterances_first(tmp_path: Path) -> None:
    roles = ("Minister", None, "Chair", "Chair")
    spoken = transcript("t", (LUKASHENKO, "A."), (LUKASHENKO, "B."), (LUKASHENKO, "C."), (LUKASHENKO, "D."),
                        (PUTIN, "E."), (IVANOVA, "F."), (None, "G."))  # fmt: skip
    played = tuple(replace(u, role=role) for u, role in zip(spoken.utterances, roles, strict=False))
    catalogue = write(tmp_path / "c.sqlite", replace(spoken, utterances=played + spoken.utterances[4:]))
    assert catalogue.coverage().speakers == (
        SpeakerCount(LUKASHENKO, ("Chair", "Minister"), 4),
        SpeakerCount(IVANOVA, (), 1),
        SpeakerCount(PUTIN, (), 1),
    )
    assert catalogue.speaker_names() == (LUKASHENKO, IVANOVA, PUTIN)


def test_neighbours_are_there_as_far_as_there_are_any(catalogue: Catalogue) -> None:
    def voices(first: int, last: int) -> list[Voice]:
        return [Voice(u.speaker, u.label, u.text) for u in catalogue.utterances("harbour", first, last)]

    question = Voice(None, "Question", "And gas?")
    assert voices(-1, 1) == [Voice(PUTIN, PUTIN, "We ship grain. Through ports."), question]
    assert voices(1, 9) == [question, Voice(PUTIN, PUTIN, "Gas too.")]
    assert voices(3, 4) == []


def test_what_a_build_reuses(catalogue: Catalogue) -> None:
    assert catalogue.fingerprints()[b"lesson 1"] == 5
    assert len(catalogue.fingerprints()) == 8
    assert catalogue.sources() == {"harbour.txt", "lesson.txt", "undated.txt"}


def test_where_every_row_stands(catalogue: Catalogue) -> None:
    positions = catalogue.positions
    assert positions.transcripts.tolist() == [0, 0, 0, 0, 1, 1, 1, 2]
    assert positions.utterances.tolist() == [p.utterance for p in PASSAGES]
    assert [catalogue.row(passage) for passage in PASSAGES] == list(range(8))
    with pytest.raises(KeyError):
        catalogue.row(cut(LESSON, 0, 0, 12))


def test_unknown_ids(catalogue: Catalogue) -> None:
    for unknown in ("", "Harbour", "harbour' --"):
        with pytest.raises(KeyError):
            catalogue.transcript(unknown)
        with pytest.raises(KeyError):
            catalogue.heading(unknown)
        assert catalogue.utterances(unknown, 0, 9) == ()
    with pytest.raises(KeyError):
        catalogue.passages([0, 8])


@pytest.mark.parametrize("kind", ["missing", "empty", "text", "folder", "other tables"])
def test_what_is_no_catalogue_is_refused_in_one_line(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "it's a 100% odd?#.sqlite"
    match kind:
        case "empty" | "text":
            path.write_text("SQLite format 2" * 100 if kind == "text" else "")
        case "folder":
            path.mkdir()
        case "other tables":
            with sqlite3.connect(path) as db:
                db.execute("CREATE TABLE speaker (no)")
    with pytest.raises(IndexMismatchError, match="build the index anew with rag build") as refused:
        Catalogue(path)
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)


def test_other_names_of_those_who_speak(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    with CatalogueWriter(
        path, {"Anna Ivanova": 0}, {"Anna Ivanova": ("the Chair", "A. I."), "Nobody": ("X",)}
    ):
        pass
    catalogue = Catalogue(path)
    assert catalogue.aliases() == {"A. I.": "Anna Ivanova", "the Chair": "Anna Ivanova"}
    catalogue.close()


TEXT = "A\0 zero character. Ports\N{GRINNING FACE}."
MEETING = transcript("meeting", ("Anna Ivanova", "Before."), (None, TEXT))


def test_a_passage_is_cut_out_of_its_utterance_to_the_character(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    start = MEETING.utterances[1].start
    passages = [
        Passage("meeting", 1, start, start + 18, (3, 3), 4, TEXT[:18]),
        Passage("meeting", 1, start + 19, start + len(TEXT), (3, 3), 2, TEXT[19:]),
    ]
    with CatalogueWriter(path, {"Anna Ivanova": 0}) as writer:
        writer.add(MEETING, passages, [b"one", b"two"])
    db = sqlite3.connect(path)
    db.row_factory = sqlite3.Row
    assert list(map(passage_of, db.execute(PASSAGE + "ORDER BY p.row"))) == passages
    utterances = tuple(map(utterance_of, db.execute(UTTERANCE + "ORDER BY u.number")))
    assert utterances == MEETING.utterances
    assert transcript_of(db.execute("SELECT * FROM transcripts").fetchone(), utterances, ()) == MEETING


def test_pages_of_one_event_in_other_languages(tmp_path: Path) -> None:
    english = transcript("2024-04-11_58537", ("Anna", "Yes."))
    russian = replace(english, id="58537_ru", source="58537_ru.html", language="ru", date=None)
    other_day = replace(english, id="58537", source="58537.txt", language="ru", date="2020-01-01")
    unrelated = transcript("harbour", ("Anna", "No."))
    path = tmp_path / "events.sqlite"
    with CatalogueWriter(path, {"Anna": 0}) as writer:
        for each in (english, russian, other_day, unrelated):
            writer.add(each, (), ())
    catalogue = Catalogue(path)
    found = {name: [each.id for each in catalogue.other_pages(name)] for name in catalogue.transcript_ids()}
    assert found == {
        "2024-04-11_58537": ["58537_ru"],
        "58537_ru": ["2024-04-11_58537"],
        "58537": [],
        "harbour": [],
    }
    with pytest.raises(KeyError):
        catalogue.other_pages("nothing")
