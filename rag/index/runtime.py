"""Settings that hold for the whole process: threads and network. They are changed here and nowhere else.

One question is too little work to share: with several threads it takes longer, because they wait for each
other, and a server answers several questions at once anyway. A build encodes thousands of passages and uses
all cores.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path


def stay_offline() -> None:
    """Call before transformers is imported: no look-up on a hub, no telemetry."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["TRANSFORMERS_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")


def keep_ray_here(*, alone: bool) -> None:
    """Call before ray is imported: no statistics, no log; `alone` it listens on this machine only."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ["RAY_BACKEND_LOG_LEVEL"] = "fatal"
    if alone:
        os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"  # on Linux too, whatever its name


@contextmanager
def no_way_out() -> Iterator[None]:
    """Processes that are started inside the block send HTTP nowhere.

    Ray, even without statistics, asks a cloud's metadata address where it runs.
    """
    nowhere = dict.fromkeys(("http_proxy", "https_proxy"), "http://127.0.0.1:9") | {"no_proxy": ""}
    before = {name: os.environ[name] for name in nowhere if name in os.environ}
    os.environ.update(nowhere)
    try:
        yield
    finally:
        for name in nowhere:
            del os.environ[name]
        os.environ.update(before)


@contextmanager
def quiet_standard_error() -> Iterator[None]:
    """Nothing that any library writes there inside the block is seen."""
    before = os.dup(2)
    try:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(before, 2)
        os.close(before)


def search_in_one_thread() -> None:
    """Let NumPy's matrix products use one thread."""
    from threadpoolctl import threadpool_limits

    threadpool_limits(1, user_api="blas")


@contextmanager
def faiss_in_one_thread() -> Iterator[None]:
    """Let FAISS use one thread inside the block."""
    import faiss

    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)


def encode_in_one_thread() -> None:
    """Let torch use one thread, from now on and in every thread that has not used it yet."""
    import torch

    _cores()  # counted before the limit
    torch.set_num_threads(1)


def return_freed_memory() -> None:
    """Give the system back what was freed: the C library keeps it, and in a long build it piles up."""
    with suppress(OSError, AttributeError, TypeError):  # only glibc has the call
        ctypes.CDLL(None).malloc_trim(0)


@contextmanager
def encode_on_all_cores() -> Iterator[None]:
    """Let torch use all cores inside the block."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(_cores())
    try:
        yield
    finally:
        torch.set_num_threads(before)


@cache
def _cores() -> int:
    """How many threads torch uses by default."""
    import torch

    return torch.get_num_threads()
