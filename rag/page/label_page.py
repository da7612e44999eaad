"""The pages on which a person labels questions: plain forms, each answered by what comes next."""

from __future__ import annotations

import hashlib
import secrets
from base64 import b64encode
from urllib.parse import urlencode

from fastapi.responses import HTMLResponse, RedirectResponse, Response

from rag.errors import EvaluationError, RagError
from rag.evaluation.label_session import Labelling, View
from rag.evaluation.labelling import WORDINGS, Item, JudgeLabels, next_item, next_question, unchecked
from rag.evaluation.pooling import places_in
from rag.evaluation.questions import Relevant
from rag.output.messages import passage_count
from rag.page.backend import Backend
from rag.page.links import Pointers
from rag.page.reader import transcript_article
from rag.page.rendering import render, static
from rag.page.voices import Speaker, speaker_of
from rag.text.translation import N_, _

LABEL, SET = "/label", "/label/set"
APART = 100
"""Disagreements that are listed."""
KINDS = ("topic", "speaker", "when_where", "fact", "keyword", "followup", "unanswerable")
KEYS = (
    ("0", N_("is of no help")), ("1", N_("helps")), ("2", N_("answers by itself")),
    ("s", N_("skip: judge it later")), ("u", N_("undo")), ("t", N_("the whole transcript, and back")),
    ("l", N_("another line of the passage")), ("j", N_("next passage")), ("k", N_("previous passage")),
    ("/", N_("search in other words")), ("x", N_("nothing answers")), ("n", N_("next question")),
    ("q", N_("all questions, and how far judges agree")), ("a", N_("a new question, there")),
    ("Esc", N_("out of a box that is typed into")),
)  # fmt: skip
Form = dict[str, str]


class LabelPages:
    """What is shown, and where each act leads."""

    def __init__(self, archive: Backend, labelling: Labelling) -> None:
        self.token = secrets.token_urlsafe()
        self._archive = archive
        self._labelling = labelling
        script = b64encode(hashlib.sha256(static("label.js").encode()).digest()).decode()
        self._headers = {
            "Content-Security-Policy": f"default-src 'none'; style-src 'unsafe-inline'; "
            f"script-src 'sha256-{script}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
            "Referrer-Policy": "same-origin",  # without any, a form would not tell where it comes from
            "Cache-Control": "no-store",
        }

    def question(self, given: Form, error: str = "") -> Response:
        """Show a question with the passage `at`, the next one, or the search in other words."""
        states = self._labelling.states()
        try:
            view = self._labelling.view(given["qid"])
            item = _item(view, given)
        except RagError as fault:
            return self._page("label_set", 404, **self._set(given, str(fault)))
        shown = None if item is None else self._passage(view, item, is_read="read" in given)
        return self._page(
            "label",
            400 if error else 200,
            view=view,
            passage=shown,
            told_before=_told(states.get(given.get("done", "")), given.get("done", "")),
            labelled=sum(each.labelled for each in states.values()),
            questions=len(states),
            skipped=sum(view.labels.is_skipped(each) for each in view.items),
            minutes=self._labelling.minutes_left(view, states),
            unchecked=unchecked(view.labels, view.items),
            passages=_address(view.question.qid, at=view.items[0].key) if view.items else LABEL,
            search=_address(view.question.qid, search=1),
            skip_question=f"{LABEL}?{urlencode({'after': view.question.qid})}",
            wordings=WORDINGS,
            typed=given.get("words", ""),
            note=_("These words find nothing that is not judged.") if "nothing_new" in given else "",
            error=error,
        )

    def set(self, given: Form, error: str = "") -> Response:
        """Show all questions, a form for a new one, and how far judges agree."""
        return self._page("label_set", 400 if error else 200, **self._set(given, error))

    def say(self, form: Form) -> Response:
        """Do what was said, and lead to what comes next. Raises RagError for mistakes."""
        labelling, qid, key = self._labelling, form.get("qid", ""), form.get("at", "")
        match form.get("act", ""):
            case "0" | "1" | "2" as grade:
                place = form.get("place", "0")
                labelling.grade(qid, key, int(place) if place in map(str, range(1000)) else -1, int(grade))
                to = self._after(qid, key)
            case "skip":
                labelling.skip(qid, key)
                to = self._after(qid, key)
            case "search":
                added = labelling.search(qid, " ".join(form.get("words", "").split()))
                to = _address(qid) if added else _address(qid, search=1, nothing_new=1)
            case "nothing":
                labelling.unanswerable(qid)
                to = self.following(qid)
            case "undo":
                undone, item = labelling.undo()
                to = _address(undone, at=item) if undone in labelling.states() else SET
            case "add":
                if "anyway" not in form and (similar := labelling.similar(form.get("question", ""))):
                    return self._page("label_set", 200, **self._set(form, "", similar))
                to = _address(
                    labelling.add(*(form.get(name, "") for name in ("question", "kind", "previous")))
                )
            case _:
                raise EvaluationError("there is nothing to do")
        return RedirectResponse(to, 303)

    def following(self, done: str | None) -> str:
        """The address of the next question that is not labelled, or of the set."""
        states = self._labelling.states()
        qid = next_question(states, done)
        done = done if done in states and states[done].labelled else None
        return _address(qid, done=done) if qid else SET

    def _after(self, qid: str, key: str) -> str:
        """The next passage; then the search where nothing answers yet; then the next question."""
        view = self._labelling.view(qid)
        if item := next_item(view.items, view.labels, key):
            return _address(qid, at=item.key)
        return self.following(qid) if view.labels.labelled or view.left else _address(qid, search=1)

    def _passage(self, view: View, item: Item, *, is_read: bool) -> dict[str, object]:
        number = view.items.index(item)
        first = item.hits[0].passage
        place = (first.utterance, first.start, first.end)
        others = tuple((hit.passage.utterance, hit.passage.start, hit.passage.end) for hit in item.hits[1:])
        return {
            "item": item,
            "number": number + 1,
            "grade": view.labels.grade(item),
            "is_skipped": view.labels.is_skipped(item),
            "speaker": _speaker(item),
            "lines": _lines(item),
            "before": _address(view.question.qid, at=view.items[number - 1].key) if number else "",
            "next": _address(view.question.qid, at=view.items[number + 1].key)
            if number + 1 < len(view.items)
            else _address(view.question.qid, search=1),
            "away": _address(view.question.qid, at=item.key, read=None if is_read else 1)
            + ("" if is_read else "#passage"),
            "transcript": transcript_article(
                self._archive.transcript(first.transcript), Pointers(place, None, others)
            )
            if is_read
            else "",
        }

    def _set(self, given: Form, error: str, similar: object = ()) -> dict[str, object]:
        questions, states = self._labelling.questions(), self._labelling.states()
        return {
            "rows": [(each, _address(qid), _told(states[qid], "")) for qid, each in questions.items()],
            "labelled": sum(each.labelled for each in states.values()),
            "agreements": self._labelling.agreements(),
            "most_apart": APART,
            "address_of": _address,
            "speaker": _speaker,
            "similar": similar,
            "typed": given,
            "kinds": KINDS,
            "error": error,
        }

    def _page(self, name: str, status: int, **values: object) -> HTMLResponse:
        page = render(
            name, token=self.token, judge=self._labelling.judge, file=self._labelling.file.path.name,
            keys=KEYS, following=LABEL, all_questions=SET, **values,
        )  # fmt: skip
        return HTMLResponse(page, status, headers=self._headers)


