"""What a link to a passage opens beside the thread, and what has become of the passage since."""

from __future__ import annotations

from rag.page.asks import Asks
from rag.page.markup import text
from rag.page.permalinks import PassageLink, Status, resolve
from rag.page.reader import transcript_article

_SINCE: dict[Status, str] = {
    "same": "",
    "moved": "The transcript has been read anew since this link was made: the words stand "
    "elsewhere in it now.",
    "changed": "The transcript has changed since this link was made: the words of the passage are not there "
    "any more. This is what stands there now.",
    "gone": "There is no such transcript here any more.",
}
_CLOSE = '<button type="button" class="plain" data-closes="reader">Close</button>'


def reader_html(archive: Asks, link: PassageLink) -> str:
    """Return the transcript with the passage marked where its words stand today; a change is said."""
    there = resolve(archive, link)
    told = _SINCE[there.status] and f'<p class="since" role="note">{text(_SINCE[there.status])}</p>'
    if there.status == "gone":
        return _CLOSE + told
    place = None
    if there.utterance is not None:
        place = (there.utterance, there.start or 0, there.end or 0)
    return f"{_CLOSE}{told}{transcript_article(archive.transcript(there.transcript), place)}"


def missing_html() -> str:
    """Return what stands in the reader where a link leads to no passage."""
    return f"{_CLOSE}<p>This link leads to no passage.</p>"
