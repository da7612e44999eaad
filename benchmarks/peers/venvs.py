"""A venv for each peer, over one that holds torch and the model: where versions agree, they are shared."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

REQUIREMENTS = Path(__file__).parent / "requirements"


def python_of(peer: str, home: Path) -> Path:
    """The interpreter of a peer's venv in `home`, installed anew where its requirements have changed.

    Ends with CalledProcessError where pip cannot install them.
    """
    base = _installed("base", home, None)
    return _installed(peer, home, base)


def _installed(name: str, home: Path, base: Path | None) -> Path:
    required, venv = REQUIREMENTS / f"{name}.txt", home / name
    python, done = venv / "bin" / "python", venv / "installed.txt"
    if done.exists() and done.read_text("utf-8") == required.read_text("utf-8"):
        return python
    _run(sys.executable, "-m", "venv", "--clear", venv)
    if base:
        (shared,) = base.parents[1].glob("lib/*/site-packages")
        (own,) = venv.glob("lib/*/site-packages")
        (own / "base.pth").write_text(f"{shared.absolute()}\n", "utf-8")
    pip = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    if not base:
        _run(*pip, required.read_text("utf-8").splitlines()[1].split()[0])
    _run(*pip, "-r", required)
    done.write_text(required.read_text("utf-8"), "utf-8")
    return python


def _run(*command: str | Path) -> None:
    subprocess.run([str(word) for word in command], check=True, stdout=subprocess.DEVNULL)
