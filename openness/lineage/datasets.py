"""Evidence of training data → one link for each data set, with what was found out about it."""

from collections.abc import Iterable

from openness.model import DatasetLink, Evidence, Snapshot

_KINDS = ("dataset-declared", "dataset-prose", "dataset-registry")
_HUB = "https://huggingface.co/datasets/"


def datasets(evidence: Iterable[Evidence], snapshot: Snapshot) -> tuple[DatasetLink, ...]:
    """The data sets that the subject says it was trained on, declared ones first."""
    found: dict[str, tuple[str, list[str], bool]] = {}
    for item in sorted((e for e in evidence if e.kind in _KINDS and e.value), key=lambda e: _KINDS.index(e.kind)):
        name = (item.value or "").removeprefix(_HUB).strip("/")
        key = name.lower()
        tail = key.rsplit("/", 1)[-1]
        known = next((k for k in found if k == key or k.rsplit("/", 1)[-1] == tail), None)
        if known is None:
            found[key] = (name, [item.id], item.kind == "dataset-declared")
        else:
            found[known][1].append(item.id)
    return tuple(
        DatasetLink(
            id=name,
            basis="declared" if declared else "inferred",
            evidence=tuple(dict.fromkeys(ids)),
            licenses=tuple(lic for url in _urls(name) if (lic := snapshot.link_licenses.get(url)) is not None)[:1],
            state=next(
                (state for url in _urls(name) if (state := snapshot.link_states.get(url)) is not None), "unknown"
            ),
        )
        for name, ids, declared in found.values()
    )


def _urls(name: str) -> tuple[str, ...]:
    return (f"{_HUB}{name}", f"datasets/{name}", name)
