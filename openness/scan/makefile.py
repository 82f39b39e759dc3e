"""Reads Makefiles and justfiles: variables, and recipes as shell."""

import re
from collections.abc import Iterator

from openness.scan.keys import Surroundings
from openness.scan.reference import Hit, shifted
from openness.scan.shell import ShellState, shell_hits

_VARIABLE = re.compile(r"[ ]*(?:export[ \t]+|override[ \t]+)?[A-Za-z_][\w.-]*[ \t]*(?:\?|:|::|\+)?=[ \t]*\S")


def makefile_hits(text: str) -> Iterator[Hit]:
    """All references of a Makefile."""
    state, around = ShellState(), Surroundings.of(text)
    for start, end in _lines(text):
        line = text[start:end]
        bare = line.lstrip(" \t@-+")
        if not bare or bare.startswith("#"):
            continue
        if line.startswith(("\t", "    ")) or _VARIABLE.match(line):
            lead = len(line) - len(bare) if line.startswith(("\t", "    ")) else 0
            yield from shifted(shell_hits(line[lead:], state, around), start + lead)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each line, continuation lines joined."""
    position, size = 0, len(text)
    while position < size:
        start = position
        while True:
            stop = text.find("\n", position)
            stop = size if stop < 0 else stop
            position = stop + 1
            if not (stop < size and text[stop - 1 : stop] == "\\"):
                break
        yield start, stop
