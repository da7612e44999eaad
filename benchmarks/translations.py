"""The catalogues of the interface: `python -m benchmarks.translations` brings them up to date.

New texts are added without a translation, texts that are no longer used are left out; the rest stays. A text
is what stands in `_("…")`, `ngettext("…", "…", …)` or `N_("…")` in Python, in templates and in scripts.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

import rag
from rag.page.rendering import texts_of_scripts, texts_of_templates
from rag.text.translation import languages

_RAG = Path(rag.__path__[0])
_KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}


def texts() -> Catalog:
    """Return every text of the interface, with the files where it stands."""
    found = Catalog()
    for path in sorted(_RAG.rglob("*.py")):
        name = path.relative_to(_RAG.parent).as_posix()
        for _line, text, _notes, _context in extract("python", BytesIO(path.read_bytes()), _KEYWORDS):
            found.add(text, locations=[(name, 0)])
    for name, text in texts_of_templates():
        found.add(text, locations=[(f"rag/page/templates/{name}", 0)])
    for text in texts_of_scripts():
        found.add(text, locations=[("rag/page/static", 0)])
    return found


def catalogue_of(language: str) -> Catalog:
    """Return the catalogue of a language, as it is written."""
    with (_RAG / "text" / "languages" / f"{language}.po").open("rb") as stream:
        return read_po(stream, locale=language)


def main() -> None:
    """Write the catalogues anew, and how many texts each has to translate."""
    used = texts()
    for language in list(languages())[1:]:
        catalogue = catalogue_of(language)
        catalogue.update(used, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        written = BytesIO()
        write_po(written, catalogue, width=110, no_location=True)
        (_RAG / "text" / "languages" / f"{language}.po").write_bytes(written.getvalue())
        missing = [each for each in catalogue if each.id and not is_translated(each)]
        print(f"{language}: {len(catalogue)} texts, {len(missing)} to translate")


def is_translated(message: Message) -> bool:
    """Whether a text, or each of its plural forms, has a translation."""
    strings = (message.string,) if isinstance(message.string, str) else message.string or ()
    return bool(strings) and all(strings)


if __name__ == "__main__":
    main()
