"""Connections to linked pages: to addresses that were checked, for a bounded time, with bodies of a bounded size."""

import socket
import threading
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

MAX_ADDRESSES = 4  # of one host that are tried


class PrivateAddress(OSError):
    """A host name that leads into a private network."""


class Deadline:
    """Hangs up on every connection that is open when the time is over."""

    def __init__(self, seconds: float) -> None:
        self.over = False
        self._open: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> "Deadline":
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        for sock in self._open:
            sock.close()

    def watch(self, sock: socket.socket) -> None:
        """Include a connection; through a duplicate, because TLS takes the socket itself over."""
        self._open.append(sock.dup())
        if self.over:
            raise TimeoutError

    def _end(self) -> None:
        self.over = True
        for sock in list(self._open):
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)


def unpacked(response: Any, limit: int) -> bytes | None:
    """At most `limit` bytes of the body; None when it is packed otherwise than by gzip."""
    packing = (response.headers.get("content-encoding") or "identity").strip().lower()
    if packing not in {"identity", "gzip", "x-gzip"}:
        return None
    unpacker = None if packing == "identity" else zlib.decompressobj(wbits=31)
    data = bytearray()
    for part in response.raw.stream(16 * 1024, decode_content=False):
        data += part if unpacker is None else unpacker.decompress(part, limit - len(data))
        if len(data) >= limit:
            break
    return bytes(data[:limit])


def adapter(admits: Callable[[str], bool], local: threading.local) -> Any:
    """A requests adapter whose connections go to admitted addresses only, and end at the thread's deadline."""
    import requests.adapters
    from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
    from urllib3.connection import HTTPConnection, HTTPSConnection
    from urllib3.exceptions import NewConnectionError

    def connected(connection: HTTPConnection) -> socket.socket:
        """Connect to the very address that was checked; TLS still verifies the host's name."""
        try:
            sock = _connect(connection.host, connection.port, connection.timeout, admits)
            local.deadline.watch(sock)
        except OSError as error:
            raise NewConnectionError(connection, f"{type(error).__name__}: {error}") from error
        return sock

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return connected(self)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return connected(self)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    class Adapter(requests.adapters.HTTPAdapter):
        def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **options: Any) -> None:
            self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **options)
            self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}

    return Adapter(max_retries=0)


def _connect(host: str, port: int, timeout: Any, admits: Callable[[str], bool]) -> socket.socket:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if not found or not all(admits(str(entry[4][0])) for entry in found):
        raise PrivateAddress(host)
    failure: OSError = OSError("no address")
    for family, kind, protocol, _, address in found[:MAX_ADDRESSES]:
        connect = partial(socket.socket, family, kind, protocol)
        sock = connect()
        try:
            if isinstance(timeout, int | float):
                sock.settimeout(timeout)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.connect(address)
        except OSError as error:
            sock.close()
            failure = error
        else:
            return sock
    raise failure
