"""The models that a report's lineage names."""

from collections.abc import Mapping
from typing import Any


def related(lineage: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What it is made of, then the models whose outputs it was trained on; reports before that field have none."""
    return [*lineage.get("bases", ()), *lineage.get("outputs_of", ())]
