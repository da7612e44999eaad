"""The program and its peers side by side. Each peer is one module here, run in a venv of its own."""