def _item(view: View, given: Form) -> Item | None:
    """The passage to show; None for the search in other words."""
    if "search" in given or given.get("act") in ("search", "nothing"):
        return None
    if given.get("at"):
        return view.item(given["at"])
    return next_item(view.items, view.labels) or (
        view.items[0] if view.labels.labelled and view.items else None
    )


def _speaker(item: Item) -> Speaker:
    hit = item.hits[0]
    return speaker_of(hit.utterance, hit.passage.end)


def _lines(item: Item) -> list[str]:
    """How the lines that a label can name begin; empty where there is no choice."""
    begins: dict[Relevant, str] = {}
    for hit in item.hits:
        texts = [text for text in hit.passage.text.split("\n") if text.strip()]
        for place, text in zip(places_in(hit.passage, hit.source), texts, strict=False):
            begins.setdefault(place, text[:70])
    return [begins.get(place, "") for place in item.places] if len(item.places) > 1 else []


def _told(labels: JudgeLabels | None, qid: str) -> str:
    """What a judge has said of a question, in words."""
    if labels is None:
        return ""
    grades = [label.grade for label in labels.relevant or ()]
    told = []
    if grades:
        both = {"answering": grades.count(2), "helping": grades.count(1)}
        told.append(_("%(answering)s answer, %(helping)s help", **both))
    if labels.relevant == ():
        told.append(_("nothing answers"))
    if labels.skipped:
        told.append(_("%(passages)s skipped", passages=passage_count(len(labels.skipped))))
    state = _("labelled") if labels.labelled else _("open")
    return f"{qid} {state}{': ' if told else ''}{'; '.join(told)}".strip()


def _address(qid: str, **given: object) -> str:
    query = {"qid": qid} | {name: str(value) for name, value in given.items() if value is not None}
    return f"{LABEL}?{urlencode(query)}"
