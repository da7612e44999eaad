"""What several commands share: options and exit codes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

NEGATIVE = 1
MISTAKE = 2
FAULT = 70
INTERRUPTED = 130

INDEX = Path("index")
OFF = "off"
"""How `--help` shows the default of a switch."""

Index = Annotated[Path, typer.Option("--index", help="Folder of the built index.")]
AsJson = Annotated[
    bool, typer.Option("--json", help="Print JSON instead of text for people.", show_default=OFF)
]
OverTime = Annotated[
    bool,
    typer.Option(
        "--over-time", help="Also when and how often it was said, repeats gathered.", show_default=OFF
    ),
]
