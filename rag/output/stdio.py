"""Lines for other programs and for mistakes; light, since every command may need them."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from typing import Any

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_ESCAPED = re.compile(r"[\x7f-\x9f\u2028\u2029]")
"""What JSON lets stand as it is, though it steers a terminal or ends a line for some reader."""


def print_json(form: Mapping[str, Any]) -> None:
    """One JSON object on one line of standard output, its values to the character."""
    line = json.dumps(form, ensure_ascii=False)
    sys.stdout.write(_ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", line) + "\n")


def print_error(message: str) -> None:
    """One line on standard error, whatever the message holds."""
    sys.stderr.write("rag: " + " ".join(plain(message).split()) + "\n")


def plain(text: str) -> str:
    """The text without what would steer the terminal."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
