"""Records held against a corpus: the files of a small one are changed, renamed and taken away."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rag.errors import CorpusError
from rag.output.change_messages import proof_in_words
from rag.output.contract import proof_json
from rag.proof.cite.annotation import FACTS, CitationRecord
from rag.proof.cite.prove import Difference, Proof, prove
from rag.proof.cite.quoted import AROUND, Quoted, Stretch
from rag.readers.corpus import read_corpus
from tests.corpora import write_quoted_corpus

GRAIN = (
    "In 2010, we shipped 12.8 million tonnes of grain through Novorossiysk (Applause.) and fifteen other "
    "ports."
)
SCHOOLS = "We build schools in the north and in the south."


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_quoted_corpus(tmp_path / "corpus")


def record(corpus: Path, words: str = GRAIN) -> CitationRecord:
    """What a citation of these words holds."""
    for transcript in read_corpus(corpus).transcripts:
        for turn in transcript.utterances:
            if (at := turn.text.find(words)) >= 0:
                place = Stretch(turn, at, at + len(words))
                quoted = Quoted(
                    words,
                    place.before(AROUND),
                    place.after(AROUND),
                    turn.label,
                    turn.speaker,
                    turn.number,
                    place.start,
                    place.end,
                )
                facts = {
                    name: getattr(transcript if hasattr(transcript, name) else turn, name) for name in FACTS
                }
                return CitationRecord(quoted, transcript.id, transcript.source, transcript.sha256, facts)
    raise AssertionError(words)


def rewritten(path: Path, old: str, new: str) -> None:
    before = path.read_text("utf-8")
    assert old in before
    path.write_text(before.replace(old, new), "utf-8")


def told(proof: Proof) -> str:
    return "\n".join(proof_in_words(proof))


def test_an_untouched_source_proves_it(corpus: Path) -> None:
    cited = record(corpus)
    proof = prove(cited, corpus)
    source = (corpus / "talks.txt").read_bytes()
    assert (proof.standing.status, proof.holds, proof.source, proof.differences) == (
        "unchanged",
        True,
        "unchanged",
        (),
    )
    assert proof.sha256 == hashlib.sha256(source).hexdigest() == cited.sha256
    assert source.decode()[proof.standing.start : proof.standing.end] == GRAIN
    line = source.decode()[: cited.quoted.start].count("\n") + 1
    assert proof.lines == (line, line)
    assert told(proof) == (
        "Unchanged: the words stand where they were cited.\n"
        f"talks.txt, line {line}, utterance 0, characters {cited.quoted.start}–{cited.quoted.end}\n"
        f"The source file is the very one that was cited: SHA-256 {cited.sha256}."
    )


def test_a_change_elsewhere_is_told_and_leaves_it_unchanged(corpus: Path) -> None:
    cited = record(corpus)
    rewritten(corpus / "talks.txt", "free gas", "fee gas.")
    proof = prove(cited, corpus)
    assert (proof.standing.status, proof.holds, proof.source) == ("unchanged", True, "edited")
    assert not proof.standing.surroundings_changed
    assert (
        f"The source file has changed since: SHA-256 {cited.sha256} was cited, it is {proof.sha256} now."
        in told(proof)
    )


def test_moved(corpus: Path) -> None:
    cited = record(corpus)
    rewritten(corpus / "talks.txt", "But Russia will", "Thank you.\n\nBut Russia certainly will")
    proof = prove(cited, corpus)
    assert (proof.standing.status, proof.holds, proof.source) == ("moved", True, "edited")
    assert proof.standing.start == cited.quoted.start + len("Thank you.\n\n") + len("certainly ")
    line = (corpus / "talks.txt").read_text("utf-8")[: proof.standing.start].count("\n") + 1
    assert proof.lines == (line, line)


def test_edited(corpus: Path) -> None:
    cited = record(corpus)
    rewritten(corpus / "talks.txt", "12.8 million", "18.2 million")
    proof = prove(cited, corpus)
    assert (proof.standing.status, proof.holds) == ("edited", False)
    assert list(map(list, proof_json(proof)["diff"][:4])) == [
        ["equal", "In 2010, we shipped "],
        ["delete", "12.8"],
        ["insert", "18.2"],
        ["equal", " million tonnes of grain through Novorossiysk (Applause.) and fifteen other ports."],
    ]
    assert told(proof).startswith("Edited: what stands there now is not what was cited.\ntalks.txt, line ")


def test_gone(corpus: Path) -> None:
    cited = record(corpus)
    rewritten(corpus / "talks.txt", f" {GRAIN}", "")
    proof = prove(cited, corpus)
    assert (proof.standing.status, proof.holds, proof.lines, proof.differences) == ("gone", False, None, ())
    assert proof_json(proof)["utterance"] is None


def test_a_file_that_is_gone(corpus: Path) -> None:
    cited = record(corpus)
    (corpus / "talks.txt").unlink()
    proof = prove(cited, corpus)
    assert (proof.standing.status, proof.source, proof.sha256) == ("gone", "gone", None)
    assert "There is no file talks.txt in the corpus, nor one with its bytes." in told(proof)
    assert proof_json(proof)["source"]["now"] is None


def test_the_same_bytes_under_another_name_are_found(corpus: Path) -> None:
    cited = record(corpus)
    (corpus / "2024").mkdir()
    (corpus / "talks.txt").rename(corpus / "2024" / "old.txt")
    proof = prove(cited, corpus)
    assert (proof.standing.status, proof.source, proof.path) == ("moved", "unchanged", "2024/old.txt")
    assert proof.standing.text == GRAIN
    assert "It was cited as talks.txt." in told(proof)


def test_another_speaker_is_told(corpus: Path) -> None:
    cited = record(corpus)
    rewritten(
        corpus / "talks.txt", "President of Russia Vladimir Putin:", "President of Russia Vladimir Petin:"
    )
    proof = prove(cited, corpus)
    assert (proof.standing.status, proof.holds) == ("edited", False)
    assert (
        "Cited as said by “President of Russia Vladimir Putin”; the transcript names “President of Russia "
        "Vladimir Petin” there."
    ) in told(proof)


def test_other_facts_are_told(corpus: Path) -> None:
    cited = record(corpus, SCHOOLS)
    lines = [json.loads(line) for line in (corpus / "council.jsonl").read_text("utf-8").splitlines()]
    lines[0] |= {"title": "Another council", "date": "2024-03-01", "place": "Minsk"}
    (corpus / "council.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    proof = prove(cited, corpus)
    assert (proof.standing.status, proof.standing.utterance, proof.lines) == ("unchanged", 1, (1, 1))
    assert proof.differences == (
        Difference("title", "A council", "Another council"),
        Difference("date", "2024-02-29", "2024-03-01"),
        Difference("place", None, "Minsk"),
    )
    assert "place: none was cited, now Minsk" in told(proof)


def test_an_address_that_was_added_is_told(corpus: Path) -> None:
    cited = record(corpus)
    (corpus / "sources.toml").write_text('["talks.txt"]\nurl = "https://example.org/1"\n', "utf-8")
    assert prove(cited, corpus).differences == (Difference("url", None, "https://example.org/1"),)


def test_a_forged_record_is_not_blamed_on_the_source(corpus: Path) -> None:
    honest = record(corpus)
    words = GRAIN.replace("12.8", "99.9")
    forged = replace(honest, quoted=replace(honest.quoted, exact=words))
    proof = prove(forged, corpus)
    assert (proof.standing.status, proof.source) == ("edited", "unchanged")
    assert "not it, but the record has changed" in told(proof)


def test_a_source_that_no_longer_reads_has_nothing_to_say(corpus: Path) -> None:
    cited = record(corpus)
    (corpus / "talks.txt").write_bytes(b"\xff\xfe\0")
    proof = prove(cited, corpus)
    assert (proof.standing.status, proof.source) == ("gone", "edited")


def test_names_that_no_file_has(corpus: Path) -> None:
    cited = record(corpus)
    for name in ("x" * 5000 + ".txt", "none/talks.txt", "council.jsonl/x.txt"):
        other = replace(cited, source=name, sha256="0" * 64)
        assert prove(other, corpus).source == "gone"
    with pytest.raises(CorpusError, match="no corpus folder"):
        prove(cited, corpus / "none")


@pytest.mark.slow
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_no_edit_of_a_source_passes_as_unchanged(corpus: Path, data: st.DataObject) -> None:
    cited = record(write_again(corpus))
    path = corpus / "talks.txt"
    before = path.read_text("utf-8")
    begin, stop = cited.quoted.start - 60, cited.quoted.end + 60
    at = data.draw(st.integers(begin, stop))
    length = data.draw(st.integers(0, 8))
    after = before[:at] + data.draw(st.text("ab N1.,\n\u00a0:", max_size=8)) + before[at + length :]
    path.write_text(after, "utf-8")
    proof = prove(cited, corpus)
    found = proof.standing
    assert (proof.source == "unchanged") == (after == before)
    stands = after[cited.quoted.start : cited.quoted.end] == GRAIN
    assert (found.status == "unchanged") <= stands
    if found.status in {"unchanged", "moved"}:
        assert after[found.start : found.end] == GRAIN
    if found.status == "unchanged" and not found.surroundings_changed:
        around = slice(
            cited.quoted.start - len(cited.quoted.prefix), cited.quoted.end + len(cited.quoted.suffix)
        )
        assert after[around] == before[around]


def write_again(corpus: Path) -> Path:
    for path in corpus.iterdir():
        path.unlink()
    corpus.rmdir()
    return write_quoted_corpus(corpus)
