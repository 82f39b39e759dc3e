"""Which source answers for a target: the folder that is named, the Hub, its cache, or the embedded registry."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from openness.errors import TargetUnavailable
from openness.model import Gap, Kind, Ref, Snapshot
from openness.model.gaps import NOT_LIVE
from openness.settings import Settings
from openness.sources.registry import known

if TYPE_CHECKING:
    from openness.kb.load import KnowledgeBase
    from openness.sources.interface import Source


@dataclass(frozen=True, kw_only=True)
class AutoSource:
    """Live evidence first, the registry when there is none, and always said which."""

    kb: "KnowledgeBase"
    settings: Settings
    local: "Source"
    hub: "Source"
    registry: "Source"

    def fetch(self, ref: Ref) -> Snapshot:
        """The subject from the best source that has it; raises TargetUnavailable with near names when none has."""
        if ref.local:
            return self.local.fetch(ref)
        match = None if ref.kind is Kind.DATASET else known(self.kb.registry, ref)
        if ref.kind is Kind.SERVICE or (match is not None and match.record.kind != "model"):
            return self._from_registry(ref, None)
        try:
            return self.hub.fetch(ref)
        except TargetUnavailable as error:
            # The registry knows models, not their revisions; offline it is all that there is.
            if match is None or (ref.revision is not None and not self.settings.offline):
                raise self._with_near_names(ref, error) from error
            return self._from_registry(ref, error)

    def _from_registry(self, ref: Ref, error: TargetUnavailable | None) -> Snapshot:
        try:
            snapshot = self.registry.fetch(ref)
        except TargetUnavailable as missing:
            raise self._with_near_names(ref, missing) from missing
        gaps = snapshot.gaps
        if ref.revision is not None:
            gaps += (Gap(what=f"revision {ref.revision}", why="the registry's facts are of no revision"),)
        if error is not None and not self.settings.offline:
            gaps += (Gap(what=NOT_LIVE, why=f"{error.message.rstrip('.')}; answered from the registry"),)
        return replace(snapshot, gaps=gaps)

    def _with_near_names(self, ref: Ref, error: TargetUnavailable) -> TargetUnavailable:
        near = [name for name in self.kb.registry.near(ref.id) if name.casefold() != ref.id.casefold()]
        if not near or error.kind not in ("not-found", "not-a-repository", "offline"):
            return error
        *some, last = near[:3]
        hint = f"Did you mean {' or '.join([', '.join(some), last] if some else [last])}?"
        return TargetUnavailable(error.message, hint=f"{hint} {error.hint}".strip(), kind=error.kind)


def auto_source(kb: "KnowledgeBase", settings: Settings, assumptions: tuple[str, ...] = ()) -> AutoSource:
    """The source that `openness check` uses."""
    from openness.sources.hub import HubSource
    from openness.sources.local import LocalSource
    from openness.sources.registry import RegistrySource

    return AutoSource(
        kb=kb,
        settings=settings,
        local=LocalSource(settings, assumptions),
        hub=HubSource(settings, assumptions),
        registry=RegistrySource(kb),
    )
