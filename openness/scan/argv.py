"""Reads a command line that is already cut into words."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from openness.scan import hub_links, plausible
from openness.scan.keys import Surroundings, by_key
from openness.scan.knowledge import names, table
from openness.scan.literal import UNKNOWN, Literal
from openness.scan.reference import Hit, within
from openness.scan.resolve import MODEL, Target, resolve
from openness.scan.services import service_id
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
    found = [*_by_command(words), *_by_flags(words, around, beside), *_behind_image(words, beside)]
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
                yield as_hit(target, words[place], "server image", "vllm", _revision(words))


def _name_of(word: str) -> str:
    """A program's name without its folder and suffix."""
    return word.rstrip("/").rpartition("/")[2].removesuffix(".exe")


def _by_command(words: Sequence[Literal]) -> Iterator[Hit]:
    commands = _commands()
    for index, word in enumerate(words[:60]):
        for command in commands.get(_name_of(word.text), ()):
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
    return any(_name_of(word.text) in runners or word.text in wrappers for word in words[:index])


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
            yield as_hit(target, literal, " ".join(command.words), command.library, _revision(rest))


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


def _value_of(words: Sequence[Literal], flags: Sequence[str]) -> Literal | None:
    for index, word in enumerate(words):
        name, equals, _ = word.text.partition("=")
        if name in flags:
            if equals:
                return tail(word, len(name) + 1)
            if index + 1 < len(words):
                return words[index + 1]
    return None


def tail(word: Literal, skip: int) -> Literal:
    """What is left of a word behind its first characters, quotes removed."""
    text = word.text[skip:]
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text, skip = text[1:-1], skip + 1
    return word.part(skip, text)


def _repo_type(words: Sequence[Literal], default: str) -> str:
    given = _value_of(words, ("--repo-type", "--repo_type"))
    if any(word.text == "--dataset" for word in words) and default == MODEL and given is None:
        return default
    return given.text if given and given.text in {"dataset", "space", "model"} else default


def _revision(words: Sequence[Literal]) -> str | None:
    given = _value_of(words, table("commands")["revision_flags"])
    return given.text if given and UNKNOWN not in given.text and "$" not in given.text else None


def _by_flags(words: Sequence[Literal], around: Surroundings, beside: Sequence[str]) -> Iterator[Hit]:
    flags: dict[str, list[str]] = table("commands")["flags"]
    strict = _is_strict([*beside, *(word.text for word in words[:60])])
    revision = _revision(words)
    for index, word in enumerate(words):
        name, equals, _ = word.text.partition("=")
        if not name.startswith("-"):
            if equals and index:
                yield from _setting(word, name, around)  # `-e NAME=value`, `trainer.model=value`
            continue
        following = words[index + 1] if index + 1 < len(words) else None
        if name in names("commands", "pair_flags"):
            yield from _pairs(words[index + 1 :])
        elif name in names("commands", "args_flags"):
            value = tail(word, len(name) + 1) if equals else following
            if value:
                yield from model_args(value)
        elif name in {"--set", "--set-string"}:
            value = tail(word, len(name) + 1) if equals else following
            if value:
                yield from _settings(value, around)
        elif name in flags or name.lower() in flags:
            value = tail(word, len(name) + 1) if equals else following
            if value and not (name == "-m" and index and _name_of(words[index - 1].text).startswith("python")):
                kind, mode = flags.get(name) or flags[name.lower()]
                hit = _flag(name, value, kind, strict or mode == "strict", around, revision)
                if hit:
                    yield hit
        elif equals:
            value = tail(word, len(name) + 1)
            target = by_key(name.lstrip("-"), value.text, around)
            if target:
                yield as_hit(target, value, name, None, revision)
        elif following and not following.text.startswith("-") and len(name) > 3:
            target = by_key(name.lstrip("-"), following.text, around)
            if target:
                yield as_hit(target, following, name, None, revision)


def _is_strict(words: Sequence[str]) -> bool:
    """True when the program resolves any owner/name on the Hub."""
    tools = names("commands", "strict_commands")
    hosts = tuple(table("commands")["strict_arg_hosts"])
    for word in words:
        name = _name_of(word)
        if name in tools or name.partition(".")[0] in tools:
            return True
        if any(host in word for host in hosts) and not word.startswith("-"):
            return True
    return False


def _flag(name: str, value: Literal, kind: str, strict: bool, around: Surroundings, revision: str | None) -> Hit | None:
    text = value.text
    if UNKNOWN in text or text.startswith("-"):
        return None
    target: Target | None
    if kind == "dataset":
        bare = text.partition("#")[0].partition(":")[0]
        likely = plausible.is_strong_id(bare) and (
            strict
            or plausible.known_owner(bare.partition("/")[0])
            or plausible.looks_like_dataset(bare.partition("/")[2])
        )
        target = resolve(bare, "dataset", kind) if likely or bare in names("names", "legacy_datasets") else None
    else:
        service = service_id(text)
        if service:
            target = resolve(text, "service", kind)
        elif strict:
            target = resolve(text, "sentence-known", kind) or resolve(text, "routed", kind)
        else:
            target = by_key("model", text, around)
    return as_hit(target, value, name, None, revision) if target else None


def _setting(word: Literal, name: str, around: Surroundings) -> Iterator[Hit]:
    value = tail(word, len(name) + 1)
    target = by_key(name, value.text, around) if name.replace("_", "").replace(".", "").isalnum() else None
    if target:
        yield as_hit(target, value, name, None)


def _settings(value: Literal, around: Surroundings) -> Iterator[Hit]:
    """`key=value,other.key=value`, as Helm takes it."""
    position = 0
    for part in value.text.split(","):
        key, equals, text = part.partition("=")
        target = by_key(key, text, around) if equals else None
        if target:
            start = value.start + position + len(key) + 1
            yield as_hit(target, Literal(text, start, start + len(text)), f"--set {key}", "helm")
        position += len(part) + 1


def _pairs(words: Sequence[Literal]) -> Iterator[Hit]:
    """`name=owner/adapter` words behind a flag."""
    for word in words:
        if word.text.startswith("-"):
            return
        name, equals, value = word.text.partition("=")
        literal = tail(word, len(name) + 1) if equals else word
        target = resolve(value if equals else word.text, "owned", MODEL)
        if target:
            yield as_hit(target, literal, "--lora-modules", "vllm")


def model_args(value: Literal) -> Iterator[Hit]:
    """`pretrained=owner/name,revision=…`, as lm-eval and its kin take it."""
    given: dict[str, tuple[str, int]] = {}
    position = 0
    for part in value.text.split(","):
        name, _, text = part.partition("=")
        given[name.strip()] = (text, position + len(name) + 1)
        position += len(part) + 1
    revision = given.get("revision", (None, 0))[0]
    for name in ("pretrained", "model", "model_name", "tokenizer", "peft", "base_model"):
        if name in given:
            text, offset = given[name]
            literal = Literal(text, value.start + offset, value.start + offset + len(text))
            target = resolve(text, "any", MODEL)
            if target:
                yield as_hit(target, literal, f"--model_args {name}", "lm-eval", revision)
