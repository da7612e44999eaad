"""Builds by value: what is encoded, what is reused, and that the old build outlives whatever happens."""

from __future__ import annotations

import ast
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from tiktoken.registry import ENCODINGS

from rag.archive import Archive
from rag.errors import IndexMismatchError
from rag.index.approximate import ApproximateIndex
from rag.index.builder import Outcome, build_index
from rag.index.chunking import TOKENIZER, token_counts
from rag.index.encoder import Encoded
from rag.index.late_interaction import TokenIndex
from rag.index.loaded import LoadedBuild
from rag.index.manifest import APPROXIMATE, Counts, Model
from rag.index.recipe import code_hash
from rag.index.store import CATALOGUE, PARTS, TOKENS, VECTORS, open_build
from rag.records import Request
from rag.text.language_detection import _identifier, detected_language
from tests.builders import TopicEncoder, own_tokens
from tests.corpora import ENCODED, HARBOUR, ROOT, TEXTS, page, tree, write_corpus
from tests.index.examples import passages, vectors

pytestmark = pytest.mark.slow

SPEECH = " ".join(f"Sentence {n} speaks of grain{' and ports' * (n % 3)}." for n in range(40))
"""Several passages long."""


def test_a_build_describes_what_it_holds(built: Path) -> None:
    manifest = open_build(built / "index").manifest
    assert manifest.counts == Counts(
        transcripts=4, utterances=9, speakers=3, passages=9, tokens=manifest.counts.tokens
    )
    assert manifest.counts.tokens == sum(passage.tokens for passage in passages(built / "index"))
    assert manifest.model == Model("topics", TopicEncoder.weights, 6, 60, questions_in_numpy=False)
    assert (manifest.corpus_path, manifest.skipped, manifest.reused_vectors) == ("../corpus", (), 0)
    assert manifest.recipe.passage_tokens == 160
    assert manifest.versions["python"] == ".".join(map(str, sys.version_info[:3]))
    assert [part.name for part in map(open_build(built / "index").part, PARTS)] == list(PARTS)


