"""A pack as Markdown."""

from __future__ import annotations

from rag.output.export.pack import Pack, facts, lead, repeats
from rag.output.proof_messages import flags_in_words
from rag.proof.cite.styles import escaped, markdown


def render(pack: Pack) -> bytes:
    """Return the file."""
    head = "\n".join(f"- {f'**{name}:** ' if name else ''}{escaped(value)}" for name, value in facts(pack))
    parts = ["# Evidence", head, escaped(lead(pack))]
    for hit, citation in pack.quotes:
        parts += [f"## {hit.rank}", markdown(citation).rstrip("\n")]
        if flags := flags_in_words(hit):
            parts.append(escaped(flags))
        parts += map(escaped, repeats(pack, hit))
    return ("\n\n".join(parts) + "\n").encode()
