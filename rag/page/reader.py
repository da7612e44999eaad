"""A transcript as HTML, beside the thread or as a page of its own, and what became of a linked passage."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, urlencode

from markupsafe import Markup

from rag.index.catalogue import Catalogue
from rag.output.messages import language_name
from rag.page.backend import Backend
from rag.page.cards import fitting
from rag.page.links import (
    PassagePlace,
    Pointers,
    Span,
    State,
    neighbours,
    within,
)
from rag.page.rendering import address, render
from rag.page.voices import Speaker, person, speaker_of, voices
from rag.proof.cite.citation import original_address
from rag.proof.cite.permalinks import PassageLink, fingerprint, former, resolve
from rag.records import Fate, Narration, Transcript, Utterance
from rag.text.translation import N_, _

_SINCE: dict[Fate, str] = {
    "unchanged": "",
    "moved": N_(
        "The transcript has been read again since this link was made: the words stand elsewhere in it now."
    ),
    "edited": N_(
        "The transcript has changed since this link was made: the words of the passage are not there any "
        "more. This is what stands there now."
    ),
    "gone": N_("There is no such transcript here any more."),
}


# Beside the thread.


def reader_html(
    archive: Backend, link: PassageLink, sentence: Span | None = None, hits: tuple[PassagePlace, ...] = ()
) -> Markup:
    """Return the transcript with the passage marked where its words stand today; a change is said.

    `sentence` is the part of the passage that answers, `hits` the passages of the answer in the transcript.
    """
    found = resolve(archive, link)
    kept = former(archive, link) if found.status in {"edited", "gone"} else None
    since = {"since": _(told) if (told := _SINCE[found.status]) else "", "kept": kept}
    if found.status == "gone":
        return render("reader", **since, nav="", article="")
    place = None
    if found.utterance is not None:
        place = (found.utterance, found.start or 0, found.end or 0)
    transcript = archive.transcript(found.transcript)
    pointers = Pointers(place, sentence, hits)
    nav = passages_nav(transcript, pointers, lambda other: _permalink(transcript, other))
    languages = in_other_languages(archive.catalogue, transcript.id)
    article = transcript_article(transcript, pointers, own_address(transcript.id, pointers), languages)
    return render("reader", **since, nav=nav, article=article)


def missing_html() -> Markup:
    """Return what stands in the reader where a link leads to no passage."""
    return render("reader", since="", kept=None, nav="", article="")


def _permalink(transcript: Transcript, place: PassagePlace) -> str:
    """Return the address at which the page opens this place: a permalink, as that of a card."""
    said = next(u for u in transcript.utterances if u.number == place[0])
    words = said.text[place[1] - said.start : place[2] - said.start]
    return address(State(passage=PassageLink(transcript.id, *place, fingerprint(words))))


# On a page of its own.


def transcript_page(
    transcript: Transcript, pointers: Pointers = Pointers(), languages: Sequence[tuple[str, str]] = ()
) -> Markup:
    """Return a whole transcript as a page of its own."""
    nav = passages_nav(
        transcript,
        pointers,
        lambda other: own_address(transcript.id, Pointers(other, None, pointers.hits)),
    )
    article = transcript_article(transcript, pointers, languages=languages)
    return render("transcript_page", title=transcript.title or transcript.id, nav=nav, article=article)


def missing_page(transcript_id: str) -> Markup:
    """Return what is shown for a transcript that is not there."""
    return render("missing", transcript_id=transcript_id[:200])


def own_address(transcript_id: str, pointers: Pointers = Pointers()) -> str:
    """Return the address of the transcript's own page, open at the passage."""
    given: list[tuple[str, object]] = []
    if pointers.place:
        given += zip(("u", "start", "end"), pointers.place, strict=True)
    if pointers.sentence:
        given.append(("sentence", "{}-{}".format(*pointers.sentence)))
    given += [("hit", "{}-{}-{}".format(*hit)) for hit in pointers.hits]
    query = f"?{urlencode(given)}" if given else ""
    at = "#passage" if pointers.place else ""
    return f"/transcripts/{quote(transcript_id, safe='', errors='replace')}{query}{at}"


