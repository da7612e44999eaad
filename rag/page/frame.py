"""What stands on the page whatever is asked, and the document of pages that need no script."""

from __future__ import annotations

from importlib.resources import files

from rag.page import wording
from rag.page.markup import dotted, text
from rag.records import Coverage

NAME = "Ask the transcripts"
NAMES = 500
"""Speakers, those most heard, that are proposed when somebody is typed."""

KEYS = (
    ("/", "to the question box"), ("j", "next passage"), ("k", "previous passage"),
    ("Enter", "read the passage in its transcript"), ("c", "copy the quote of the passage"),
    ("f", "find words in the transcript that is open"),
    ("Esc", "close what is open, back to where you were"), ("?", "this list"),
)  # fmt: skip
_LINKS = (("/", NAME), ("/help", "Help"), ("/openapi.json", "API"))
_STYLES = ("style.css", "reader.css")


def document(title: str, body: str) -> str:
    """Return a whole document; `body` is HTML, `title` is not."""
    links = "".join(f'<a href="{address}">{words}</a> ' for address, words in _LINKS)
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{text(title)} – {NAME}</title><style>{style()}</style></head>"
        f'<body class="reader"><nav aria-label="About">{links}</nav><main>{body}</main></body></html>'
    )


def style() -> str:
    """Return the style of all pages of their own."""
    return "".join(files("rag.page").joinpath(name).read_text(encoding="utf-8") for name in _STYLES)


def frame_html(coverage: Coverage, start: str) -> str:
    """Return the head of the page, `start` until something is asked, and the places that are filled."""
    return (
        f'{masthead(coverage)}<section class="thread" aria-label="Questions and answers">'
        f'<div id="start">{start}</div><div id="turns"></div></section>'
        '<p id="status" class="unseen" role="status"></p>'
        '<aside id="reader" class="reader" aria-label="Transcript" tabindex="-1" hidden></aside>'
        f"{_keys()}"
    )


def masthead(coverage: Coverage) -> str:
    """Return the name of the page, and what it can be asked about."""
    facts = dotted(
        [
            wording.counted(coverage.transcripts, "transcript"),
            text(wording.period(coverage.since, coverage.until)),
            wording.counted(len(coverage.speakers), "speaker"),
        ]
    )
    return (
        f'<header class="masthead"><h1><a href="/">{NAME}</a></h1><p class="facts">{facts}</p>'
        '<nav aria-label="About"><a href="/help">Help</a> <a href="/openapi.json">API</a> '
        '<button type="button" class="plain" data-opens="keys">Keys</button></nav></header>'
    )


def foot_html(coverage: Coverage) -> str:
    """Return what stands above the question box: what to do, the filters, a new thread."""
    names = "".join(
        f'<option value="{text(speaker.name)}"></option>' for speaker in coverage.speakers[:NAMES]
    )
    return (
        '<div id="filters" role="region" aria-label="Filters" hidden></div>'
        '<div class="tools"><nav class="modes" aria-label="What to do">'
        '<a href="/" data-mode="ask" aria-current="true">Ask</a>'
        '<a href="/?mode=check" data-mode="check">Check a quote</a></nav>'
        '<label class="claimant">Said by <input id="claimant" list="speakers" placeholder="anyone" '
        'autocomplete="off" maxlength="300"></label>'
        f'<datalist id="speakers">{names}</datalist>'
        '<button type="button" id="filtering" aria-expanded="false" aria-controls="filters">Filters</button>'
        '<a id="anew" href="/" aria-label="New thread">New</a></div>'
    )


def _keys() -> str:
    rows = "".join(f"<dt><kbd>{key}</kbd></dt><dd>{what}</dd>" for key, what in KEYS)
    return (
        '<dialog id="keys" aria-label="Keys"><h2>Keys</h2>'
        f'<dl>{rows}</dl><label><input type="checkbox" id="with-keys" checked> Single keys do this</label>'
        '<p><a href="/help">What this page does and does not do</a></p>'
        '<form method="dialog"><button>Close</button></form></dialog>'
    )
