"""Lines of text: wrapping, headings, and how a place is named. Loads nothing heavy."""

import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from openness.render.phrases import phrases
from openness.render.quotes import quoted
from openness.render.safe import plain, shorten

Data = Mapping[str, Any]
Style = Callable[[str, str], str]  # (text, role) -> text

_REGISTRY = "data/registry: "
_NAME_LIMIT = 120  # characters of a name that a stranger chose


def unstyled(text: str, _role: str) -> str:
    """Text as it is."""
    return text


def heading(key: str, style: Style) -> str:
    """The heading of a section."""
    return style(str(phrases()["heading"][key]), "heading")


def wrap(
    text: str, width: int, *, indent: int = 0, hang: int = 0, style: Style = unstyled, role: str = "plain"
) -> Iterator[str]:
    """Lines of at most `width` columns, indented; all but the first hang by `hang` more."""
    lines = textwrap.wrap(
        plain(text).strip(),
        width,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hang),
        break_on_hyphens=False,
    )
    for line in lines:
        yield style(line, role)


def name(text: str) -> str:
    """A name from a stranger, on one line and not endless."""
    return shorten(text, _NAME_LIMIT)


def both(names: Iterable[str], limit: int = 4) -> str:
    """Names as they are said: "A", "A and B", "A, B and 3 more"."""
    listed = [name(n) for n in dict.fromkeys(names)]
    if len(listed) > limit:
        return f"{', '.join(listed[:limit])} and {len(listed) - limit} more"
    return " and ".join(([", ".join(listed[:-1])] if len(listed) > 1 else []) + listed[-1:])


def place(key: str, item: Data) -> str:
    """Where the evidence stands: file and line, of which ancestor, or which dated record."""
    chain = key.split("#")[:-1]
    path = str(item["path"])
    for ancestor in chain:
        path = path.removeprefix(f"{ancestor}:")
    if item["basis"] == "registry":
        dated = f" of {item['as_of']}" if item["as_of"] else ""
        return f"registry record {name(path.removeprefix(_REGISTRY))}{dated}"
    of = f" of {name(chain[-1])}" if chain else ""
    return f"{name(path)}:{item['line']}{of}"


def proof(key: str, item: Data, limit: int) -> str:
    """The passage with its place; a record's sentence stands without quotation marks and says that it is ours."""
    words = shorten(item["quote"], limit)
    if item["kind"] == "record-clause":
        return f"{words} ({phrases()['page']['not_quoted']})"
    if not quoted(item):
        return f"{place(key, item)}: {words}"
    return f"{place(key, item)}: “{words}”"
