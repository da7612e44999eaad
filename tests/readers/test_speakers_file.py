"""`speakers.toml` by value: who is named by it, how that is told, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rag.errors import CorpusError
from rag.readers.corpus import Skipped, read_corpus
from rag.readers.speakers_file import DatedRole, SpeakerTable, load_speakers, speakers_above
from rag.records import Attribution, Doubt, Transcript
from tests.builders import transcript
from tests.corpora import LESSON, LUKASHENKO, PUTIN, page, write_corpus

HOLLOWAY, REYES = "Ann Holloway", "Tom Reyes"
TABLE = """\
[[speaker]]
name = "Ann Holloway"
aliases = ["A. Holloway", "MS. HOLLOWAY", "Harbour voice"]
roles = [
    {role = "Press Secretary", from = "2023-01-01", to = 2024-06-30},
    {role = "Harbour Master", from = 2024-07-01},
]

[[speaker]]
name = "Tom Reyes"
aliases = ["TR", "Reyes"]
roles = [{role = "Reporter"}]

[transcripts.briefing]
"Speaker 1" = "Ann Holloway"
"SPEAKER 2" = "TR"
"""


@pytest.fixture
def table(tmp_path: Path) -> SpeakerTable:
    (tmp_path / "speakers.toml").write_text(TABLE)
    return load_speakers(tmp_path / "speakers.toml")


def said(
    *turns: tuple[str | None, str | None, Attribution],
    name: str = "briefing",
    date: str | None = "2024-03-04",
) -> Transcript:
    """A transcript of these labels, persons and attributions."""
    made = transcript(name, *((None, "Words.") for _ in turns), date=date)
    utterances = tuple(
        replace(utterance, label=label, speaker=person, attribution=attribution)
        for utterance, (label, person, attribution) in zip(made.utterances, turns, strict=True)
    )
    return replace(made, utterances=utterances)


def named(read: Transcript) -> list[tuple[str | None, str | None, Attribution]]:
    return [(u.speaker, u.role, u.attribution) for u in read.utterances]


def test_the_table_is_read(table: SpeakerTable) -> None:
    assert table == SpeakerTable(
        persons={
            "annholloway": HOLLOWAY, "a.holloway": HOLLOWAY, "ms.holloway": HOLLOWAY,
            "harbourvoice": HOLLOWAY, "tomreyes": REYES, "tr": REYES, "reyes": REYES,
        },
        aliases={HOLLOWAY: ("A. Holloway", "MS. HOLLOWAY", "Harbour voice"), REYES: ("TR", "Reyes")},
        roles={
            HOLLOWAY: (
                DatedRole("Press Secretary", "2023-01-01", "2024-06-30"),
                DatedRole("Harbour Master", "2024-07-01"),
            ),
            REYES: (DatedRole("Reporter"),),
        },
        assigned={"briefing": {"Speaker 1": HOLLOWAY, "SPEAKER 2": REYES}},
    )  # fmt: skip


def test_an_assigned_label_is_assigned_and_never_printed(table: SpeakerTable) -> None:
    turns = said(
        ("Speaker 1", None, "printed"), ("Speaker 2", None, "printed"), ("Speaker 2", None, "carried")
    )
    read = table.apply(turns)
    assert named(read) == [
        (HOLLOWAY, "Press Secretary", "assigned"),
        (REYES, "Reporter", "assigned"),
        (REYES, "Reporter", "carried"),
    ]
    assert [u.label for u in read.utterances] == ["Speaker 1", "Speaker 2", "Speaker 2"]
    assert read.warnings == ()


def test_another_spelling_of_a_printed_name_stays_printed(table: SpeakerTable) -> None:
    read = table.apply(
        said(
            ("MS. HOLLOWAY", "Ms. Holloway", "printed"),
            ("Press Secretary A. Holloway", "A. Holloway", "printed"),
            ("ANN HOLLOWAY", "ANN HOLLOWAY", "printed"),
            ("TR", "TR", "printed"),
            ("Anna Berg", "Anna Berg", "printed"),
            name="other",
        )
    )
    assert [(u.speaker, u.attribution) for u in read.utterances] == [
        (HOLLOWAY, "printed"),
        (HOLLOWAY, "printed"),
        (HOLLOWAY, "printed"),
        (REYES, "printed"),
        ("Anna Berg", "printed"),
    ]
    assert read.utterances[0].label == "MS. HOLLOWAY"


def test_an_alias_for_a_voice_or_against_the_transcript_is_the_word_of_the_table(table: SpeakerTable) -> None:
    read = table.apply(
        said(("Harbour voice", None, "printed"), ("Reyes", "Maria Reyes", "printed"), name="other")
    )
    assert [(u.speaker, u.attribution) for u in read.utterances] == [
        (HOLLOWAY, "assigned"),
        (REYES, "assigned"),
    ]


def test_a_transcript_without_labels(tmp_path: Path) -> None:
    (tmp_path / "speakers.toml").write_text(f'[transcripts.briefing]\n"" = "{HOLLOWAY}"')
    read = load_speakers(tmp_path / "speakers.toml").apply(said((None, None, "unknown")))
    assert named(read) == [(HOLLOWAY, None, "assigned")]


@pytest.mark.parametrize(
    ("date", "role"),
    [
        ("2022-12-31", None),
        ("2023-01-01", "Press Secretary"),
        ("2024-06-30", "Press Secretary"),
        ("2024-07-01", "Harbour Master"),
        (None, None),
    ],
)
def test_a_role_holds_on_its_days(table: SpeakerTable, date: str | None, role: str | None) -> None:
    read = table.apply(said(("Ann Holloway", HOLLOWAY, "printed"), date=date))
    assert read.utterances[0].role == role


def test_a_printed_role_stays(table: SpeakerTable) -> None:
    turns = said(("Dean Ann Holloway", HOLLOWAY, "printed"))
    turns = replace(turns, utterances=(replace(turns.utterances[0], role="Dean"),))
    assert table.apply(turns).utterances[0].role == "Dean"


def test_the_number_of_a_voice_is_no_role(table: SpeakerTable) -> None:
    turns = said(("Speaker 1", None, "printed"), ("Moderator", None, "printed"))
    turns = replace(turns, utterances=tuple(replace(u, role=u.label) for u in turns.utterances))
    (first, other) = table.apply(turns).utterances
    assert (first.speaker, first.role, other.speaker, other.role) == (
        *(HOLLOWAY, "Press Secretary"),
        *(None, "Moderator"),
    )


def with_doubt(turns: Transcript, text: str, start: int = 0) -> Transcript:
    """The transcript with a doubt in each utterance, `start` characters after its beginning."""
    utterances = tuple(
        replace(u, doubts=(Doubt(u.lines[0], text, "may be two", u.start + start),)) for u in turns.utterances
    )
    return replace(turns, utterances=utterances)


def test_an_assignment_settles_whom_a_label_means_and_no_other_doubt(tmp_path: Path) -> None:
    (tmp_path / "speakers.toml").write_text('[transcripts.briefing]\n"Smithson" = "Owen Smithson"')
    table = load_speakers(tmp_path / "speakers.toml")
    (settled,) = table.apply(with_doubt(said(("Smithson", None, "doubtful")), "Smithson:")).utterances
    assert (settled.speaker, settled.attribution, settled.doubts) == ("Owen Smithson", "assigned", ())
    (open_,) = table.apply(with_doubt(said(("Smithson", None, "doubtful")), "Berg - no")).utterances
    assert (open_.attribution, len(open_.doubts)) == ("doubtful", 1)
    (later,) = table.apply(with_doubt(said(("Smithson", None, "printed")), "Smithson:", 3)).utterances
    assert (later.attribution, len(later.doubts)) == ("assigned", 1)


def test_an_alias_settles_no_doubt(table: SpeakerTable) -> None:
    (open_,) = table.apply(with_doubt(said(("Reyes", None, "doubtful"), name="x"), "Reyes:")).utterances
    assert (open_.speaker, open_.attribution, len(open_.doubts)) == (None, "doubtful", 1)


def test_a_label_that_the_transcript_does_not_print_is_told(table: SpeakerTable) -> None:
    read = table.apply(said(("Speaker 1", None, "printed")))
    assert read.warnings == (
        "speakers.toml assigns the label “SPEAKER 2”, which this transcript does not print",
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"[", "at end of document"),
        (b"\xff\xfe", "codec can't decode"),
        (b"a = " + b"[" * 100_000, "recursion"),
        (b"person = 1", "the file has 'person'; known: speaker, transcripts"),
        (b'speaker = "Ann"', "“speaker” must be tables, each under [[speaker]]"),
        (b'[speaker]\nname = "Ann"', "“speaker” must be tables, each under [[speaker]]"),
        (b'[[speaker]]\naliases = ["A"]', "the name of [[speaker]] number 1 is None; expected a text"),
        (b'[[speaker]]\nname = " "', "the name of [[speaker]] number 1 is ' '; expected a text"),
        (b'[[speaker]]\nname = "A\\nB\\u0000"', "expected a text of at most 300 characters"),
        (
            b'[[speaker]]\nname = "Ann"\nalias = ["A"]',
            "[[speaker]] number 1 has 'alias'; known: aliases, name",
        ),
        (b'[[speaker]]\nname = "Ann"\naliases = "A"', "“aliases” of 'Ann' is 'A'; expected a list"),
        (b'[[speaker]]\nname = "Ann"\naliases = [7]', "an alias of 'Ann' is 7; expected a text"),
        (b'[[speaker]]\nname = "Ann"\nroles = ["Chair"]', "a role of 'Ann' is 'Chair'; expected a table"),
        (
            b'[[speaker]]\nname = "Ann"\nroles = [{role = "Chair", since = "2024-01-01"}]',
            "has 'since'; known",
        ),
        (
            b'[[speaker]]\nname = "Ann"\nroles = [{role = "Chair", from = "May 2024"}]',
            "a role of 'Ann' has the day 'May 2024'; expected YYYY-MM-DD",
        ),
        (
            b'[[speaker]]\nname = "Ann"\nroles = [{role = "Chair", from = 2024-05-01T00:00:00}]',
            "has the day '2024-05-01T00:00:00'; expected YYYY-MM-DD",
        ),
        (
            b'[[speaker]]\nname = "Ann"\nroles = [{role = "C", from = "2024-05-02", to = "2024-05-01"}]',
            "a role of 'Ann' is from 2024-05-02 to 2024-05-01; expected an earlier day first",
        ),
        (b'[[speaker]]\nname = "Ann"\n[[speaker]]\nname = "Ann"', "two [[speaker]] are called 'Ann'"),
        (
            b'[[speaker]]\nname = "Ann"\naliases = ["A. B."]\n[[speaker]]\nname = "Al"\naliases = ["a. b."]',
            "'a. b.' names both 'Ann' and 'Al'; expected one person",
        ),
        (b"transcripts = 3", "“transcripts” must be tables"),
        (b'[transcripts]\na = "Ann"', "[transcripts.'a'] is 'Ann'; expected a table of labels and names"),
        (b"[transcripts.a]\nS = 1", "the person of 'S' in [transcripts.'a'] is 1; expected a text"),
        (
            b'[transcripts.a]\nS = "Ann"\ns = "Al"',
            "'s' in [transcripts.'a'] is both 'Ann' and 'Al'; expected one person",
        ),
    ],
)
def test_a_broken_table_is_refused_in_one_line(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "speakers.toml"
    path.write_bytes(content)
    with pytest.raises(CorpusError) as broken:
        load_speakers(path)
    assert str(broken.value).startswith(f"{path}: ")
    assert reason in str(broken.value)
    assert "\n" not in str(broken.value)


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path, table: SpeakerTable) -> None:
    (tmp_path / "speakers.toml").write_bytes(b"\xef\xbb\xbf" + TABLE.encode())
    assert load_speakers(tmp_path / "speakers.toml") == table


# In a corpus.


def test_the_corpus_hash_covers_what_the_table_says_and_not_how(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    path = corpus / "speakers.toml"
    before = read_corpus(corpus)
    path.write_text("# nobody yet\n")
    assert read_corpus(corpus) == before
    path.write_text('[transcripts.harbour]\n"Question" = "Ann Holloway"')
    assigned = read_corpus(corpus)
    assert assigned.sha256 != before.sha256
    (harbour,) = (t for t in assigned.transcripts if t.id == "harbour")
    assert [(u.label, u.speaker, u.attribution) for u in harbour.utterances][1:] == [
        ("Question", HOLLOWAY, "assigned"),
        ("President of Belarus Alexander Lukashenko", LUKASHENKO, "printed"),
        ("President of Belarus Alexander Lukashenko", LUKASHENKO, "carried"),
    ]
    assert list(assigned.speakers())[2] == HOLLOWAY
    path.write_text('# The asker\n[transcripts."harbour"]\nQuestion = "Ann  Holloway"\n')
    assert read_corpus(corpus) == assigned


def test_a_transcript_that_is_not_there_is_told(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    (corpus / "speakers.toml").write_text('[transcripts.nowhere]\n"Question" = "Ann Holloway"')
    assert read_corpus(corpus).skipped == (
        Skipped("speakers.toml", "it assigns labels of 'nowhere', which is no transcript here"),
    )


def test_files_of_one_name_are_assigned_by_their_paths(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    for year in ("2023", "2024"):
        (corpus / year).mkdir(parents=True)
        (corpus / year / "talk.txt").write_text(page(*LESSON))
    (corpus / "speakers.toml").write_text(f'[transcripts."2024/talk"]\n"{PUTIN}" = "Ann Holloway"')
    first, second = read_corpus(corpus).transcripts
    assert [(u.speaker, u.attribution) for u in first.utterances] == [
        (LUKASHENKO, "printed"),
        (PUTIN, "printed"),
    ]
    assert [(u.speaker, u.attribution) for u in second.utterances] == [
        (LUKASHENKO, "printed"),
        (HOLLOWAY, "assigned"),
    ]
    for year, person in (("2023", PUTIN), ("2024", HOLLOWAY)):
        path = corpus / year / "talk.txt"
        assert speakers_above(path).apply(replace(first, id="talk")).utterances[1].speaker == person


def test_without_a_table_nothing_is_named(tmp_path: Path) -> None:
    assert speakers_above(tmp_path / "deep" / "talk.txt") == SpeakerTable()
