"""httpcore: one GET at a time, from public addresses only, within limits of size and time.

A name is resolved once, all its addresses are checked, and the connection goes to a checked one: a name that
resolves otherwise a moment later leads nowhere else. Redirects are answers like others; each hop is a GET.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from time import monotonic
from typing import Any

import httpcore

from rag.errors import FetchError

USER_AGENT = f"rag-transcripts/{version('rag-transcripts')} (adds single pages that a person has named)"
_HEADERS: dict[bytes | str, bytes | str] = {
    "User-Agent": USER_AGENT,
    "Accept-Encoding": "identity",
    "Connection": "close",
}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""Addresses that stand for IPv4 ones, private ones too."""


class BusyError(FetchError):
    """A failure that may be over soon."""


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    """Names in small letters; of a repeated one, the last."""
    body: bytes


class Web:
    """Gets what addresses name."""

    def __init__(self, *, seconds: float = 60.0, private: bool = False) -> None:
        """`seconds` limit one answer from the first byte to the last; `private` allows private addresses."""
        self._seconds = seconds
        self._private = private

    def get(self, url: str, most_bytes: int) -> Response:
        """The answer of `url`, an absolute http or https address in ASCII.

        Raises BusyError where there is no answer, FetchError for a private address or an answer that is too
        large or compressed.
        """
        backend = _CheckedBackend(monotonic() + self._seconds, private=self._private)
        try:
            with (
                httpcore.ConnectionPool(network_backend=backend) as pool,
                pool.stream("GET", url, headers=_HEADERS) as answer,
            ):
                headers = {
                    key.decode("latin-1").lower(): value.decode("latin-1") for key, value in answer.headers
                }
                if headers.get("content-encoding", "identity").lower() != "identity":
                    raise FetchError("the answer is compressed, although it was asked for as it is")
                return Response(answer.status, headers, _body(answer.iter_stream(), most_bytes))
        except httpcore.TimeoutException:
            raise BusyError(f"no whole answer within {self._seconds:g} seconds") from None
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
            raise BusyError(f"no answer: {error or type(error).__name__}") from error


def _body(chunks: Iterable[bytes], most: int) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > most:
            raise FetchError(f"the answer has more than {most:,} bytes")
    return bytes(body)


def _addresses(host: str, port: int, *, private: bool) -> list[str]:
    """The addresses of a host. Raises FetchError where one of them is not public."""
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise BusyError(f"the host {host!r} is not found") from error
    for address in found:
        if not private and not _is_public(address):
            raise FetchError(f"the host {host!r} is at {address}, which is no public address")
    return sorted(found)


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if embedded := address.ipv4_mapped or address.sixtofour:
            return _is_public(str(embedded))
        if address in _NAT64:
            return False
    return address.is_global and not address.is_multicast


class _CheckedBackend(httpcore.NetworkBackend):
    """Connects to checked addresses, and until a deadline."""

    def __init__(self, deadline: float, *, private: bool) -> None:
        self._deadline = deadline
        self._private = private
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of the host that answers."""
        addresses = _addresses(host, port, private=self._private)
        for address in addresses[:-1]:
            try:
                return self._connect(address, port)
            except httpcore.ConnectError:
                continue
        return self._connect(addresses[-1], port)

    def _connect(self, address: str, port: int) -> httpcore.NetworkStream:
        stream = self._backend.connect_tcp(address, port, timeout=_left(self._deadline))
        return _TimedStream(stream, self._deadline)


class _TimedStream(httpcore.NetworkStream):
    """A stream that ends at a deadline, however slowly bytes arrive."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline))
        return _TimedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as httpcore has it
        return self._stream.get_extra_info(info)


def _left(deadline: float) -> float:
    if (left := deadline - monotonic()) <= 0:
        raise httpcore.ReadTimeout
    return left
