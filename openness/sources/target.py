"""What the user typed → `Ref`. Nothing is looked up but whether a path exists on this machine."""

import re
from collections.abc import Callable
from pathlib import Path

from openness.errors import TargetUnavailable
from openness.model.reference import Kind, Ref

MAX_TARGET = 2048  # characters
TARGET_HINT = "Name a repository (owner/name), a Hub URL, a folder, a README.md, or a service."

HUB_HOSTS = frozenset({"huggingface.co", "www.huggingface.co", "hf.co", "www.hf.co", "hub-ci.huggingface.co"})

# The Hub's own rule for repository ids (huggingface_hub/utils/_validators.py).
_NAME = r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,94}[A-Za-z0-9_])?"
_REPO_ID = re.compile(rf"(?:{_NAME}/)?{_NAME}")
_KINDS = {"models": Kind.MODEL, "model": Kind.MODEL, "datasets": Kind.DATASET, "dataset": Kind.DATASET}
_NOT_JUDGED = {
    "spaces": "a Space is an application",
    "collections": "a collection is a list",
    "papers": "that is a paper page",
    "blog": "that is a blog post",
    "docs": "that is a documentation page",
    "buckets": "a bucket has no license of its own",
    "kernels": "a kernel is code",
}
_REVISION_PAGES = frozenset({"tree", "blob", "resolve", "raw", "commit", "commits", "blame", "edit"})
_ONE_NAME = tuple([page] for page in _REVISION_PAGES)  # an old repository without owner: name/tree/revision
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}://")
_PATH_START = ("./", "../", "/", "~/", "~")
_CARD = re.compile(r"\.(?:md|markdown|mdx|txt|rst)$", re.IGNORECASE)
_FILE = re.compile(r"\.[A-Za-z]{2,12}$")  # config.json, not gpt-4.1


def parse_target(text: str, *, endpoint: str | None = None) -> Ref:
    """The `Ref` that `text` names: repository id, Hub URL, hf:// URI, folder, card file, or service name.

    A path that exists wins over a repository of the same name, as in transformers. `endpoint` (HF_ENDPOINT) counts
    as a host of the Hub. Raises `TargetUnavailable` (kind "bad-target") for what can be none of these.
    """
    name = text.strip()
    if not name:
        raise _bad(text, "the target is empty")
    if len(name) > MAX_TARGET:
        raise _bad(text, f"the target is longer than {MAX_TARGET} characters")
    if any("\ud800" <= c <= "\udfff" for c in name):  # bytes that the shell passed on as they were
        hint = "Rename it; or go into the folder and name it '.'."
        raise _bad(text, "the target holds bytes that are no UTF-8", hint=hint)
    if not name.isprintable():
        raise _bad(text, "the target holds control characters")
    if name.lower().startswith("file://"):
        return Ref(typed=text, id=name[len("file://") :] or "/", local=True)
    if name.lower().startswith("hf://"):
        return _from_segments(text, name[len("hf://") :], uri=True)
    if _SCHEME.match(name):
        return _from_url(text, name, endpoint)
    if name.startswith(_PATH_START) or name in {".", ".."} or name.endswith("/") or _exists(name):
        return Ref(typed=text, id=name, local=True)
    host, _, rest = name.partition("/")
    if host.lower() in HUB_HOSTS and rest:
        return _from_url(text, "https://" + name, endpoint)
    if (host in _KINDS and "/" in rest) or (host in {"datasets", "spaces"} and rest):
        return _from_segments(text, name)
    if _CARD.search(name) and ("/" in name or name.lower().startswith("readme")):
        return Ref(typed=text, id=name, local=True)
    return _from_name(text, name)


def kind_is_stated(ref: Ref) -> bool:
    """Does the target itself say whether it is a model or a dataset?"""
    typed = ref.typed.strip().lower()
    return bool(_SCHEME.match(typed)) or typed.split("/", 1)[0] in {*_KINDS, *HUB_HOSTS}


