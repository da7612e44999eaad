"""docs/citations.md: its example is what is printed, its commands prove it, and it leaves no field out."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from rag.index.catalogue import Catalogue
from rag.index.catalogue_writer import CatalogueWriter
from rag.output.export.formats import FORMATS
from rag.proof.cite.annotation import Parser, record_of
from rag.proof.cite.citation import hit_at
from rag.proof.cite.styles import STYLES, cite
from rag.readers.corpus import read_corpus
from tests.corpora import ROOT
from tests.proof.cite.examples import hit

pytestmark = pytest.mark.slow

DOCS = (ROOT / "docs" / "citations.md").read_text("utf-8")
PLACE = ("004_740d1cef05ee691b", 8814, 8903)


def test_the_example_is_what_rag_cite_prints(tmp_path: Path) -> None:
    corpus = read_corpus(ROOT / "corpus")
    with CatalogueWriter(tmp_path / "catalogue", corpus.speakers()) as writer:
        for transcript in corpus.transcripts:
            writer.add(transcript, [], [])
    printed = cite(hit_at(Catalogue(tmp_path / "catalogue"), *PLACE), "plain", "2026-11-25")
    shown = re.search(r"\$ rag cite 004_740d1cef05ee691b 8814 8903 [^\n]*\n(.*?)```", DOCS, re.DOTALL)
    assert shown
    assert printed.replace("\u00a0", " ") == shown[1]


def test_the_commands_without_this_program_prove_it() -> None:
    block = re.search(r"```\n(\$ sha256sum .*?)```", DOCS, re.DOTALL)
    assert block
    commands = re.findall(r"^\$ (.+)\n(.+)\n", block[1], re.MULTILINE)
    assert [shlex.split(command)[0] for command, _ in commands] == ["sha256sum", "python3"]
    for command, shown in commands:
        ran = subprocess.run(shlex.split(command), cwd=ROOT, capture_output=True, check=True)
        assert ran.stdout.decode().replace("\u00a0", " ").strip() == shown


def test_every_style_form_and_field_is_described() -> None:
    record = record_of(hit(), Parser("0.1.0", "0"))
    for name in (
        *STYLES,
        "record",
        *record["citation"],
        "exact",
        "prefix",
        "suffix",
        "start",
        "end",
        "generator",
    ):
        assert f"`{name}`" in DOCS, name
    for form in FORMATS:
        assert f"`.{form}`" in DOCS
    for status in ("unchanged", "moved", "edited", "gone"):
        assert f"| `{status}` |" in DOCS


@pytest.mark.parametrize("line", [line for line in DOCS.splitlines() if line.startswith("$ rag")])
def test_commands_are_those_of_the_program(line: str) -> None:
    assert shlex.split(line)[2] in {"cite", "verify", "ask"}