def test_many_passages_are_searched_by_lists(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.index.builder.EXACT_BELOW", 9)
    monkeypatch.setattr("rag.index.manifest.EXACT_BELOW", 9)
    few = open_build(built / "index").manifest
    assert few.vector_search == "exact: 9 passages, 9 or more, but built without lists: rag build adds them"
    index = built / "lists"
    build_index(built / "corpus", index, TopicEncoder())
    build = open_build(index)
    assert build.manifest.vector_search == "approximate: 9 passages, 9 or more"
    loaded = LoadedBuild(build, TopicEncoder()).vectors
    assert isinstance(loaded, ApproximateIndex)
    assert loaded.search(vectors(index)[4], 1)[0].tolist() == [4]
    path = build.part(APPROXIMATE)
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(IndexMismatchError, match="is damaged"):
        LoadedBuild(build, TopicEncoder()).vectors  # noqa: B018


def test_every_passage_is_encoded_with_what_stands_around_it(tmp_path: Path) -> None:
    encoder = TopicEncoder()
    build_index(write_corpus(tmp_path / "corpus"), tmp_path / "index", encoder)
    assert sorted(encoder.encoded) == sorted(ENCODED)
    assert tuple(passage.text for passage in passages(tmp_path / "index")) == TEXTS
    np.testing.assert_array_equal(vectors(tmp_path / "index"), TopicEncoder().encode(ENCODED))


def test_a_text_that_stands_in_several_places_is_encoded_once(tmp_path: Path) -> None:
    corpus, encoder = tmp_path / "corpus", TopicEncoder()
    corpus.mkdir()
    (corpus / "talks.txt").write_text(
        page("Vladimir Putin: Gas.", "Question: Grain?", "Vladimir Putin: Gas.")
    )
    build_index(corpus, tmp_path / "index", encoder)
    assert (len(passages(tmp_path / "index")), len(encoder.encoded)) == (3, 2)
    found = vectors(tmp_path / "index")
    assert (found[0] == found[2]).all()
    tokens = TokenIndex(open_build(tmp_path / "index").part(TOKENS))
    assert (own_tokens(tokens, 0)[1] == own_tokens(tokens, 2)[1]).all()
    assert own_tokens(tokens, 0)[1].shape == (1, 6)


def test_progress_is_told_step_by_step(tmp_path: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    corpus = write_corpus(tmp_path / "corpus")
    build_index(corpus, tmp_path / "index", TopicEncoder(), progress=lambda *step: steps.append(step))
    assert list(dict.fromkeys(name for name, _, _ in steps)) == [
        "Reading transcripts",
        "Cutting passages",
        "Writing catalogue and words",
        "Encoding passages",
    ]
    ends = {name: (done, total) for name, done, total in steps}
    assert list(ends.values()) == [(3, 3), (4, 4), (2, 2), (9, 9)]


def test_what_only_reading_and_cutting_need_is_freed_before_encoding(tmp_path: Path) -> None:
    held: list[bool] = []

    class Encoder(TopicEncoder):
        def read(
            self, texts: Sequence[str], done: Callable[[int], None] | None = None
        ) -> Iterator[tuple[int, Encoded]]:
            held.append(TOKENIZER in ENCODINGS or _identifier.cache_info().currsize > 0)
            return super().read(texts, done)

    assert detected_language("What ships grain from here to the other ports of this sea?") == "en"
    assert token_counts(["gas"]) == [1]
    build_index(write_corpus(tmp_path / "corpus"), tmp_path / "index", Encoder())
    assert held and not any(held)
    assert token_counts(["gas"]) == [1]


def test_where_nothing_changed_nothing_is_written(places: tuple[Path, Path]) -> None:
    corpus, index = places
    os.utime(corpus / "harbour.txt", (1, 1))  # what counts is the content
    before, encoder = tree(index), TopicEncoder()
    outcome = build_index(corpus, index, encoder)
    assert outcome == Outcome(open_build(index).manifest, fresh=False)
    assert tree(index) == before
    assert encoder.encoded == []


Change = Callable[[Path], object]


@pytest.mark.parametrize(
    ("change", "encoded", "reused"),
    [
        pytest.param(
            lambda corpus: (corpus / "lesson.txt").write_text(
                page("Vladimir Putin: Gas.", title="New", dated="May 1, 2024")
            ),
            ["New. 1 May 2024. Vladimir Putin: Gas."],
            7,
            id="changed",
        ),
        pytest.param(
            lambda corpus: (corpus / "added.txt").write_text(page("Vladimir Putin: Gas.", title="New")),
            ["New. 11 April 2024, Moscow. Vladimir Putin: Gas."],
            9,
            id="added",
        ),
        pytest.param(lambda corpus: (corpus / "lesson.txt").unlink(), [], 7, id="removed"),
        pytest.param(
            lambda corpus: (corpus / "lesson.txt").rename(corpus / "a-lesson.txt"), [], 9, id="renamed"
        ),
        pytest.param(
            lambda corpus: (corpus / "sources.toml").write_text(
                '["lesson.txt"]\nurl = "https://example.org/"'
            ),
            [],
            9,
            id="address given",
        ),
        pytest.param(lambda corpus: (corpus / "empty.txt").write_text(""), [], 9, id="skipped file added"),
    ],
)
def test_only_what_is_new_is_encoded(
    places: tuple[Path, Path], change: Change, encoded: list[str], reused: int
) -> None:
    corpus, index = places
    change(corpus)
    encoder = TopicEncoder()
    outcome = build_index(corpus, index, encoder)
    assert encoder.encoded == encoded
    assert (outcome.fresh, outcome.manifest.reused_vectors) == (True, reused)
    assert outcome.manifest == open_build(index).manifest


def test_reuse_gives_the_same_index_as_a_full_build(places: tuple[Path, Path]) -> None:
    corpus, index = places
    (corpus / "lesson.txt").rename(corpus / "a-lesson.txt")
    (corpus / "councils.jsonl").unlink()
    (corpus / "speech.txt").write_text(page(f"Anna Ivanova: {SPEECH}"), "utf-8")
    reused = build_index(corpus, index, TopicEncoder()).manifest.reused_vectors
    assert reused == 6
    anew = index.with_name("anew")
    build_index(corpus, anew, TopicEncoder())
    assert passages(index) == passages(anew)
    np.testing.assert_array_equal(vectors(index), vectors(anew))
    assert_same_answers(index, anew)


def assert_same_answers(one: Path, other: Path) -> None:
    """Both rank alike, score for score."""
    for question in ("Who ships grain?", "What about gas and the ports?", "Anything?"):
        first, second = (Archive.open(index, TopicEncoder()).ask(Request(question)) for index in (one, other))
        assert first == second


def test_the_same_corpus_twice_gives_the_same_index(built: Path, tmp_path: Path) -> None:
    build_index(write_corpus(tmp_path / "corpus"), tmp_path / "index", TopicEncoder())
    assert passages(tmp_path / "index") == passages(built / "index")
    np.testing.assert_array_equal(vectors(tmp_path / "index"), vectors(built / "index"))
    assert_same_answers(tmp_path / "index", built / "index")
    one, other = (open_build(folder / "index").manifest for folder in (tmp_path, built))
    assert (one.corpus_sha256, one.recipe, one.counts) == (other.corpus_sha256, other.recipe, other.counts)
    assert [one.parts[name] for name in (CATALOGUE, VECTORS)] == [
        other.parts[name] for name in (CATALOGUE, VECTORS)
    ]


def test_a_full_build_encodes_everything(places: tuple[Path, Path]) -> None:
    encoder = TopicEncoder()
    outcome = build_index(*places, encoder, full=True)
    assert sorted(encoder.encoded) == sorted(ENCODED)
    assert (outcome.fresh, outcome.manifest.reused_vectors) == (True, 0)


def test_other_weights_encode_everything(places: tuple[Path, Path]) -> None:
    encoder = TopicEncoder()
    encoder.weights = "1" * 64
    outcome = build_index(*places, encoder)
    assert sorted(encoder.encoded) == sorted(ENCODED)
    assert outcome.manifest.model.sha256 == "1" * 64


def test_questions_in_numpy_are_proven_for_each_name_of_a_model(
    places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[str, list[str]]] = []

    def agree(encoder: TopicEncoder, texts: list[str]) -> bool:
        compared.append((encoder.name, texts))
        return True

    monkeypatch.setattr("rag.index.builder.agrees_with", agree)
    renamed = TopicEncoder()
    renamed.name = "renamed"
    for number, encoder in enumerate((TopicEncoder(), renamed, renamed)):
        (places[0] / f"talk-{number}.txt").write_text(page("Ann Bell: Gas."))
        build_index(*places, encoder)
    assert compared == [("renamed", list(TEXTS[:8]))]
    assert open_build(places[1]).manifest.model.questions_in_numpy
    assert len(renamed.encoded) == 0


def test_other_code_makes_another_build_of_the_same_vectors(
    places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.index.recipe.code_hash", lambda: "changed")
    encoder = TopicEncoder()
    outcome = build_index(*places, encoder)
    assert (outcome.fresh, outcome.manifest.reused_vectors, encoder.encoded) == (True, 9, [])


def _imported(path: Path) -> set[str]:
    """The modules of the package that a file imports, lazy imports included."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    return {
        node.module
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("rag.")
    }


def test_what_decides_a_build_is_in_its_code_hash_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "rag"
    shutil.copytree(ROOT / "rag", package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr("rag.index.recipe.__file__", str(package / "index" / "recipe.py"))
    code = code_hash()
    sources = [path for path in package.rglob("*") if path.is_file()]
    assert package / "text" / "words" / "countries.txt" in sources
    for path in sources:
        room = path.relative_to(package).parts[0]
        is_translation = path.suffix == ".po"
        decides = room in {"text", "readers", "index", "errors.py", "records.py"} and not is_translation
        source = path.read_bytes()
        path.write_bytes(source + b"\n")
        assert (code_hash() != code) == decides, path
        path.write_bytes(source)


def test_a_build_imports_only_what_is_in_its_code_hash() -> None:
    package = ROOT / "rag"
    for room in ("text", "readers", "index"):
        for path in (package / room).rglob("*.py"):
            rooms = {module.split(".")[1] for module in _imported(path)}
            assert rooms <= {"text", "readers", "index", "errors", "records"}, path


def test_another_passage_length_cuts_anew(tmp_path: Path) -> None:
    corpus, index = write_corpus(tmp_path / "corpus"), tmp_path / "index"
    (corpus / "speech.txt").write_text(page(f"Vladimir Putin: {SPEECH}"))
    first, second = TopicEncoder(), TopicEncoder()
    build_index(corpus, index, first)
    outcome = build_index(corpus, index, second, passage_tokens=16)
    assert outcome.manifest.recipe.passage_tokens == 16
    assert max(passage.tokens for passage in passages(index)) <= 16
    assert outcome.manifest.reused_vectors == 9
    assert set(second.encoded).isdisjoint(first.encoded)
    assert len(second.encoded) == outcome.manifest.counts.passages - 9 > 10


def test_another_language_cuts_anew(tmp_path: Path) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    speech = " ".join(f"Порт {n} строят с 20{n} г. Москва рада." for n in range(10, 60))
    (corpus / "speech.txt").write_text(page(f"Vladimir Putin: {speech}"), "utf-8")
    cut = []
    for language in ("en", "ru"):
        (corpus / "sources.toml").write_text(f'["speech.txt"]\nlanguage = "{language}"')
        build_index(corpus, index, TopicEncoder())
        build_index(corpus, tmp_path / language, TopicEncoder())
        assert passages(index) == passages(tmp_path / language)
        cut.append(passages(index))
    assert cut[0] != cut[1]


def test_a_corpus_that_moved_is_found_again(places: tuple[Path, Path]) -> None:
    corpus, index = places
    corpus = corpus.rename(corpus.with_name("moved"))
    outcome = build_index(corpus, index, TopicEncoder())
    assert (outcome.fresh, outcome.manifest.reused_vectors) == (True, 9)
    assert open_build(index).corpus == corpus


def test_no_text_is_longer_than_the_encoder_reads_and_nothing_is_lost(tmp_path: Path) -> None:
    corpus, encoder = tmp_path / "corpus", TopicEncoder()
    corpus.mkdir()
    title = "A very long title of a meeting " * 7
    endless = " ".join(f"word{n}" for n in range(200)) + "."
    (corpus / "speech.txt").write_text(page(f"Vladimir Putin: {SPEECH}\n\n{endless}", title=title))
    build_index(corpus, tmp_path / "index", encoder)
    found = passages(tmp_path / "index")
    assert [text for text in encoder.encoded if encoder.pieces([text])[0] > encoder.limit] == []
    assert len(encoder.encoded) == len(found)
    assert all(any(text.endswith(passage.text) for text in encoder.encoded) for passage in found)
    assert " ".join(passage.text for passage in found).split() == f"{SPEECH} {endless}".split()
    source = (corpus / "speech.txt").read_text("utf-8")
    assert [source[passage.start : passage.end] for passage in found] == [passage.text for passage in found]
    assert max(passage.tokens for passage in found) <= 160


def test_a_changed_turn_is_read_anew_and_the_others_are_as_before(places: tuple[Path, Path]) -> None:
    corpus, index = places
    turns = (HARBOUR[0], "Question: And what of grain?", *HARBOUR[2:])
    harbour = page(*turns, title="Talks", dated="April 11, 2024, The Kremlin, Moscow")
    (corpus / "harbour.txt").write_text(harbour, "utf-8")
    encoder = TopicEncoder()
    build_index(corpus, index, encoder)
    assert encoder.encoded == [ENCODED[4].replace("gas", "grain")]
    assert tuple(passage.text for passage in passages(index)) == (
        *TEXTS[:4],
        "And what of grain?",
        *TEXTS[5:],
    )


def test_a_table_of_speakers_encodes_only_what_it_names(places: tuple[Path, Path]) -> None:
    corpus, index = places
    (corpus / "speakers.toml").write_text('[transcripts.harbour]\nQuestion = "Anna Ivanova"')
    encoder = TopicEncoder()
    outcome = build_index(corpus, index, encoder)
    talks = "Talks. 11 April 2024, The Kremlin, Moscow"
    assert encoder.encoded == [f"{talks}. Anna Ivanova: And what of gas?"]
    assert (outcome.fresh, outcome.manifest.reused_vectors, outcome.revisions) == (True, 8, ())
    assert Archive.open(index, TopicEncoder()).catalogue.transcript("harbour").utterances[1].attribution == (
        "assigned"
    )
    assert not build_index(corpus, index, TopicEncoder()).fresh
    (corpus / "speakers.toml").unlink()
    assert build_index(corpus, index, TopicEncoder()).fresh
