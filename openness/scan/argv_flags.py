"""Reads the flags of a command line: `--model X`, `--set key=value`, `name=value`."""

from collections.abc import Iterator, Sequence

from openness.scan import plausible
from openness.scan.hub_names import MODEL, Target
from openness.scan.keys import Surroundings, by_key
from openness.scan.knowledge import names, table
from openness.scan.literal import UNKNOWN, Literal
from openness.scan.reference import Hit
from openness.scan.resolve import resolve
from openness.scan.services import service_id
from openness.scan.shapes import as_hit


def program(word: str) -> str:
    """A program's name without its folder and suffix."""
    return word.rstrip("/").rpartition("/")[2].removesuffix(".exe")


def value_of(words: Sequence[Literal], flags: Sequence[str]) -> Literal | None:
    """The value that one of the flags has, behind it or behind its sign."""
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


def revision_of(words: Sequence[Literal]) -> str | None:
    """The revision that a command line fixes, if its text is known."""
    given = value_of(words, table("commands")["revision_flags"])
    return given.text if given and UNKNOWN not in given.text and "$" not in given.text else None


def flag_hits(words: Sequence[Literal], around: Surroundings, beside: Sequence[str]) -> Iterator[Hit]:
    """The references in the flags and settings of one command line; `beside` says which program runs."""
    flags: dict[str, list[str]] = table("commands")["flags"]
    strict = _is_strict([*beside, *(word.text for word in words[:60])])
    revision = revision_of(words)
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
            if value and not (name == "-m" and index and program(words[index - 1].text).startswith("python")):
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
        name = program(word)
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
