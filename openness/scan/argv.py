"""Reads a command line that is already cut into words."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from openness.scan import hub_links
from openness.scan.argv_flags import flag_hits, program, revision_of, value_of
from openness.scan.hub_names import MODEL
from openness.scan.keys import Surroundings
from openness.scan.knowledge import names, table
from openness.scan.literal import Literal
from openness.scan.reference import Hit, within
from openness.scan.resolve import resolve
from openness.scan.shapes import as_hit


class Command(NamedTuple):
    """One command of data/scan/commands.json."""

    words: tuple[str, ...]
    positional: int
    kind: str
    way: str
    library: str


@cache
def _commands() -> dict[str, list[Command]]:
    found: dict[str, list[Command]] = {}
    for row in table("commands")["commands"]:
        command = Command(
            tuple(row["words"]),
            row["positional"],
            row.get("kind", MODEL),
            row.get("as", "owned"),
            row.get("library", ""),
        )
        found.setdefault(command.words[0], []).append(command)
    for commands in found.values():
        commands.sort(key=lambda command: -len(command.words))
    return found


def hits(words: Sequence[Literal], around: Surroundings | None = None, beside: Sequence[str] = ()) -> list[Hit]:
    """The references of one command line; `beside` are words that say which program runs (an image, a command)."""
    around = around or Surroundings()
    found = [*_by_command(words), *flag_hits(words, around, beside), *_behind_image(words, beside)]
    for word in words:
        if "://" in word.text or "hf.co" in word.text:
            found.extend(within(hub_links.link_hits(word.text), word))
    return found


@cache
def spoken() -> tuple[str, ...]:
    """Beginnings that make a line of text a command that names something."""
    return tuple(table("commands")["spoken"])


@cache
def quoted() -> tuple[str, ...]:
    """Beginnings of commands that messages quote."""
    return tuple(table("commands")["quoted"])


def may_speak(text: str) -> bool:
    """True when a string is a command that names something, or quotes one in a message."""
    return text.lstrip().startswith(spoken()) or any(beginning in text for beginning in quoted())


def _behind_image(words: Sequence[Literal], beside: Sequence[str]) -> Iterator[Hit]:
    """The model that stands right behind the image of a server, which takes it as its first argument."""
    hosts = tuple(table("commands")["positional_images"])
    places = [index + 1 for index, word in enumerate(words) if any(host in word.text for host in hosts)]
    if any(host in word for word in beside for host in hosts):
        places.append(0)
    for place in places:
        if place < len(words):
            target = resolve(words[place].text, "owned", MODEL)
            if target:
                yield as_hit(target, words[place], "server image", "vllm", revision_of(words))


def _by_command(words: Sequence[Literal]) -> Iterator[Hit]:
    commands = _commands()
    for index, word in enumerate(words[:60]):
        for command in commands.get(program(word.text), ()):
            size = len(command.words)
            given = [w.text for w in words[index + 1 : index + size]]
            if given != list(command.words[1:]):
                continue
            if index and not _may_begin(words, index):
                continue
            yield from _positional(command, words[index + size :])
            break


def _may_begin(words: Sequence[Literal], index: int) -> bool:
    """True when what stands before a program's name can stand before a program's name."""
    before = words[index - 1].text
    wrappers = names("commands", "wrappers")
    if before in wrappers or "=" in before or before.endswith((";", "&", "|", ":")):
        return True
    runners = names("commands", "containers")
    return any(program(word.text) in runners or word.text in wrappers for word in words[:index])


def _positional(command: Command, rest: Sequence[Literal]) -> Iterator[Hit]:
    if command.positional < 0:
        return
    kind = _repo_type(rest, command.kind)
    if kind == "space":
        return
    free = list(_free(rest))
    if command.positional < len(free):
        literal = free[command.positional]
        way = "dataset" if kind == "dataset" and command.way == "hub" else command.way
        target = resolve(literal.text, way, kind)
        if target:
            yield as_hit(target, literal, " ".join(command.words), command.library, revision_of(rest))


def _free(words: Sequence[Literal]) -> Iterator[Literal]:
    """Words that are neither flags nor values of flags."""
    valued = names("commands", "valued")
    flags: dict[str, Any] = table("commands")["flags"]
    skip = False
    for word in words:
        if skip:
            skip = False
        elif word.text.startswith("-") and len(word.text) > 1:
            skip = "=" not in word.text and (word.text in valued or word.text in flags)
        elif word.text in {"&&", "||", "|", ";", ">", "&", "2>&1"}:
            return
        else:
            yield word


def _repo_type(words: Sequence[Literal], default: str) -> str:
    given = value_of(words, ("--repo-type", "--repo_type"))
    if any(word.text == "--dataset" for word in words) and default == MODEL and given is None:
        return default
    return given.text if given and given.text in {"dataset", "space", "model"} else default
