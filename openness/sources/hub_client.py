"""The only place that sends requests to the Hub: huggingface_hub's shared session under our own bounds.

`HfApi.model_info` and `hf_hub_download` are not used. The first has no default timeout, never retries, raises on JSON
that it does not expect and drops card keys; the second answers from its cache, silently, when the Hub says no. What is
used of the library is what must not be invented twice: its session, its typed errors, its meaning of offline.
"""

import json
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

from openness import __version__
from openness.model.reference import Kind
from openness.settings import Settings
from openness.sources.hub_errors import (
    BadResponse,
    StillDown,
    TooLarge,
    TooSlow,
    WrongEndpoint,
    fault_of,
    transport_error,
)
from openness.sources.retry import RETRY_STATUS, Retry, asked_wait

_ENDPOINT = re.compile(
    r"https?://(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::(\d{1,5}))?(?:/[\w./~-]*)?", re.ASCII
)
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_REST = 20.0  # seconds without attempts after a Hub that never answered could not be reached
_ERROR_BODY = 64 * 1024  # bytes of an error's body that are read to explain it


@dataclass(frozen=True, slots=True)
class Body:
    """An answer that was read."""

    data: bytes
    cut: bool  # longer than the limit
    headers: Mapping[str, str]


class HubClient:
    """Bounded, retried GET requests to one endpoint. Safe for threads."""

    def __init__(self, settings: Settings, retry: Retry | None = None) -> None:
        self.settings = settings
        self.retry = retry or Retry(settings.retries, settings.max_wait)
        self._connected = threading.Event()  # something answered once: a refused connection may then be passing
        self._down: tuple[float, str] = (0.0, "")  # until when nothing is tried, and why

    def api(self, path: str, params: Mapping[str, Any] | None = None) -> Any:
        """The JSON that the API gives for `path`."""
        body = self._get(f"/api/{path}", params=params or {}, limit=self.settings.max_listing_bytes, resource="api")
        if body.cut:
            raise TooLarge("more than an answer of the API can be")
        return _parsed(body.data)

    def pages(self, path: str, params: Mapping[str, Any], most: int) -> tuple[list[Any], bool]:
        """The items of the first `most` pages of a listing, and whether these are all."""
        items: list[Any] = []
        cursor: str | None = None
        for _ in range(most):
            extra = {"cursor": cursor} if cursor else {}
            body = self._get(
                f"/api/{path}", params={**params, **extra}, limit=self.settings.max_listing_bytes, resource="api"
            )
            page = _parsed(body.data)
            if not isinstance(page, list):
                raise BadResponse("a listing that is no list")
            items += page
            cursor = _next_cursor(body.headers.get("link") or "")
            if cursor is None:
                return items, True
        return items, False

    def file(self, repo: str, kind: Kind, revision: str, path: str, limit: int, *, head: bool = False) -> Body:
        """At most `limit` bytes of one file at one revision. `head`: ask for its beginning only."""
        headers = {"accept-encoding": "identity"}
        if head:
            headers["range"] = f"bytes=0-{limit - 1}"
        url = f"/{prefix(kind)}{repo}/resolve/{quote(revision, safe='')}/{quote(path)}"
        return self._get(url, headers=headers, limit=limit, resource="resolvers")

    def permalink(self, repo: str, kind: Kind, revision: str | None, path: str = "") -> str:
        """The address of a file's page at a commit, for people."""
        base = f"{self.settings.endpoint}/{prefix(kind)}{repo}"
        if not path:
            return base if revision is None else f"{base}/tree/{quote(revision, safe='')}"
        return f"{base}/blob/{quote(revision or 'main', safe='')}/{quote(path)}"

    def _get(
        self,
        path: str,
        *,
        limit: int,
        resource: str,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Body:
        """One GET with retries; raises what `hub_errors.fault_of` understands."""
        address = _ENDPOINT.fullmatch(self.settings.endpoint)
        if address is None or int(address[1] or 0) > 0xFFFF:
            raise WrongEndpoint(self.settings.endpoint.rpartition("@")[2])  # never a password
        _library()
        from huggingface_hub.errors import HfHubHTTPError

        until, reason = self._down
        if self.retry.clock() < until:
            raise StillDown(reason)
        url = self.settings.endpoint + path
        attempt = 0
        while True:
            self.retry.hold(resource)
            try:
                body = self._once(url, params or {}, {**self._headers(), **(headers or {})}, limit)
            except HfHubHTTPError as error:
                if error.response.status_code not in RETRY_STATUS:
                    raise
                if not self.retry.pause(attempt, asked_wait(error.response.headers)):
                    raise
            except (transport_error(), TooSlow) as error:
                if self._is_hopeless(error, attempt) or not self.retry.pause(attempt, None):
                    raise
            else:
                self._connected.set()
                return body
            attempt += 1

    def _is_hopeless(self, error: Exception, attempt: int) -> bool:
        """Would further attempts only make the user wait? One more is made in any case."""
        slow = fault_of(error).kind == "timeout"
        absent = type(error).__name__ == "ConnectError" and not self._connected.is_set()
        if absent and attempt > 0:  # a hundred targets need not find out one by one
            self._down = (self.retry.clock() + _REST, str(error))
        return attempt > 0 and (slow or absent)

    def _once(self, url: str, params: Mapping[str, Any], headers: Mapping[str, str], limit: int) -> Body:
        from huggingface_hub import get_session, hf_raise_for_status

        s = self.settings
        deadline = time.monotonic() + s.total_timeout
        timeout = (s.connect_timeout, s.read_timeout, s.read_timeout, s.total_timeout)
        with get_session().stream("GET", url, params=params, headers=headers, timeout=timeout) as response:
            self.retry.note(response.headers)
            if response.status_code == 416:  # an empty file has no first byte
                return Body(b"", False, response.headers)
            if response.status_code >= 400:
                _read(response, _ERROR_BODY, deadline)
                hf_raise_for_status(response)
            data, cut = _read(response, limit, deadline)
            if response.status_code not in {200, 206}:
                raise BadResponse(f"HTTP {response.status_code}")
            if response.status_code == 206:
                cut = _is_part(response.headers.get("content-range") or "", len(data))
            return Body(data, cut, response.headers)

    def _headers(self) -> dict[str, str]:
        """Ours alone: no telemetry about the machine, and a token only where the user set one."""
        headers = {"user-agent": f"openness/{__version__}"}
        if self.settings.token:
            headers["authorization"] = f"Bearer {self.settings.token}"
        return headers


def prefix(kind: Kind) -> str:
    """What stands before a repository id in an address."""
    return "datasets/" if kind is Kind.DATASET else ""


def _parsed(data: bytes) -> Any:
    """The JSON value in `data`; halves of characters in it (escaped surrogates, which no file can hold) become "?"."""
    try:
        value = json.loads(data)
        if _SURROGATE.search(data):
            value = json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
    except (ValueError, RecursionError) as error:
        raise BadResponse("not JSON") from error
    return value


def _read(response: Any, limit: int, deadline: float) -> tuple[bytes, bool]:
    """At most `limit` bytes of the body, and whether there was more."""
    parts: list[bytes] = []
    size = 0
    for part in response.iter_bytes():
        parts.append(part)
        size += len(part)
        if size > limit:
            return b"".join(parts)[:limit], True
        if time.monotonic() > deadline:
            raise TooSlow("the time for one request is over")
    return b"".join(parts), False


def _is_part(content_range: str, got: int) -> bool:
    """Does a `bytes 0-99/1234` answer leave something out?"""
    total = content_range.rpartition("/")[2]
    return total.isdigit() and int(total) > got


def _next_cursor(link: str) -> str | None:
    """The cursor of `<…?cursor=…>; rel="next"`: only the cursor, so that no header sends us to another host."""
    from urllib.parse import parse_qs, urlsplit

    match = re.search(r'<([^<>]{1,4000})>\s*;\s*rel="?next', link)
    if not match:
        return None
    try:
        return parse_qs(urlsplit(match[1]).query).get("cursor", [None])[0]
    except ValueError:
        return None


@cache
def _library() -> None:
    """Loads the client library with its telemetry off."""
    import os

    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    import huggingface_hub.constants  # noqa: F401  # reads the environment once
