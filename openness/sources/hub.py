"""The Hugging Face Hub as a source: the commit is resolved live and everything is read at it."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import ParamSpec, TypeVar

from openness.errors import TargetUnavailable
from openness.model.reference import Kind, Ref
from openness.model.snapshot import Gap, Snapshot, TextFile
from openness.settings import Settings
from openness.sources.cache import CacheSource
from openness.sources.files import choose_texts
from openness.sources.headers import choose_headers
from openness.sources.hub_client import HubClient
from openness.sources.hub_errors import FAULTS, explain, name_of
from openness.sources.hub_info import RepoInfo, card_text
from openness.sources.hub_reader import HubReader
from openness.sources.hub_resolve import resolve
from openness.sources.link_guard import LinkGuard
from openness.sources.linked_terms import LinkedTerms, TermsRead
from openness.sources.links import LicenseLink, dataset_links, read_link, written_link
from openness.sources.lookups import LinkState, Lookups
from openness.sources.retry import Retry
from openness.sources.target import is_repo_id
from openness.sources.texts import now, pseudo_text

# Failures after which the cache may serve, when the user says so.
_PASSING = frozenset({"network", "timeout", "truncated", "server-error", "rate-limited", "bad-response"})

P = ParamSpec("P")
T = TypeVar("T")


class HubSource:
    """Reads repositories from the Hub, or from the local cache when offline. Safe for threads."""

    def __init__(
        self,
        settings: Settings,
        assumptions: tuple[str, ...] = (),
        *,
        retry: Retry | None = None,
        guard: LinkGuard | None = None,
    ) -> None:
        self.settings = settings
        self.assumptions = assumptions
        self.client = HubClient(settings, retry)
        self.reader = HubReader(self.client)
        self.lookups = Lookups(self.client)
        self.terms = LinkedTerms(settings, self.client, guard or LinkGuard(settings))
        self._pool: ThreadPoolExecutor | None = None
        self._lock = threading.Lock()

    def fetch(self, ref: Ref) -> Snapshot:
        """What the Hub has of `ref` at the commit that it resolves to now; offline, what the local cache has.

        Raises `TargetUnavailable` with a kind of docs/errors.md.
        """
        if ref.local or ref.kind is Kind.SERVICE or not is_repo_id(ref.id):
            raise explain(FAULTS["not-a-repository"], name_of(ref))
        if self.settings.offline:
            return CacheSource(self.settings, self.assumptions).fetch(ref)
        try:
            info, gaps = resolve(self.client, ref)
        except TargetUnavailable as error:
            raise self._with_cache(ref, error) from error
        return _Fetch(self, ref, info, gaps).snapshot()

    def _with_cache(self, ref: Ref, error: TargetUnavailable) -> TargetUnavailable:
        """The error, saying so where the local cache has what the Hub did not give: an answer, but not a live one."""
        if error.kind not in _PASSING:
            return error
        dated = CacheSource(self.settings).date_of(ref)
        if dated is None:
            return error
        hint = f"{error.hint} The local cache has a copy of {dated[:10]}: --offline reads it."
        return TargetUnavailable(error.message, hint=hint, kind=error.kind)

    def submit(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        """Run something in the reading threads, which all targets share. Never submit from within them."""
        with self._lock:
            if self._pool is None:
                self._pool = ThreadPoolExecutor(self.settings.workers, thread_name_prefix="openness-read")
            return self._pool.submit(function, *args, **kwargs)

    def close(self) -> None:
        """End the reading threads."""
        with self._lock:
            if self._pool is not None:
                self._pool.shutdown(wait=False, cancel_futures=True)
                self._pool = None


class _Fetch:
    """One subject being read: first what the listing names, then what the card links."""

    def __init__(self, source: HubSource, ref: Ref, info: RepoInfo, gaps: tuple[Gap, ...]) -> None:
        self.source = source
        self.ref = ref
        self.info = info
        self.gaps = list(gaps)
        self.texts: list[TextFile] = []
        self.when = now()
        self.states: dict[str, LinkState] = {}

    def snapshot(self) -> Snapshot:
        """All of it."""
        info, source, settings = self.info, self.source, self.source.settings
        if info.meta.disabled:
            self.gaps.append(Gap(what=info.id, why="The Hub has disabled this repository; its files cannot be had."))
        link = self._stated_link()
        terms = source.submit(source.terms.follow, link) if link is not None else None
        chosen, left = self._choose(link)
        reading = [source.submit(source.reader.text, info, path) for path in chosen]
        heads = [source.submit(source.reader.header, info, e) for e in choose_headers(info.files, settings.max_headers)]
        refs = source.submit(source.reader.refs, info)
        looking = {} if info.kind is Kind.DATASET else self._look_up_tags()
        self.gaps += [Gap(what=path, why=f"Not read: more than {settings.max_texts} texts.") for path in left]
        for future in reading:
            outcome = future.result()
            self.gaps += outcome.gaps
            if outcome.text is not None:
                self.texts.append(outcome.text)
        headers = []
        for head in heads:
            read = head.result()
            self.gaps += read.gaps
            headers += [read.header] if read.header is not None else []
        names, ref_gaps = refs.result()
        self.gaps += ref_gaps
        self._follow_card(link, terms, looking)
        self._add_metadata()
        return Snapshot(
            target=self.ref.typed,
            id=info.id,
            kind=info.kind,
            source="hub",
            revision=info.commit,
            retrieved_at=self.when,
            files=info.files,
            files_complete=info.listed,
            texts=tuple(self.texts),
            headers=tuple(headers),
            hub=replace(info.meta, refs=names),
            assumptions=source.assumptions,
            gaps=tuple(dict.fromkeys(self.gaps)),
            link_states={url: state.state for url, state in self.states.items()},
            link_licenses={url: state.license for url, state in self.states.items() if state.license is not None},
        )

    def _stated_link(self) -> LicenseLink | None:
        value = self.info.card.get("license_link")
        value = next((v for v in value if isinstance(v, str)), None) if isinstance(value, list) else value
        return self._read_link(value) if isinstance(value, str) and value.strip() else None

    def _read_link(self, value: str) -> LicenseLink:
        return read_link(value, repo=self.info.id, endpoint=self.source.settings.endpoint)

    def _choose(self, link: LicenseLink | None) -> tuple[list[str], list[str]]:
        extra = [e.path for e in self.info.files if link is not None and e.path == link.path]
        return choose_texts(self.info.files, self.source.settings.max_texts, extra)

    def _look_up_tags(self) -> "dict[str, Future[LinkState]]":
        """Look up the data sets that the Hub says it was trained on."""
        names = [t.partition(":")[2] for t in self.info.meta.tags if t.startswith("dataset:")]
        names = [n for n in dict.fromkeys(names) if is_repo_id(n)][: self.source.settings.max_lookups]
        return {
            f"https://huggingface.co/datasets/{n}": self.source.submit(self.source.lookups.repository, n, Kind.DATASET)
            for n in names
        }

    def _follow_card(
        self, link: LicenseLink | None, terms: "Future[TermsRead] | None", looking: "dict[str, Future[LinkState]]"
    ) -> None:
        """Read what the card links: its terms, and the data sets that it names by address."""
        source = self.source
        card = next((t.text for t in self.texts if t.path.lower() == "readme.md"), "")
        if link is None and (value := written_link(card)) is not None:
            link = self._read_link(value)
            terms = source.submit(source.terms.follow, link)
        room = source.settings.max_lookups - len(looking)
        if self.info.kind is Kind.MODEL and room > 0:
            for url, repo in dataset_links(card, room).items():
                known = looking.get(f"https://huggingface.co/datasets/{repo}")
                looking[url] = known or source.submit(source.lookups.repository, repo, Kind.DATASET)
        if link is not None and terms is not None:
            self._add_terms(link, terms.result())
        self.states.update({url: future.result() for url, future in looking.items()})

    def _add_terms(self, link: LicenseLink, read: TermsRead) -> None:
        self.texts += read.texts
        self.gaps += read.gaps
        state = read.state
        if link.path is not None:
            present = any(entry.path == link.path for entry in self.info.files)
            state = "exists" if present else "missing" if self.info.listed else "unknown"
            if not present:
                self.gaps.append(Gap(what=f"license_link {link.value}", why="The repository has no such file."))
        self.states[link.value] = LinkState(state)

    def _add_metadata(self) -> None:
        """Texts that are no files: tags, gate prompt, and the card's metadata where the card may not be read."""
        info = self.info
        page = self.source.client.permalink(info.id, info.kind, None)
        if info.meta.gate_prompt:
            self.texts.append(pseudo_text("hub:gate-prompt", info.meta.gate_prompt, url=page, when=self.when))
        if info.meta.tags:
            self.texts.append(pseudo_text("hub:tags", "\n".join(info.meta.tags), url=page, when=self.when))
        if not any(t.path.lower() == "readme.md" for t in self.texts) and (metadata := card_text(info.card)):
            self.texts.append(pseudo_text("hub:card-data", metadata, url=page, when=self.when))
