"""data/compatibility.yaml: which license lets its works join a work under another, and what copyleft keeps out."""

from dataclasses import dataclass
from functools import cache

from openness.errors import KnowledgeError
from openness.kb.locate import data_dir

FILE = "compatibility.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Works under `source` may join a work under `target`."""

    source: str
    target: str
    because: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Compatibility:
    """The whole file."""

    restrictions: tuple[str, ...]
    ways: tuple[Way, ...]

    def one_way(self, source: str, target: str) -> Way | None:
        """The entry that lets works under one license join a work under another, or None."""
        return next((way for way in self.ways if way.source == source and way.target == target), None)


@cache
def load_compatibility() -> Compatibility:
    """The file, read once. Raises KnowledgeError that names the field."""
    import yaml

    try:
        data = yaml.safe_load((data_dir() / FILE).read_text("utf-8"))
        return Compatibility(
            restrictions=tuple(data["further_restrictions"]),
            ways=tuple(
                Way(source=source, target=target, because=entry["because"], url=entry["url"])
                for entry in data["one_way"]
                for source in entry["from"]
                for target in entry["into"]
            ),
        )
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise KnowledgeError(f"{FILE}: {error}") from error
