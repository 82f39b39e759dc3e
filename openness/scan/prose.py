"""Reads documents: Markdown, reStructuredText, plain text, docstrings."""

from collections.abc import Iterator

import re2

from openness.scan import hub_links, plausible
from openness.scan.argv import spoken
from openness.scan.filetype import kind_of_fence
from openness.scan.hub_names import MODEL, SERVICE
from openness.scan.keys import Surroundings
from openness.scan.reference import Hit, shifted
from openness.scan.resolve import is_ollama_name
from openness.scan.services import service_id
from openness.scan.shapes import shapes_of

_FENCE = re2.compile(r"(?m)^(?P<indent>[ \t>]*(?:[-*+][ \t]+|\d+\.[ \t]+)?)(?P<mark>```+|~~~+)[ \t]*(?P<info>[^\n`]*)$")
_COMMENT = re2.compile(r"(?s)<!--.*?-->")
_SPAN = re2.compile(r"`([^`\n]{2,300})`")
_SCRIPT = re2.compile(r"(?:uv run |poetry run )?(?:python3?|bash|sh) [\w./-]+\.(?:py|sh) .*--")
_QUOTED_FLAG = re2.compile(r"\s-{1,2}[\w-]+[ =]'")
_MAX_LINES = 30  # of one command
_ASSIGNMENT = re2.compile(r"(?:export )?[A-Z][A-Z0-9_]{2,60}=[^\s=]")
_CALL = re2.compile(r"(?:[A-Za-z_][\w.]*(?:, *[A-Za-z_]\w*)* = )?(?:await )?([A-Za-z_][\w.]*)\([^)]*[\"']")
_QUOTED = re2.compile(
    r"[\"'`(\[ ]([A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9_][A-Za-z0-9._-]*)(?:[\"'`)\], ;:]|\.[\s\"'`)])"
)


def prose_hits(text: str) -> list[Hit]:
    """All references of a document: front matter, code blocks, commands, links."""
    from openness.scan.readers import hits_of

    hits: list[Hit] = []
    body_start = _front_matter_end(text)
    if body_start:
        hits.extend(hits_of(text[:body_start], "yaml", "front-matter"))
    pieces, position = [_blank(text[:body_start])], body_start
    for start, end, language in _fences(text, body_start):
        block = text[start:end]
        hits.extend(shifted(_block_hits(block, kind_of_fence(language)), start))
        pieces += [text[position:start], _blank(block)]
        position = end
    plain = "".join([*pieces, text[position:]])
    plain = _COMMENT.sub(lambda match: _blank(match.group()), plain)
    hits.extend(_plain_hits(plain))
    hits.extend(hit for hit in _mentions(plain) if plain[hit.start - 1] == "`")
    return hits


def docstring_hits(text: str) -> list[Hit]:
    """The references of a docstring: examples, links, and quoted ids that can be nothing else."""
    return [*prose_hits(text), *_mentions(text)]


def _blank(text: str) -> str:
    """The same number of lines and characters, with nothing in them."""
    return "\n".join(" " * len(line) for line in text.split("\n"))


def _front_matter_end(text: str) -> int:
    if not text.startswith("---\n"):
        return 0
    end = text.find("\n---", 3, 65_536)
    return 0 if end < 0 else end + 4


def _fences(text: str, start: int) -> Iterator[tuple[int, int, str]]:
    """Start, end and language of the fenced blocks."""
    opened: tuple[int, str, str] | None = None
    for match in _FENCE.finditer(text):
        if match.start() < start:
            continue
        mark, info = match.group("mark"), match.group("info").strip()
        if opened is None:
            words = info.strip("{}").replace(",", " ").replace(":", " ").split()
            opened = (min(match.end() + 1, len(text)), mark, words[0].lstrip(".").lower() if words else "")
        elif mark[0] == opened[1][0] and len(mark) >= len(opened[1]) and not info:
            yield opened[0], max(match.start(), opened[0]), opened[2]
            opened = None
    if opened is not None:
        yield opened[0], len(text), opened[2]


def _block_hits(block: str, reader: str) -> list[Hit]:
    from openness.scan.readers import hits_of, sniffed_hits

    if reader == "none":
        return list(hub_links.link_hits(block))
    if reader == "sniff":
        return sniffed_hits(block, [])
    if reader == "shell":
        return hits_of(without_prompts(block), "shell", "block")
    if reader == "python":
        return hits_of(_without_chevrons(block), "python", "block")
    return hits_of(block, reader, "block")


def without_prompts(block: str) -> str:
    """A console session with the prompts blanked, so that offsets stay."""
    lines = []
    for line in block.split("\n"):
        bare = line.lstrip(" ")
        pad = len(line) - len(bare)
        lines.append(" " * (pad + 2) + bare[2:] if bare.startswith(("$ ", "% ", "> ")) else line)
    return "\n".join(lines)


