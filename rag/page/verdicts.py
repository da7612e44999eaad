"""The verdict on an alleged quote → HTML: in words, with the words that differ marked."""

from __future__ import annotations

from dataclasses import replace

from rag.output.check_messages import cut_in_words, doubts_in_words, kind_in_words, verdict_in_words
from rag.page import wording
from rag.page.cards import card
from rag.page.links import State
from rag.page.markup import Marks, differing, folded, text, to
from rag.proof.check.verdict import Check, Kind, Match, Verdict

_SIGNS: dict[Verdict, str] = {"exact": "✓", "altered": "≠", "other_speaker": "⇄", "absent": "∅"}
_MARKS: Marks = {
    "delete": ("ins", "said, but not in the quote"),
    "insert": ("del", "in the quote, but not said"),
}
"""The quote is mended as an editor would do it: what was not said is struck out, what was said put in."""


def check_html(check: Check, state: State, read_on: str | None = None) -> str:
    """Return the verdict, where the words stand or come nearest, and what was searched."""
    places = [_match(match, check, state, read_on) for match in check.matches]
    doubts = "".join(f'<p class="doubt">{text(doubt)}</p>' for doubt in doubts_in_words(check))
    by = f'<p class="followup">Said to be by <bdi>{text(check.speaker)}</bdi></p>' if check.speaker else ""
    others = folded(wording.counted(len(places) - 1, "other place"), "".join(places[1:]), "more")
    return (
        f'{by}<p class="verdict {check.verdict}"><span aria-hidden="true">{_SIGNS[check.verdict]}</span> '
        f"<strong>{text(verdict_in_words(check))}</strong></p>{doubts}"
        f"{''.join(places[:1])}{others if len(places) > 1 else ''}"
        f'<p class="searched">{text(wording.coverage_in_words(check.searched))}</p>{_instead(check, state)}'
    )


def _match(match: Match, check: Check, state: State, read_on: str | None) -> str:
    cut = cut_in_words(match.cut)
    note = f'<p class="note">{text(cut)}</p>' if cut else ""
    mended = _mended(match) if check.verdict == "altered" else ""
    return f"{mended}{note}{card(match.hit, state, read_on=read_on)}"


def _mended(match: Match) -> str:
    changes = "".join(
        f"<li><b>{text(_kinds(kinds))}</b>: said {_words(said)}, quoted {_words(claimed)}</li>"
        for (said, claimed), kinds in _by_words(match).items()
    )
    return (
        '<div class="mended"><p class="legend"><del>Struck out</del>: in the quote, but not said. '
        "<ins>Underlined</ins>: said, but not in the quote.</p>"
        f'<p class="diff" dir="auto">{differing(match.diff, _MARKS)}</p>'
        f'<ul class="changes">{changes}</ul></div>'
    )


def _by_words(match: Match) -> dict[tuple[str, str], list[Kind]]:
    """Group changes of the same words: they may be of several kinds."""
    grouped: dict[tuple[str, str], list[Kind]] = {}
    for change in match.changes:
        grouped.setdefault((change.said, change.claimed), []).append(change.kind)
    return grouped


def _kinds(kinds: list[Kind]) -> str:
    told = wording.listed([kind_in_words(kind) for kind in dict.fromkeys(kinds)], "and")
    return told[:1].upper() + told[1:]


def _words(words: str) -> str:
    return f"“<bdi>{text(words)}</bdi>”" if words else "nothing"


def _instead(check: Check, state: State) -> str:
    if check.verdict != "absent":
        return ""
    asked = replace(state, mode="ask", filters=replace(state.filters, speakers=()))
    link = to(asked, "Search for what was said about this")
    return f'<nav class="suggested" aria-label="Try instead"><p>Try instead</p><ul><li>{link}</li></ul></nav>'
