"""Milvus to test against: Lite of this process, and servers in processes of their own on a free port.

The servers are packages that cannot stand beside the client's: pip puts each into a folder of the cache.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

LITE, LITE_2, SERVER = "Lite 3.2", "Lite 2.5.1", "server 2.3.5"
_PACKAGES = {LITE_2: "milvus-lite==2.5.1", SERVER: "milvus==2.3.5"}
_RUN_SERVER = """
import signal, socket, sys
from milvus import MilvusServer, MilvusServerConfig
config = MilvusServerConfig(data_dir=sys.argv[1])
names = [name for name in config.configurable_items if name.endswith("_port")]
taken = [socket.create_server(("", 0)) for _ in range(len(names) + 1)]
metrics, *ports = [each.getsockname()[1] for each in taken]
for each in taken:
    each.close()
config.update(**{**dict(zip(names, ports)), "proxy_port": int(sys.argv[2])})
config.set("authorization_enabled", True)
server = MilvusServer(config)
server.webservice_port = metrics
signal.signal(signal.SIGTERM, lambda *_: sys.exit())
try:
    server.start()
    print("ready", flush=True)
    sys.stdin.read()
finally:
    server.stop()
"""
"""Asks for user and password. It runs until its input ends, at the latest with the process of the tests."""
_ETCD = 2380
USER, PASSWORD = "root", "Milvus"


@contextmanager
def running(kind: str, cache: Path, folder: Path) -> Iterator[str | None]:
    """The address of such a server, None for Lite of this process; skips where it cannot be had."""
    if kind == LITE:
        pytest.importorskip("milvus_lite", reason="milvus-lite is not installed")
        yield None
        return
    packages, port = _installed(_PACKAGES[kind], cache), _free_port()
    start = _lite(packages, folder, port) if kind == LITE_2 else _server(packages, folder, port)
    with start as process:
        try:
            yield f"127.0.0.1:{port}"
        finally:
            if process.stdin:
                process.stdin.close()
            else:
                process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)


def _installed(package: str, cache: Path) -> Path:
    """The folder of a package, without those that it depends on."""
    folder = cache / package
    if not (folder / "whole").exists():
        ran = subprocess.run(
            [
                sys.executable,
                "-m",
                "pip",
                "install",
                "--quiet",
                "--no-deps",
                "--upgrade",
                "--target",
                folder,
                package,
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        if ran.returncode:
            pytest.skip(f"pip cannot install {package}: {ran.stderr.strip().splitlines()[-1]}")
        (folder / "whole").touch()
    return folder


def _lite(packages: Path, folder: Path, port: int) -> subprocess.Popen[str]:
    libraries = packages / "milvus_lite" / "lib"
    process = subprocess.Popen(
        [libraries / "milvus", folder / "lite.db", f"127.0.0.1:{port}", "ERROR"],
        env={**os.environ, "LD_LIBRARY_PATH": str(libraries)},
        text=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(600):  # it says nowhere that it listens
        with suppress(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port)).close()
            break
        time.sleep(0.05)
    return process


def _server(packages: Path, folder: Path, port: int) -> subprocess.Popen[str]:
    with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", _ETCD)):
        pytest.skip(f"port {_ETCD} is taken, at which the server's etcd listens whatever it is told")
    unpacked = packages / "bin"
    unpacked.mkdir(exist_ok=True)
    (folder / "bin").symlink_to(unpacked, target_is_directory=True)
    process = subprocess.Popen(
        [sys.executable, "-c", _RUN_SERVER, folder, str(port)],
        env={**os.environ, "PYTHONPATH": str(packages)},
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n", "the server did not start"
    return process


def _free_port() -> int:
    with socket.socket() as given:
        given.bind(("127.0.0.1", 0))
        port: int = given.getsockname()[1]
    return port