def _without_chevrons(block: str) -> str:
    if ">>>" not in block:
        return block
    lines = []
    for line in block.split("\n"):
        bare = line.lstrip()
        if bare.startswith((">>> ", "... ")):
            pad = len(line) - len(bare)
            lines.append(" " * (pad + 4) + bare[4:])
        else:
            lines.append("#" + line[1:] if line.strip() else line)
    return "\n".join(lines)


def _plain_hits(text: str) -> list[Hit]:
    """References outside code blocks: links, commands in code spans and indented lines, prompts."""
    from openness.scan.readers import hits_of

    hits = list(hub_links.link_hits(text))
    for match in _SPAN.finditer(text):
        content = match.group(1)
        if _is_command(content):
            hits.extend(shifted(hits_of(content, "shell", "span"), match.start(1)))
        elif "(" in content and any(call in content for call in ("from_pretrained(", "load_dataset(", "pipeline(")):
            hits.extend(shifted(hits_of(content, "python", "span"), match.start(1)))
    around: Surroundings | None = None
    position = end = 0
    for line in text.split("\n"):
        bare = line.lstrip(" \t")
        pad = len(line) - len(bare)
        code = bare.removeprefix("$ ")
        offset = position + pad + len(bare) - len(code)
        if position < end:
            pass  # the rest of a command
        elif _is_command(code):
            end = _command_end(text, offset)
            found = shifted(hits_of(text[offset:end], "shell", "line"), offset)
            plain = pad < 4 and code is bare
            hits.extend(hit for hit in found if not plain or _is_certain(hit))
        elif _ASSIGNMENT.match(code):
            around = around or Surroundings.of(text)
            hits.extend(shifted(_setting_hits(code, around), offset))
        elif not code.startswith(">>>") and ((pad >= 4 and "from_pretrained(" in code) or _is_known_call(code)):
            hits.extend(shifted(hits_of(code, "python", "line"), offset))
        position += len(line) + 1
    if ">>>" in text:
        hits.extend(hits_of(_prompted(text), "python", "examples"))
    return hits


def _is_command(line: str) -> bool:
    """True for a command line that may name something."""
    return line.startswith(spoken()) or _SCRIPT.match(line) is not None


def _command_end(text: str, start: int) -> int:
    """Where a command ends that goes on over lines: behind a backslash, or in a quoted argument."""
    end, size = start, len(text)
    for _ in range(_MAX_LINES):
        end = text.find("\n", end + 1)
        end = size if end < 0 else end
        command = text[start:end]
        if end == size or not (command.endswith("\\") or _opens_quote(command)):
            break
    return end


def _opens_quote(command: str) -> bool:
    """True when an argument goes on (`-d '{`); an apostrophe of a sentence opens none."""
    return command.count("'") % 2 == 1 and _QUOTED_FLAG.search(command) is not None


def _setting_hits(line: str, around: Surroundings) -> list[Hit]:
    """The references of a line `NAME=value`."""
    from openness.scan.config import config_hits
    from openness.scan.config_lines import line_entries

    return config_hits(line, line_entries(line), around)


def _is_known_call(line: str) -> bool:
    """True for a line of code outside any block: a call of a shape that names something."""
    match = _CALL.match(line) if len(line) < 2000 else None
    return match is not None and bool(shapes_of(match.group(1).split(".")))


def _is_certain(hit: Hit) -> bool:
    """False for names that any word of a sentence could be."""
    name = hit.id.removeprefix("ollama:")
    return name == hit.id or is_ollama_name(name) or ":" in name


def _prompted(text: str) -> str:
    """Only the example lines of a text, at their offsets."""
    lines = []
    for line in text.split("\n"):
        bare = line.lstrip()
        pad = len(line) - len(bare)
        is_code = bare.startswith((">>> ", "... "))
        lines.append(" " * (pad + 4) + bare[4:] if is_code else " " * len(line))
    return "\n".join(lines)


def _mentions(text: str) -> Iterator[Hit]:
    """Ids whose owner and name both are known to be a model's."""
    for match in _QUOTED.finditer(text):
        name = match.group(1).rstrip(".")
        before = text[max(0, match.start(1) - 12) : match.start(1)]
        written = text[text.rfind("\n", 0, match.start(1)) + 1 : match.start(1)].lstrip(" $>`")
        if written.startswith("openness "):
            continue  # a command of this tool looks a model up, it does not use it
        if plausible.is_surely_model(name) and "/" not in before[-1:] and "github.com" not in before:
            start = match.start(1)
            yield Hit(name, SERVICE if service_id(name) else MODEL, start, start + len(name), "mention", None, None)
