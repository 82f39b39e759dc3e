"""What was read of one subject, before anyone interprets it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from openness.model.reference import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something that could not be read or was not looked at; never evidence of absence."""

    what: str  # the thing, e.g. "LICENSE" or "training code"
    why: str  # one clear sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class FileEntry:
    """One file of the subject's tree (listed, not necessarily read)."""

    path: str  # POSIX, relative to the subject's root
    size: int | None = None  # bytes
    sha: str | None = None  # git blob or LFS sha256, as the source gives it


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFile:
    """One text that was read. Offsets everywhere else count characters of `text`."""

    path: str  # relative path, or a pseudo path: "hub:gate-prompt", "hub:tags", "link:https://…"
    text: str
    sha256: str  # of the raw bytes
    url: str | None = None  # permalink at the commit, where one exists
    encoding: str = "utf-8"
    truncated: bool = False
    retrieved_at: str | None = None  # ISO 8601 UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightHeader:
    """Metadata that a weight file carries itself (GGUF keys, safetensors `__metadata__`)."""

    path: str
    format: str  # "gguf" | "safetensors"
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class HubMeta:
    """What the Hub's API says about a repository."""

    author: str | None = None
    tags: tuple[str, ...] = ()
    gated: str | None = None  # None (unknown) | "none" | "auto" | "manual"
    private: bool = False
    disabled: bool = False
    created_at: str | None = None
    last_modified: str | None = None
    downloads: int | None = None
    library_name: str | None = None
    pipeline_tag: str | None = None
    gate_prompt: str | None = None
    refs: tuple[str, ...] = ()  # branch and tag names, where listed
    renamed_from: str | None = None  # the id that was asked for, when the Hub redirected


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything that one source could read of one subject, at one revision."""

    target: str  # as typed
    id: str  # canonical id (folder name for local ones)
    kind: Kind
    source: str  # "hub" | "cache" | "local" | "registry"
    revision: str | None = None  # resolved commit
    retrieved_at: str | None = None  # ISO 8601 UTC
    files: tuple[FileEntry, ...] = ()
    files_complete: bool = True  # False: the tree was not (fully) listed
    texts: tuple[TextFile, ...] = ()
    headers: tuple[WeightHeader, ...] = ()
    hub: HubMeta | None = None
    assumptions: tuple[str, ...] = ()  # "weights", "links"
    gaps: tuple[Gap, ...] = ()
    link_states: Mapping[str, str] = field(default_factory=dict)  # url -> "exists" | "missing" | "gated" | "unknown"
    link_licenses: Mapping[str, str] = field(default_factory=dict)  # url -> license id that the linked repo states

    def text(self, path: str) -> TextFile | None:
        """The text read at `path`, or None."""
        return next((t for t in self.texts if t.path == path), None)
