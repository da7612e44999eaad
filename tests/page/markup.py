"""Pages as a parser sees them, and small records to draw: shared by the tests of what the page renders."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from rag.page.links import State, read_state
from rag.records import Answer, Filters, Grade, Hit, Searched, Understood, Utterance
from tests.builders import hit_in
from tests.page.examples import PUTIN

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</blockquote></article></div><h1>Official</h1>",
    "<!-- ${alert(1)} {{value}} `x` \\u003cb\\u003e @children",
    "&lt;b&gt; &amp;amp; &#13; &copy",
    "line\r\nbreak\rlone\u2028and\u00a0no-break\u202etfel",
)
VOID = {"meta", "br", "img", "input", "link", "hr"}
NAMED = {"class", "id", "aria-label", "hidden", "role", "tabindex"}
ALLOWED = {
    "a": {"href", "target", "rel", "aria-current", "download", "hreflang", "lang"},
    "article": {"lang"},
    "aside": set(),
    "b": set(),
    "bdi": set(),
    "blockquote": {"dir", "lang"},
    "body": set(),
    "button": {"type", "aria-expanded", "aria-controls"},
    "datalist": set(),
    "dd": set(),
    "del": set(),
    "details": set(),
    "dialog": set(),
    "div": {"aria-live", "dir"},
    "dl": set(),
    "dt": set(),
    "form": {"action", "method"},
    "h1": {"dir"},
    "h2": {"dir"},
    "h3": set(),
    "head": set(),
    "header": set(),
    "html": {"lang"},
    "input": {"type", "name", "value", "placeholder", "autocomplete", "maxlength", "size", "list", "checked"},
    "ins": set(),
    "kbd": set(),
    "label": set(),
    "li": set(),
    "main": set(),
    "mark": set(),
    "meta": {"charset", "name", "content"},
    "nav": set(),
    "option": {"value"},
    "output": set(),
    "p": {"dir"},
    "section": set(),
    "small": set(),
    "span": {"aria-hidden"},
    "strong": set(),
    "style": set(),
    "summary": set(),
    "time": {"datetime"},
    "title": set(),
    "i": {"style"},
    "ol": set(),
    "table": set(),
    "caption": set(),
    "thead": set(),
    "tbody": set(),
    "tr": set(),
    "th": {"scope"},
    "td": set(),
    "ul": set(),
}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Page(HTMLParser):
    """A page as a parser sees it: its elements in order, each with all the text inside it."""

    markup: str
    elements: list[Element] = field(default_factory=list)
    stack: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(str(self.markup))
        self.close()
        assert not self.stack, f"unclosed: {self.stack}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED, tag
        names = {name for name, _ in attrs if not name.startswith("data-")}
        assert names <= ALLOWED[tag] | NAMED, (tag, attrs)
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self.stack.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for element in self.stack:
            element.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def texts(self, tag: str, class_: str | None = None) -> list[str]:
        return [e.text for e in self.elements if e.tag == tag and e.attributes.get("class") == class_]

    def links(self, class_: str | None = None) -> list[str]:
        """Where the links lead; of one class, if it is given."""
        found = [e for e in self.elements if e.tag == "a"]
        return [e.attributes["href"] for e in found if class_ in {None, e.attributes.get("class")}]

    def led(self) -> dict[str, State]:
        """What the links within the page show, by their words."""
        found = [e for e in self.elements if e.tag == "a" and e.attributes["href"].startswith("/?")]
        return {e.text: read_state(e.attributes["href"].removeprefix("/")) for e in found}


def hit(text: str = "Yes, with services.", **changes: object) -> Hit:
    role = "President of Russia"
    said = Utterance(3, PUTIN, PUTIN, role, None, "printed", text, 10, 10 + len(text), (5, 5))
    return hit_in(said, **{"by_meaning": 2, "by_words": 5, **changes})  # type: ignore[arg-type]


def answer(*hits: Hit, grade: Grade = "answers", **changes: object) -> Answer:
    searched = Searched(2, 90, "2023-04-05", "2024-04-11", 0)
    given_ = Answer("Who?", Filters(), Understood(), grade, 0.9, searched, hits)
    return replace(given_, **changes)  # type: ignore[arg-type]
