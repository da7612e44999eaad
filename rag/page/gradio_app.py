"""The Gradio page: its frame, its question box, and the script that fills it. Imports Gradio first."""

from __future__ import annotations

from fastapi import FastAPI

from rag.page.backend import Backend
from rag.page.gradio_import import gr
from rag.page.gradio_tools import add_tools
from rag.page.rendering import LONGEST, NAME, compile_all, page_head
from rag.page.routes import NO_TELEMETRY

AT_ONCE = 4
"""Calls that are served at the same time; the others queue."""
QUEUE = 64
"""Calls that may wait; one more is refused."""
FRAME, FOOT = '<div id="frame"></div>', '<div id="above-box"></div>'
"""What the script fills."""


def mount(app: FastAPI, archive: Backend, *, mcp: bool = False) -> FastAPI:
    """Put the page at the root of an application that has its own routes already.

    With `mcp`, what `add_tools` opens is also there for assistants.
    """
    compile_all()
    page = build_blocks(archive)
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        mcp_server=mcp,
        head=page_head(),
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


def build_blocks(archive: Backend) -> gr.Blocks:
    """Draw the page for one archive.

    It holds no state: the address says what is shown, and the script fetches that from `rag.page.thread`.
    """
    page = gr.Blocks(title=NAME, analytics_enabled=False)
    with page:
        add_tools(archive)  # before the page's own functions, so that no name is taken
        gr.HTML(FRAME, js_on_load="page.begin()", apply_default_css=False)
        with gr.Column(elem_id="foot"):
            gr.HTML(FOOT, js_on_load="", apply_default_css=False)
            box = gr.Textbox(
                label="Your question",
                show_label=False,
                lines=1,
                max_lines=6,
                max_length=LONGEST,
                submit_btn="Ask",
                autofocus=True,
                elem_id="question",
            )
        box.submit(None, box, box, js="(words) => { page.ask(words); return ''; }", api_visibility="private")
    page.queue(default_concurrency_limit=AT_ONCE, max_size=QUEUE, api_open=False)
    return page
