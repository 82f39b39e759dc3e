"""`Snapshot` ↔ plain JSON values; texts are stored apart, by hash."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from openness.model import FileEntry, Gap, HubMeta, Kind, Snapshot, TextFile, WeightHeader


def to_plain(snapshot: Snapshot) -> tuple[dict[str, Any], dict[str, str]]:
    """The snapshot without its texts, and the texts by sha256 of their UTF-8 form."""
    from hashlib import sha256

    value = asdict(snapshot)
    texts: dict[str, str] = {}
    for entry, text in zip(value["texts"], snapshot.texts, strict=True):
        digest = sha256(text.text.encode("utf-8", "surrogatepass")).hexdigest()
        texts[digest] = text.text
        entry["text"] = digest
    value["kind"] = snapshot.kind.value
    value["link_states"], value["link_licenses"] = dict(snapshot.link_states), dict(snapshot.link_licenses)
    for entry, header in zip(value["headers"], snapshot.headers, strict=True):
        entry["values"] = dict(header.values)
    return value, texts


def from_plain(value: Mapping[str, Any], texts: Mapping[str, str]) -> Snapshot:
    """The snapshot that `to_plain` took apart."""
    data = dict(value)
    hub = data["hub"]
    data.update(
        kind=Kind(data["kind"]),
        files=tuple(FileEntry(**entry) for entry in data["files"]),
        texts=tuple(TextFile(**{**entry, "text": texts[entry["text"]]}) for entry in data["texts"]),
        headers=tuple(WeightHeader(**entry) for entry in data["headers"]),
        hub=HubMeta(**{**hub, "tags": tuple(hub["tags"]), "refs": tuple(hub["refs"])}) if hub else None,
        assumptions=tuple(data["assumptions"]),
        gaps=tuple(Gap(**entry) for entry in data["gaps"]),
    )
    return Snapshot(**data)
