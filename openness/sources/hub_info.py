"""The Hub's answer about a repository → frozen values. Nothing in it is trusted to have the right shape."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openness.model.reference import Kind
from openness.model.snapshot import FileEntry, HubMeta
from openness.sources.hub_errors import BadResponse
from openness.sources.target import is_repo_id

_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_GATE_KEYS = ("extra_gated_heading", "extra_gated_prompt", "extra_gated_description", "extra_gated_fields")
_MAX_TAGS = 2000
_MAX_TEXT = 64 * 1024  # characters of one pseudo text


@dataclass(frozen=True, slots=True, kw_only=True)
class RepoInfo:
    """What one `GET /api/models/…` told."""

    id: str
    kind: Kind
    commit: str | None
    at: str = "main"  # what files are read at: the commit, else what was asked for
    files: tuple[FileEntry, ...]
    listed: bool  # the answer held a file listing
    meta: HubMeta
    card: Mapping[str, Any]  # front matter as the Hub parsed it; {} when it could not


def read_info(raw: Any, kind: Kind, asked: str, revision: str | None = None) -> RepoInfo:
    """The `RepoInfo` in the API's JSON. Raises `BadResponse` when it is not about a repository."""
    if not isinstance(raw, dict) or not isinstance(raw.get("id"), str) or not is_repo_id(raw["id"]):
        raise BadResponse("no repository in it")
    sha = raw.get("sha")
    commit = sha if isinstance(sha, str) and _COMMIT.fullmatch(sha) else None
    card = raw.get("cardData")
    card = card if isinstance(card, dict) else {}
    files = _files(raw.get("siblings"))
    gated = raw.get("gated")
    return RepoInfo(
        id=raw["id"],
        kind=kind,
        commit=commit,
        at=commit or revision or "main",
        files=files,
        listed=isinstance(raw.get("siblings"), list),
        card=card,
        meta=HubMeta(
            author=_string(raw.get("author")) or (raw["id"].partition("/")[0] if "/" in raw["id"] else None),
            tags=tuple(" ".join(t.split()) for t in _list(raw.get("tags"))[:_MAX_TAGS] if isinstance(t, str)),
            gated="none" if gated is False else gated if gated in ("auto", "manual") else None,
            private=raw.get("private") is True,
            disabled=raw.get("disabled") is True,
            created_at=_string(raw.get("createdAt")),
            last_modified=_string(raw.get("lastModified")),
            downloads=raw["downloads"] if type(raw.get("downloads")) is int else None,
            library_name=_string(raw.get("library_name")),
            pipeline_tag=_string(raw.get("pipeline_tag")),
            gate_prompt=gate_prompt(card),
            renamed_from=asked if raw["id"] != asked else None,
        ),
    )


def gate_prompt(card: Mapping[str, Any]) -> str | None:
    """What people read before they are given access, as one text, or None."""
    parts: list[str] = []
    for key in _GATE_KEYS:
        value = card.get(key)
        if isinstance(value, str) and value.strip():
            parts.append(value.strip())
        elif isinstance(value, dict):
            parts += [str(name) for name in value]
    if card.get("extra_gated_eu_disallowed") is True:
        parts.append("extra_gated_eu_disallowed: true")
    return "\n\n".join(parts)[:_MAX_TEXT] or None


def card_text(card: Mapping[str, Any]) -> str | None:
    """The metadata as a card without prose, for when README.md itself may not be read. JSON values are YAML."""
    lines = []
    for key, value in card.items():
        if re.fullmatch(r"[\w-]{1,80}", key) and key not in {"widget", "model-index"}:
            lines.append(f"{key}: {json.dumps(value, ensure_ascii=False)[:8000]}")
    return "---\n" + "\n".join(lines)[:_MAX_TEXT] + "\n---\n" if lines else None


def read_tree(items: list[Any]) -> tuple[FileEntry, ...]:
    """Files of the tree endpoint's items."""
    return _files([{"rfilename": i.get("path"), "size": i.get("size"), "blobId": i.get("oid"), "lfs": i.get("lfs")}
                   for i in items if isinstance(i, dict) and i.get("type") == "file"])  # fmt: skip


def read_refs(raw: Any) -> tuple[str, ...]:
    """Names of branches, then of tags. Pull requests are not revisions of the release."""
    if not isinstance(raw, dict):
        raise BadResponse("no list of branches in it")
    names: dict[str, None] = {}
    for group in ("branches", "tags"):
        for item in _list(raw.get(group))[:5000]:
            if isinstance(item, dict) and isinstance(item.get("name"), str):
                names[item["name"]] = None
    return tuple(names)


def safe_path(path: object) -> bool:
    """Is this a relative path that stays inside its repository?"""
    return (
        isinstance(path, str)
        and 0 < len(path) <= 1024
        and not path.startswith(("/", "\\"))
        and "\x00" not in path
        and not any(part in {"", ".", ".."} for part in path.split("/"))
    )


def _files(siblings: Any) -> tuple[FileEntry, ...]:
    """Entries of a listing; paths that point out of the repository are no entries."""
    entries: dict[str, FileEntry] = {}
    for item in _list(siblings):
        if not isinstance(item, dict) or not safe_path(item.get("rfilename")):
            continue
        path = item["rfilename"]
        lfs: Any = item.get("lfs")
        lfs = lfs if isinstance(lfs, dict) else {}
        size = lfs.get("size", item.get("size"))
        sha = lfs.get("sha256") or lfs.get("oid") or item.get("blobId")
        entries[path] = FileEntry(
            path=path,
            size=size if type(size) is int and size >= 0 else None,
            sha=sha if isinstance(sha, str) else None,
        )
    return tuple(entries.values())


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) else None
