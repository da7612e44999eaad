"""The OpenAPI description → a page of HTML to read and to try: no script, no host but this one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rag.page.frame import style
from rag.page.markup import text

Schema = dict[str, Any]

_STYLE = (
    ".reader table { width: 100%; border-collapse: collapse; font: 0.95rem/1.5 var(--sans); } "
    ".reader th, .reader td { text-align: start; vertical-align: top; padding: 0.3rem 0.6rem 0.3rem 0; "
    "border-bottom: 1px solid var(--line); } "
    ".reader input { font: inherit; width: 100%; box-sizing: border-box; min-height: 2.2rem; } "
    ".reader button { font: inherit; margin: 0.8rem 0; min-height: 2.4rem; } "
    ".reader section { margin-bottom: 3rem; } .reader h2 { overflow-wrap: anywhere; } "
    ".reader .wide { overflow-x: auto; } .reader th { overflow-wrap: normal; }"
)


def api_page(description: Schema) -> str:
    """Return the page for an OpenAPI description."""
    info = description["info"]
    operations = "".join(
        _operation(path, method, operation)
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    )
    forms = "".join(_form(name, form) for name, form in description["components"]["schemas"].items())
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>API – {text(info['title'])}</title><style>{style()}{_STYLE}</style></head>"
        f'<body class="reader"><nav><a href="/">{text(info["title"])}</a></nav><main>'
        f"<h1>API</h1><p>{text(info['description'])}</p>"
        '<p>The same for programs: <a href="/openapi.json">openapi.json</a>.</p>'
        f"{operations}<h1>Forms</h1>{forms}</main></body></html>"
    )


def _operation(path: str, method: str, operation: Schema) -> str:
    name, parameters = text(operation["operationId"]), operation.get("parameters", [])
    responses = [
        (f"<code>{text(status)}</code>", _kind(_schema_of(response)), text(response["description"]))
        for status, response in operation["responses"].items()
    ]
    return (
        f'<section aria-labelledby="{name}"><h2 id="{name}"><code>{method.upper()} {text(path)}</code></h2>'
        f"<p>{text(operation.get('description', ''))}</p>{_trial(path, name, parameters)}"
        f"<h3>Answers</h3>{_table(('Status', 'Form', 'When'), responses)}</section>"
    )


def _trial(path: str, name: str, parameters: Sequence[Schema]) -> str:
    """Return the parameters, to be filled in and asked; not those that are part of the path."""
    in_path = any(parameter["in"] == "path" for parameter in parameters)
    rows = [
        (
            f"<code>{text(parameter['name'])}</code>{' (needed)' if parameter.get('required') else ''}",
            _kind(parameter["schema"]),
            text(parameter.get("description", "")) if in_path else _input(parameter, f"{name}-{number}"),
        )
        for number, parameter in enumerate(parameters)
    ]
    fields = _table(("Parameter", "Kind", "Meaning"), rows) if rows else ""
    return fields if in_path else f'<form action="{text(path)}">{fields}<button>Try it</button></form>'


def _input(parameter: Schema, name: str) -> str:
    schema = parameter["schema"]
    shown = schema.get("examples", [schema.get("default")])[0]
    filled = f' value="{text(str(shown))}"' if shown else ""
    return (
        f'<label for="{name}">{text(parameter.get("description", ""))}</label>'
        f'<input id="{name}" name="{text(parameter["name"])}"{filled}>'
    )


def _form(name: str, form: Schema) -> str:
    fields = [
        (f"<code>{text(field)}</code>", _kind(schema), text(schema.get("description", "")))
        for field, schema in form.get("properties", {}).items()
    ]
    return (
        f'<section aria-labelledby="form-{text(name)}"><h2 id="form-{text(name)}">{text(name)}</h2>'
        f"<p>{text(form.get('description', ''))}</p>{_table(('Field', 'Kind', 'Meaning'), fields)}</section>"
    )


def _schema_of(response: Schema) -> Schema:
    found: Schema = response.get("content", {}).get("application/json", {}).get("schema", {})
    return found


def _kind(schema: Schema) -> str:
    """Say in a word or two what a schema allows; forms are links to what is said of them."""
    if "$ref" in schema:
        name = text(schema["$ref"].rsplit("/", 1)[-1])
        return f'<a href="#form-{name}">{name}</a>'
    if "anyOf" in schema:
        return " or ".join(map(_kind, schema["anyOf"]))
    if "enum" in schema:
        return ", ".join(f"<code>{text(str(value))}</code>" for value in schema["enum"])
    if "prefixItems" in schema:
        return f"[{', '.join(map(_kind, schema['prefixItems']))}]"
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    return text(str(schema.get("type", "")))


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; the cells are HTML already."""
    head = "".join(f'<th scope="col">{text(each)}</th>' for each in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
