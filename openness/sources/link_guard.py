"""Fetches a linked page without letting the link choose where we connect (DESIGN.md section 12).

https only, known hosts only, at most five redirects that obey the same rules, and no address that is not public: the
check is made on the address that is then connected to, so that a name cannot answer differently the second time.
Neither proxies, cookies, .netrc nor tokens are used. The origin of HF_ENDPOINT is exempt: the user chose it.
Whatever a server does, a page is read or given up within the time for one request, and never unpacked beyond its limit.
"""

import ipaddress
import threading
import zlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from openness import __version__
from openness.settings import Settings
from openness.sources.link_connection import Deadline, adapter, unpacked
from openness.sources.link_hosts import LINK_HOSTS

MAX_REDIRECTS = 5
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")  # all that is assigned; Python calls fec0::/10 public


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
        if ip not in _GLOBAL_UNICAST:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


class LinkGuard:
    """Reads linked pages under the rules above. Safe for threads."""

    def __init__(
        self,
        settings: Settings,
        *,
        hosts: frozenset[str] = LINK_HOSTS,
        admits: Callable[[str], bool] = is_public,
    ) -> None:
        self.settings = settings
        self.hosts = hosts
        self.admits = admits
        self._local = threading.local()

    def read(self, url: str) -> Page | Refusal:
        """The page at `url`, or why it was not read."""
        import requests
        from urllib3.exceptions import HTTPError

        with Deadline(self.settings.total_timeout) as deadline:
            self._local.deadline = deadline
            try:
                outcome = self._follow(url)
            except (requests.RequestException, HTTPError) as error:
                outcome = Refusal(_reason(error))
            except (ValueError, OSError, zlib.error) as error:
                outcome = Refusal(f"It could not be fetched ({type(error).__name__}).")
            return Refusal("It did not come within the time for one request.") if deadline.over else outcome

    def _follow(self, url: str) -> Page | Refusal:
        for _ in range(MAX_REDIRECTS + 1):
            refusal = self._refuse(url)
            if refusal is not None:
                return refusal
            timeout = (self.settings.connect_timeout, self.settings.read_timeout)
            session = self._session()
            with closing(session), session.get(url, stream=True, allow_redirects=False, timeout=timeout) as response:
                location = response.headers.get("location")
                if not (response.is_redirect and location):
                    return self._body(response, url)
                url = urljoin(url, location)
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
        data = unpacked(response, self.settings.max_file_bytes + 1)
        if data is None:
            return Refusal("Its server sends it packed, in a way that was not asked for.")
        limit = self.settings.max_file_bytes
        kind = (response.headers.get("content-type") or "").lower()
        return Page(url=url, data=data[:limit], cut=len(data) > limit, html="html" in kind)

    def _session(self) -> Any:
        """This thread's session: requests does not promise that sessions can be shared."""
        session = getattr(self._local, "session", None)
        if session is None:
            from http.cookiejar import DefaultCookiePolicy

            import requests

            session = requests.Session()
            session.trust_env = False
            session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
            session.headers.update({"user-agent": f"openness/{__version__}", "accept-encoding": "identity"})
            session.mount("https://", adapter(self.admits, self._local))
            own = urlsplit(self.settings.endpoint)
            session.mount(f"{own.scheme}://{own.netloc}/", adapter(lambda _: True, self._local))
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
