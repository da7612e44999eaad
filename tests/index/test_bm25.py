"""BM25 over words, by the formula, and questions that are nothing but words."""

import shutil
from math import log
from pathlib import Path

import pytest

from rag.errors import IndexMismatchError
from rag.index.bm25 import Entry, WordIndex, rows_with, sentence_phrases

TEXTS = ["gas gas ports", "gas grain", "ports ports grain school", "weather"]
"""Four texts of 3, 2, 4 and 1 words: 2.5 on average."""


def index_of(folder: Path, *entries: Entry) -> WordIndex:
    folder.mkdir()
    return WordIndex.build(folder, entries)


def entry(row: int, text: str, transcript: int = 0, speaker: int | None = None, context: str = "") -> Entry:
    return Entry(row, transcript, speaker, text, context)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A saved index of the four texts."""
    folder = tmp_path_factory.mktemp("indexes") / "words"
    index_of(folder, *(entry(row, text) for row, text in enumerate(TEXTS)))
    return folder


@pytest.fixture(scope="module")
def words(folder: Path) -> WordIndex:
    return WordIndex.load(folder)


def rows(index: WordIndex, question: str) -> list[int]:
    return [row for row, _ in index.search(question, 10)]


def bm25(having: int, count: int, length: int, texts: int = 4, mean: float = 2.5) -> float:
    """BM25 with k1 = 1.2 and b = 0.75 (Robertson and Zaragoza 2009), idf never below 0."""
    idf = log(1 + (texts - having + 0.5) / (having + 0.5))
    return idf * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length / mean))


def test_scores_are_those_of_the_formula(words: WordIndex) -> None:
    # idf ln(1 + 2.5/2.5) = ln 2; row 0: ln 2 · 4.4/3.38 = 0.902, row 1: ln 2 · 2.2/2.02 = 0.755
    found = words.search("gas", 10)
    assert [row for row, _ in found] == [0, 1]
    assert [score for _, score in found] == pytest.approx([0.9023, 0.7549], abs=1e-4)
    assert [score for _, score in found] == pytest.approx([bm25(2, 2, 3), bm25(2, 1, 2)], rel=1e-6)


def test_the_scores_of_several_words_add_up(words: WordIndex) -> None:
    # school is in one text, ports in two
    expected = {2: bm25(1, 1, 4) + bm25(2, 2, 4), 0: bm25(2, 1, 3)}
    found = words.search("ports at school", 10)
    assert [row for row, _ in found] == [2, 0]
    assert dict(found) == pytest.approx(expected, rel=1e-6)


def test_a_word_said_twice_in_the_question_counts_once(words: WordIndex) -> None:
    assert words.search("gas, gas and gas", 10) == words.search("gas", 10)


def test_only_passages_that_share_a_word_are_found_and_only_k(words: WordIndex) -> None:
    assert rows(words, "weather") == [3]
    assert words.search("inflation", 10) == []
    assert words.search("gas", 1) == words.search("gas", 10)[:1]
    assert words.search("gas", 0) == []


def test_words_are_stemmed_in_lower_case_and_without_accents(tmp_path: Path) -> None:
    index = index_of(tmp_path / "words", entry(0, "The PORTS of Orléans"), entry(1, "He was reporting"))
    assert rows(index, "port") == [0]
    assert rows(index, "orleans") == [0]
    assert rows(index, "ORLÉANS’ port") == [0]
    assert rows(index, "reported") == [1]
    assert index.terms("The ports of Orléans as they reported") == ["port", "orlean", "report"]


def test_words_too_common_to_tell_passages_apart_find_nothing(words: WordIndex) -> None:
    assert words.terms("To be, or not to be: that is the") == []
    assert words.search("to be or not to be", 10) == []


@pytest.mark.parametrize(
    "question",
    [
        '"gas',
        "gas AND",
        "+gas -gas",
        "(gas",
        "gas)",
        "[gas TO",
        "gas~",
        "gas^9",
        "*:gas",
        "/gas/",
        "gas\\",
        "gas\0",
        "'gas'; DROP TABLE passages",
        "{!gas}",
    ],
)
def test_query_syntax_is_only_words(words: WordIndex, question: str) -> None:
    assert rows(words, question) == [0, 1]


@pytest.mark.parametrize("question", ["", " ", "*", "(((", '"', "AND OR NOT", "\0", "😀", "?" * 10_000])
def test_a_question_without_words_finds_nothing(words: WordIndex, question: str) -> None:
    assert words.search(question, 10) == []


def test_filters_are_applied_inside_the_search(tmp_path: Path) -> None:
    # gas is best in the rows of speaker 1; with k = 2 they would fill the list
    index = index_of(
        tmp_path / "words",
        *(entry(row, "gas gas gas", transcript=0, speaker=1) for row in range(5)),
        entry(5, "gas and grain", transcript=1, speaker=2),
        entry(6, "gas, grain, ports", transcript=2),
    )

    def found(transcripts: list[int] | None = None, speakers: list[int] | None = None) -> list[int]:
        return [row for row, _ in index.search("gas", 2, transcripts=transcripts, speakers=speakers)]

    assert found() == [0, 1]
    assert found(speakers=[2]) == [5]
    assert found(transcripts=[1, 2]) == [5, 6]
    assert found(transcripts=[1, 2], speakers=[1, 2]) == [5]
    assert found(speakers=[9]) == []
    assert found(speakers=[]) == []
    assert found(transcripts=[]) == []


def test_filters_leave_scores_as_they_are(words: WordIndex) -> None:
    assert words.search("gas", 10, transcripts=[0]) == words.search("gas", 10)


def test_what_stands_around_a_passage_finds_it_too(tmp_path: Path) -> None:
    index = index_of(
        tmp_path / "words",
        entry(0, "They were sold", context="Meeting on grain"),
        entry(1, "We sold grain", context="Meeting on gas"),
    )
    assert set(rows(index, "grain")) == {0, 1}
    assert [row for row, _ in index.search("grain", 10, context_weight=0.5)] == [1, 0]
    assert [row for row, _ in index.search("grain", 10, context_weight=0.0)] == [1]


def test_the_rarity_of_a_term_is_the_logarithm_of_one_in_how_many_passages(tmp_path: Path) -> None:
    texts = ["gas grain ports", "gas grain", "gas"]
    index = index_of(tmp_path / "words", *(entry(row, text) for row, text in enumerate(texts)))
    # of 3 passages 0, 1, 2 and 3 have it, one more counted on either side
    rarities = [index.rarity(term) for term in ("school", "port", "grain", "gas")]
    assert rarities == pytest.approx([log(4 / 1), log(4 / 2), log(4 / 3), 0])


def test_a_saved_index_answers_as_before(tmp_path: Path, words: WordIndex) -> None:
    built = index_of(tmp_path / "words", *(entry(row, text) for row, text in enumerate(TEXTS)))
    assert len(built) == len(words) == 4
    assert built.search("gas ports", 10) == words.search("gas ports", 10)


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    index = index_of(tmp_path / "words")
    assert (len(index), index.search("gas", 10), index.rarity("gas")) == (0, [], 0.0)


def test_a_folder_that_is_no_word_index_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("gas")
    (tmp_path / "empty").mkdir()
    for name in ("file", "empty", "missing"):
        with pytest.raises(IndexMismatchError) as error:
            WordIndex.load(tmp_path / name)
        assert str(error.value) == f"{tmp_path / name} is not a word index: build it anew with rag build"


@pytest.mark.parametrize("harm", ["removed", "emptied", "cut", "overwritten"])
@pytest.mark.parametrize("part", ["meta.json", "*.term", "*.idx", "*.fast", "*.store"])
def test_a_damaged_word_index_is_refused(tmp_path: Path, folder: Path, part: str, harm: str) -> None:
    shutil.copytree(folder, tmp_path / "harmed")
    (path,) = (tmp_path / "harmed").glob(part)
    data = path.read_bytes()
    if harm == "removed":
        path.unlink()
    else:
        path.write_bytes({"emptied": b"", "cut": data[: len(data) // 2]}.get(harm, b"\xff" * len(data)))
    with pytest.raises(IndexMismatchError, match="build it anew with rag build"):
        WordIndex.load(tmp_path / "harmed")


def test_russian_words_are_stemmed_as_russian_and_english_ones_as_english(tmp_path: Path) -> None:
    texts = ["Наши порты готовы, ports are ready", "Всё решено", "О поставках газа", "Shipping gas"]
    index = index_of(tmp_path / "words", *(entry(row, text) for row, text in enumerate(texts)))
    assert index.terms("портами портов Ports ещё") == ["порт", "порт", "port"]
    assert rows(index, "порту") == rows(index, "port") == [0]
    assert rows(index, "решена") == [1]
    assert rows(index, "поставка газа") == [2]
    assert index.terms("ёлка") == index.terms("елка")
    phrases = sentence_phrases(index, ["Наши порты готовы"])
    assert rows_with(index, phrases, 5) == [0]
