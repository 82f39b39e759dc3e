"""Reads shell scripts and command lines: assignments, commands, inline Python, here-documents."""

import re
from collections.abc import Iterator

from openness.scan import argv, argv_flags
from openness.scan.keys import Surroundings, by_key
from openness.scan.literal import UNKNOWN, Literal
from openness.scan.reference import Hit, shifted, within
from openness.scan.resolve import is_ollama_name
from openness.scan.shapes import as_hit
from openness.scan.shell_words import statements

_HEREDOC = re.compile(r"<<-?\s*(['\"]?)([A-Za-z_][A-Za-z0-9_]*)\1")
_ASSIGNMENT = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)(?:[:?+]?=)")
_VARIABLE = re.compile(r"\$(?:\{(\w+)(?::?[-=]([^{}]*))?\}|\(([A-Za-z_][A-Za-z0-9_]*)\)|([A-Za-z_]\w*))")
_DEFAULT = re.compile(r"\A\$\{(\w+):?[-=]([^{}$]*)\}\Z")
_ALL = re.compile(r"\$\{(\w+)\[[@*]\]\}\Z")
_MAX_LIST = 50
_BODY = re.compile(r"[{,]\s*[\"']?(?:model|modelId|model_id)[\"']?\s*:\s*[\"']([^\"'\s]{2,200})[\"']")


class ShellState:
    """What a script has assigned so far."""

    __slots__ = ("lists", "variables")

    def __init__(self, variables: dict[str, str] | None = None, lists: dict[str, list[str]] | None = None) -> None:
        self.variables = {} if variables is None else variables
        self.lists = {} if lists is None else lists  # of loops and arrays


def shell_hits(text: str, state: ShellState | None = None, around: Surroundings | None = None) -> list[Hit]:
    """All references of a script, or of one command line."""
    state = state or ShellState()
    around = around or Surroundings.of(text)
    hits: list[Hit] = []
    skip_to, missing = 0, set[str]()
    for statement in statements(text):
        if statement and statement[0].start < skip_to:
            continue
        hits.extend(_statement(statement, state, around))
        end = statement[-1].end if statement else 0
        body = _heredoc(text, statement, end, missing)
        if body:
            start, content, skip_to = body
            hits.extend(shifted(_here_document(content, statement), start))
    return hits


def quoted_commands(text: str, around: Surroundings) -> list[Hit]:
    """The references of the commands that a string holds: it is one, or quotes one in a message."""
    if text.lstrip().startswith(argv.spoken()):
        return shell_hits(text, around=around)
    for beginning in argv.quoted():
        at = text.find(beginning)
        if at >= 0:
            end = text.find("\n", at)
            tail = text[at : len(text) if end < 0 else end]
            return [
                hit._replace(start=hit.start + at, end=hit.end + at)
                for hit in shell_hits(tail.replace("`", " ").replace("'", " ").replace(")", " "), around=around)
                if not hit.id.startswith("ollama:") or ":" in hit.id[7:] or is_ollama_name(hit.id[7:])
            ]
    return []


def _statement(words: list[Literal], state: ShellState, around: Surroundings) -> Iterator[Hit]:
    if words[0].text.startswith(("#", "//", "::")) or words[0].text.lower() == "rem":
        return
    if words[0].text.endswith("=") and len(words) > 1 and words[0].end + 1 <= words[1].start:
        yield from _array(words, state, around)
        return
    if words[0].text == "for" and len(words) > 3 and words[2].text == "in":
        state.lists[words[1].text] = [text for word in words[3:] for text in _elements(word, state)]
        return
    for chosen in _choices(words, state):
        yield from _simple(words, state, around, chosen)


def _array(words: list[Literal], state: ShellState, around: Surroundings) -> Iterator[Hit]:
    """`NAME=(one two)`."""
    name = words[0].text.rstrip("=+")
    state.lists[name] = [word.text for word in words[1:_MAX_LIST]]
    for word in words[1:_MAX_LIST]:
        target = by_key(name, word.text, around)
        if target:
            yield as_hit(target, word, name, None)


def _elements(word: Literal, state: ShellState) -> list[str]:
    """The texts that a word of a loop stands for."""
    match = _ALL.match(word.text)
    return state.lists.get(match.group(1), []) if match else [word.text]


def _choices(words: list[Literal], state: ShellState) -> list[dict[str, str]]:
    """The values of the one loop variable that a statement uses; a single empty choice when it uses none."""
    for word in words:
        for match in _VARIABLE.finditer(word.text):
            name = match.group(1) or match.group(4)
            if name in state.lists and name not in state.variables:
                return [{name: text} for text in state.lists[name][:_MAX_LIST]] or [{}]
    return [{}]


