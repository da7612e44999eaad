"""`rag.toml`: what it gives, where paths count from, and how its mistakes are told."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from rag.errors import SettingsError
from rag.index.chunking import DEFAULT_LIMIT
from rag.index.model_files import DEFAULT_MODEL
from rag.settings import LoadedSettings, MilvusFolder, Setting, Settings, index_path, load_settings
from tests.corpora import ROOT


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings file of the working folder, which is not there yet."""
    monkeypatch.chdir(tmp_path)
    return Path("rag.toml")


def test_without_a_file_all_is_built_in(file: Path) -> None:
    assert load_settings() == LoadedSettings()
    assert (Settings().model, Settings().passage_tokens) == (DEFAULT_MODEL, DEFAULT_LIMIT)


def test_a_file_gives_some_and_leaves_the_others(file: Path) -> None:
    file.write_text('\ufeffindex = "held"\npassage-tokens = 200\nport = 9000\n')
    loaded = load_settings()
    assert loaded.values == Settings(index=Path("held"), passage_tokens=200, port=9000)
    assert list(loaded.listed(Path("other"))) == [
        Setting("corpus", "corpus", "default"),
        Setting("index", "other", "--index"),
        Setting("model", DEFAULT_MODEL, "default"),
        Setting("passage-tokens", 200, "rag.toml"),
        Setting("host", "127.0.0.1", "default"),
        Setting("port", 9000, "rag.toml"),
    ]


def test_paths_count_from_the_folder_of_the_file(file: Path) -> None:
    folder = Path("elsewhere")
    (folder / "models").mkdir(parents=True)
    (folder / "own.toml").write_text('corpus = "held"\nindex = "/held"\nmodel = "models"\n')
    assert load_settings(folder / "own.toml").values == Settings(
        folder / "held", Path("/held"), str(folder / "models")
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("index = ", "rag.toml: Invalid value (at end of document); expected TOML such as: index ="),
        (
            'inedx = "a"',
            "rag.toml: unknown setting 'inedx'; expected one of corpus, index, model, passage-tokens,",
        ),
        ("passage_tokens = 100", "rag.toml: unknown setting 'passage_tokens'"),
        ("[index]\na = 1", "rag.toml: index is {'a': 1}; expected a text in one line"),
        ('index = ""', "rag.toml: index is ''; expected a text in one line"),
        ('corpus = "a\\u0000b"', r"rag.toml: corpus is 'a\x00b'; expected a text in one line"),
        ("model = 7", "rag.toml: model is 7; expected a text in one line"),
        ('port = "80"', "rag.toml: port is '80'; expected a whole number from 1 to 65,535"),
        ("port = true", "rag.toml: port is True; expected a whole number"),
        ("port = 0", "rag.toml: port is 0; expected a whole number"),
        ("passage-tokens = 15", "rag.toml: passage-tokens is 15; expected a whole number from 16 to 2,000"),
    ],
)
def test_mistakes_say_what_was_found_and_expected(file: Path, text: str, said: str) -> None:
    file.write_text(text)
    with pytest.raises(SettingsError) as raised:
        load_settings()
    assert str(raised.value).startswith(said)
    assert "\n" not in str(raised.value)


def test_files_that_cannot_be_read(file: Path) -> None:
    with pytest.raises(SettingsError, match=r"^own\.toml: there is no such file"):
        load_settings(Path("own.toml"))
    file.mkdir()
    with pytest.raises(SettingsError, match=r"^rag\.toml: there is no such file"):
        load_settings()
    file.rmdir()
    file.write_bytes(b"\xff")
    with pytest.raises(SettingsError, match=r"^rag\.toml: 'utf-8' codec can't decode"):
        load_settings()


def test_the_page_lists_every_setting_with_its_default() -> None:
    (listed,) = re.findall(
        r"```toml\n(.*?)```", (ROOT / "docs" / "settings.md").read_text("utf-8"), re.DOTALL
    )
    read = tomllib.loads(listed)
    built_in = {each.name: each.value for each in LoadedSettings().listed(Settings().index)}
    assert list(read) == list(built_in)
    assert {**read, "corpus": "corpus"} == built_in


@pytest.mark.parametrize(
    ("given", "address", "folder"),
    [
        ("milvus://127.0.0.1:19530/held/index", "127.0.0.1:19530", "/held/index"),
        ("milvus://[::1]:19530/held", "[::1]:19530", "/held"),
        ("milvus://milvus.example.org:1/./held", "milvus.example.org:1", "held"),
        ("milvus:///held/index", None, "/held/index"),
    ],
)
def test_an_index_on_milvus_is_a_folder_with_an_address(given: str, address: str | None, folder: str) -> None:
    found = index_path(given)
    assert isinstance(found, MilvusFolder)
    assert (found.address, found) == (address, Path(folder))
    assert index_path(found) is found
    assert not isinstance(index_path(folder), MilvusFolder)


@pytest.mark.parametrize(
    "given", ["milvus://", "milvus://host/held", "milvus://host:1", "milvus://a b:1/held"]
)
def test_no_other_address_is_taken(given: str) -> None:
    with pytest.raises(SettingsError, match=r"expected milvus://HOST:PORT/FOLDER, or milvus:///FOLDER"):
        index_path(given)


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(SettingsError, match="RAG_MILVUS_PASSWORD") as refused:
        index_path("milvus://root:Pa55word@host:1/held")
    assert "Pa55word" not in str(refused.value)


def test_an_index_on_milvus_counts_from_the_folder_of_the_file(file: Path) -> None:
    folder = Path("elsewhere")
    folder.mkdir()
    (folder / "own.toml").write_text('index = "milvus://127.0.0.1:19530/./held"\n')
    index = load_settings(folder / "own.toml").values.index
    assert isinstance(index, MilvusFolder)
    assert (index, index.address) == (folder / "held", "127.0.0.1:19530")
