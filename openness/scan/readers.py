"""Chooses the reader of a text and runs it."""

import re
from collections.abc import Callable, Iterable
from functools import partial

from openness.scan.reference import Hit


def _python(text: str) -> Iterable[Hit]:
    from openness.scan.python import python_hits

    return python_hits(text)


def _notebook(text: str) -> Iterable[Hit]:
    from openness.scan.notebook import notebook_hits

    return notebook_hits(text)


def _braces(language: str, text: str) -> Iterable[Hit]:
    from openness.scan.braces import braces_hits

    return braces_hits(text, language)


def _markup(text: str) -> Iterable[Hit]:
    from openness.scan.markup import markup_hits

    return markup_hits(text)


def _shell(text: str) -> Iterable[Hit]:
    from openness.scan.shell import shell_hits

    return shell_hits(text)


def _powershell(text: str) -> Iterable[Hit]:
    return [*_shell(text), *_braces("hash", text)]


def _make(text: str) -> Iterable[Hit]:
    from openness.scan.makefile import makefile_hits

    return makefile_hits(text)


def _docker(text: str) -> Iterable[Hit]:
    from openness.scan.docker import docker_hits

    return docker_hits(text)


def _modelfile(text: str) -> Iterable[Hit]:
    from openness.scan.modelfile import modelfile_hits

    return modelfile_hits(text)


def _requirements(text: str) -> Iterable[Hit]:
    from openness.scan.requirements import requirements_hits

    return requirements_hits(text)


def _yaml(text: str) -> Iterable[Hit]:
    from openness.scan.config import config_hits
    from openness.scan.config_yaml import yaml_entries

    return config_hits(text, yaml_entries(text))


def _json(text: str) -> Iterable[Hit]:
    from openness.scan import flow
    from openness.scan.config import config_hits

    return config_hits(text, flow.entries(text))


def _lines(text: str) -> Iterable[Hit]:
    from openness.scan.config import config_hits
    from openness.scan.config_lines import line_entries

    return config_hits(text, line_entries(text))


def _prose(text: str) -> Iterable[Hit]:
    from openness.scan.prose import prose_hits

    return prose_hits(text)


_CALL = re.compile(r"[A-Za-z_][\w.]* = [A-Za-z_][\w.]*\(")  # a shell has no spaces around its sign
_SETTING = re.compile(r"[A-Za-z_]\w*(?:[.-][\w-]+)+[ ]*=[ ]*\S")
_DECLARING = ("const ", "let ", "var ", "export const ", "await ")

READERS: dict[str, Callable[[str], Iterable[Hit]]] = {
    "python": _python,
    "notebook": _notebook,
    "javascript": partial(_braces, "javascript"),
    "rust": partial(_braces, "rust"),
    "braces": partial(_braces, "braces"),
    "hash": partial(_braces, "hash"),
    "markup": _markup,
    "shell": _shell,
    "powershell": _powershell,
    "make": _make,
    "docker": _docker,
    "modelfile": _modelfile,
    "requirements": _requirements,
    "yaml": _yaml,
    "json": _json,
    "toml": _lines,
    "ini": _lines,
    "env": _lines,
    "prose": _prose,
}

# Which list of data/scan/prefilter.json a reader's files are held against.
PREFILTER = {
    **dict.fromkeys(READERS, "config"),
    **dict.fromkeys(("python", "javascript", "rust", "braces", "hash"), "code"),
    **dict.fromkeys(("prose", "markup", "notebook"), "prose"),
}


def hits_of(text: str, kind: str, _name: str = "") -> list[Hit]:
    """All references that the reader of a kind finds; a reader that gives up finds none."""
    try:
        return list(READERS[kind](text))
    except RecursionError:
        return []


def sniffed_hits(text: str, names: list[str]) -> list[Hit]:
    """References of a text whose language only its name or its own look tells."""
    from openness.scan.filetype import kind_of_name

    for name in names:
        kind = (
            kind_of_name(name.rpartition("/")[2])
            if "." in name or name.lower().startswith(("model", "docker"))
            else None
        )
        if kind is not None and kind != "prose":
            return hits_of(text, kind, name)
    look = _look(text)
    if look == "shell":
        from openness.scan.prose import without_prompts

        text = without_prompts(text)
    return hits_of(text, look)


def _look(text: str) -> str:
    """The kind of a text without a name."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not lines:
        return "shell"
    first = lines[0]
    if first.startswith("FROM ") and not any(line.startswith(("RUN ", "CMD ", "COPY ")) for line in lines):
        return "modelfile"
    if first.startswith("FROM "):
        return "docker"
    if first.startswith(("{", "[{")):
        return "json"
    if any(
        line.startswith(("import ", "from ", "def ", "class ", ">>> ")) or "from_pretrained(" in line
        for line in lines[:40]
    ):
        return (
            "javascript"
            if any("require(" in line or " from '" in line or ' from "' in line for line in lines)
            else "python"
        )
    if any("load_dataset(" in line or "SentenceTransformer(" in line or "pipeline(" in line for line in lines):
        return "javascript" if any("await " in line or line.startswith("const ") for line in lines) else "python"
    if any(_CALL.match(line) for line in lines):
        return "python"
    if any(line.startswith(_DECLARING) and "(" in line for line in lines):
        return "javascript"
    if all(_SETTING.match(line) or line.startswith("#") for line in lines):
        return "ini"
    yaml = sum(1 for line in lines if _is_yaml(line))
    return "yaml" if yaml * 2 > len(lines) else "shell"


def _is_yaml(line: str) -> bool:
    if line.startswith("- "):
        return True
    key, colon, rest = line.partition(":")
    return bool(colon) and " " not in key.strip() and "=" not in key and (not rest or rest.startswith(" "))
