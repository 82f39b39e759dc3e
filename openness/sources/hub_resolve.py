"""Which repository a name denotes now, and at which commit: asked live, every time."""

from dataclasses import replace
from urllib.parse import quote

from openness.model.reference import Kind, Ref
from openness.model.snapshot import Gap
from openness.sources.hub_client import HubClient
from openness.sources.hub_errors import FAULTS, BadResponse, client_errors, explain, fault_of, name_of, unavailable
from openness.sources.hub_info import RepoInfo, read_info, read_tree
from openness.sources.retry import asked_wait
from openness.sources.target import kind_is_stated

_BLOBS = {"blobs": "true"}
# From so many files on the listing may be cut short; the client lists the tree then (huggingface_hub, PR 3565).
_RELIABLE = 1000


def resolve(client: HubClient, ref: Ref) -> tuple[RepoInfo, tuple[Gap, ...]]:
    """The repository behind `ref` and its commit, with gaps for what the Hub would not list.

    A bare name is tried as a model, then as a data set. Raises `TargetUnavailable`.
    """
    try:
        return _resolve(client, ref, ref.kind)
    except client_errors() as error:
        first = error
    if fault_of(first).kind == "not-found" and ref.kind is Kind.MODEL and not kind_is_stated(ref):
        try:
            return _resolve(client, ref, Kind.DATASET)
        except client_errors() as error:
            if fault_of(error).kind != "not-found":
                raise _said(error, ref) from error
    raise _said(first, ref) from first


def _resolve(client: HubClient, ref: Ref, kind: Kind) -> tuple[RepoInfo, tuple[Gap, ...]]:
    path = f"{kind}s/{ref.id}"
    gaps: list[Gap] = []
    at = "" if ref.revision is None else f"/revision/{quote(ref.revision, safe='')}"
    try:
        raw = client.api(path + at, _BLOBS)
    except client_errors() as error:
        if not at or fault_of(error).kind != "gated":
            raise
        # What a gate hides at a revision, the repository's own page still shows.
        raw = client.api(path, _BLOBS)
        raw = {**raw, "sha": None} if isinstance(raw, dict) else raw
        gaps.append(
            Gap(what=f"revision {ref.revision}", why="The repository is gated; its commit could not be resolved.")
        )
    info = read_info(raw, kind, ref.id, ref.revision)
    if info.commit is None and not gaps:
        if raw.get("siblings"):
            raise BadResponse("it names no commit")
        gaps.append(Gap(what="commit", why="The Hub names no commit; the repository may be empty."))
    unreliable = not info.listed or not info.files or len(info.files) >= _RELIABLE
    if unreliable and info.commit is not None:
        info, more = _list_tree(client, info)
        gaps += more
    return info, tuple(gaps)


def _list_tree(client: HubClient, info: RepoInfo) -> tuple[RepoInfo, list[Gap]]:
    """`info` with the files of the tree endpoint added, and marked complete only when that said so.

    Where even its pages are too many, the root is listed by itself: there lie card and licenses.
    """
    path = f"{info.kind}s/{info.id}/tree/{info.commit}"
    try:
        items, complete = client.pages(path, {"recursive": "true"}, client.settings.max_pages)
        if not complete:
            items += client.pages(path, {}, 1)[0]
    except client_errors() as error:
        items, complete = [], False
        why = f"The Hub's own listing may be incomplete, and its tree could not be read ({fault_of(error).kind})."
    else:
        why = f"The repository is large: only {max(len(items), len(info.files))} of its files were listed."
    merged = {entry.path: entry for entry in (*info.files, *read_tree(items))}
    gaps = [] if complete else [Gap(what="file listing", why=why)]
    return replace(info, files=tuple(merged.values()), listed=complete), gaps


def _said(error: Exception, ref: Ref) -> Exception:
    """The `TargetUnavailable` for what was raised."""
    response = getattr(error, "response", None)
    wait = asked_wait(response.headers) if response is not None else None
    if fault_of(error).kind == "not-found" and ref.kind is Kind.DATASET:
        return explain(FAULTS["not-found"], f"Data set {name_of(ref)}")
    return unavailable(error, ref, wait=wait)
