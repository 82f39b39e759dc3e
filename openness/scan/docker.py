"""Reads Dockerfiles: RUN, CMD, ENTRYPOINT, ENV and ARG; images are no references."""

import re
from collections.abc import Iterator

from openness.scan import argv, flow
from openness.scan.keys import Surroundings
from openness.scan.reference import Hit, shifted
from openness.scan.shell import ShellState, shell_hits
from openness.scan.written import is_modelfile

_INSTRUCTION = re.compile(r"[ \t]*(?P<name>[A-Za-z]+)[ \t]+")
_HEREDOC = re.compile(r"<<-?\s*['\"]?([A-Za-z_]\w*)['\"]?")


def docker_hits(text: str) -> list[Hit]:
    """All references of a Dockerfile; a Modelfile is often called one."""
    if is_modelfile(text):
        from openness.scan.modelfile import modelfile_hits

        return list(modelfile_hits(text))
    state, around = ShellState(), Surroundings.of(text)
    hits: list[Hit] = []
    image: list[str] = []
    for start, end in _instructions(text):
        match = _INSTRUCTION.match(text, start, end)
        if match is None:
            continue
        name, body = match.group("name").upper(), match.end()
        if name == "FROM":
            image = text[body:end].split()[:1]
        elif name in {"CMD", "ENTRYPOINT"} or (name == "RUN" and text[body : body + 1] == "["):
            hits.extend(_command(text, body, end, image, state, around))
        elif name == "RUN":
            hits.extend(shifted(shell_hits(text[body:end], state, around), body))
        elif name in {"ENV", "ARG"}:
            hits.extend(shifted(_assignments(text[body:end], state, around), body))
    return hits


def _command(
    text: str, start: int, end: int, image: list[str], state: ShellState, around: Surroundings
) -> Iterator[Hit]:
    if text[start] == "[":
        words = [entry.literal for entry in flow.entries(text, start, end)]
        yield from argv.hits(words, around, image)
        for index, word in enumerate(words):
            if index and words[index - 1].text in {"-c", "-lc"}:
                yield from shifted(shell_hits(word.text, state, around), word.start)
    else:
        yield from shifted(shell_hits(text[start:end], state, around), start)


def _assignments(body: str, state: ShellState, around: Surroundings) -> list[Hit]:
    """`NAME=value …` and the old form `NAME value`."""
    head = body.split(None, 1)
    if len(head) == 2 and "=" not in head[0]:
        gap = body.index(head[1], len(head[0]))
        padded = f"{head[0]}={' ' * (gap - len(head[0]) - 1)}{head[1]}" if gap == len(head[0]) + 1 else body
        return shell_hits(padded, state, around)
    return shell_hits(body, state, around)


def _instructions(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each instruction, continuation lines and here-documents included."""
    position, size = 0, len(text)
    while position < size:
        start = position
        stop = _line_end(text, position)
        line = text[start:stop]
        if not line.strip() or line.lstrip().startswith("#"):
            position = stop + 1
            continue
        while stop < size and _continues(text, start, stop):
            stop = _line_end(text, stop + 1)
        mark = _HEREDOC.search(text, start, stop)
        if mark and line.lstrip()[:4].upper() in {"RUN ", "COPY"}:
            close = re.compile(rf"^{re.escape(mark.group(1))}[ \t]*$", re.MULTILINE).search(text, stop)
            stop = close.end() if close else size
        yield start, stop
        position = stop + 1


def _continues(text: str, start: int, stop: int) -> bool:
    last = text.rfind("\n", start, stop) + 1 or start
    line = text[max(last, start) : stop].rstrip()
    return line.endswith(("\\", "`")) or (last > start and line.lstrip().startswith("#"))


def _line_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end
