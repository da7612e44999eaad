"""A page of its own that needs no script: a way back, and what it holds."""

from __future__ import annotations

from importlib.resources import files

from rag.page.frame import NAME
from rag.page.markup import text

_LINKS = (("/", NAME), ("/help", "Help"), ("/docs", "API"))
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
