"""When a request is tried again, and how long to wait before.

Waits follow what the server says (`Retry-After`, RFC 9110 section 10.2.3; `RateLimit`, which the Hub sends on every
answer, draft-ietf-httpapi-ratelimit-headers) and else grow exponentially with full jitter, so that a hundred targets
that were turned away together do not come back together.
"""

import random
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

RETRY_STATUS = frozenset({408, 429, 500, 502, 503, 504})
_FIRST_WAIT = 0.25  # seconds
_SPARE = 50  # requests that are kept for what cannot be done without; a stranger has 500 in five minutes
_RATE_LIMIT = re.compile(r'"(\w{1,40})"\s*;\s*r\s*=\s*(\d{1,12})\s*;\s*t\s*=\s*(\d{1,9})')


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a rate limit."""

    resource: str  # the Hub's buckets: "api", "resolvers", "pages"
    remaining: int
    reset: float  # seconds until it is full again


def allowance(headers: Mapping[str, str]) -> Allowance | None:
    """The allowance that a `RateLimit` header states, or None."""
    match = _RATE_LIMIT.search(headers.get("ratelimit") or headers.get("RateLimit") or "")
    return Allowance(match[1], int(match[2]), float(match[3])) if match else None


def asked_wait(headers: Mapping[str, str], now: Callable[[], float] = time.time) -> float | None:
    """Seconds that the server asks to wait, or None when it does not say."""
    value = (headers.get("retry-after") or headers.get("Retry-After") or "").strip()
    if value.isdigit() and len(value) < 10:
        return float(value)
    if value:
        try:
            return max(0.0, parsedate_to_datetime(value).timestamp() - now())
        except (TypeError, ValueError, OverflowError):
            pass
    left = allowance(headers)
    return left.reset if left is not None and left.remaining == 0 else None


@dataclass(slots=True)
class Retry:
    """A bounded number of further attempts, and the pauses that servers asked for. Safe for threads."""

    attempts: int  # after the first
    max_wait: float  # seconds; a longer request of the server ends the attempts
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    jitter: Callable[[], float] = random.random
    _held: dict[str, float] = field(default_factory=dict)  # resource -> clock time before which nothing is sent
    _left: dict[str, tuple[int, float]] = field(default_factory=dict)  # resource -> remaining, clock time of the reset
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def pause(self, attempt: int, asked: float | None) -> bool:
        """Wait before another attempt; False when there is none left or the server wants more patience than we have."""
        if attempt >= self.attempts or (asked is not None and asked > self.max_wait):
            return False
        backoff = self.jitter() * min(_FIRST_WAIT * 2**attempt, self.max_wait)
        self.sleep(asked + backoff if asked else backoff)
        return True

    def note(self, headers: Mapping[str, str]) -> None:
        """Remember what is left of an allowance: when it is used up, the next request waits for it."""
        left = allowance(headers)
        if left is None:
            return
        until = self.clock() + left.reset
        with self._lock:
            self._left[left.resource] = (left.remaining, until)
            if left.remaining == 0 and 0 < left.reset <= self.max_wait:
                self._held[left.resource] = until

    def has_room(self, resource: str) -> bool:
        """Is there enough left for a request that could be done without?"""
        with self._lock:
            remaining, until = self._left.get(resource, (_SPARE, 0.0))
        return remaining >= _SPARE or until <= self.clock()

    def hold(self, resource: str) -> None:
        """Wait until the allowance of `resource` is filled again."""
        with self._lock:
            until = self._held.get(resource, 0.0)
        wait = until - self.clock()
        if wait > 0:
            self.sleep(min(wait, self.max_wait))
