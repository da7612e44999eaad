"""A pack as Markdown."""

from __future__ import annotations

from rag.citation.styles import escaped, markdown
from rag.flags import flags_in_words
from rag.pack.records import Pack
from rag.pack.wording import facts, lead


def render(pack: Pack) -> bytes:
    """Return the file."""
    head = "\n".join(f"- {f'**{name}:** ' if name else ''}{escaped(value)}" for name, value in facts(pack))
    parts = ["# Evidence", head, escaped(lead(pack))]
    for hit, citation in pack.quotes:
        parts += [f"## {hit.rank}", markdown(citation).rstrip("\n")]
        if flags := flags_in_words(hit):
            parts.append(escaped(flags))
    return ("\n\n".join(parts) + "\n").encode()
