"""Fetches a linked page without letting the link choose where we connect (DESIGN.md section 12).

https only, known hosts only, at most five redirects that obey the same rules, and no address that is not public: the
check is made on the address that is then connected to, so that a name cannot answer differently the second time.
Neither proxies, cookies, .netrc nor tokens are used. The origin of HF_ENDPOINT is exempt: the user chose it.
"""

import ipaddress
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from openness import __version__
from openness.settings import Settings
from openness.sources.link_hosts import LINK_HOSTS

MAX_REDIRECTS = 5


@dataclass(frozen=True, slots=True)
class Page:
    """A linked page that was read."""

    url: str  # after redirects
    data: bytes
    cut: bool
    html: bool


@dataclass(frozen=True, slots=True)
class Refusal:
    """A linked page that was not read."""

    why: str  # one sentence
    missing: bool = False  # its server says that it does not exist


class PrivateAddress(OSError):
    """A host name that leads into a private network."""


def is_public(address: str) -> bool:
    """Is this an address of the public internet, also when it wraps an IPv4 address?"""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


class LinkGuard:
    """Reads linked pages under the rules above. Safe for threads."""

    def __init__(
        self,
        settings: Settings,
        *,
        hosts: frozenset[str] = LINK_HOSTS,
        admits: Callable[[str], bool] = is_public,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.settings = settings
        self.hosts = hosts
        self.admits = admits
        self.sleep = sleep
        self._local = threading.local()

    def read(self, url: str) -> Page | Refusal:
        """The page at `url`, or why it was not read."""
        import requests

        at = url
        for _ in range(MAX_REDIRECTS + 1):
            refusal = self._refuse(at)
            if refusal is not None:
                return refusal
            try:
                response = self._session().get(
                    at,
                    stream=True,
                    allow_redirects=False,
                    timeout=(self.settings.connect_timeout, self.settings.read_timeout),
                )
                with response:
                    location = response.headers.get("location")
                    if response.is_redirect and location:
                        at = urljoin(at, location)
                        continue
                    return self._body(response, at)
            except requests.RequestException as error:
                return Refusal(_reason(error))
            except (ValueError, OSError) as error:
                return Refusal(f"It could not be fetched ({type(error).__name__}).")
        return Refusal(f"It redirects more than {MAX_REDIRECTS} times.")

    def _refuse(self, url: str) -> Refusal | None:
        """Why this address may not be asked, or None."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            return Refusal("It is no web address.")
        if self._is_endpoint(parts):
            return None
        if parts.scheme != "https":
            return Refusal("It is not an https address, so it was not followed.")
        if parts.username or parts.password or port not in {None, 443}:
            return Refusal("Its address names a user or a port, so it was not followed.")
        host = (parts.hostname or "").rstrip(".").lower()
        if host not in self.hosts:
            return Refusal(f"{host[:80] or 'Its host'} is not among the hosts that are followed; read it yourself.")
        return None

    def _is_endpoint(self, parts: SplitResult) -> bool:
        own = urlsplit(self.settings.endpoint)
        return (parts.scheme, parts.netloc.lower()) == (own.scheme, own.netloc.lower())

    def _body(self, response: Any, url: str) -> Page | Refusal:
        if response.status_code in {404, 410}:
            return Refusal("Its server says that it does not exist.", missing=True)
        if response.status_code != 200:
            return Refusal(f"Its server answered HTTP {response.status_code}.")
        deadline = time.monotonic() + self.settings.total_timeout
        limit, data = self.settings.max_file_bytes, bytearray()
        for part in response.iter_content(64 * 1024):
            data += part
            if len(data) > limit:
                break
            if time.monotonic() > deadline:
                return Refusal("It did not come within the time for one request.")
        kind = (response.headers.get("content-type") or "").lower()
        return Page(url=url, data=bytes(data[:limit]), cut=len(data) > limit, html="html" in kind)

    def _session(self) -> Any:
        """This thread's session: requests does not promise that sessions can be shared."""
        session = getattr(self._local, "session", None)
        if session is None:
            import requests

            session = requests.Session()
            session.trust_env = False
            session.headers.update({"user-agent": f"openness/{__version__}", "accept-encoding": "identity"})
            session.mount("https://", _guarded_adapter(self.admits))
            if self.settings.endpoint.startswith("https://"):
                session.mount(self.settings.endpoint + "/", requests.adapters.HTTPAdapter())
            self._local.session = session
        return session


def _reason(error: Exception) -> str:
    if "PrivateAddress" in str(error):
        return "Its host leads into a private network, so it was not followed."
    name = type(error).__name__
    if "Timeout" in name:
        return "Its server did not answer in time."
    if name == "SSLError":
        return "The TLS certificate of its server is not trusted."
    if name == "ConnectionError":
        return "Its server could not be reached."
    return f"It could not be fetched ({name})."


def _guarded_adapter(admits: Callable[[str], bool]) -> Any:
    """A requests adapter whose connections go to admitted addresses only."""
    import requests.adapters
    from urllib3 import HTTPSConnectionPool, PoolManager
    from urllib3.connection import HTTPSConnection
    from urllib3.exceptions import NewConnectionError

    class Connection(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            """Connect to the very address that was checked; TLS still verifies the host's name."""
            try:
                return _connect(self.host, self.port or 443, self.timeout, admits)
            except OSError as error:
                raise NewConnectionError(self, f"{type(error).__name__}: {error}") from error

    class Pool(HTTPSConnectionPool):
        ConnectionCls = Connection

    class Adapter(requests.adapters.HTTPAdapter):
        def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **options: Any) -> None:
            self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **options)
            self.poolmanager.pool_classes_by_scheme = {"https": Pool}

    return Adapter(max_retries=0)


def _connect(host: str, port: int, timeout: Any, admits: Callable[[str], bool]) -> socket.socket:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if not found or not all(admits(str(entry[4][0])) for entry in found):
        raise PrivateAddress(host)
    failure: OSError = OSError("no address")
    for family, kind, protocol, _, address in found:
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
