"""What several commands share: options and exit codes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from rag.settings import PORTS, LoadedSettings, Settings, index_path

NEGATIVE = 1
MISTAKE = 2
FAULT = 70
INTERRUPTED = 130

BUILT_IN = Settings()
INDEX = BUILT_IN.index
OFF = "off"
"""How `--help` shows the default of a switch."""

Index = Annotated[
    Path,
    typer.Option(
        "--index",
        metavar="DIR",
        parser=index_path,
        help="Folder of the built index, or milvus://HOST:PORT/DIR.",
    ),
]
Host = Annotated[str, typer.Option(help="Address of the page.")]
Port = Annotated[int, typer.Option(min=PORTS[0], max=PORTS[-1], help="Port of the page.")]
AsJson = Annotated[
    bool, typer.Option("--json", help="Print JSON instead of text for people.", show_default=OFF)
]
OverTime = Annotated[
    bool,
    typer.Option(
        "--over-time", help="Also when and how often it was said, repeats gathered.", show_default=OFF
    ),
]


def apply_settings(context: typer.Context, settings: LoadedSettings) -> None:
    """Give options their values of the settings file; `--help` shows them as the defaults that they are.

    An option is a setting where its name and its built-in default are those of one.
    """
    built_in = dict(BUILT_IN.items())
    in_force = dict(settings.values.items())

    def defaults(command: Any) -> dict[str, Any]:  # noqa: ANN401 - a command, or a group of them
        found: dict[str, Any] = {}
        for option in command.params:
            if option.name in built_in and option.default == built_in[option.name]:
                found[option.name] = in_force[option.name]
                is_given = option.name in settings.given
                option.show_default = f"{in_force[option.name]}, from {settings.file}" if is_given else True
        subcommands = getattr(command, "commands", {})
        return found | {name: defaults(each) for name, each in subcommands.items()}

    context.obj = settings
    context.default_map = defaults(context.command)
