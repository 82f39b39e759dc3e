"""Finds references among the keys and values of configuration files, whatever their format."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from openness.scan import argv, argv_flags, hub_links
from openness.scan.flow import Entry
from openness.scan.hub_names import MODEL, Target
from openness.scan.keys import Surroundings, by_key, id_as_key, is_hard_silent, words
from openness.scan.knowledge import names
from openness.scan.literal import Literal, default_of
from openness.scan.reference import Hit, shifted
from openness.scan.resolve import resolve
from openness.scan.shapes import as_hit


class Document:
    """The entries of one file, grouped so that siblings can be asked for."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = list(entries)
        self.siblings: dict[tuple[str | int, ...], dict[str, Literal]] = {}
        self.lists: dict[tuple[str | int, ...], list[Literal]] = {}
        self.strict = False
        for entry in self.entries:
            last = entry.path[-1] if entry.path else ""
            if isinstance(last, int):
                self.lists.setdefault(entry.path[:-1], []).append(entry.literal)
            else:
                self.siblings.setdefault(entry.path[:-1], {})[last] = entry.literal
            if entry.path and entry.path[0] in names("keys", "strict_documents"):
                self.strict = True

    def sibling(self, entry: Entry, *keys: str) -> str:
        """The value of a key beside an entry."""
        beside = self.siblings.get(entry.path[:-1], {})
        return next((beside[key].text for key in keys if key in beside), "")


def config_hits(text: str, entries: Iterable[Entry], around: Surroundings | None = None) -> list[Hit]:
    """All references of a configuration file that was read into entries."""
    around = around or Surroundings.of(text)
    document = Document(entries)
    hits: list[Hit] = []
    done: set[tuple[str | int, ...]] = set()
    for path, found in document.lists.items():
        command = list(_command_list(document, path, found, around))
        if command:
            hits.extend(command)
            done.add(path)
    hits.extend(_ids_as_keys(text, document.entries, around))
    for entry in document.entries:
        if len(entry.literal.text) > 1 and names("keys", "metadata_keys").isdisjoint(entry.path):
            hits.extend(_entry(document, entry, around, in_command=entry.path[:-1] in done))
    return hits


def _command_list(
    document: Document, path: tuple[str | int, ...], items: list[Literal], around: Surroundings
) -> Iterator[Hit]:
    """References of a list that is a command line; what stands beside it says which program runs."""
    key = next((part for part in reversed(path) if isinstance(part, str)), "")
    flagged = any(item.text.startswith("-") and len(item.text) > 1 for item in items)
    if not (flagged or key in names("keys", "command_keys")) or any("\n" in item.text for item in items):
        if key in names("keys", "command_keys"):
            for item in items:
                yield from _script(item, around)
        return
    beside = document.siblings.get(path[:-1], {})
    beside_words = [beside["image"].text] if "image" in beside else []
    if key == "args":
        beside_words.extend(item.text for item in document.lists.get((*path[:-1], "command"), []))
    yield from argv.hits(items, around, beside_words)
    for index, item in enumerate(items):
        behind_flag = index > 0 and items[index - 1].text in {"-c", "-lc", "-ec"}
        if behind_flag or (key in names("keys", "command_keys") and " " in item.text and not item.text.startswith("-")):
            yield from _script(item, around)


def _ids_as_keys(text: str, entries: Iterable[Entry], around: Surroundings) -> Iterator[Hit]:
    """Ids that stand as keys: the parts of a mixture of data sets, a table of models."""
    seen: set[str] = set()
    for entry in entries:
        for outer, key in pairwise(part for part in entry.path if isinstance(part, str)):
            if key in seen or not ("/" in key or ":" in key):
                continue
            seen.add(key)
            target = id_as_key(outer, key, around)
            start = text.rfind(key, 0, entry.literal.start) if target else -1
            if target and start >= 0:
                yield as_hit(target, Literal(key, start, start + len(key)), outer, None)


def _script(literal: Literal, around: Surroundings) -> list[Hit]:
    from openness.scan.shell import shell_hits

    return shifted(shell_hits(literal.text, around=around), literal.start)


