"""What a link to a passage opens beside the thread, and what has become of the passage since."""

from __future__ import annotations

from rag.index.history import Former
from rag.page import wording
from rag.page.backend import Asks
from rag.page.links import PassageLink, State, Status, fingerprint, former, query_string, resolve
from rag.page.markup import Marks, differing, text
from rag.page.pointers import Place, Pointers, Span
from rag.page.reader import hits_nav, own_address, transcript_article
from rag.records import Transcript

_SINCE: dict[Status, str] = {
    "same": "",
    "moved": "The transcript has been read anew since this link was made: the words stand elsewhere "
    "in it now.",
    "changed": "The transcript has changed since this link was made: the words of the passage are not there "
    "any more. This is what stands there now.",
    "gone": "There is no such transcript here any more.",
}
_MARKS: Marks = {"delete": ("del", "as linked, not there now"), "insert": ("ins", "there now, not as linked")}
_CLOSE = '<button type="button" class="plain" data-closes="reader">Close</button>'
_SEEK = (
    '<form class="seek" role="search" action="#"><input type="search" aria-label="Find in this transcript" '
    'placeholder="Find here" autocomplete="off" maxlength="300"><output></output>'
    '<button type="button" data-step="-1" aria-label="Previous place">↑</button>'
    '<button type="button" data-step="1" aria-label="Next place">↓</button></form>'
)


def reader_html(
    archive: Asks, link: PassageLink, sentence: Span | None = None, hits: tuple[Place, ...] = ()
) -> str:
    """Return the transcript with the passage marked where its words stand today; a change is said.

    `sentence` is the part of the passage that answers, `hits` the passages of the answer in the transcript.
    """
    there = resolve(archive, link)
    told = _since(archive, link, there.status)
    if there.status == "gone":
        return _bar() + told
    place = None
    if there.utterance is not None:
        place = (there.utterance, there.start or 0, there.end or 0)
    transcript = archive.transcript(there.transcript)
    pointers = Pointers(place, sentence, hits)
    nav = hits_nav(transcript, pointers, lambda hit: _address(transcript, hit))
    apart = f'<a href="{text(own_address(transcript.id, pointers))}">On its own page</a>'
    return f"{_bar(nav, _SEEK)}{told}{transcript_article(transcript, pointers, apart)}"


def missing_html() -> str:
    """Return what stands in the reader where a link leads to no passage."""
    return f"{_bar()}<p>This link leads to no passage.</p>"


def _since(archive: Asks, link: PassageLink, status: Status) -> str:
    told = _SINCE[status]
    if not told:
        return ""
    kept = former(archive, link) if status in {"changed", "gone"} else None
    return f'<div class="since" role="note"><p>{text(told)}</p>{_former(kept) if kept else ""}</div>'


def _former(kept: Former) -> str:
    """Show the words as they were when they were linked, and what became of them."""
    noticed = text(f"As linked; found changed on {wording.day(kept.revision.noticed[:10])}:")
    if kept.now is None:
        return f'<p>{noticed}</p><blockquote class="context" dir="auto">{text(kept.text)}</blockquote>'
    return (
        f'<p>{noticed}</p><p class="diff" dir="auto">{differing(kept.diff, _MARKS)}</p>'
        '<p class="legend"><del>Struck out</del>: as linked, not there now. '
        "<ins>Underlined</ins>: there now, not as linked.</p>"
    )


def _bar(*tools: str) -> str:
    return f'<div class="bar">{"".join(tools)}{_CLOSE}</div>'


def _address(transcript: Transcript, place: Place) -> str:
    """Return the address at which the page opens this place: a permalink, as that of a card."""
    said = next(u for u in transcript.utterances if u.number == place[0])
    words = said.text[place[1] - said.start : place[2] - said.start]
    link = PassageLink(transcript.id, *place, fingerprint(words))
    return f"/?{query_string(State(passage=link))}"
