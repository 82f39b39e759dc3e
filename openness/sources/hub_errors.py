"""From what the Hub client raises to one clear sentence and the next step. docs/errors.md lists every kind.

Rows are looked up by class name along the exception's ancestry, most specific first, so that GatedRepoError (a
RepositoryNotFoundError) finds its own row, and no client library has to be imported to read this table.
"""

from dataclasses import dataclass

from openness.errors import TargetUnavailable
from openness.model.reference import Ref


class TooSlow(TimeoutError):
    """The whole answer did not come within the time for one request."""


class TooLarge(OSError):
    """An answer that is longer than anything the Hub sends."""


class BadResponse(ValueError):
    """An answer that is not what the Hub's API promises."""


class StillDown(OSError):
    """A moment ago the Hub could not be reached, so it was not asked again."""


class WrongEndpoint(ValueError):
    """HF_ENDPOINT is no web address."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of failure; `{name}` is what was asked for, `{seconds}` a wait, `{detail}` a short technical reason."""

    kind: str
    message: str
    hint: str


FAULTS: dict[str, Fault] = {
    f.kind: f
    for f in (
        Fault(
            "not-found",
            "{name} was not found: there is no such model or dataset on the Hub, or it is private.",
            "Check the spelling; for a private repository set HF_TOKEN to a token that may read it.",
        ),
        Fault(
            "private",
            "{name} may not be read with this token: the Hub refuses it.",
            "Use a token of an account (or with a scope) that may read this repository.",
        ),
        Fault(
            "gated",
            "{name} is gated and this account has not been given access.",
            "Ask for access on its page yourself (openness never accepts terms for you), then set HF_TOKEN.",
        ),
        Fault(
            "disabled",
            "{name} was disabled by the Hub: its content cannot be had.",
            "Check a copy that you hold: openness check FOLDER.",
        ),
        Fault(
            "revision-not-found",
            "{name} has no such revision.",
            "Name a branch, tag or commit that the repository has.",
        ),
        Fault("file-not-found", "{name} is not in the repository.", ""),
        Fault(
            "bad-token",
            "The Hub does not accept the token.",
            "Renew it (hf auth login), or unset HF_TOKEN to ask as anybody.",
        ),
        Fault(
            "rate-limited",
            "The Hub turned {name} away: too many requests{seconds}.",
            "Wait, set HF_TOKEN for a higher limit, or check fewer targets at a time.",
        ),
        Fault(
            "timeout",
            "The Hub did not answer in time for {name}.",
            "Try again; HF_HUB_DOWNLOAD_TIMEOUT gives more seconds; --offline answers from what is known here.",
        ),
        Fault(
            "truncated",
            "The answer for {name} broke off before its end.",
            "Try again; nothing was concluded from the part that came.",
        ),
        Fault(
            "server-error",
            "The Hub failed for {name} ({detail}).",
            "Try again later; https://status.huggingface.co tells whether it is known.",
        ),
        Fault(
            "bad-response",
            "The Hub's answer for {name} makes no sense ({detail}).",
            "Check HF_ENDPOINT: something that is not a Hub may answer there.",
        ),
        Fault(
            "network",
            "The Hub could not be reached for {name} ({detail}).",
            "Check the connection and HF_ENDPOINT; --offline answers from what is known here.",
        ),
        Fault(
            "offline",
            "{name} is not in the local cache, and offline no network is used.",
            "Unset HF_HUB_OFFLINE (or leave out --offline), or name a folder that holds the files.",
        ),
        Fault(
            "bad-endpoint",
            "HF_ENDPOINT is no address of a Hub ({detail}).",
            "It starts with https:// (or http:// for a server of your own).",
        ),
        Fault("http-error", "The Hub refused {name} ({detail}).", "Try again; tell us if it lasts."),
        Fault(
            "no-card",
            "{name} is a file, and no model card.",
            "Name a README.md or a folder; openness license FILE reads the text of a license.",
        ),
        Fault("no-folder", "{name} is no folder or card on this machine.", "Check the path."),
        Fault("empty-folder", "{name} holds no file that says anything.", "Name the folder that holds the README.md."),
        Fault("unreadable-folder", "{name} cannot be read ({detail}).", "Check its permissions."),
        Fault(
            "not-a-repository",
            "{name} is not the name of a repository, and no service of that name is known here.",
            "Name a repository as owner/name; openness list services prints the services.",
        ),
    )
}

