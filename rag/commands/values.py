"""Values of options, converted without typer's own way, which imports pydantic: 0.15 s before every command.

Only plain values are converted here. A value that may be a mistake, a kind of option that is not known here
and an option of a typer that describes its options otherwise are left to typer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import typer

_MOST_DIGITS = 9


def convert_plainly(command: Any) -> None:  # noqa: ANN401 - a command, or a group of them
    """Let the parameters of a command, and of the commands in it, convert plain values by themselves."""
    for parameter in command.get_params(typer.Context(command)):
        described = getattr(parameter, "type_descriptor", None)
        own = getattr(getattr(described, "parameter_info", None), "parser", None)
        convert = own or _CONVERSIONS.get(getattr(described, "annotation", None))
        if convert:
            parameter.process_value = partial(_process, parameter, convert, parameter.process_value)
    for subcommand in getattr(command, "commands", {}).values():
        convert_plainly(subcommand)


def _process(
    parameter: Any,  # noqa: ANN401 - an option or argument of typer's
    convert: Callable[[Any], Any],
    by_typer: Callable[[Any, Any], Any],
    context: Any,  # noqa: ANN401
    value: Any,  # noqa: ANN401
) -> Any:  # noqa: ANN401
    """The value as the command takes it."""
    if value is None and not parameter.required:
        converted = () if parameter.multiple else None
    else:
        converted = convert(value)
        if converted is None or _is_outside(converted, parameter.type_descriptor.parameter_info):
            return by_typer(context, value)
    return parameter.callback(context, parameter, converted) if parameter.callback else converted


def _is_outside(value: Any, info: Any) -> bool:  # noqa: ANN401
    """Whether a number is not in the range that its option names."""
    least, most = info.min, info.max
    return (least is not None and value < least) or (most is not None and value > most)


def _switch(value: Any) -> bool | None:  # noqa: ANN401
    return value if isinstance(value, bool) else None


def _text(value: Any) -> str | None:  # noqa: ANN401
    return value if isinstance(value, str) else None


def _path(value: Any) -> Path | None:  # noqa: ANN401
    return Path(value) if isinstance(value, str | Path) else None


def _number(value: Any) -> int | None:  # noqa: ANN401
    if type(value) is int:
        return value
    is_plain = isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= _MOST_DIGITS
    return int(value) if is_plain else None


def _each(convert: Callable[[Any], Any], values: Any) -> Sequence[Any] | None:  # noqa: ANN401
    if not isinstance(values, tuple | list) or not values:
        return None
    converted = [convert(value) for value in values]
    return None if None in converted else converted


_CONVERSIONS: dict[Any, Callable[[Any], Any]] = {
    bool: _switch,
    str: _text,
    Path: _path,
    int: _number,
    list[str]: partial(_each, _text),
    list[Path]: partial(_each, _path),
}
"""By the annotation of a parameter: the value, or None where typer is to see to it."""
