"""Figures in words."""

from evaluation_examples import located

from rag.evaluation import tables as wording
from rag.evaluation.questions import RelevantLine, RelevantUtterance
from rag.evaluation.statistics import Estimate, PairedDifference


def test_means_and_intervals() -> None:
    figure = Estimate(0.72091, 0.67599, 0.76419, 112)
    assert wording.mean(figure) == "0.721"
    assert wording.interval(figure) == "0.68–0.76"
    assert wording.with_interval(figure) == "0.721 (0.68–0.76)"


def test_where_nothing_varies_or_nothing_was_judged() -> None:
    assert wording.with_interval(Estimate(1.0, None, None, 1)) == "1.000"
    assert (wording.mean(None), wording.interval(None), wording.with_interval(None)) == ("–", "", "–")


def test_differences() -> None:
    pair = PairedDifference(Estimate(-0.1, -0.25, 0.05, 40), 0.25)
    assert wording.difference(pair) == ("-0.100", "-0.250 to +0.050", "0.250", "40")
    assert wording.difference(PairedDifference(pair.difference, 0.0001))[2] == "< 0.001"
    assert wording.difference(None) == ("–", "–", "–", "0")


def test_places_and_voices() -> None:
    assert wording.label_place(RelevantLine("a.txt", 7, 2)) == "a.txt:7"
    assert wording.label_place(RelevantUtterance("a", 3, 1)) == "a, utterance 3"
    quote = located("a.txt", 9, speaker=None).quote
    assert (wording.quote_place(quote), wording.voice(quote)) == ("a.txt:9, utterance 0", "no speaker given")
    assert wording.milliseconds(0.1154) == "115 ms"