def _simple(words: list[Literal], state: ShellState, around: Surroundings, chosen: dict[str, str]) -> Iterator[Hit]:
    """The references of one simple command, with a loop variable set to one of its values."""
    state = ShellState({**state.variables, **chosen}, state.lists) if chosen else state
    rest = list(_assignments(words, state, around))
    for item in rest:
        if isinstance(item, Hit):
            yield item
    left = [item for item in rest if isinstance(item, Literal)]
    if not left:
        return
    yield from argv.hits([expanded(word, state) for word in left], around)
    for index, word in enumerate(left):
        if word.text == "-c" and index + 1 < len(left):
            yield from _inline(left[index - 1].text if index else "", left[index + 1], state)
        elif "{" in word.text and '"model' in word.text.replace("'", '"'):
            yield from _request_body(word, around)
        elif word.text.startswith("$(") and word.text.endswith(")"):
            yield from shifted(shell_hits(word.text[2:-1], state, around), word.start + 2)


def _assignments(words: list[Literal], state: ShellState, around: Surroundings) -> Iterator[Hit | Literal]:
    """Hits of `NAME=value` words, and the words that are left for the command."""
    leading = True
    for index, word in enumerate(words):
        match = _ASSIGNMENT.match(word.text)
        spaced = index + 2 < len(words) and index == 0 and words[1].text in {"=", ":=", "?=", "::="}
        if leading and spaced:
            yield from _assigned(word.text, words[2], state, around)
            return
        if leading and match and not word.text.startswith("-"):
            value = argv_flags.tail(word, match.end())
            yield from _assigned(match.group(1), value, state, around)
        elif word.text in {
            "export",
            "declare",
            "local",
            "readonly",
            "-x",
            "-r",
            "set",
            "env",
            "typeset",
            "setx",
            "ENV",
        }:
            if word.text == "env":
                yield word
        else:
            if leading and index and words[0].text in {"set", "setx"} and word.text.startswith("-"):
                continue
            leading = False
            yield word


def _assigned(name: str, value: Literal, state: ShellState, around: Surroundings) -> Iterator[Hit]:
    default = _DEFAULT.match(value.text)
    if default:
        text = default.group(2).strip("\"'")
        at = value.text.find(text)
        value = Literal(text, value.start + at, value.start + at + len(text)) if text else value
    value = expanded(value, state)
    if value.text.startswith("-") and " " in value.text:  # arguments that a command takes further down
        yield from within((hit for line in statements(value.text) for hit in argv.hits(line, around)), value)
        return
    if UNKNOWN in value.text or not value.text:
        return
    state.variables[name] = value.text
    if value.text.startswith("(") and value.text.endswith(")"):
        return
    target = by_key(name, value.text, around)
    if target:
        yield as_hit(target, value, name, None)


def expanded(word: Literal, state: ShellState) -> Literal:
    """A word with variables filled in; what is not known becomes UNKNOWN."""
    if "$" not in word.text:
        return word

    def value(match: "re.Match[str]") -> str:
        name = match.group(1) or match.group(3) or match.group(4)
        default = match.group(2)
        if name in state.variables:
            return state.variables[name]
        return default.strip("\"'") if default and "$" not in default else UNKNOWN

    return word._replace(text=_VARIABLE.sub(value, word.text).replace("$", UNKNOWN))


def _inline(program: str, code: Literal, state: ShellState) -> Iterator[Hit]:
    name = program.rpartition("/")[2]
    if name.startswith(("python", "ipython")) or "import " in code.text:
        from openness.scan.python import python_hits

        yield from shifted(python_hits(code.text), code.start)
    elif name in {"sh", "bash", "zsh", "ash", "dash"} or " " in code.text:
        yield from shifted(shell_hits(code.text, state), code.start)


def _request_body(word: Literal, around: Surroundings) -> Iterator[Hit]:
    for match in _BODY.finditer(word.text):
        name = match.group(1)
        literal = Literal(name, word.start + match.start(1), word.start + match.end(1))
        target = by_key("model", name, around)
        if target:
            yield as_hit(target, literal, "model", None)


def _heredoc(text: str, statement: list[Literal], end: int, missing: set[str]) -> tuple[int, str, int] | None:
    """Start, content and end of the here-document that a statement opens; `missing` are marks that end nowhere."""
    if not statement:
        return None
    line_end = text.find("\n", end)
    match = _HEREDOC.search(text, statement[0].start, line_end if line_end >= 0 else len(text))
    if match is None or line_end < 0:
        return None
    mark = match.group(2)
    if mark in missing:
        return None
    close = re.compile(rf"^[ \t]*{mark}[ \t]*$", re.MULTILINE).search(text, line_end + 1)
    if close is None:
        missing.add(mark)  # no later document has it either
        return None
    return line_end + 1, text[line_end + 1 : close.start()], close.end()


def _here_document(content: str, statement: list[Literal]) -> list[Hit]:
    from openness.scan.readers import sniffed_hits

    words = [word.text for word in statement]
    names = [word.lstrip(">") for word in words if word.lstrip(">")]
    if any(name.startswith("python") for name in names[:3]):
        from openness.scan.python import python_hits

        return python_hits(content)
    return sniffed_hits(content, names)
