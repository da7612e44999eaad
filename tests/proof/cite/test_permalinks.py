"""Links that last: the words are found where they are now, or what became of them is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.archive import Archive
from rag.index.builder import build_index
from rag.proof.cite.permalinks import (
    FINGERPRINT,
    PassageLink,
    ResolvedLink,
    fingerprint,
    former,
    link_to,
    resolve,
)
from rag.records import Passage, Transcript
from tests.builders import TopicEncoder, transcript
from tests.corpora import COUNCILS, IVANOVA, PUTIN, lines, scratch, write_corpus
from tests.page.examples import WordArchive

FIRST, SECOND = "Yes. We ship grain.", "Gas — too. “We ship gas.” Yes."
HELD = transcript("talks/1", (PUTIN, FIRST), (None, "And gas?"), (PUTIN, SECOND), (PUTIN, "Yes. Good."))
DIGITS = "0" * FINGERPRINT


def passage_of(held: Transcript, number: int, words: str) -> Passage:
    utterance = held.utterances[number]
    start = utterance.start + utterance.text.index(words)
    return Passage(held.id, number, start, start + len(words), utterance.lines, 3, words)


def changed(*texts: str | None) -> WordArchive:
    """The same transcript as it is read later."""
    return WordArchive((transcript(HELD.id, *((PUTIN, text) for text in texts if text)),))


@pytest.mark.parametrize("words", ["“We ship gas.”", "Gas — too.", SECOND, "too. “We ship"])
def test_words_that_moved_are_found_where_they_are(words: str) -> None:
    link = link_to(passage_of(HELD, 2, words))
    later = changed("A turn before.", FIRST, "And gas?", f"One word more. {SECOND}")
    now = passage_of(later.held[0], 3, words)
    assert resolve(later, link) == ResolvedLink("moved", HELD.id, 3, now.start, now.end, words)


def test_of_several_places_the_nearest_is_meant() -> None:
    link = link_to(passage_of(HELD, 2, "Yes."))
    later = changed(FIRST, "And gas?", "Gas too, yes.", "Yes. Good. Yes.")
    start = later.held[0].utterances[3].start
    assert resolve(later, link) == ResolvedLink("moved", HELD.id, 3, start, start + 4, "Yes.")


def test_words_that_changed_are_never_shown_as_if_they_had_not() -> None:
    link = link_to(passage_of(HELD, 2, "“We ship gas.”"))
    later = changed(FIRST, "And gas?", SECOND.replace("ship", "sell"))
    assert resolve(later, link) == ResolvedLink("edited", HELD.id, 2, None, None, None)
    assert resolve(changed(FIRST), link) == ResolvedLink("edited", HELD.id, None, None, None, None)


def test_a_transcript_that_is_not_there_is_told() -> None:
    link = link_to(passage_of(HELD, 0, FIRST))
    assert resolve(WordArchive(()), link) == ResolvedLink("gone", HELD.id, None, None, None, None)


def test_a_forged_place_finds_nothing() -> None:
    archive = WordArchive((HELD,))
    for start, end in ((0, 999_999_999), (999_999_990, 999_999_999), (61, 61 + len(SECOND))):
        assert resolve(archive, PassageLink(HELD.id, 2, start, end, DIGITS)).status == "edited"


def test_the_fingerprint_tells_words_apart() -> None:
    assert fingerprint("We ship gas.") == "6afc7b8127b3e2"
    assert (
        len({fingerprint(text) for text in ("We ship gas.", "We ship gas. ", "We ship\u00a0gas.", "\ud800")})
        == 4
    )


def test_other_passages_of_the_same_utterance_are_cut_differently_and_still_the_same() -> None:
    whole = passage_of(HELD, 2, SECOND)
    link = replace(link_to(passage_of(HELD, 2, "Gas")), end=whole.end, fingerprint=fingerprint(SECOND))
    assert resolve(WordArchive((HELD,)), link).text == SECOND


@pytest.mark.slow
def test_the_words_of_an_old_link_are_shown_beside_those_of_today() -> None:
    with scratch() as folder:
        corpus, index = write_corpus(folder / "corpus"), folder / "index"
        build_index(corpus, index, TopicEncoder())
        old = Archive.open(index, TopicEncoder())
        links = {p.text: link_to(p) for p in old.catalogue.all_passages()}
        path = corpus / "harbour.txt"
        path.write_text(path.read_text("utf-8").replace("We ship", "We never ship"), "utf-8")
        (corpus / "lesson.txt").rename(corpus / "pupils.txt")
        (corpus / "councils.jsonl").write_text(lines(COUNCILS[0]), "utf-8")
        build_index(corpus, index, TopicEncoder())
        archive = Archive.open(index, TopicEncoder())

        edited = links["We ship grain through the ports."]
        assert resolve(archive, edited).status == "edited"
        found = former(archive, edited)
        assert found
        assert (found.text, found.now) == (
            "We ship grain through the ports.",
            "We never ship grain through the ports.",
        )
        assert [(edit.operation, edit.text) for edit in found.diff][1] == ("insert", "never ")
        assert former(archive, replace(edited, fingerprint=DIGITS)) is None

        moved = links["And what of gas?"]
        assert resolve(archive, moved).status == "moved"
        assert former(archive, moved) is None

        renamed = resolve(archive, links["Ours has one."])
        assert (renamed.status, renamed.transcript, renamed.text) == ("moved", "pupils", "Ours has one.")

        gone = links["That is all."]
        assert resolve(archive, gone) == ResolvedLink("gone", "council-2", None, None, None, None)
        kept = former(archive, gone)
        assert kept
        assert (kept.text, kept.now, kept.before.speaker) == ("That is all.", None, IVANOVA)
        assert former(archive, replace(gone, transcript="nowhere")) is None
