"""A folder or a card on this machine as a source: a git clone, an entry of the Hub's cache, mere papers."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

from openness.model.reference import Kind, Ref
from openness.model.snapshot import Gap, Snapshot, TextFile
from openness.settings import Settings
from openness.sources.files import CARD, text_rank
from openness.sources.folder import Folder, Listing
from openness.sources.hub_client import HubClient
from openness.sources.hub_errors import FAULTS, explain, name_of
from openness.sources.link_guard import LinkGuard
from openness.sources.linked_terms import LinkedTerms
from openness.sources.links import LicenseLink, read_link, written_link
from openness.sources.texts import now

_CACHE_ENTRY = re.compile(r"(models|datasets)--[\w.-]+")
_COMMIT = re.compile(r"[0-9a-f]{40}")
# Keys that the Hub's metadata specification gives data sets only, and models only (hub-docs: datasetcard.md and
# modelcard.md).
_DATASET_KEYS = frozenset(
    {
        "dataset_info", "task_categories", "task_ids", "annotations_creators", "language_creators", "source_datasets",
        "size_categories", "multilinguality", "paperswithcode_id", "train-eval-index", "configs", "pretty_name",
    }
)  # fmt: skip
# Title of the Hub's template for cards of data sets.
_DATASET_TITLE = re.compile(r"\A(?:[^#\n]*\n){0,200}?#[ \t]+[^\n]{0,60}\bdata ?set card\b", re.IGNORECASE)
_MODEL_KEYS = frozenset(
    {"pipeline_tag", "library_name", "base_model", "datasets", "widget", "model-index", "metrics", "inference"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a local target's files are."""

    root: Path
    name: str
    card: str | None = None  # file name, when the target is one card
    within: Path | None = None  # the blobs of a cache entry, which the files of its snapshots link to
    revision: str | None = None
    kind: Kind | None = None


class LocalSource:
    """Reads folders and cards of this machine. A folder's name never says what it holds."""

    def __init__(self, settings: Settings, assumptions: tuple[str, ...] = ()) -> None:
        self.settings = settings
        self.assumptions = tuple(assumptions)
        self._terms = LinkedTerms(settings, HubClient(settings), LinkGuard(settings))

    def fetch(self, ref: Ref) -> Snapshot:
        """What the folder or card holds. Raises `TargetUnavailable` when it is not there or says nothing."""
        place = _find(ref)
        folder = Folder(place.root, self.settings, within=place.within, deep=place.card is None)
        listing = folder.listing()
        if place.card is not None and all(e.path != place.card for e in listing.files):
            raise explain(FAULTS["unreadable-folder"], name_of(ref), detail="it cannot be listed")
        if place.card is not None:
            listing = _around(listing, place.card)
        if not listing.files:
            raise explain(FAULTS["empty-folder"], name_of(ref))
        return self._snapshot(ref, place, folder, listing)

    def _snapshot(self, ref: Ref, place: _Place, folder: Folder, listing: Listing) -> Snapshot:
        card = place.card or _card_name(listing)
        texts, gaps = folder.texts(listing.files, (card,) if card else ())
        gaps = [*listing.gaps, *gaps]
        states: dict[str, str] = {}
        written = written_link(next((t.text for t in texts if t.path == card), ""))
        if written is not None:
            link = read_link(written)
            more, said, state = self._follow(folder, listing, link, {t.path for t in texts})
            texts += more
            gaps += said
            states[link.value] = state
        headers, unread = folder.headers(listing.files)
        gaps += unread
        alone = place.card is not None or "weights" in self.assumptions
        return Snapshot(
            target=ref.typed,
            id=place.name,
            kind=place.kind or (ref.kind if ref.kind is Kind.DATASET else _kind_of(texts, card)),
            source="local",
            revision=place.revision,
            retrieved_at=now(),
            files=listing.files,
            files_complete=listing.complete and not alone,
            texts=tuple(texts),
            headers=tuple(headers),
            assumptions=self.assumptions,
            gaps=tuple(dict.fromkeys(gaps)),
            link_states=states,
        )

    def _follow(
        self, folder: Folder, listing: Listing, link: LicenseLink, have: set[str]
    ) -> tuple[list[TextFile], list[Gap], str]:
        """Texts, gaps and state of a `license_link`."""
        if link.path is None:
            read = self._terms.follow(link)
            return list(read.texts), list(read.gaps), read.state
        if link.path in have:
            return [], [], "exists"
        if any(e.path == link.path for e in listing.files):
            text, gaps = folder.text(link.path)
            return [text] if text else [], gaps, "exists"
        if "weights" in self.assumptions:  # the folder holds only papers: what it lacks may well exist
            return [], [Gap(what=f"license_link {link.value}", why="The folder does not hold it.")], "unknown"
        return [], [Gap(what=f"license_link {link.value}", why="There is no such file in the folder.")], "missing"


