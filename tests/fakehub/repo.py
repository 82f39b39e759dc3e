"""A repository of the fake Hub: immutable commits of files, and how the Hub treats it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml


def blob_id(data: bytes) -> str:
    return hashlib.sha1(b"blob %d\x00" % len(data) + data).hexdigest()


def commit_id(name: str, files: Mapping[str, bytes], parent: str = "") -> str:
    listing = "\n".join(f"{path} {blob_id(data)}" for path, data in sorted(files.items()))
    return hashlib.sha1(f"{name}\n{parent}\n{listing}".encode()).hexdigest()


@dataclass
class Repo:
    """What the fake Hub serves under one id."""

    id: str
    kind: str = "model"
    commits: dict[str, dict[str, bytes]] = field(default_factory=dict)
    branches: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    gated: str | bool = False
    open_files: frozenset[str] = frozenset({"README.md"})  # readable without passing the gate
    private: bool = False
    disabled: bool = False
    card: dict[str, Any] | None = None  # None: as the front matter says
    hub_tags: tuple[str, ...] | None = None  # None: as the front matter says
    info: dict[str, Any] = field(default_factory=dict)  # overrides fields of the API's answer
    sizes: dict[str, int] = field(default_factory=dict)  # pretend sizes of weight files
    faults: list["Fault"] = field(default_factory=list)
    _parsed: dict[str, dict[str, Any]] = field(default_factory=dict)

    def commit(self, files: Mapping[str, bytes | str], branch: str = "main") -> str:
        """A new commit on `branch` with exactly these files."""
        data = {p: c.encode() if isinstance(c, str) else c for p, c in files.items()}
        commit = commit_id(self.id, data, self.branches.get(branch, ""))
        self.commits[commit] = data
        self.branches[branch] = commit
        return commit

    def resolve(self, revision: str) -> str | None:
        if revision in self.commits:
            return revision
        return self.branches.get(revision) or self.tags.get(revision)

    def front_matter(self, commit: str) -> dict[str, Any]:
        """What the real Hub would parse, once a commit: a block at the very top, or nothing."""
        if commit not in self._parsed:
            self._parsed[commit] = self._front_matter(commit)
        return self._parsed[commit]

    def _front_matter(self, commit: str) -> dict[str, Any]:
        text = self.commits[commit].get("README.md", b"").decode("utf-8", "replace").lstrip("\ufeff \r\n\t")
        text = text.replace("\r\n", "\n")
        if not text.startswith("---\n"):
            return {}
        block, found, _ = text[4:].partition("\n---")
        try:
            loaded = yaml.safe_load(block) if found else None
        except (yaml.YAMLError, ValueError, RecursionError):
            return {}
        return loaded if isinstance(loaded, dict) else {}


@dataclass
class Fault:
    """Something that goes wrong for matching requests, `times` times (-1: always), before the proper answer."""

    where: str = ""  # part of the path; "" matches everything of the repository
    status: int = 0  # answer with this status
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    times: int = -1
    hang: float = 0.0  # seconds without a byte
    truncate: bool = False  # announce more bytes than are sent
    drip: float = 0.0  # seconds between single bytes
    drop: bool = False  # close the connection without an answer
    replace: bytes | None = None  # the body of an otherwise proper answer
    commit: str = ""  # a false X-Repo-Commit
    then_move: Mapping[str, bytes | str] | None = None  # after this answer the branch moves to these files

    def matches(self, path: str) -> bool:
        return self.times != 0 and self.where in path


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
