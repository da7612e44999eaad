"""`python app.py` is `rag serve` with its defaults."""

from __future__ import annotations

import sys

from rag.cli import main

if __name__ == "__main__":
    main(["serve", *sys.argv[1:]])
