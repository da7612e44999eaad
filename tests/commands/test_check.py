"""`rag check` as a person and a program meet it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from rag.archive import Archive
from rag.cli import main
from rag.output.contract import check_json
from tests.corpora import PUTIN

pytestmark = pytest.mark.slow

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(quoted_archive: Archive, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setattr(Archive, "open", lambda _: quoted_archive)

    def run(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            main(["check", *words])
        assert isinstance(end.value.code, int)
        return (end.value.code, *capsys.readouterr())

    return run


@pytest.mark.parametrize(
    ("words", "code", "verdict"),
    [
        (("But Russia will not retaliate.",), 0, "exact"),
        (("But Russia will retaliate.",), 1, "altered"),
        (("Every school needs a teacher", "--speaker", "Putin"), 1, "other_speaker"),
        (("Zebras graze on the moon.",), 1, "absent"),
    ],
)
def test_exit_codes_and_verdicts(run: Run, words: tuple[str, ...], code: int, verdict: str) -> None:
    ended, out, err = run(*words, "--json")
    assert (ended, json.loads(out)["verdict"], err) == (code, verdict, "")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("",), "rag: the quote has no words: give the words that somebody is said to have said\n"),
        (("Gas", "--speaker", ""), "rag: the speaker's name is empty: give a name, or leave it out\n"),
    ],
)
def test_mistakes_are_one_line(run: Run, words: tuple[str, ...], message: str) -> None:
    assert run(*words) == (2, "", message)


def test_json_is_the_contract(run: Run, quoted: Path, quoted_archive: Archive) -> None:
    claim = "But Russia will retaliate."
    _, out, _ = run(claim, "--speaker", "putin", "--json")
    form = json.loads(out)
    assert form == json.loads(json.dumps(check_json(quoted_archive.check(claim, PUTIN))))
    assert {key: form[key] for key in ("claim", "speaker", "speaker_known", "verdict", "kinds")} == {
        "claim": claim,
        "speaker": PUTIN,
        "speaker_known": True,
        "verdict": "altered",
        "kinds": ["negation"],
    }
    assert form["searched"] == {
        "transcripts": 2,
        "utterances": 7,
        "passages": form["searched"]["passages"],
        "from": "2024-02-29",
        "to": "2024-04-11",
        "undated": 0,
        "months_without_any": ["2024-03"],
        "excluded_by_filters": 0,
        "transcripts_left_out": 0,
    }
    match = form["matches"][0]
    said = "But Russia will not retaliate."
    source = (quoted / "corpus" / "talks.txt").read_text("utf-8")
    start, end = match["source"]["start"], match["source"]["end"]
    assert source[start:end] == said == match["said"] == match["text"]
    assert (match["rank"], match["transcript"], match["utterance"], match["speaker"]) == (
        1,
        "talks",
        0,
        PUTIN,
    )
    assert match["diff"] == [["equal", "But Russia will "], ["delete", "not "], ["equal", "retaliate."]]
    at = start + said.index("not")
    assert match["changes"] == [
        {"kind": "negation", "said": "not", "claimed": "", "start": at, "end": at + 3}
    ]
    assert match["cut"] == {"before": "", "after": "", "omitted": [], "reversals": []}


def test_the_verdict_in_words(run: Run) -> None:
    code, out, _ = run("Ukraine and Ukrainians are a sisterly", "--speaker", "Lukashenko")
    lines = out.splitlines()
    assert code == 1
    assert lines[0] == (
        "Altered: the wording; what was said reads otherwise. "
        "And it was Vladimir Putin who spoke, not Alexander Lukashenko."
    )
    assert lines[1] == (
        "Searched 2 transcripts, 11 passages, 29 February 2024 to 11 April 2024. "
        "Months without any transcript: March 2024."
    )
    assert "‹For us,› Ukraine and Ukrainians are a [-brotherly-] {+sisterly+} ‹people.›" in lines
    assert "Cut: the quote begins and ends in the middle of a sentence." in lines
    assert lines[-1] == "[-was said, not claimed-] {+is claimed, was not said+}"


def test_other_verdicts_in_words(run: Run) -> None:
    assert run("Attack no one.", "--speaker", "Putin")[1].startswith(
        "Exact: Vladimir Putin said these words.\n"
    )
    other = run("Every school needs a teacher", "--speaker", "Sergei Lavrov")[1]
    assert other.startswith(
        "Somebody else's words: not Sergei Lavrov, but Alexander Lukashenko said them.\n"
        "Nobody called Sergei Lavrov speaks in these transcripts.\n"
    )
    assert "no proof" in run("Zebras graze on the moon.")[1]


def test_nothing_steers_the_terminal(run: Run) -> None:
    _, out, _ = run(
        "But Russia will not retaliate. For us \x1b[bold]Ukraine and Ukrainians are a brotherly people"
    )
    assert "\x1b" not in out
    assert "For us, {+bold+} Ukraine" in out
