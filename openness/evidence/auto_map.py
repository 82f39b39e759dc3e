"""Which code a configuration says must be run to use the model (`auto_map`, transformers' remote code)."""

import json
import re
from dataclasses import dataclass

_REFERENCE = re.compile(
    r"(?:(?P<repo>[\w.-]{1,96}/[\w.-]{1,96})--)?(?P<module>\w{1,120}(?:\.\w{1,120}){0,6})\.\w{1,120}"
)
_MOST = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class AutoMap:
    """Modules that `auto_map` names."""

    files: tuple[str, ...] = ()  # of the repository itself
    repositories: tuple[str, ...] = ()  # others whose code is run


def auto_map(config: str) -> AutoMap:
    """The code that `config` (the text of a config.json) names; nothing when it names none or cannot be read."""
    if '"auto_map"' not in config:
        return AutoMap()
    try:
        loaded = json.loads(config)
    except (ValueError, RecursionError):
        return AutoMap()
    found = loaded.get("auto_map") if isinstance(loaded, dict) else None
    if not isinstance(found, dict):
        return AutoMap()
    files: dict[str, None] = {}
    repositories: dict[str, None] = {}
    for value in list(found.values())[:_MOST]:
        for item in value if isinstance(value, list) else [value]:  # tokenizers: [slow, fast]
            match = _REFERENCE.fullmatch(item) if isinstance(item, str) and len(item) < 1000 else None
            if match is None:
                continue
            if match["repo"]:
                repositories[match["repo"]] = None
            else:
                files[match["module"].replace(".", "/") + ".py"] = None
    return AutoMap(files=tuple(files), repositories=tuple(repositories))
