"""Recognises the names under which hosted models are called."""

from functools import cache

import re2

from openness.scan.knowledge import names, table
from openness.scan.plausible import is_placeholder


@cache
def _pattern(group: str) -> "re2._Regexp":
    groups: dict[str, list[str]] = table("services")["patterns"]
    chosen = [pattern for name, patterns in groups.items() if group in {"*", name} for pattern in patterns]
    return re2.compile("|".join(f"(?:{pattern})" for pattern in chosen))


def is_service_name(text: str, group: str = "*") -> bool:
    """True for a bare name of a hosted model (`gpt-4o`, `claude-3-haiku-20240307`), of one group when it is named."""
    return 2 <= len(text) <= 120 and _pattern(group).fullmatch(text) is not None


def is_unmistakable(found: str) -> bool:
    """True for names of the few providers whose names are no ordinary words and no names of weights."""
    return any(is_service_name(found.rpartition("/")[2], group) for group in table("services")["unmistakable"])


def _of_provider(provider: str, name: str) -> bool:
    groups: dict[str, list[str]] = table("services")["providers"]
    return any(is_service_name(name, group) for group in groups.get(provider, ()))


def service_id(text: str) -> str | None:
    """The id of the service that a name calls, as the caller wrote it; None when it calls none that is known.

    `provider:name` is cut to the name, because the prefix selects a client class; `provider/name` stays, because
    routers know the model under that name.
    """
    if is_service_name(text):
        return text
    head, colon, tail = text.partition(":")
    if colon and "/" not in head and head.lower() in table("services")["providers"]:
        last = tail.rpartition(":")[2]
        for candidate in (tail, last):
            if is_service_name(candidate):
                return candidate
            if "/" in candidate and service_id(candidate):
                return candidate
        return None
    head, slash, tail = text.partition("/")
    if not slash or not tail:
        return None
    low = head.lower()
    if tail.rpartition(":")[2] in table("services")["variants"] and ":" in tail:
        return text
    if low == "models" and is_service_name(tail):
        return tail
    rest = tail.rpartition("/")[2]
    if _of_provider(low, rest) or (low in names("services", "routers") and is_service_name(rest)):
        return text
    return None


def routed_id(text: str) -> str | None:
    """As `service_id`, and whatever stands behind the name of a router (`openrouter/…`, `bedrock/…`)."""
    found = service_id(text)
    if found:
        return found
    head, slash, tail = text.partition("/")
    known = slash and tail and head.lower() in names("services", "routers")
    return text if known and " " not in tail and not is_placeholder(tail) else None
