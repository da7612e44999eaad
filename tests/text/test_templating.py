"""Templates: every value is escaped, comes back to the character, and must be given."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

import rag
from rag.text.templating import Templates
from tests.page.markup import Page

SOURCES = {
    "text": "<p>{{ words }}</p>",
    "attribute": '<p class="{{ words }}"></p>',
    "lines": """
<ul>
  {% for word in words %}
    <li>{{ word }}</li>
  {% endfor %}
</ul>
<p>
  two
  lines
</p>
""".lstrip(),
    "wrong": "<p>\n</p>\n{{ nothing }}\n",
}


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """Those of `SOURCES`, in a package of their own."""
    folder = tmp_path_factory.mktemp("package") / "templated"
    (folder / "templates").mkdir(parents=True)
    (folder / "__init__.py").touch()
    for name, source in SOURCES.items():
        (folder / "templates" / f"{name}.html.j2").write_text(source, "utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(folder.parent)
        return Templates("templated", names={"given": "to all"})


@given(words=st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_from_the_parser_as_it_was(templates: Templates, words: str) -> None:
    assert Page(templates.render("text", words=words)).texts("p") == [words]
    assert Page(templates.render("attribute", words=words)).elements[0].attributes["class"] == words


def test_a_carriage_return_is_written_so_that_a_parser_keeps_it(templates: Templates) -> None:
    written = templates.render("text", words="a\r\n<b>\r")
    assert written == "<p>a&#13;\n&lt;b&gt;&#13;</p>"
    assert html.unescape(written[3:-4]) == "a\r\n<b>\r"


def test_rendered_html_is_not_escaped_again(templates: Templates) -> None:
    inside = templates.render("text", words="<b>")
    assert templates.render("text", words=inside) == "<p><p>&lt;b&gt;</p></p>"


def test_line_breaks_between_tags_are_left_out_and_others_stay(templates: Templates) -> None:
    expected = "<ul><li>a </li><li>\n</li></ul><p>\n  two\n  lines\n</p>"
    assert templates.render("lines", words=["a ", "\n"]) == expected


def test_a_value_that_is_not_given_is_an_error_at_its_line(templates: Templates) -> None:
    with pytest.raises(UndefinedError, match="'nothing' is undefined") as raised:
        templates.render("wrong")
    lines = [entry.lineno + 1 for entry in raised.traceback if str(entry.path).endswith("wrong.html.j2")]
    assert lines == [3]


def test_no_template_of_the_program_leaves_escaping_out() -> None:
    sources = sorted(Path(rag.__path__[0]).rglob("*.j2"))
    assert len(sources) > 15
    unescaped = re.compile(r"\|\s*safe\b|autoescape|\bMarkup\b|=\s*{{")
    assert [path.name for path in sources if unescaped.search(path.read_text("utf-8"))] == []
