"""Names license texts, notices and references, and says how a text differs from the known one.

`exact.lookup` needs neither numpy nor the index; everything else is imported when it is called.
"""

import sys

from openness.model import TextMatch


def identify_text(text: str, *, path: str = "") -> tuple[TextMatch, ...]:
    """All licenses that `text` states or names, in order, with offsets and deviations."""
    if "numpy" not in sys.modules:  # NOTE: a cold start that a hash can answer loads nothing else
        from openness.identify.text.exact import find

        hit = find(text)
        if hit and not hit.derived_from:
            return (
                TextMatch(
                    license=hit.license,
                    family=None,
                    candidates=(),
                    score=1.0,
                    kind=hit.kind,
                    start=hit.start,
                    end=hit.end,
                ),
            )
    from openness.identify.text.identify import identify

    return identify(text, path=path)


def identify_bytes(data: bytes, *, path: str = "") -> tuple[TextMatch, ...]:
    """Like `identify_text` for bytes of unknown encoding; empty for binary data."""
    from openness.identify.text.reading import read_bytes

    return read_bytes(data, path=path).matches


def primary(matches: tuple[TextMatch, ...]) -> str | None:
    """The one SPDX expression that the matches of a file come to, or None when they name no license."""
    from openness.identify.text.expression import primary as choose

    return choose(matches)
