"""Labels and offsets found in a real catalogue."""

from __future__ import annotations

import pytest

from rag.archive import Archive
from rag.evaluation.locate import CatalogueLocator
from rag.evaluation.questions import Relevant, RelevantLine, RelevantUtterance
from rag.evaluation.runs import Quote
from tests.corpora import IVANOVA, PUTIN

pytestmark = pytest.mark.slow


@pytest.fixture
def locator(archive: Archive) -> CatalogueLocator:
    return CatalogueLocator(archive.catalogue)


@pytest.mark.parametrize(
    ("label", "texts"),
    [
        (RelevantLine("harbour.txt", 9, 2), ["We ship grain through the ports."]),
        (RelevantLine("harbour.txt", 17, 2), ["The price stays."]),
        (RelevantLine("harbour.txt", 3, 2), []),  # the title
        # A line of JSONL is a whole transcript.
        (RelevantLine("councils.jsonl", 1, 2), ["Ports, ports and a school.", "Grain?"]),
        (RelevantLine("councils.jsonl", 2, 1), ["That is all."]),
        (RelevantUtterance("lesson", 1, 2), ["Ours has one."]),
        (RelevantUtterance("lesson", 9, 2), []),
        (RelevantUtterance("gone", 0, 2), []),
        (RelevantLine("gone.txt", 1, 2), []),
    ],
)
def test_the_passages_of_a_label(locator: CatalogueLocator, label: Relevant, texts: list[str]) -> None:
    assert [each.passage.text for each in locator.covering(label)] == texts


def test_a_passage_with_its_voice_and_its_transcript(locator: CatalogueLocator) -> None:
    (found,) = locator.covering(RelevantLine("harbour.txt", 9, 2))
    quote = Quote.of(found)
    assert (quote.transcript, quote.path, quote.date) == ("harbour", "harbour.txt", "2024-04-11")
    assert (quote.label, quote.speaker, quote.role) == (
        "President of Russia Vladimir Putin",
        PUTIN,
        "President of Russia",
    )
    assert (quote.utterance, quote.lines, quote.attribution) == (0, (9, 9), "printed")
    assert quote.text == "We ship grain through the ports."


def test_a_passage_by_its_offsets(locator: CatalogueLocator) -> None:
    found = locator.at("council-1", 0, 0, 26)
    assert found is not None
    assert (found.passage.text, found.utterance.speaker) == ("Ports, ports and a school.", IVANOVA)
    assert locator.at("council-1", 0, 0, 25) is None
    assert locator.at("council-1", 1, 0, 26) is None
    assert locator.at("gone", 0, 0, 26) is None


def test_a_heading(locator: CatalogueLocator, archive: Archive) -> None:
    assert locator.heading("lesson") == archive.catalogue.heading("lesson")
    assert locator.heading("gone") is None
