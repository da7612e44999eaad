"""The routes of the labelling pages: off unless a file is named, and open to their own forms alone."""

from __future__ import annotations

import hmac
from urllib.parse import parse_qsl

from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from rag.errors import RagError
from rag.evaluation.label_session import Labelling
from rag.page.backend import Backend
from rag.page.guard import is_foreign, is_local
from rag.page.label_page import LABEL, SET, Form, LabelPages

_FIELDS = 20
"""Fields that a form has at most."""


def refuse_labelling(app: FastAPI) -> None:
    """Say how labelling is switched on, where it is off."""

    @app.api_route(LABEL, methods=["GET", "POST"], include_in_schema=False)
    @app.api_route(SET, methods=["GET", "POST"], include_in_schema=False)
    def off() -> None:
        raise HTTPException(404, "nothing is labelled here: start it with rag serve --label FILE")


def add_labelling(app: FastAPI, archive: Backend, labelling: Labelling, *, local: bool) -> None:
    """Serve the pages; with `local`, only under this machine's own names."""
    pages = LabelPages(archive, labelling)

    def own_name(request: Request) -> None:
        if local and not is_local(request.headers):
            raise HTTPException(403, "labelling is served to this machine alone: name another with --host")

    async def own_form(request: Request) -> None:
        request.state.form = form = await _form(request)
        is_ours = hmac.compare_digest(form.get("token", "").encode(), pages.token.encode())
        if is_foreign(request.headers) or not is_ours:
            raise HTTPException(403, "this form is not of the page that is served now: load the page anew")

    @app.get(LABEL, include_in_schema=False, dependencies=[Depends(own_name)])
    def show(request: Request) -> Response:
        given = dict(request.query_params)
        if "qid" in given:
            return pages.question(given)
        return RedirectResponse(pages.following(given.get("after")), 303)

    @app.get(SET, include_in_schema=False, dependencies=[Depends(own_name)])
    def show_set(request: Request) -> Response:
        return pages.set(dict(request.query_params))

    @app.post(LABEL, include_in_schema=False, dependencies=[Depends(own_name), Depends(own_form)])
    def say(request: Request) -> Response:
        form: Form = request.state.form
        try:
            return pages.say(form)
        except RagError as error:
            return pages.question(form, str(error)) if form.get("qid") else pages.set(form, str(error))


async def _form(request: Request) -> Form:
    """Take the fields of a form. Raises HTTPException where the body is none."""
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise HTTPException(415, "expected a form of the labelling page")
    body = (await request.body()).decode("utf-8", "replace")
    try:
        return dict(parse_qsl(body, keep_blank_values=True, max_num_fields=_FIELDS))
    except ValueError:
        raise HTTPException(400, f"expected {_FIELDS} fields at most") from None
