"""The one place where evidence gets its id."""

from openness.model.evidence import Basis, Component, Evidence, Span
from openness.model.snapshot import TextFile

QUOTE_LIMIT = 2000  # characters; longer passages are cut at `end`, offsets stay exact


class Ledger:
    """Collects evidence while the stages run and numbers it; the same fact twice gets the same id."""

    def __init__(self) -> None:
        self._by_key: dict[tuple[object, ...], Evidence] = {}

    def quote(  # one argument a field of Evidence
        self,
        text: TextFile,
        start: int,
        end: int,
        *,
        kind: str,
        component: Component,
        basis: Basis,
        value: str | None = None,
    ) -> Evidence:
        """Evidence for `text.text[start:end]`."""
        end = min(end, start + QUOTE_LIMIT)
        span = Span(
            path=text.path,
            start=start,
            end=end,
            line=text.text.count("\n", 0, start) + 1,
            quote=text.text[start:end],
            url=text.url,
        )
        return self._add(kind=kind, component=component, basis=basis, value=value, span=span)

    def note(
        self,
        path: str,
        quote: str,
        *,
        kind: str,
        component: Component,
        basis: Basis,
        value: str | None = None,
        url: str | None = None,
        source: str | None = None,
        as_of: str | None = None,
    ) -> Evidence:
        """Evidence that is no passage of a text: a file listing, a Hub tag, a registry fact."""
        span = Span(path=path, start=0, end=len(quote), line=1, quote=quote, url=url)
        return self._add(
            kind=kind, component=component, basis=basis, value=value, span=span, source=source, as_of=as_of
        )

    def frozen(self) -> tuple[Evidence, ...]:
        """All evidence so far, in the order in which it was found."""
        return tuple(self._by_key.values())

    def _add(
        self,
        *,
        kind: str,
        component: Component,
        basis: Basis,
        value: str | None,
        span: Span,
        source: str | None = None,
        as_of: str | None = None,
    ) -> Evidence:
        key = (kind, component, basis, value, span.path, span.start, span.end, span.quote, source, as_of)
        if key not in self._by_key:
            self._by_key[key] = Evidence(
                id=f"e{len(self._by_key) + 1}",
                kind=kind,
                component=component,
                basis=basis,
                value=value,
                span=span,
                source=source,
                as_of=as_of,
            )
        return self._by_key[key]
