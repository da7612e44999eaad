"""Values of options: converted as typer does it, but without pydantic, and left to typer where in doubt."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Annotated, Any

import pytest
import typer
from typer.exceptions import TyperException

from rag.commands.values import convert_plainly


def _below(given: str | Path) -> Path:
    return "top" / Path(given)


ARGUMENTS = [
    ["words"],
    ["words", "--folder", "there", "--count", "7", "--names", "a", "--names", "b", "--flag", "--more", "x"],
    ["", "--count", "0", "--folder", ""],
    ["words", "--count", "10"],
    ["words", "--count", "-1"],
    ["words", "--count", "1.5"],
    ["words", "--count", "٣"],
    ["words", "--count", "9" * 5000],
    ["words", "--count", ""],
    [],
    ["words", "--old"],
    ["words", "--own", "there"],
]


def _ended(plainly: bool, arguments: list[str]) -> object:
    """The values that a command is given, or what it says is wrong."""
    found: dict[str, Any] = {}
    app = typer.Typer()

    @app.command()
    def _show(  # noqa: PLR0913, PLR0917
        text: str,
        folder: Path = Path("here"),
        count: Annotated[int, typer.Option(min=0, max=9)] = 3,
        names: Annotated[list[str] | None, typer.Option()] = None,
        more: Annotated[list[Path] | None, typer.Option()] = None,
        flag: bool = False,
        own: Annotated[Path, typer.Option(parser=_below)] = Path("own"),
        old: Annotated[bool, typer.Option(callback=lambda given: "called" if given else "not")] = False,
    ) -> None:
        found.update(locals())

    command = typer.main.get_command(app)
    if plainly:
        convert_plainly(command)
    try:
        command(args=arguments, standalone_mode=False)
    except TyperException as error:
        return type(error), error.format_message()
    del found["found"]
    return found


@pytest.mark.parametrize("arguments", ARGUMENTS)
def test_every_value_is_as_typer_has_it(arguments: list[str]) -> None:
    assert _ended(True, arguments) == _ended(False, arguments)


def test_plain_values_never_reach_typers_own_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("typer converts by pydantic")

    monkeypatch.setattr("typer.core.build_runtime_param", refuse)
    for arguments in ARGUMENTS[:3]:
        assert isinstance(_ended(True, arguments), dict)
    with pytest.raises(AssertionError):
        _ended(True, ["words", "--count", "10"])


def test_another_typer_converts_by_itself() -> None:
    parameter = SimpleNamespace(process_value=len)
    command = SimpleNamespace(get_params=lambda _: [parameter], allow_extra_args=False)
    for name in ("allow_interspersed_args", "ignore_unknown_options", "context_settings", "callback"):
        setattr(command, name, None)
    convert_plainly(command)
    assert parameter.process_value is len
