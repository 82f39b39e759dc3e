"""Reads Ollama Modelfiles."""

import re
from collections.abc import Iterator

from openness.scan.literal import Literal
from openness.scan.reference import Hit
from openness.scan.resolve import resolve
from openness.scan.shapes import as_hit

_LINE = re.compile(r"(?im)^[ \t]*(FROM|ADAPTER)[ \t]+(\S+)[ \t]*$")


def modelfile_hits(text: str) -> Iterator[Hit]:
    """The models that FROM and ADAPTER lines name."""
    for match in _LINE.finditer(text):
        literal = Literal(match.group(2), match.start(2), match.end(2))
        way = "ollama" if match.group(1).upper() == "FROM" else "owned"
        target = resolve(literal.text, way, "model")
        if target:
            yield as_hit(target, literal, match.group(1).upper(), "ollama")
