"""The Gradio page: its frame, its question box, and the script that fills it. Imports Gradio first."""

from __future__ import annotations

from fastapi import FastAPI

from rag.page.backend import Backend
from rag.page.gradio_import import gr
from rag.page.gradio_tools import add_tools
from rag.page.rendering import NAME, SCRIPTS, compile_all, static
from rag.page.routes import NO_TELEMETRY

AT_ONCE = 4
"""Calls that are served at the same time; the others queue."""
QUEUE = 64
"""Calls that may wait; one more is refused."""
FRAME, FOOT = '<div id="frame"></div>', '<div id="above-box"></div>'
"""What the script fills."""
LONGEST = 10_000
"""Characters that the question box takes: as many as an alleged quote may have."""

_STYLES = ("style.css", "reader.css", "overview.css", "gradio.css")


def mount(app: FastAPI, archive: Backend, *, mcp: bool = False) -> FastAPI:
    """Put the page at the root of an application that has its own routes already.

    With `mcp`, what `add_tools` opens is also there for assistants.
    """
    compile_all()
    page = build_blocks(archive)
    styles = "".join(f"<style>{static(name)}</style>" for name in _STYLES)
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        mcp_server=mcp,
        head=f"{styles}<script>{_script()}</script>",
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


def _script() -> str:
    """Return the script: its parts share the scope of one function, so that no name of theirs is global."""
    parts = "\n".join(static(name) for name in SCRIPTS)
    return f'const page = (() => {{\n"use strict";\n{parts}\nreturn {{ begin, ask }};\n}})();'
