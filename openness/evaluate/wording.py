"""One sentence for one clause, from the templates of rubric/uses."""

import re
from collections.abc import Mapping

from openness.evaluate.terms import Term

_SHOWN = 6  # items of a list; the clause itself is quoted beside it
_FIELD = re.compile(r"\{(\w+)\}")


def sentence(term: Term, wording: Mapping[str, tuple[str, ...]]) -> str:
    """What the clause demands, in the fullest template whose parameters are known, with the place of the words."""
    for template in wording.get(term.clause, ()):
        fields = _FIELD.findall(template)
        values = {name: _shown(term.params.get(name)) for name in fields}
        if all(values.values()):
            return f"{template.format_map(values)} [{term.place}]"
    return f"{term.summary or term.clause} [{term.place}]"


def _shown(value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, list | tuple):
        items = [_shown(item) for item in value]
        more = f" and {len(items) - _SHOWN} more" if len(items) > _SHOWN else ""
        return ", ".join(items[:_SHOWN]) + more
    return str(value)
