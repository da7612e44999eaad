"""docs/api.md against /openapi.json: every operation, parameter, choice and field of a reply is in it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from rag.page.routes import build_routes
from tests.corpora import ROOT
from tests.page.examples import WordArchive, transcripts

pytestmark = pytest.mark.slow

DOCS = (ROOT / "docs" / "api.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## `GET ([^`]+)`\n(.*?)(?=^## |\Z)", DOCS, re.MULTILINE | re.DOTALL))


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    found: dict[str, Any] = TestClient(build_routes(WordArchive(transcripts()))).get("/openapi.json").json()
    return found


def test_each_operation_has_its_section(described: dict[str, Any]) -> None:
    assert sorted(SECTIONS) == sorted(described["paths"])


def test_each_parameter_is_in_the_section_of_its_operation(described: dict[str, Any]) -> None:
    for path, methods in described["paths"].items():
        section = SECTIONS[path] + (SECTIONS["/api/ask"] if path in {"/api/export", "/api/compare"} else "")
        required = " ".join(re.findall(r"^\| (.+?) \| .*required.* \|$", section, re.MULTILINE))
        for parameter in methods["get"].get("parameters", []):
            name, schema = parameter["name"], parameter["schema"]
            assert f"`{name}`" in section, (path, name)
            if parameter["in"] == "query":
                assert (f"`{name}`" in required) == parameter["required"], (path, name)
            for choice in filter(None, schema.get("items", schema).get("enum", [])):
                assert f"`{choice}`" in section, (path, choice)


def test_each_field_of_a_reply_is_shown(described: dict[str, Any]) -> None:
    shown = set(re.findall(r'"(\w+)":', DOCS))
    for name, schema in described["components"]["schemas"].items():
        assert set(schema["properties"]) <= shown, name


def test_the_replies_shown_are_json() -> None:
    blocks = re.findall(r"```json\n(.*?)```", DOCS, re.DOTALL)
    assert [next(iter(json.loads(block))) for block in blocks] == [
        "question", "question", "claim", "id", "transcripts", "changes",
    ]  # fmt: skip
