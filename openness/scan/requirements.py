"""Reads dependency lists for packages that are models, or that carry weights."""

from collections.abc import Iterator

import re2

from openness.scan import hub_links
from openness.scan.hub_names import is_spacy_model
from openness.scan.knowledge import table
from openness.scan.reference import Hit

_PACKAGE = re2.compile(
    r"(?m)^[ \t]*(?:-[ \t]+)?[\"']?(?:[a-z0-9-]+::)?(?P<prefix>spacy-model-)?(?P<name>[A-Za-z][A-Za-z0-9._-]*)"
    r"[\"']?[ \t]*(?:(?:==?|~=|>=|=[ \t]*[\"'{]?)[ \t]*(?P<version>\d[0-9a-z.]*))?"
)


def requirements_hits(text: str) -> Iterator[Hit]:
    """Model packages by link or by name; a version that is fixed is the revision."""
    seen: set[str] = set()
    for link in hub_links.links(text):
        if link.id not in seen:
            seen.add(link.id)
            yield Hit(link.id, link.kind, link.start, link.end, "link", link.revision, None)
    bundled: dict[str, str] = table("names")["weights_packages"]
    for match in _PACKAGE.finditer(text):
        name: str = match.group("name")
        module = name.replace("-", "_")
        found = f"spacy:{module}" if is_spacy_model(module) else bundled.get(name.lower())
        if found is None or found in seen:
            continue
        seen.add(found)
        version = match.group("version") if "==" in match.group() or "=" in match.group().replace(">=", "") else None
        start, end = match.span(2)
        yield Hit(found, "model", start, end, "package", version, "spacy" if found.startswith("spacy:") else None)
