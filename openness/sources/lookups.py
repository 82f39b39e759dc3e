"""Does a linked repository exist, and under which license? Asked of the Hub's API only; elsewhere nobody is asked."""

from typing import Any, NamedTuple

from openness.model.reference import Kind
from openness.sources.hub_client import HubClient
from openness.sources.hub_errors import client_errors, fault_of
from openness.sources.hub_info import RepoInfo, read_info
from openness.sources.links import hub_repository
from openness.sources.memo import Memo

_EXPAND = {"expand": ["cardData", "gated", "private", "disabled", "tags", "sha"]}


class LinkState(NamedTuple):
    """What is known of a linked repository."""

    state: str  # exists | missing | gated | unknown
    license: str | None = None  # license id as the repository states it


UNKNOWN = LinkState("unknown")


class Lookups:
    """Looks linked repositories up, and remembers them for a while. Safe for threads."""

    def __init__(self, client: HubClient) -> None:
        self.client = client
        self._known: Memo[LinkState] = Memo()

    def link(self, url: str) -> LinkState:
        """The state of what `url` links; unknown for everything that is not a model or data set of the Hub."""
        target = hub_repository(url, endpoint=self.client.settings.endpoint)
        return UNKNOWN if target is None else self.repository(target.repo, target.kind)

    def repository(self, repo: str, kind: Kind) -> LinkState:
        """The state of one repository of the Hub."""
        return self._known.get((kind, repo), lambda: self._ask(repo, kind), keep=lambda found: found.state != "unknown")

    def _ask(self, repo: str, kind: Kind) -> LinkState:
        if self.client.settings.offline or not self.client.retry.has_room("api"):
            return UNKNOWN
        try:
            info = read_info(self.client.api(f"{kind}s/{repo}", _EXPAND), kind, repo)
        except client_errors() as error:
            kind_of_fault = fault_of(error).kind
            if kind_of_fault == "not-found":
                return LinkState("missing")
            return LinkState("gated") if kind_of_fault == "gated" else UNKNOWN
        if info.meta.disabled:
            return LinkState("missing")
        return LinkState("gated" if info.meta.gated in {"auto", "manual"} else "exists", stated_license(info))


def stated_license(info: RepoInfo) -> str | None:
    """The license that the repository's metadata states."""
    value: Any = info.card.get("license", info.card.get("licence"))
    if isinstance(value, list):
        value = ", ".join(v for v in value if isinstance(v, str))
    if not isinstance(value, str) or not value.strip():
        value = next((t.partition(":")[2] for t in info.meta.tags if t.startswith("license:")), "")
    return str(value).strip()[:200] or None
