"""Gradio, imported without the stubs that it writes at every start, which take a third of that time.

For each class of components Gradio parses its own source and renders a `.pyi` for editors, into the folder
that it is installed in. A Gradio that has no such function is imported as it is.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType

_MODULE, _WRITES_STUBS = "gradio.component_meta", "create_or_modify_pyi"


class _Loader(SourceFileLoader):
    def exec_module(self, module: ModuleType) -> None:
        super().exec_module(module)
        if hasattr(module, _WRITES_STUBS):
            setattr(module, _WRITES_STUBS, lambda *_: None)


class _Finder:
    """Finds that one module, and no other."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path, target) if name == _MODULE else None
        if spec and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _Loader(name, spec.loader.path)
        return spec


@contextmanager
def _without_stubs() -> Iterator[None]:
    sys.meta_path.insert(0, _Finder)
    try:
        yield
    finally:
        sys.meta_path.remove(_Finder)


os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read as Gradio is imported, and compared with this word
with _without_stubs():
    import gradio as gr

__all__ = ["gr"]
