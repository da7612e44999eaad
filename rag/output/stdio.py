"""Standard output and error: JSON for programs, one line for a mistake. Light: every command needs it."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from typing import Any

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_ESCAPED = re.compile(r"[\x7f-\x9f\u2028\u2029]")
"""Characters that JSON does not escape, but that control a terminal or end a line for some readers."""


def print_json(form: Mapping[str, Any]) -> None:
    """Print one JSON object on one line of standard output, its values unchanged."""
    print_text(escaped(json.dumps(form, ensure_ascii=False)) + "\n")


def print_text(text: str) -> None:
    """Print text on standard output as it is: nothing in it may control a terminal."""
    sys.stdout.write(text)


def escaped(quoted: str) -> str:
    """A string of JSON or TOML, with escapes in place of what would control a terminal."""
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def print_error(message: str) -> None:
    """Print one line on standard error, whatever the message holds."""
    sys.stderr.write("rag: " + " ".join(plain(message).split()) + "\n")


def plain(text: str) -> str:
    """Replace the characters that would control the terminal."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
