"""The one use of Jinja2: templates that escape every value, so that data cannot become markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup

from rag.text.translation import catalogue, number

_BETWEEN_TAGS = re.compile(r"(?<=[>}])(\s*\n\s*)(?=[<{])")


class _Indented(Extension):
    """Leaves out a line break between two tags, of HTML or of Jinja, with the white space around it.

    Templates can then be indented, and add no white space to the page. The line break becomes a comment, so
    that an error still names the right line.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Rewrite the source of a template."""
        return _BETWEEN_TAGS.sub(r"{#\1#}", source)


def _translated(text: str, /, **values: object) -> Markup:
    """Translate a text of a template, which is markup; values are escaped."""
    return Markup(catalogue().gettext(text)) % values  # noqa: S704 - ours


def _counted(one: str, many: str, count: int, /, **values: object) -> Markup:
    """The same for a text that counts something."""
    text = Markup(catalogue().ngettext(one, many, count))  # noqa: S704 - ours
    return text % {"number": number(count), **values}


class Templates:
    """The templates in the folder `templates` of a package."""

    def __init__(
        self,
        package: str,
        names: Mapping[str, object] = {},
        filters: Mapping[str, Callable[..., object]] = {},
        tests: Mapping[str, Callable[..., bool]] = {},
    ) -> None:
        """`names`, `filters` and `tests` can be used in every template."""
        self._environment = Environment(
            loader=PackageLoader(package),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=[_Indented, "jinja2.ext.i18n"],
        )
        self._environment.newstyle_gettext = True  # type: ignore[attr-defined]
        self._environment.policies["ext.i18n.trimmed"] = True
        self._environment.globals.update(_=_translated, gettext=_translated, ngettext=_counted)
        self._environment.globals.update(names)
        self._environment.filters.update(filters)
        self._environment.tests.update(tests)

    def texts(self) -> Iterator[tuple[str, str | tuple[str, ...]]]:
        """Every text to translate, with the name of its template: alone, or singular and plural."""
        for name in self._environment.list_templates():
            source, *_ = self._environment.loader.get_source(self._environment, name)  # type: ignore[union-attr]
            for _, function, found in self._environment.extract_translations(source):  # type: ignore[attr-defined]
                given = found if isinstance(found, tuple) else (found,)
                literal = tuple(filter(None, given[: 2 if function == "ngettext" else 1]))
                if literal:
                    yield name, literal[0] if len(literal) == 1 else literal

    def compile(self) -> None:
        """Compile all templates, so that the first to be rendered takes no longer than others."""
        for name in self._environment.list_templates():
            self._environment.get_template(name)

    def render(self, name: str, /, **values: object) -> Markup:
        """Render a template: `card` is `templates/card.html.j2`. Raises UndefinedError for an unset name."""
        text = self._environment.get_template(f"{name}.html.j2").render(values)
        # A parser would read a carriage return as a line feed, and change a quote. Templates have none.
        return Markup(text.replace("\r", "&#13;"))  # noqa: S704 - escaped
