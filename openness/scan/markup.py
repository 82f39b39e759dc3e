"""Reads HTML and component files: links, and scripts as JavaScript."""

import re2

from openness.scan import hub_links
from openness.scan.braces import braces_hits
from openness.scan.reference import Hit, shifted

_SCRIPT = re2.compile(r"(?is)<script[^>]*>(.*?)</script>")
_FRONT = re2.compile(r"(?s)\A---\n(.*?)\n---")
_COMMENT = re2.compile(r"(?s)<!--.*?-->")


def markup_hits(text: str) -> list[Hit]:
    """All references of a page: links anywhere, calls and values in its scripts."""
    plain = _COMMENT.sub(lambda match: " " * len(match.group()), text)
    hits = list(hub_links.link_hits(plain))
    for pattern in (_SCRIPT, _FRONT):
        for match in pattern.finditer(plain):
            hits.extend(shifted(braces_hits(match.group(1), "javascript"), match.start(1)))
    return hits
