"""Compile the pattern files of data/clauses into the one JSON file that the detector loads.

Run by `tools/compile_clauses`. Terms are spelled out, and every pattern gets its prefilter keys: literals of which any
text that matches must contain one. They are derived from the pattern itself, so that nobody can forget one.
"""

import hashlib
import json
import re
import re._constants as codes  # type: ignore[import-not-found,unused-ignore]
import re._parser as parser  # type: ignore[import-not-found,unused-ignore]
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from openness.errors import KnowledgeError

RULE_KEYS = frozenset(
    {
        "id",
        "match",
        "also",
        "near",
        "not",
        "under",
        "not_under",
        "drop_if",
        "confidence",
        "heading",
        "not_heading",
        "never",
        "needs",
        "reach",
        "needs_items",
    }
)
FILE_KEYS = frozenset({"clause", "params", "rules", "examples", "applies_to"})
_NAME = re.compile(r"\{([a-z]+)\}")
MIN_KEY = 3


def sources(folder: Path) -> tuple[Path, ...]:
    """The YAML files that the compiled file is made from, in order."""
    return (folder / "terms.yaml", folder / "values.yaml", *sorted((folder / "patterns").glob("*.yaml")))


def digest(folder: Path) -> str:
    """A hash over all sources; the compiled file carries it, so that a test can tell when it is stale."""
    total = hashlib.sha256()
    for path in sources(folder):
        total.update(path.name.encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def _best(options: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    """The option whose shortest literal is longest; fewer literals win a tie."""
    usable = [option for option in options if option and min(map(len, option)) >= MIN_KEY]
    if not usable:
        return None
    return max(usable, key=lambda option: (min(*map(len, option), 6) - 0.05 * len(option), sorted(option)))


def required_literals(tree: Any) -> frozenset[str] | None:
    """Literals of which every match of the parsed pattern contains at least one, or None when there is no such set."""
    options: list[frozenset[str] | None] = []
    run = ""
    for operation, argument in tree:
        if operation is codes.LITERAL:
            run += chr(argument)
            continue
        if operation is codes.AT and argument in (codes.AT_BOUNDARY, codes.AT_BEGINNING, codes.AT_END):
            continue  # consumes nothing: the run goes on
        if run:
            options.append(frozenset({run}))
            run = ""
        if operation is codes.SUBPATTERN:
            options.append(required_literals(argument[-1]))
        elif operation is codes.BRANCH:
            parts = [required_literals(branch) for branch in argument[1]]
            options.append(frozenset().union(*(part for part in parts if part)) if all(parts) else None)
        elif operation in (codes.MAX_REPEAT, codes.MIN_REPEAT) and argument[0] >= 1:
            options.append(required_literals(argument[2]))
    if run:
        options.append(frozenset({run}))
    return _best(options)


def _spell_out(pattern: str, terms: dict[str, str], where: str) -> str:
    for _ in range(4):
        if not _NAME.search(pattern):
            return pattern
        try:
            pattern = _NAME.sub(lambda match: terms[match.group(1)], pattern)
        except KeyError as error:
            raise KnowledgeError(f"{where}: unknown term {error}") from error
    raise KnowledgeError(f"{where}: terms refer to each other in a circle")


def compile_patterns(folder: Path) -> dict[str, Any]:
    """The compiled form of all pattern files below `folder`."""
    base = yaml.safe_load((folder / "terms.yaml").read_text(encoding="utf-8"))
    terms = {name: _spell_out(text, base["terms"], "terms.yaml") for name, text in base["terms"].items()}
    rules: list[dict[str, Any]] = []
    for path in sources(folder)[2:]:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        unknown = set(document) - FILE_KEYS
        if unknown or document.get("clause") != path.stem:
            raise KnowledgeError(
                f"{path.name}: unknown fields {sorted(unknown)} or a clause id that is not the file's name"
            )
        for number, rule in enumerate(document["rules"], 1):
            unknown = set(rule) - RULE_KEYS
            if unknown:
                raise KnowledgeError(f"{path.name}: rule {number} has unknown fields {sorted(unknown)}")
            entry: dict[str, Any] = {
                "clause": path.stem,
                "id": rule.get("id", f"{path.stem}-{number}"),
                "params": document.get("params", []),
                **{key: rule[key] for key in rule if key != "id"},
            }
            for key in ("match", "also", "near", "not", "never"):
                entry[key] = [_spell_out(pattern, terms, path.name) for pattern in rule.get(key, [])]
            keys = [required_literals(parser.parse(pattern)) for pattern in entry["match"]]
            entry["keys"] = [sorted(key) if key else [] for key in keys]
            if entry.get("drop_if") not in (None, *base["document"]):
                raise KnowledgeError(f"{path.name}: rule {number}: unknown condition {entry['drop_if']!r}")
            rules.append(entry)
    cues = {name: [_spell_out(p, terms, "terms.yaml") for p in patterns] for name, patterns in base["cues"].items()}
    return {
        "digest": digest(folder),
        "cues": cues,
        "passive": base["passive"],
        "headings": base["headings"],
        "refusal": base["refusal"],
        "quoted": base["quoted"],
        "document": base["document"],
        "prose": base["prose"],
        "anchors": {name: _spell_out(text, terms, "terms.yaml") for name, text in base["anchors"].items()},
        "values": yaml.safe_load((folder / "values.yaml").read_text(encoding="utf-8")),
        "rules": rules,
    }


def write(folder: Path) -> Path:
    """Compile and write `compiled.json`; its path."""
    target = folder / "compiled.json"
    text = json.dumps(compile_patterns(folder), ensure_ascii=True, indent=None, separators=(",", ":"))
    target.write_text(text + "\n", encoding="utf-8")
    return target