def is_repo_id(name: str) -> bool:
    """Can the Hub have a repository of this name?"""
    return (
        len(name) <= 193
        and _REPO_ID.fullmatch(name) is not None
        and "--" not in name
        and ".." not in name
        and not name.endswith(".git")
    )


def _from_name(text: str, name: str) -> Ref:
    """A repository id with or without @revision, else the name of a service or an alias that the registry knows."""
    base, at, revision = name.partition("@")
    if is_repo_id(base):
        if at and not revision:
            raise _bad(text, "no revision after '@'")
        return Ref(typed=text, id=base, revision=revision or None)
    first, *below = [base.split("/", 2)[:2], *base.split("/")[2:]]
    if any(_FILE.search(segment) for segment in below) and is_repo_id("/".join(first)):
        raise _bad(text, "a repository id has the form owner/name", hint="Name a file's repository, not the file.")
    return Ref(typed=text, id=name, kind=Kind.SERVICE)


def _from_url(text: str, url: str, endpoint: str | None) -> Ref:
    from urllib.parse import unquote, urlsplit

    try:
        parts = urlsplit(url)
        host, own = (parts.hostname or "").lower(), urlsplit(endpoint) if endpoint else None
    except ValueError as error:
        raise _bad(text, f"not a URL ({error})") from error
    if parts.scheme.lower() not in {"http", "https"}:
        raise _bad(text, f"{parts.scheme}:// is no address of a model")
    if host not in HUB_HOSTS and not (own is not None and parts.netloc.lower() == own.netloc.lower()):
        raise _bad(
            text,
            f"{host or 'that'} is not the Hugging Face Hub",
            hint="Clone the repository and name its folder, or name the model's repository on the Hub.",
        )
    return _from_segments(text, parts.path, decode=unquote)


def _from_segments(text: str, path: str, *, uri: bool = False, decode: Callable[[str], str] = str) -> Ref:
    """A Ref from `[kind/]owner/name[@revision][/tree/revision…]`."""
    segments = [s for s in path.split("/") if s]
    if segments[:1] == ["api"]:
        segments = segments[1:]
    kind = Kind.MODEL
    if segments and segments[0] in _NOT_JUDGED:
        raise _bad(text, f"{_NOT_JUDGED[segments[0]]}, neither model nor dataset")
    if segments and segments[0] in _KINDS:
        kind = _KINDS[segments[0]]
        segments = segments[1:]
    if not segments:
        raise _bad(text, "no repository is named")
    take = 1 if "@" in segments[0] or segments[1:2] in _ONE_NAME else 2
    repo, rest = "/".join(segments[:take]), segments[take:]
    repo, _, revision = repo.partition("@")
    if uri and revision == "refs" and rest[:1] and rest[0] in {"pr", "convert"}:  # hf://owner/name@refs/pr/1
        revision = "/".join(["refs", *rest[:2]])
    elif rest and rest[0] in _REVISION_PAGES and len(rest) > 1:
        revision = revision or _revision(rest)
    repo, revision = decode(repo), decode(revision)
    if not is_repo_id(repo):
        raise _bad(text, "a repository id has the form owner/name, in letters, digits, '-', '_' and '.'")
    if not (revision or "main").isprintable():
        raise _bad(text, "the revision holds control characters")
    return Ref(typed=text, id=repo, kind=kind, revision=revision or None)


def _revision(rest: list[str]) -> str:
    """The revision of /tree/REV, /blob/REV/path…; pull-request refs hold slashes."""
    if rest[1] == "refs" and len(rest) >= 4:
        return "/".join(rest[1:4])
    return rest[1]


def _exists(name: str) -> bool:
    try:
        path = Path(name)
        return path.is_dir() or (path.is_file() and _CARD.search(name) is not None)
    except OSError:
        return False


def _bad(text: str, why: str, *, hint: str = "") -> TargetUnavailable:
    shown = "".join(c if c.isprintable() else "?" for c in text[:120])
    return TargetUnavailable(
        f"{shown!r} is not a target: {why}.",
        hint=hint or TARGET_HINT,
        kind="bad-target",
    )
