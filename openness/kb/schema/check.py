"""Validation by a pydantic model, with one error that names the file and every wrong field."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from openness.errors import KnowledgeError


def check(model: type[BaseModel], data: Mapping[str, Any], path: Path, hint: str) -> None:
    """Raise KnowledgeError when `data`, read from `path`, is not what `model` describes."""
    try:
        model.model_validate(data)
    except ValidationError as error:
        lines = [
            f"{path.name}: {'.'.join(str(part) for part in problem['loc']) or 'record'}: {problem['msg']}"
            for problem in error.errors()
        ]
        raise KnowledgeError("\n".join(lines), hint=hint) from error
