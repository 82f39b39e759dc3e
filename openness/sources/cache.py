"""What the Hub's cache on this machine holds of a repository: said to be a cache, with its own date, never live."""

import json
import os
import time
from dataclasses import replace
from pathlib import Path

from openness.model.reference import Kind, Ref
from openness.model.snapshot import FileEntry, Gap, Snapshot
from openness.settings import Settings
from openness.sources.files import text_rank
from openness.sources.folder import Folder
from openness.sources.hub_client import HubClient
from openness.sources.hub_errors import FAULTS, explain, name_of
from openness.sources.hub_info import safe_path
from openness.sources.local import snapshot_commit
from openness.sources.target import kind_is_stated

_MAX_TREE = 64 * 1024 * 1024  # bytes of a cached listing


class CacheSource:
    """Reads repositories from the cache that huggingface_hub keeps (HF_HOME, HF_HUB_CACHE)."""

    def __init__(self, settings: Settings, assumptions: tuple[str, ...] = ()) -> None:
        self.settings = settings
        self.assumptions = assumptions

    def fetch(self, ref: Ref) -> Snapshot:
        """What the cache has of `ref`. Raises `TargetUnavailable` (kind "offline") when it has nothing."""
        try:
            found = self._find(ref)
        except OSError as error:
            raise explain(FAULTS["unreadable-folder"], name_of(ref), detail=type(error).__name__) from error
        if found is None:
            raise explain(FAULTS["offline"], name_of(ref))
        return self._snapshot(ref, *found)

    def date_of(self, ref: Ref) -> str | None:
        """When the cache last learned of `ref`, or None when it has nothing of it."""
        try:
            found = self._find(ref)
            return _written(found[1], found[2]) if found is not None else None
        except OSError:
            return None

    def _find(self, ref: Ref) -> tuple[Kind, Path, str] | None:
        """Kind, entry and commit of what the cache has of `ref`."""
        kinds = [ref.kind] if ref.kind is Kind.DATASET or kind_is_stated(ref) else [Kind.MODEL, Kind.DATASET]
        for kind in kinds:
            entry = self.settings.hub_cache / f"{kind}s--{ref.id.replace('/', '--')}"
            commit = snapshot_commit(entry, ref.revision or "main")
            if commit is not None:
                return kind, entry, commit
        return None

    def _snapshot(self, ref: Ref, kind: Kind, entry: Path, commit: str) -> Snapshot:
        folder = Folder(entry / "snapshots" / commit, self.settings, within=entry / "blobs")
        here = folder.listing()
        link = HubClient(self.settings).permalink
        texts, gaps = folder.texts(here.files)
        headers, unread = folder.headers(here.files)
        dated = _written(entry, commit)
        tree = _tree(entry, commit)
        have = {e.path for e in here.files}
        missing = [e.path for e in tree or () if e.path not in have and text_rank(e.path) is not None]
        gaps = [*here.gaps, *gaps, *unread, *(Gap(what=p, why="It is not in the local cache.") for p in missing)]
        if tree is None:
            gaps.append(Gap(what="file listing", why="The local cache holds only the files that somebody downloaded."))
        gaps.append(
            Gap(what="Hub metadata", why=f"Not asked: offline; the cache is of {dated[:10]} and may be outdated.")
        )
        return Snapshot(
            target=ref.typed,
            id=ref.id,
            kind=kind,
            source="cache",
            revision=commit,
            retrieved_at=dated,
            files=tree if tree is not None else here.files,
            files_complete=tree is not None,
            texts=tuple(replace(t, url=link(ref.id, kind, commit, t.path), retrieved_at=dated) for t in texts),
            headers=tuple(headers),
            assumptions=self.assumptions,
            gaps=tuple(dict.fromkeys(gaps)),
        )


def _written(entry: Path, commit: str) -> str:
    """When the cache last learned of this commit."""
    times = [(entry / "snapshots" / commit).stat().st_mtime]
    for folder, _, names in os.walk(entry / "refs"):
        for name in names:
            path = Path(folder) / name
            if path.stat().st_size < 100 and path.read_bytes().strip() == commit.encode():
                times.append(path.stat().st_mtime)
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(max(times)))


def _tree(entry: Path, commit: str) -> tuple[FileEntry, ...] | None:
    """The full listing, where huggingface_hub kept one (`trees/<commit>.json`, format 1)."""
    path = entry / "trees" / f"{commit}.json"
    try:
        if path.stat().st_size > _MAX_TREE:
            return None
        kept = json.loads(path.read_bytes())
        if not isinstance(kept, dict) or kept.get("format_version") != 1 or not isinstance(kept.get("files"), dict):
            return None
        return tuple(
            FileEntry(
                path=name,
                size=info.get("lfs_size") or info.get("size"),
                sha=info.get("lfs_sha256") or info.get("blob_id"),
            )
            for name, info in kept["files"].items()
            if safe_path(name) and isinstance(info, dict)
        )
    except (OSError, ValueError, RecursionError):
        return None
