"""Builders that tests of evidence and lineage share."""

from openness.evidence.collect import collect
from openness.model import Evidence, FileEntry, Gap, HubMeta, Kind, Snapshot, TextFile, WeightHeader
from openness.model.ledger import Ledger


def snapshot(  # one argument a thing that tests vary
    card: str | None = None,
    *,
    id: str = "acme/rocket-7b",
    kind: Kind = Kind.MODEL,
    texts: dict[str, str] | None = None,
    files: tuple[str, ...] = (),
    hub: HubMeta | None = None,
    headers: tuple[WeightHeader, ...] = (),
    link_states: dict[str, str] | None = None,
) -> Snapshot:
    """A subject made of the given texts."""
    named = {**({"README.md": card} if card is not None else {}), **(texts or {})}
    return Snapshot(
        target=id,
        id=id,
        kind=kind,
        source="hub",
        files=tuple(FileEntry(path=p, size=10_000_000) for p in (*named, *files)),
        texts=tuple(TextFile(path=p, text=t, sha256="0" * 64) for p, t in named.items()),
        hub=hub,
        headers=headers,
        link_states=link_states or {},
    )


def gather(subject: Snapshot) -> tuple[tuple[Evidence, ...], tuple[Gap, ...]]:
    """All evidence of a subject, and the gaps."""
    ledger = Ledger()
    gaps = collect(subject, ledger)
    return ledger.frozen(), gaps


def of(evidence: tuple[Evidence, ...], *kinds: str) -> list[str | None]:
    """Values of the evidence of these kinds."""
    return [e.value for e in evidence if e.kind in kinds]
