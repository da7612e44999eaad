"""The templates of the page, with the functions that they use, and its style sheets and scripts."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from markupsafe import Markup

from rag.output.messages import listed
from rag.page.links import State, query_string
from rag.page.speaking import here_in
from rag.proof.cite.citation import is_web_address
from rag.text.calendar import day, is_day, month
from rag.text.templating import Templates
from rag.text.translation import N_, _, languages, number, spoken

NAME = N_("Ask the transcripts")
LONGEST = 10_000
"""Characters that the question box takes: as many as an alleged quote may have."""


def address(state: State) -> str:
    """Return the address of what a state shows."""
    return f"/?{query_string(state)}"


def static(name: str) -> Markup:
    """Return a style sheet or script of the page, to stand inside an element."""
    text = files("rag.page").joinpath("static", name).read_text(encoding="utf-8")
    return Markup(text)  # noqa: S704 - ours


_TEMPLATES = Templates(
    "rag.page",
    names={
        "NAME": NAME,
        "address": address,
        "here_in": here_in,
        "languages": languages,
        "listed": listed,
        "number": number,
        "spoken": spoken,
        "static": static,
    },
    filters={"day": day, "month": month},
    tests={"day": is_day, "web_address": is_web_address},
)
render = _TEMPLATES.render
compile_all = _TEMPLATES.compile
texts_of_templates = _TEMPLATES.texts

SCRIPTS = ("seek.js", "address.js", "thread.js", "foot.js", "reader.js", "page.js")
"""Parts of the page's one script, in the order in which they are run."""
STYLES = ("style.css", "reader.css", "overview.css", "gradio.css")
"""The page's style sheets."""
_IN_SCRIPT = re.compile(r'\b_\("([^"]*)"')


@cache
def texts_of_scripts() -> tuple[str, ...]:
    """Return every text to translate of the page's script."""
    return tuple(dict.fromkeys(text for name in SCRIPTS for text in _IN_SCRIPT.findall(static(name))))


@cache
def page_head() -> Markup:
    """Return the page's styles and its script, whose parts share the scope of one function."""
    styles = "".join(f"<style>{static(name)}</style>" for name in STYLES)
    parts = "\n".join(static(name) for name in SCRIPTS)
    script = f'const page = (() => {{\n"use strict";\n{parts}\nreturn {{ begin, ask }};\n}})();'
    return Markup(f"{styles}<script>{script}</script>")  # noqa: S704 - ours


def script_texts() -> dict[str, str]:
    """Return the texts of the page's script in the language that is spoken."""
    return {text: _(text) for text in texts_of_scripts()}
