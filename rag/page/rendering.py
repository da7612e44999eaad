"""The templates of the page, with the functions that they use, and its style sheets and scripts."""

from __future__ import annotations

from importlib.resources import files

from markupsafe import Markup

from rag.output.messages import counted, listed
from rag.output.templating import Templates
from rag.page.links import State, query_string
from rag.proof.cite.citation import is_web_address
from rag.text.calendar import day, is_day, month

NAME = "Ask the transcripts"


def address(state: State) -> str:
    """Return the address of what a state shows."""
    return f"/?{query_string(state)}"


def static(name: str) -> Markup:
    """Return a style sheet or script of the page, to stand inside an element."""
    text = files("rag.page").joinpath("static", name).read_text(encoding="utf-8")
    return Markup(text)  # noqa: S704 - ours


_TEMPLATES = Templates(
    "rag.page",
    names={"NAME": NAME, "address": address, "counted": counted, "listed": listed, "static": static},
    filters={"day": day, "month": month},
    tests={"day": is_day, "web_address": is_web_address},
)
render = _TEMPLATES.render
compile_all = _TEMPLATES.compile
