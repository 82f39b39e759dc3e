"""What the user named."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of thing a name denotes."""

    MODEL = "model"
    DATASET = "dataset"
    SERVICE = "service"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """One target, parsed but not yet looked up."""

    typed: str  # exactly as the user wrote it
    id: str  # repository id, service name, or the folder's path
    kind: Kind = Kind.MODEL
    revision: str | None = None  # branch, tag or commit, when named
    local: bool = False  # `id` is a folder or README path on this machine