def is_card(name: str) -> bool:
    """Does a file of this name count as a card when it is named as target?"""
    return name.lower().startswith("readme") or name.lower().endswith((".md", ".markdown"))


def _around(listing: Listing, card: str) -> Listing:
    """The listing without other cards: the one that was named is meant."""
    kept = tuple(e for e in listing.files if e.path == card or text_rank(e.path) != CARD)
    return replace(listing, files=kept)


def _find(ref: Ref) -> _Place:
    path = Path(ref.id).expanduser()
    try:
        if path.is_file():
            folder = path.parent
            if not is_card(path.name):
                raise explain(FAULTS["no-card"], name_of(ref))
            return _Place(root=folder, name=_name(folder), card=path.name)
        if not path.is_dir():
            raise explain(FAULTS["no-folder"], name_of(ref))
        return _cache_place(path, ref.revision) or _Place(root=path, name=_name(path))
    except (OSError, ValueError, RuntimeError) as error:
        raise explain(FAULTS["unreadable-folder"], name_of(ref), detail=type(error).__name__) from error


def _cache_place(path: Path, revision: str | None) -> _Place | None:
    """The snapshot of a cache entry (huggingface_hub's layout), named by its entry or by the snapshot folder itself."""
    full = path.resolve()
    above = full.parent.parent
    if _COMMIT.fullmatch(full.name) and full.parent.name == "snapshots" and _CACHE_ENTRY.fullmatch(above.name):
        entry, commit = above, full.name
    elif _CACHE_ENTRY.fullmatch(full.name) and (full / "snapshots").is_dir():
        found = snapshot_commit(full, revision or "main") or (None if revision else _newest(full / "snapshots"))
        if found is None:
            return None
        entry, commit = full, found
    else:
        return None
    kind = Kind.DATASET if entry.name.startswith("datasets--") else Kind.MODEL
    return _Place(
        root=entry / "snapshots" / commit, name=entry.name, within=entry / "blobs", revision=commit, kind=kind
    )


def _newest(snapshots: Path) -> str | None:
    """The commit that was downloaded last, for entries without branches."""
    dated = [(p.stat().st_mtime, p.name) for p in snapshots.iterdir() if _COMMIT.fullmatch(p.name) and p.is_dir()]
    return max(dated)[1] if dated else None


def snapshot_commit(entry: Path, revision: str) -> str | None:
    """The commit of a cache entry that `revision` denotes and that the entry holds, or None."""
    commit: str | None = revision if _COMMIT.fullmatch(revision) else None
    if commit is None and ".." not in revision.split("/"):
        try:
            commit = (entry / "refs" / revision).read_text(encoding="ascii").strip()[:64]
        except (OSError, ValueError):
            commit = None
    if commit is not None and _COMMIT.fullmatch(commit) and (entry / "snapshots" / commit).is_dir():
        return commit
    return None


def _name(folder: Path) -> str:
    name = folder.resolve().name or "folder"
    return "".join(c if c.isprintable() else "?" for c in name)


def _card_name(listing: Listing) -> str | None:
    """The file that is the card: README.md, else whatever comes nearest."""
    names = [e.path for e in listing.files if "/" not in e.path and text_rank(e.path) == CARD]
    return min(
        names,
        key=lambda n: (n != "README.md", n.lower() != "readme.md", not n.lower().endswith(".md"), n),
        default=None,
    )


def _kind_of(texts: list[TextFile], card: str | None) -> Kind:
    """Model, unless the card's metadata is that of a data set, or it has none and its title says so."""
    text = next((t.text for t in texts if t.path == card), "").lstrip("\ufeff \t\r\n")[: 64 * 1024]
    keys: set[str] = set()
    if text.startswith("---"):
        front = re.split(r"\n---[ \t]*\r?(?:\n|$)", text[3:], maxsplit=1)[0]
        keys = {m[1] for m in re.finditer(r"^([A-Za-z_-]{1,40})[ \t]*:", front, re.MULTILINE)}
    if keys & _MODEL_KEYS:
        return Kind.MODEL
    return Kind.DATASET if len(keys & _DATASET_KEYS) > 1 or _DATASET_TITLE.search(text) else Kind.MODEL