# The transcript itself.


Piece = tuple[str, Literal["plain", "hit", "passage"]]
"""A stretch of an utterance, and what it is."""


@dataclass(frozen=True, slots=True)
class Said:
    """An utterance, cut where its marks begin and end."""

    utterance: Utterance
    colour: int | None
    pieces: tuple[Piece, ...]
    is_lost: bool
    """Whether the passage should be here and is not: only scrolled to then."""

    @property
    def label(self) -> str:
        """The printed label, with what stood in parentheses beside it; empty where none stands for a name."""
        label, beside = self.utterance.label, self.utterance.parenthetical
        if self.utterance.attribution != "printed" or not label:
            return ""
        return f"{label} ({beside})" if beside and beside not in label else label

    @property
    def speaker(self) -> Speaker:
        """Who speaks at the start, shown where no label is."""
        return speaker_of(self.utterance, self.utterance.start + 1)


def in_other_languages(catalogue: Catalogue, transcript_id: str) -> tuple[tuple[str, str], ...]:
    """Return languages in which the same event is here too, each with the address of that page."""
    others = catalogue.other_pages(transcript_id)
    return tuple((language_name(other.language), own_address(other.id)) for other in others)


def transcript_article(
    transcript: Transcript,
    pointers: Pointers = Pointers(),
    own_page: str = "",
    languages: Sequence[tuple[str, str]] = (),
) -> Markup:
    """Return the whole transcript in the order of its source, what nobody said set apart.

    `own_page` is the address of its own page, where this is not it; `languages` are those in which the same
    event is here too, with addresses.
    """
    return render(
        "transcript",
        transcript=transcript,
        original=original_address(transcript.url),
        own_page=own_page,
        languages=languages,
        turns=list(_turns(transcript, pointers)),
        sentence=pointers.sentence,
        fitting=fitting,
    )


def _turns(transcript: Transcript, pointers: Pointers) -> Iterator[Narration | Said]:
    """Return utterances and narration in the order of the source."""
    colours = voices(transcript)
    turns: list[Utterance | Narration] = [*transcript.utterances, *transcript.narration]
    for turn in sorted(turns, key=lambda each: each.lines[0]):
        if isinstance(turn, Narration):
            yield turn
        else:
            place = pointers.place
            is_lost = place is not None and place[0] == turn.number and within(turn, place) is None
            yield Said(turn, colours.get(person(turn) or ""), tuple(_pieces(turn, pointers)), is_lost)


def _pieces(utterance: Utterance, pointers: Pointers) -> Iterator[Piece]:
    """Cut an utterance at the passage and at those hits that do not overlap it; joined, they are its text."""
    marks: list[tuple[int, int, Literal["hit", "passage"]]] = []
    if pointers.place and (passage := within(utterance, pointers.place)):
        marks.append((*passage, "passage"))
    for hit in filter(None, (within(utterance, each) for each in pointers.hits)):
        if not any(start < hit[1] and hit[0] < end for start, end, _ in marks):
            marks.append((*hit, "hit"))
    last = 0
    for start, end, kind in sorted(marks):
        yield utterance.text[last:start], "plain"
        yield utterance.text[start:end], kind
        last = end
    yield utterance.text[last:], "plain"


def passages_nav(
    transcript: Transcript, pointers: Pointers, address_of: Callable[[PassagePlace], str]
) -> Markup:
    """Return links to the passage of the answer before this one and after; empty where there is no other.

    `address_of` gives the address of a place.
    """
    places, at = neighbours(transcript, pointers)
    if not any(place != pointers.place for place in places):
        return Markup("")
    before = None if at is None else address_of(places[at - 1])
    following = address_of(places[0 if at is None else (at + 1) % len(places)])
    return render("passages_nav", at=at, count=len(places), before=before, following=following)