_BY_CLASS = {
    "GatedRepoError": "gated",
    "DisabledRepoError": "disabled",
    "RevisionNotFoundError": "revision-not-found",
    "EntryNotFoundError": "file-not-found",
    "RemoteEntryNotFoundError": "file-not-found",
    "RepositoryNotFoundError": "not-found",
    "OfflineModeIsEnabled": "offline",
    "TooSlow": "timeout",
    "TooLarge": "bad-response",
    "BadResponse": "bad-response",
    "JSONDecodeError": "bad-response",
    "DecodingError": "bad-response",
    "TooManyRedirects": "bad-response",
    "UnicodeEncodeError": "bad-token",
    "UnsupportedProtocol": "bad-endpoint",
    "WrongEndpoint": "bad-endpoint",
    "InvalidURL": "bad-endpoint",
    "TimeoutException": "timeout",
    "TimeoutError": "timeout",
    "RemoteProtocolError": "network",
    "StillDown": "network",
    "TransportError": "network",
}


def client_errors() -> tuple[type[Exception], ...]:
    """What a request to the Hub can raise; for `except` clauses, which ask only when something was raised."""
    return transport_error(), OSError, ValueError


def transport_error() -> type[Exception]:
    """The root of what the Hub client's HTTP library raises; its name differs between versions of the client."""
    from huggingface_hub.errors import HTTPError  # type: ignore[attr-defined]  # re-exported without saying so

    return HTTPError


def fault_of(error: BaseException) -> Fault:
    """The row for what a client raised."""
    status = getattr(getattr(error, "response", None), "status_code", None)
    for cls in type(error).__mro__:
        if cls.__name__ == "RemoteProtocolError" and "complete message body" in str(error).lower():
            return FAULTS["truncated"]
        if cls.__name__ in _BY_CLASS:
            kind = _BY_CLASS[cls.__name__]
            # Without X-Error-Code the client reports any 401 of the API as "not found", a refused token included.
            return FAULTS["bad-token"] if kind == "not-found" and _refused_token(error) else FAULTS[kind]
    if status == 401:
        return FAULTS["bad-token" if _sent_token(error) else "not-found"]
    if status == 403:
        return FAULTS["private"]
    if status == 404:
        return FAULTS["not-found"]
    if status == 429:
        return FAULTS["rate-limited"]
    if isinstance(status, int) and status >= 500:
        return FAULTS["server-error"]
    return FAULTS["http-error"]


def unavailable(error: BaseException, ref: Ref, *, wait: float | None = None) -> TargetUnavailable:
    """The `TargetUnavailable` that tells the user about `error`."""
    return explain(fault_of(error), name_of(ref), detail=detail_of(error), wait=wait)


def explain(fault: Fault, name: str, *, detail: str = "", wait: float | None = None) -> TargetUnavailable:
    """The exception for one row, filled in."""
    seconds = f"; it asks to wait {wait:.0f} s" if wait else ""
    message = fault.message.format(name=name, detail=detail or "no reason given", seconds=seconds)
    return TargetUnavailable(message, hint=fault.hint, kind=fault.kind)


def detail_of(error: BaseException) -> str:
    """A short reason without addresses, headers or anything else that could hold a secret."""
    status = getattr(getattr(error, "response", None), "status_code", None)
    if isinstance(status, int):
        return f"HTTP {status}"
    if isinstance(error, BadResponse | TooLarge | WrongEndpoint):
        return str(error)[:200]
    text = str(error).lower()
    for needle, reason in (
        ("certificate", "its TLS certificate is not trusted"),
        ("name or service not known", "unknown host name"),
        ("name resolution", "no answer from the name server"),
        ("nodename nor servname", "unknown host name"),
        ("refused", "connection refused"),
        ("unreachable", "no route to it"),
        ("disconnected", "it closed the connection"),
        ("reset", "it closed the connection"),
        ("missing an 'http", "it has no http:// or https://"),
    ):
        if needle in text:
            return reason
    return type(error).__name__


def name_of(ref: Ref) -> str:
    """How messages call a target: printable, and with its revision."""
    name = ref.id if ref.revision is None else f"{ref.id}@{ref.revision}"
    return "".join(c if c.isprintable() else "?" for c in name[:200])


def _sent_token(error: BaseException) -> bool:
    request = getattr(getattr(error, "response", None), "request", None)
    return "authorization" in getattr(request, "headers", {})


def _refused_token(error: BaseException) -> bool:
    headers = getattr(getattr(error, "response", None), "headers", {})
    return "Invalid credentials" in (headers.get("X-Error-Message") or "")
