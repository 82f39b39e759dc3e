"""Links in a card: what they point at, and the terms behind `license_link`."""

import re
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from openness.model.reference import Kind
from openness.sources.hub_info import safe_path
from openness.sources.target import HUB_HOSTS, is_repo_id

_FRONT = 64 * 1024  # characters that front matter may have
_LINK_KEY = re.compile(r"^[ \t]{0,8}licen[cs]e_link[ \t]*:[ \t]*([^\r\n]*)(?:\r?\n[ \t]+([^\r\n]+))?", re.MULTILINE)
_DATASET = re.compile(
    r"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/datasets/([\w.-]{1,96}(?:/[\w.-]{1,96})?)([^\s<>()\[\]\"'`|]{0,400})"
)
_PAGES = frozenset({"blob", "resolve", "raw", "tree"})
_TABS = _PAGES | {"viewer", "discussions", "settings", "commits", "commit"}


class HubFile(NamedTuple):
    """A file (or, with path "", a repository) of the Hub."""

    repo: str
    kind: Kind
    revision: str | None
    path: str


@dataclass(frozen=True, slots=True)
class LicenseLink:
    """What a `license_link` value means for the repository whose card says it."""

    value: str  # as written
    path: str | None = None  # a file of the same repository
    file: HubFile | None = None  # a file or page of a repository on the Hub
    url: str | None = None  # anything else


def written_link(card: str) -> str | None:
    """The `license_link` in a card's front matter, read without a YAML parser; None when there is none."""
    match = _LINK_KEY.search(card[:_FRONT])
    if match is None:
        return None
    value = match[1].strip()
    if re.fullmatch(r"[>|][-+]?\d?", value) or (not value and match[2]):
        value = (match[2] or "").strip()
    quoted = value[:1] in {'"', "'"}
    value = value[1:].partition(value[0])[0] if quoted else re.split(r"\s#", value)[0].strip()
    return value if value and value.lower() not in {"null", "~", "none"} else None


def read_link(value: str, *, repo: str | None = None, endpoint: str | None = None) -> LicenseLink:
    """Where a `license_link` leads. `repo` is the card's own repository, when it is known."""
    value = value.strip()[:2000]
    if value.startswith("["):  # [LICENSE](LICENSE)
        inner = re.search(r"\]\(\s*<?([^)\s>]+)", value)
        value = inner[1] if inner else value
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", value):
        file = hub_file(value, endpoint=endpoint)
        if file is None:
            return LicenseLink(value, url=value)
        if repo is not None and file.repo.lower() == repo.lower() and file.path:
            return LicenseLink(value, path=file.path)
        return LicenseLink(value, file=file)
    path = unquote(value.split("#", 1)[0].split("?", 1)[0])
    while path.startswith("./"):
        path = path[2:]
    page = re.match(r"/?(?:blob|resolve|raw|tree)/[^/]+/(.+)", path)
    path = page[1] if page else path.lstrip("/")
    return LicenseLink(value, path=path) if safe_path(path) else LicenseLink(value)


def hub_file(url: str, *, endpoint: str | None = None) -> HubFile | None:
    """The repository file that a Hub address names, or None for anything else."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        own = urlsplit(endpoint).netloc.lower() if endpoint else None
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not (host in HUB_HOSTS or parts.netloc.lower() == own):
        return None
    segments = [unquote(s) for s in parts.path.split("/") if s]
    kind = Kind.MODEL
    if segments[:1] == ["datasets"]:
        kind, segments = Kind.DATASET, segments[1:]
    take = 1 if len(segments) > 1 and segments[1] in _PAGES else 2
    repo, rest = "/".join(segments[:take]), segments[take:]
    if not repo or not is_repo_id(repo) or segments[0] in {"spaces", "docs", "blog", "papers", "collections", "api"}:
        return None
    if not rest:  # one word may be any page of the site: terms-of-service
        return HubFile(repo, kind, None, "") if "/" in repo or kind is Kind.DATASET else None
    if rest[0] not in _PAGES or len(rest) < 2:
        return None
    path = "/".join(rest[2:])
    return HubFile(repo, kind, rest[1], path) if not path or safe_path(path) else None


def hub_repository(url: str, *, endpoint: str | None = None) -> HubFile | None:
    """The repository that any of its pages belongs to, or None for anything else."""
    file = hub_file(url, endpoint=endpoint)
    if file is not None:
        return file
    page = re.match(rf"([^?#]*?)/(?:{'|'.join(sorted(_TABS - _PAGES))})(?:[/?#]|$)", url)
    return hub_file(page[1], endpoint=endpoint) if page else None


def text_urls(url: str) -> tuple[str, ...]:
    """Where the bare text behind a link may be, most likely first.

    Pages of code hosts show a file inside a page; a repository's front page stands for the LICENSE at its root.
    """
    if url.startswith("http://"):  # nothing is fetched in the clear; every host that is followed speaks https
        url = "https://" + url.removeprefix("http://")
    plain = re.sub(r"[?#].*", "", url)
    if match := re.fullmatch(r"https://(?:www\.)?github\.com/([^/]+/[^/]+)/(?:blob|raw)/(.+)", plain):
        return (f"https://raw.githubusercontent.com/{match[1]}/{match[2]}",)
    if match := re.fullmatch(r"https://(?:www\.)?github\.com/([^/]+/[^/]+?)(?:\.git)?/?", plain):
        raw = f"https://raw.githubusercontent.com/{match[1]}/HEAD"
        return tuple(f"{raw}/{name}" for name in ("LICENSE", "LICENSE.md", "LICENSE.txt"))
    if match := re.fullmatch(r"https://gitlab\.com/(.+?)/-/blob/(.+)", plain):
        return (f"https://gitlab.com/{match[1]}/-/raw/{match[2]}",)
    return (url,)


def dataset_links(text: str, limit: int) -> dict[str, str]:
    """Data sets of the Hub that a text links: address as written → repository id; at most `limit` repositories."""
    found: dict[str, str] = {}
    repos: set[str] = set()
    for match in _DATASET.finditer(text):
        repo = match[1].rstrip(".-")
        owner, _, name = repo.partition("/")
        repo = owner if name in _TABS else repo
        if not is_repo_id(repo) or (repo not in repos and len(repos) >= limit):
            continue
        repos.add(repo)
        found[match[0].rstrip(".,;:!?*_-")] = repo
    return found