def _entry(document: Document, entry: Entry, around: Surroundings, *, in_command: bool) -> Iterator[Hit]:
    literal, key = entry.literal, entry.key
    text = literal.text
    if "\n" in text:
        yield from _block(entry, around)
        return
    if "://" in text or text.startswith(("hf.co/", "huggingface.co/")):
        for link in hub_links.links(text):
            revision = link.revision or document.sibling(entry, "revision") or None
            yield Hit(link.id, link.kind, literal.start + link.start, literal.start + link.end, key, revision, None)
        if " " not in text:
            return
    if key in names("keys", "command_keys") and isinstance(entry.path[-1], str):
        image = document.siblings.get(entry.path[:-1], {}).get("image")
        yield from _command_line(literal, image, around)
        return
    if in_command:
        return
    yield from _keyed(document, entry, around)


def _command_line(literal: Literal, image: Literal | None, around: Surroundings) -> Iterator[Hit]:
    from openness.scan.shell import ShellState, expanded, shell_hits
    from openness.scan.shell_words import statements

    if not literal.text.startswith("-") or image is None:
        yield from shifted(shell_hits(literal.text, around=around), literal.start)
        return
    for statement in statements(literal.text):
        filled = [expanded(word, ShellState()) for word in statement]
        placed = [w._replace(start=w.start + literal.start, end=w.end + literal.start) for w in filled]
        yield from argv.hits(placed, around, [image.text])


def _block(entry: Entry, around: Surroundings) -> list[Hit]:
    from openness.scan.readers import sniffed_hits
    from openness.scan.shell import shell_hits

    literal = entry.literal
    if entry.key in names("keys", "command_keys"):
        return shifted(shell_hits(literal.text, around=around), literal.start)
    return shifted(sniffed_hits(literal.text, [entry.key]), literal.start)


def _keyed(document: Document, entry: Entry, around: Surroundings) -> Iterator[Hit]:
    literal = entry.literal
    keys = entry.keys
    name = document.sibling(entry, "name") if entry.path and entry.path[-1] == "value" else ""
    if name:
        keys = (name,)
    elif (
        isinstance(entry.path[-1] if entry.path else "", int) and keys and keys[-1] in names("keys", "environment_keys")
    ):
        variable, equals, _ = literal.text.partition("=")
        if equals and variable.replace("_", "a").isalnum():
            keys, literal = (variable,), argv_flags.tail(literal, len(variable) + 1)
    if is_hard_silent(".".join(keys[-2:])):
        return
    if keys and keys[-1] == "model_args" and "=" in literal.text:
        yield from argv_flags.model_args(literal)
        return
    default = default_of(literal)
    if default is not None:
        name, literal = default
        keys = keys if by_key(keys[-1] if keys else None, literal.text, around) else (name,)
    target = _by_provider(document, entry, literal.text, keys)
    for candidate in _candidates(keys):
        target = target or by_key(candidate, literal.text, around)
    if target is None and document.strict and keys and "model" in words(keys[-1]):
        for part in literal.text.split("+"):
            found = resolve(part, "hub", MODEL)
            if found:
                at = literal.start + literal.text.find(part)
                yield as_hit(found, Literal(part, at, at + len(part)), keys[-1], None)
        return
    if target is None and "+" in literal.text and document.strict:
        return
    if target is not None:
        revision = document.sibling(entry, "revision", "model_revision", "base_model_revision") or None
        yield as_hit(target, literal, ".".join(keys[-2:]), None, revision)


def _candidates(keys: tuple[str, ...]) -> list[str]:
    """Names to judge a value by: its own key, then with the key above."""
    if not keys:
        return []
    if len(keys) == 1:
        return [keys[0]]
    pair = f"{keys[-2]}.{keys[-1]}"
    return [pair] if keys[-1] in names("keys", "vague_keys") else [keys[-1], pair]


def _by_provider(document: Document, entry: Entry, text: str, keys: tuple[str, ...]) -> Target | None:
    """The meaning of a model's name when a provider stands beside it."""
    if not keys or not {"model", "name", "id"} & set(words(keys[-1])[:2]) or keys[-1] == "name":
        return None
    provider = document.sibling(entry, "provider", "backend", "engine", "type", "llm_provider").lower()
    if "ollama" in provider:
        return resolve(text, "ollama", MODEL)
    return None
