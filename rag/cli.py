"""The console script: the commands under one name, and every mistake as one line."""

from __future__ import annotations

import gc
import io
import os
import shutil
import sqlite3
import sys
from collections.abc import Sequence
from copy import copy
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from typer.exceptions import TyperException

from rag.commands.add import add
from rag.commands.ask import ask
from rag.commands.build import build
from rag.commands.changes import changes
from rag.commands.check import check
from rag.commands.cite import cite
from rag.commands.eval import evaluate
from rag.commands.open import open_page
from rag.commands.options import FAULT, INTERRUPTED, MISTAKE, apply_settings
from rag.commands.read import read
from rag.commands.serve import serve
from rag.commands.sources import sources
from rag.commands.values import convert_plainly
from rag.commands.verify import verify
from rag.commands.watch import watch
from rag.errors import RagError
from rag.settings import load_settings

_NARROWEST, _WIDEST = 40, 100
"""Columns that help fills."""

app = typer.Typer(
    help="Ask transcripts a question and get ranked, attributed, verbatim quotes back.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    # Plain help keeps whole words at any width; panels cut them where the terminal is narrow.
    rich_markup_mode=None,
)


def _tell_version(value: bool) -> None:
    if value:
        from importlib.metadata import version

        from rag.output.stdio import print_text

        print_text(f"rag {version('rag-transcripts')}\n")
        raise typer.Exit


@app.callback()
def _program(
    context: typer.Context,
    settings: Annotated[
        Path | None,
        typer.Option(help="A file with defaults of options.", show_default="rag.toml, if it is there"),
    ] = None,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_tell_version, is_eager=True, help="Tell the version.", show_default="off"
        ),
    ] = False,
) -> None:
    """Ask transcripts a question and get ranked, attributed, verbatim quotes back."""
    apply_settings(context, load_settings(settings))


app.command()(build)
app.command()(add)
app.command()(read)
app.command()(ask)
app.command()(check)
app.command()(cite)
app.command("eval")(evaluate)
app.command()(verify)
app.command()(sources)
app.command()(changes)
app.command()(serve)
app.command("open")(open_page)
app.add_typer(watch, name="watch")


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command; every mistake ends as one line on standard error and exit code 2."""
    # Starting makes many objects and hardly any garbage: collecting as often as by default costs 0.1 s.
    gc.set_threshold(50_000)
    if os.environ.get("COLUMNS") == "0":  # a width that is not known; rich would print nothing
        del os.environ["COLUMNS"]
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A character that the output's encoding lacks is printed as its escape, not as an error.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        width = min(max(shutil.get_terminal_size().columns, _NARROWEST), _WIDEST)
        command = typer.main.get_command(_program_for(sys.argv[1:] if arguments is None else arguments))
        convert_plainly(command)
        code = command(args=arguments, standalone_mode=False, terminal_width=width)
        # Here, not at exit, where a full disk could no longer be reported in one line.
        sys.stdout.flush()
    except BrokenPipeError:
        _discard_output()
        code = 0
    except SystemExit as end:
        # typer and rich end a command this way when its output pipe is closed.
        if not isinstance(end.__context__, BrokenPipeError):
            raise
        _discard_output()
        code = 0
    except (typer.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except Exception as error:
        if os.environ.get("RAG_TRACE"):
            raise
        code = _report(error)
    sys.exit(code or 0)


def _program_for(words: Sequence[str]) -> typer.Typer:
    """The program with the one command that the first word names: to set up all takes 0.04 s. Else all."""
    named = [
        each
        for each in app.registered_commands
        if words and each.callback and (each.name or each.callback.__name__) == words[0]
    ]
    if not named:
        return app
    program = copy(app)
    program.registered_commands, program.registered_groups = named, []
    return program


def _report(error: Exception) -> int:
    """Print in one line what went wrong, and return the exit code for it."""
    from rag.output.stdio import print_error

    match error:
        case TyperException():
            message = error.format_message() if hasattr(error, "format_message") else str(error)
            print_error(f"{message} (see rag --help)" if message else "see rag --help")
        case RagError() | sqlite3.DatabaseError():
            print_error(str(error))
        case OSError():
            if error.filename is None:
                _discard_output()
            print_error(f"{error.filename or 'input or output'}: {error.strerror or error}")
        case _:
            name = type(error).__name__
            print_error(f"a fault of the program: {name}: {error} (RAG_TRACE=1 shows where)")
            return FAULT
    return MISTAKE


def _discard_output() -> None:
    """Discard what is still buffered: the pipe is closed, or the disk is full."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
