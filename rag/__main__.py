"""`python -m rag` is the same as `rag`."""

from rag.cli import main

main()
