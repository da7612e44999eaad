"""What a person sees of a study, and how figures are worded."""

from __future__ import annotations

import pytest

from rag.evaluation.questions import LabelledQuestion, RelevantLine, RelevantUtterance
from rag.evaluation.runs import Quote
from rag.evaluation.statistics import Estimate, PairedDifference
from rag.evaluation.tables import (
    difference,
    interval,
    label_place,
    mean,
    milliseconds,
    quote_place,
    show_study,
    voice,
    with_interval,
)
from rag.output.stdio import plain
from tests.evaluation.examples import BM25, EVIL, HYBRID, QUESTIONS, WRONG, line, located, showing, study

pytestmark = pytest.mark.slow

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables that need not be wrapped."""
    monkeypatch.setenv("COLUMNS", "160")


def shown(capsys: Captured) -> list[str]:
    """The lines on standard output, white space folded; nothing may be on standard error."""
    out, err = capsys.readouterr()
    assert err == ""
    return [" ".join(text.split()) for text in out.split("\n")]


def test_one_system(capsys: Captured) -> None:
    show_study(study(HYBRID), slices=False)
    found = shown(capsys)
    assert found[0] == "hybrid 3 questions of q.jsonl; 3 passages of 2 transcripts, encoded by topics"
    assert found[2].startswith("kind n nDCG@10")
    by_kind = {text.split()[0]: text for text in found[3:6]}
    assert by_kind["[/topic]"].startswith("[/topic] 1 1.000 1.000 1.000")
    # Second place: 3 / log2(3), of 3 and 1 / log2(3) for the help that is not indexed.
    assert by_kind["fact"].startswith("fact 1 0.521 0.500 0.000")
    assert by_kind["all"].startswith("all 2 0.761 (")
    assert "unanswerable questions refused 1.000" in found
    assert "passages proven verbatim 50.00%" in found
    assert "passages rightly attributed 100.00%" in found
    assert "a question takes p50 250 ms, p95 250 ms" in found
    assert not any(text.startswith(("against", "slice", "bm25")) for text in found)


def test_the_worst_questions(capsys: Captured) -> None:
    show_study(study(BM25, names=("bm25",)), slices=False)
    found = shown(capsys)
    assert found[found.index("The worst questions") :] == [
        "The worst questions",
        "",
        "1 Question 1? nDCG@10 0.000",
        "labelled 2 a.txt:1, utterance 0 Vladimir Putin: Grain goes [bold]out.",
        "found 1 z.txt:9, utterance 0 no speaker given: Ports.",
        "",
        "2 Question 2? nDCG@10 0.000",
        "labelled 2 a.txt:1, utterance 0 Vladimir Putin: Grain goes [bold]out.",
        "labelled 1 gone.txt:7: the index has no passage there",
        "found 1 z.txt:9, utterance 0 no speaker given: Ports.",
        "",
        "and 1 more that went wrong: --json or --report FILE.html",
        "",
    ]


def test_a_comparison(capsys: Captured) -> None:
    show_study(study(BM25, HYBRID), slices=False)
    found = shown(capsys)
    assert found[0].startswith("hybrid 3 questions")
    head = next(number for number, text in enumerate(found) if text.startswith("system nDCG@10"))
    assert found[head + 1] == "bm25 0.000 0.000 0.000 0.000 0.000 0.000 1.000 0.000 –"
    assert found[head + 2] == "hybrid 0.761 0.750 0.500 1.000 1.000 1.000 0.000 0.500 250"
    head = found.index("against bm25 measure difference 95% interval p n")
    # Both questions for the better: p = 2 / 2^2.
    assert found[head + 1] == "hybrid nDCG@10 +0.761 +0.521 to +1.000 0.500 2"
    assert found[head + 4] == "Success@5 +1.000 +1.000 to +1.000 0.500 2"


def test_a_comparison_that_no_question_judges(capsys: Captured) -> None:
    show_study(study(BM25[2:], HYBRID[2:], questions=QUESTIONS[2:]), slices=True)
    assert "hybrid nDCG@10 – – – 0" in shown(capsys)


def test_slices_on_demand(capsys: Captured) -> None:
    show_study(study(HYBRID), slices=True)
    found = shown(capsys)
    head = found.index("slice n nDCG@10 MRR@10 Success@1 Success@5 Recall@10")
    assert found[head + 1 : head + 4] == [
        "by kind",
        "[/topic]* 1 1.000 1.000 1.000 1.000 1.000",
        "fact* 1 0.521 0.500 0.000 1.000 1.000",
    ]
    assert found[head + 4] == "by speaker"
    assert found[head + 5].startswith("Vladimir Putin* 2 0.761 (0.52–1.00) 0.750")
    assert "* fewer than 5 questions: too few to read anything into them" in found


def test_nothing_steers_the_terminal(capsys: Captured) -> None:
    evil = located(EVIL, 1, EVIL, speaker=EVIL)
    question = LabelledQuestion(EVIL, EVIL, kind=EVIL, relevant=(line(EVIL, 1), line(f"{EVIL}.gone", 2)))
    one, two = showing(EVIL, WRONG, evil), showing(EVIL, WRONG)
    found = study((one,), (two,), questions=(question,), names=(EVIL, f"{EVIL}2"), shelf=(evil, WRONG))
    show_study(found, slices=True)
    out, err = capsys.readouterr()
    assert (plain(out), err) == (out, "")
    assert out.count(plain(EVIL)) > 8


def test_means_and_intervals() -> None:
    figure = Estimate(0.72091, 0.67599, 0.76419, 112)
    assert mean(figure) == "0.721"
    assert interval(figure) == "0.68–0.76"
    assert with_interval(figure) == "0.721 (0.68–0.76)"


def test_where_nothing_varies_or_nothing_was_judged() -> None:
    assert with_interval(Estimate(1.0, None, None, 1)) == "1.000"
    assert (mean(None), interval(None), with_interval(None)) == ("–", "", "–")


def test_differences() -> None:
    pair = PairedDifference(Estimate(-0.1, -0.25, 0.05, 40), 0.25)
    assert difference(pair) == ("-0.100", "-0.250 to +0.050", "0.250", "40")
    assert difference(PairedDifference(pair.difference, 0.0001))[2] == "< 0.001"
    assert difference(None) == ("–", "–", "–", "0")


def test_places_and_voices() -> None:
    assert label_place(RelevantLine("a.txt", 7, 2)) == "a.txt:7"
    assert label_place(RelevantUtterance("a", 3, 1)) == "a, utterance 3"
    quote = Quote.of(located("a.txt", 9, speaker=None))
    assert (quote_place(quote), voice(quote)) == ("a.txt:9, utterance 0", "no speaker given")
    assert milliseconds(0.1154) == "115 ms"
