"""A pack as one page of HTML that stands alone: no script, nothing fetched, everything escaped."""

from __future__ import annotations

from html import escape

from rag.output.export.pack import Pack, event, facts, lead, remarks
from rag.proof.cite.citation import Citation
from rag.records import Hit

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = (
    "body { font: 1rem/1.5 Georgia, serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; "
    "color: #111; background: #fff; } "
    "dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.2rem 1rem; font-size: 0.9rem; } "
    "dt { color: #555; } dd { margin: 0; overflow-wrap: anywhere; } "
    "blockquote { margin: 0 0 0.5rem; padding-left: 1rem; border-left: 3px solid #999; "
    "white-space: pre-wrap; } "
    "section { margin-top: 2rem; } .about { font-size: 0.85rem; overflow-wrap: anywhere; }"
)


def render(pack: Pack) -> bytes:
    """Return the file."""
    title = _text(pack.answer.question)
    head = "".join(f"<dt>{_text(name)}</dt><dd>{_text(value)}</dd>" for name, value in facts(pack))
    quotes = "".join(_quote(hit, citation) for hit, citation in pack.quotes)
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Evidence: {title}</title><style>{_STYLE}</style></head>\n"
        f"<body><h1>{title}</h1>\n<dl>{head}</dl>\n<p>{_text(lead(pack))}</p>\n{quotes}</body></html>\n"
    ).encode()


def _quote(hit: Hit, citation: Citation) -> str:
    about = _text(event(citation))
    if citation.address:
        address = _text(citation.address)
        about = f'<a href="{address}" rel="noopener noreferrer">{about}</a>'
    below = "".join(f'<p class="about">{_text(remark)}</p>' for remark in remarks(hit, citation))
    return (
        f'<section><h2>{hit.rank}. {_text(citation.who)}</h2><p dir="auto">{about}</p>'
        f'<blockquote dir="auto">{_text(citation.quote)}</blockquote>{below}</section>\n'
    )


def _text(text: str) -> str:
    """Escape text; a bare carriage return would be read as a line feed."""
    return escape(text, quote=True).replace("\r", "&#13;")
