"""The Gradio page: components and who listens to whom. The only module that imports Gradio."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from importlib.resources import files
from typing import Any

from fastapi import FastAPI

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read as Gradio is imported, and compared with this word

import gradio as gr

from rag.page import wording
from rag.page.asks import Asks
from rag.page.render import NAME, masthead, thread_html
from rag.page.routes import NO_TELEMETRY
from rag.page.thread import Thread, follow
from rag.page.tools import add_tools
from rag.records import Coverage, Filters

Drawn = tuple[Thread, str, dict[str, Any], dict[str, Any], dict[str, Any]]

AT_ONCE = 4
"""Questions searched at the same time; the rest queue."""
QUEUE = 64
"""Questions that may wait; one more is told that the page is busy."""
EXAMPLES = 6
FIRST, FOLLOW_UP = "Ask in plain words", "Ask a follow-up"
REMEMBERED = 3600
"""Seconds that a thread outlives its visitor."""
VISITORS = 500
"""Threads kept at a time, a few megabytes each at worst; the one unused for longest goes first."""

log = logging.getLogger(__name__)


def mount(app: FastAPI, archive: Asks, *, mcp: bool = False) -> FastAPI:
    """Put the page at the root of an application that has its own routes already.

    With `mcp`, what `add_tools` opens is also there for assistants.
    """
    style = "".join(f"<style>{_asset(name)}</style>" for name in ("style.css", "gradio.css"))
    gr.mount_gradio_app(
        app,
        build_blocks(archive),
        path="/",
        mcp_server=mcp,
        head=style,
        theme=gr.themes.Base(font="system-ui", font_mono="ui-monospace"),
        footer_links=[],
        app_kwargs={"telemetry": NO_TELEMETRY},
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        ssr_mode=False,
        max_file_size=1,
    )
    return app


def build_blocks(archive: Asks) -> gr.Blocks:
    """Draw the page for one archive and wire it."""
    coverage = archive.coverage()
    page = gr.Blocks(title=NAME, analytics_enabled=False)
    with page:
        add_tools(archive)  # before the page's own functions, so that no name is taken
        turns = gr.State((), time_to_live=REMEMBERED)
        gr.HTML(masthead(coverage), apply_default_css=False)
        thread = gr.HTML(thread_html(()), js_on_load=_asset("thread.js"), apply_default_css=False)
        with gr.Column(elem_id="examples") as examples:
            suggestions = [gr.Button(q, size="sm") for q in archive.example_questions()[:EXAMPLES]]
        with gr.Column(elem_id="composer"):
            anew = gr.Button("New thread", size="sm", visible=False, elem_id="anew")
            filters = _filters(coverage)
            box = gr.Textbox(
                label="Your question",
                show_label=False,
                placeholder=FIRST,
                lines=1,
                max_lines=5,
                submit_btn="Ask",
                autofocus=True,
                elem_id="question",
            )
        ask, drawn = _asker(archive), [turns, thread, examples, anew, box]
        _listen(box.submit, ask, [box, turns, *filters], drawn)
        for suggestion in suggestions:
            _listen(suggestion.click, ask, [suggestion, turns, *filters], drawn)
        _listen(anew.click, lambda: _drawn((), ""), [], drawn)
    page.state_session_capacity = VISITORS
    page.queue(default_concurrency_limit=AT_ONCE, max_size=QUEUE, api_open=False)
    return page


def _filters(coverage: Coverage) -> list[Any]:
    """Draw the fold with speakers and dates; its heading says what is set, since it is mostly closed."""
    with gr.Accordion(_heading(), open=False, elem_id="filters") as fold:
        speakers = gr.Dropdown(
            [(f"{s.name} ({s.utterances:,})", s.name) for s in coverage.speakers],
            label="Said by",
            multiselect=True,
        )
        with gr.Row():
            since, until = (
                gr.Textbox(label=label, placeholder="2018-09-12 or 2018", max_lines=1, min_width=120)
                for label in ("From", "To")
            )
        clear = gr.Button("Clear filters", size="sm")
    parts: list[Any] = [speakers, since, until]
    for part in parts:
        _listen(part.change, lambda *parts: gr.update(label=_heading(_chosen(*parts))), parts, [fold])
    _listen(clear.click, lambda: ([], "", ""), [], parts)
    return parts


def _chosen(speakers: Sequence[str] | None, since: str | None, until: str | None) -> Filters:
    """Return what was typed, unchecked: whether a name or a date can be searched is the archive's to say."""
    return Filters(tuple(speakers or ()), (since or "").strip() or None, (until or "").strip() or None)


def _heading(filters: Filters = Filters()) -> str:
    return f"Filters: {wording.confined(filters) or 'none'}"


def _asker(archive: Asks) -> Callable[..., Drawn]:
    def ask(question: str | None, thread: Thread, *filters: Any) -> Drawn:  # noqa: ANN401
        asked = (question or "").strip()
        try:
            longer = follow(archive, thread, asked, _chosen(*filters))
        except Exception as error:
            log.exception("a question could not be answered")
            # The page would show nothing at all of any other exception.
            raise gr.Error("The search failed; the server's log says why.", print_exception=False) from error
        return _drawn(longer, asked if longer[-1].error else "")

    return ask


def _drawn(thread: Thread, left_in_box: str) -> Drawn:
    """Return values for the thread, its HTML, the examples, the button that starts anew, and the box."""
    begun = bool(thread)
    return (
        thread,
        thread_html(thread),
        gr.update(visible=not begun),
        gr.update(visible=begun),
        gr.update(value=left_in_box, placeholder=FOLLOW_UP if begun else FIRST),
    )


def _listen(event: Callable[..., Any], fn: Callable[..., Any], inputs: list[Any], outputs: list[Any]) -> None:
    event(fn, inputs, outputs, api_visibility="private", show_progress="hidden")


def _asset(name: str) -> str:
    return files("rag.page").joinpath(name).read_text(encoding="utf-8")
