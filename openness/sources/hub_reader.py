"""Single files of one repository, at the commit that was resolved."""

from dataclasses import dataclass

from openness.model.snapshot import FileEntry, Gap, TextFile, WeightHeader
from openness.sources.headers import NO_HEADER, weight_header
from openness.sources.hub_client import Body, HubClient
from openness.sources.hub_errors import client_errors, fault_of
from openness.sources.hub_info import RepoInfo, read_refs
from openness.sources.text_cache import TextCache
from openness.sources.texts import as_text, cut_gap, now

_WHY = {
    "gated": "It may not be read: the repository is gated and access was not given.",
    "not-found": "It may not be read: the Hub says that the repository does not exist, or is private.",
    "file-not-found": "It is listed, but the Hub does not have it.",
    "revision-not-found": "It is listed, but its commit is gone.",
    "disabled": "It may not be read: the Hub has disabled the repository.",
    "private": "It may not be read: the token does not allow it.",
    "bad-token": "It may not be read: the Hub does not accept the token.",
    "rate-limited": "It was not read: the Hub turned the request away (too many requests).",
    "timeout": "It was not read: the Hub did not answer in time.",
    "truncated": "It was not read: the answer broke off before its end.",
    "server-error": "It was not read: the Hub failed.",
    "network": "It was not read: the connection failed.",
}
# Said of what was left out so that the next targets can still be read.
SPARED = "Not asked for: the Hub's allowance is nearly used up; a token (HF_TOKEN) has a larger one."


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRead:
    """One text's outcome."""

    text: TextFile | None = None
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderRead:
    """One weight file's outcome."""

    header: WeightHeader | None = None
    gaps: tuple[Gap, ...] = ()


class HubReader:
    """Reads files so that a failure is a gap, never an exception. Safe for threads."""

    def __init__(self, client: HubClient) -> None:
        self.client = client
        self._texts = TextCache()
        self._headers: dict[tuple[str, ...], WeightHeader] = {}

    def text(self, info: RepoInfo, path: str) -> TextRead:
        """The text at `path`, from memory when this very commit was read before."""
        key = (info.kind, info.id, info.commit or "", path)
        if info.commit is not None and (known := self._texts.get(key)) is not None:
            return TextRead(text=known[0], gaps=known[1])
        limit = self.client.settings.max_file_bytes
        body = self._body(info, path, limit, head=False)
        if isinstance(body, Gap):
            return TextRead(gaps=(body,))
        url = self.client.permalink(info.id, info.kind, info.commit, path)
        text = as_text(path, body.data, cut=body.cut, url=url, when=now())
        if isinstance(text, Gap):
            return TextRead(gaps=(text,))
        gaps = (cut_gap(path, limit),) if body.cut else ()
        if info.commit is not None:
            self._texts.put(key, text, gaps)
        return TextRead(text=text, gaps=gaps)

    def header(self, info: RepoInfo, entry: FileEntry) -> HeaderRead:
        """The metadata in the first bytes of a weight file."""
        key = (info.kind, info.id, info.commit or "", entry.path)
        if info.commit is not None and key in self._headers:
            return HeaderRead(header=self._headers[key])
        body = self._body(info, entry.path, self.client.settings.max_header_bytes, head=True)
        if isinstance(body, Gap):
            return HeaderRead(gaps=(Gap(what=f"metadata in {entry.path}", why=body.why),))
        header = weight_header(entry.path, body.data)
        if header is None:
            return HeaderRead(gaps=(Gap(what=f"metadata in {entry.path}", why=NO_HEADER),))
        if info.commit is not None and len(self._headers) < 10_000:
            self._headers[key] = header
        return HeaderRead(header=header)

    def refs(self, info: RepoInfo) -> tuple[tuple[str, ...], tuple[Gap, ...]]:
        """Names of branches and tags."""
        if not self.client.retry.has_room("api"):
            return (), (Gap(what="branches and tags", why=SPARED),)
        try:
            return read_refs(self.client.api(f"{info.kind}s/{info.id}/refs")), ()
        except client_errors() as error:
            why = f"They could not be listed ({fault_of(error).kind}), so checkpoints kept there are unknown."
            return (), (Gap(what="branches and tags", why=why),)

    def _body(self, info: RepoInfo, path: str, limit: int, *, head: bool) -> Body | Gap:
        """The bytes at `path`, which must come from the commit that was resolved."""
        try:
            body = self.client.file(info.id, info.kind, info.at, path, limit, head=head)
        except client_errors() as error:
            kind = fault_of(error).kind
            return Gap(what=path, why=_WHY.get(kind, f"It was not read ({kind})."))
        served = body.headers.get("x-repo-commit")
        if served and info.commit and served != info.commit:
            return Gap(what=path, why=f"The Hub served another commit ({served[:12]}) than the one that was resolved.")
        return body
