"""The terms behind a `license_link` that leads out of the repository."""

import re
from dataclasses import dataclass

from openness.model.snapshot import Gap, TextFile
from openness.settings import Settings
from openness.sources.files import LICENSE, choose_texts, text_rank
from openness.sources.hub_client import HubClient
from openness.sources.hub_errors import client_errors, fault_of
from openness.sources.hub_info import read_info
from openness.sources.link_guard import LinkGuard, Refusal
from openness.sources.links import HubFile, LicenseLink, text_urls
from openness.sources.memo import Memo
from openness.sources.texts import as_text, cut_gap, now

_MOST_FILES = 3  # license files of a linked repository that are read
_SHORTEST_PAGE = 200  # characters; terms are longer, a page that waits for its scripts is not
_REASONS = {
    "gated": "The linked repository is gated.",
    "not-found": "The linked repository does not exist, or is private.",
    "file-not-found": "The linked file does not exist.",
    "revision-not-found": "The linked revision does not exist.",
    "disabled": "The linked repository was disabled by the Hub.",
    "rate-limited": "The Hub turned the request away: too many requests.",
    "timeout": "The Hub did not answer in time.",
}
_GONE = frozenset({"not-found", "file-not-found", "revision-not-found", "disabled"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsRead:
    """What came of following one link."""

    state: str  # exists | missing | gated | unknown
    texts: tuple[TextFile, ...] = ()
    gaps: tuple[Gap, ...] = ()


class LinkedTerms:
    """Follows license links. Safe for threads."""

    def __init__(self, settings: Settings, client: HubClient, guard: LinkGuard) -> None:
        self.settings = settings
        self.client = client
        self.guard = guard
        self._read: Memo[TermsRead] = Memo()  # whole families of models link the same terms

    def follow(self, link: LicenseLink) -> TermsRead:
        """The texts behind `link`, or the gap that says why there are none."""
        if link.path is not None:
            return TermsRead(state="unknown")
        if link.file is None and link.url is None:
            return TermsRead(state="unknown", gaps=(_gap(link, "It leads out of the repository."),))
        if self.settings.offline:
            return TermsRead(state="unknown", gaps=(_gap(link, "It was not followed: offline."),))
        return self._read.get(link, lambda: self._ask(link), keep=lambda read: read.state != "unknown")

    def _ask(self, link: LicenseLink) -> TermsRead:
        return self._from_hub(link, link.file) if link.file is not None else self._from_web(link)

    def _from_hub(self, link: LicenseLink, file: HubFile) -> TermsRead:
        try:
            if file.path and not (text_rank(file.path) is None and "." not in file.path):
                return TermsRead(state="exists", texts=(self._hub_text(link, file),))
            return self._from_repository(link, file)
        except _Unread as unread:
            return TermsRead(state="exists", gaps=(unread.gap,))
        except client_errors() as error:
            kind = fault_of(error).kind
            state = "missing" if kind in _GONE else "gated" if kind == "gated" else "unknown"
            why = _REASONS.get(kind, f"It could not be read ({kind}).")
            return TermsRead(state=state, gaps=(_gap(link, why),))

    def _from_repository(self, link: LicenseLink, file: HubFile) -> TermsRead:
        """The license files of a repository that is linked as a whole."""
        info = read_info(self.client.api(f"{file.kind}s/{file.repo}", {"blobs": "true"}), file.kind, file.repo)
        paths = [p for p in choose_texts(info.files, 1000)[0] if text_rank(p) == LICENSE][:_MOST_FILES]
        texts, gaps = [], []
        for path in paths:
            try:
                texts.append(self._hub_text(link, HubFile(info.id, file.kind, info.commit, path)))
            except _Unread as unread:
                gaps.append(unread.gap)
        if not texts and not gaps:
            gaps.append(_gap(link, "The linked repository holds no license file."))
        return TermsRead(state="exists", texts=tuple(texts), gaps=tuple(gaps))

    def _hub_text(self, link: LicenseLink, file: HubFile) -> TextFile:
        body = self.client.file(file.repo, file.kind, file.revision or "main", file.path, self.settings.max_file_bytes)
        commit = body.headers.get("x-repo-commit") or ""
        revision = commit if re.fullmatch(r"[0-9a-f]{40}", commit) else file.revision
        url = self.client.permalink(file.repo, file.kind, revision, file.path)
        text = as_text(f"link:{url}", body.data, cut=body.cut, url=url, when=now())
        if isinstance(text, Gap):
            raise _Unread(Gap(what=f"license_link {link.value}", why=text.why))
        return text

    def _from_web(self, link: LicenseLink) -> TermsRead:
        url = link.url or ""
        own = url.startswith(self.settings.endpoint + "/")
        places = (url,) if own else text_urls(url)
        read = [self.guard.read(places[0])]
        while isinstance(read[-1], Refusal) and read[-1].missing and len(read) < len(places):
            read.append(self.guard.read(places[len(read)]))
        page = read[-1]
        if isinstance(page, Refusal):
            guessed = len(places) > 1 and page.missing
            why = "The linked repository has no LICENSE at its root, or does not exist." if guessed else page.why
            state = "missing" if page.missing and not guessed else "unknown"
            return TermsRead(state=state, gaps=(_gap(link, why),))
        text = as_text(f"link:{url}", page.data, cut=page.cut, url=page.url, when=now(), html=page.html)
        if isinstance(text, Gap):
            return TermsRead(state="exists", gaps=(_gap(link, text.why),))
        if text.encoding == "html" and len(text.text) < _SHORTEST_PAGE:
            return TermsRead(state="exists", gaps=(_gap(link, "Its page shows no text without running scripts."),))
        gaps = (cut_gap(text.path, len(page.data)),) if page.cut else ()
        return TermsRead(state="exists", texts=(text,), gaps=gaps)


class _Unread(Exception):
    """A linked file that is no text."""

    def __init__(self, gap: Gap) -> None:
        super().__init__(gap.why)
        self.gap = gap


def _gap(link: LicenseLink, why: str) -> Gap:
    return Gap(what=f"license_link {link.value}", why=why)
