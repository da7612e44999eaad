"""Gradio without its stubs for editors."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from rag.page.gradio_import import _Finder, _Loader, gr

pytestmark = pytest.mark.slow


def test_gradio_parses_no_source_to_write_stubs() -> None:
    meta = sys.modules["gradio.component_meta"]
    assert meta.create_or_modify_pyi(object, "Textbox", []) is None  # Gradio's own finds no source of it
    assert gr.Textbox(label="Words").label == "Words"
    assert _Finder not in sys.meta_path


@pytest.mark.parametrize(("source", "names"), [("x = 1", {"x"}), ("create_or_modify_pyi = 1", set())])
def test_another_gradio_is_imported_as_it_is(tmp_path: Path, source: str, names: set[str]) -> None:
    (tmp_path / "other.py").write_text(source)
    loader = _Loader("other", str(tmp_path / "other.py"))
    spec = spec_from_file_location("other", tmp_path / "other.py", loader=loader)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    assert {name for name, value in vars(module).items() if value == 1} == names
    assert _Finder.find_spec("other", None) is None
