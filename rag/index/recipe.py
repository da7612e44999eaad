"""What decides the content of a build, apart from the corpus."""

from __future__ import annotations

import hashlib
from itertools import chain
from pathlib import Path

from rag.index.chunking import DEFAULT_LIMIT, TOKENIZER
from rag.index.manifest import Recipe


def recipe_of(passage_tokens: int = DEFAULT_LIMIT) -> Recipe:
    """The recipe of this program."""
    return Recipe(passage_tokens, TOKENIZER, code_hash())


def code_hash() -> str:
    """Hash of the modules that may decide what a build holds: a build by other code is not up to date.

    Those are the rooms `text` (with its lists of words), `readers` and `index`, and the records and errors
    that they share. What only asks, shows or measures has no say.
    """
    package = Path(__file__).parents[1]
    rooms = ((package / room).rglob("*") for room in ("text", "readers", "index"))
    shared = (package / "errors.py", package / "records.py")
    digest = hashlib.sha256()
    for path in sorted(path for path in chain(shared, *rooms) if path.suffix in {".py", ".txt"}):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
