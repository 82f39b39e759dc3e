"""The sentences that the linear model is trained on, all in our own words."""

import hashlib
import json
from pathlib import Path

import yaml


def templates(folder: Path) -> tuple[list[tuple[str, str]], dict[str, list[str]]]:
    """Templates with the clause that they say ("" for none), in order, and what fills their {SLOTS}.

    They come from training.yaml and from the examples of the pattern files.
    """
    source = yaml.safe_load((folder / "training.yaml").read_text(encoding="utf-8"))
    found = [(clause, text) for clause, texts in source["clauses"].items() for text in texts]
    found += [("", text) for text in source["none"]]
    for path in sorted((folder / "patterns").glob("*.yaml")):
        if path.stem in source["clauses"]:
            examples = yaml.safe_load(path.read_text(encoding="utf-8"))["examples"]
            found += [(path.stem, text) for text in examples["positive"]]
            found += [("", text) for text in examples["negative"]]
    return found, source["slots"]


def digest(folder: Path) -> str:
    """A hash over all templates and slots; the model carries it, so that a test can tell when it is stale."""
    return hashlib.sha256(json.dumps(templates(folder), ensure_ascii=True).encode()).hexdigest()
