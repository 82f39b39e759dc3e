"""A language is one file: the same keys, the same blanks, and nothing that the page does not print."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import openness.render
from openness.errors import UsageError
from openness.kb.clause_labels import clause_labels
from openness.render.phrases import languages, phrases, use_label, use_labels

SOURCES = [p for p in Path(openness.render.__file__).parent.rglob("*") if p.suffix in {".py", ".html"}]


def leaves(node: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from leaves(value, f"{path}.{key}" if path else key)
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield f"{path}[{number}]", value
    else:
        yield path, node


@pytest.mark.parametrize("language", [name for name in languages() if name != "en"])
def test_a_language_has_the_keys_order_and_blanks_of_english(language: str):
    table = dict(phrases(language))
    assert table.pop("clause").keys() == clause_labels().keys(), "a label for every clause of licenses/_clauses.yaml"
    ours, theirs = dict(leaves(phrases())), dict(leaves(table))
    assert list(theirs) == list(ours)
    for key, text in theirs.items():
        assert text.strip(), key
        assert set(re.findall(r"{\w*}", text)) == set(re.findall(r"{\w*}", ours[key])), key


def test_the_pages_words_are_used():
    text = "".join(path.read_text("utf-8") for path in SOURCES)
    unused = {key for key in phrases()["page"] if not re.search(rf"page\.{key}\b|['\"]{key}['\"]", text)}
    assert not unused


def test_phrases_and_unknown_languages():
    assert phrases()["level"]["closed"]["label"] == "closed"
    assert {"de", "en"} <= set(languages())
    with pytest.raises(UsageError, match="no phrases"):
        phrases("xx")


def test_fields_and_places_are_named_once():
    words = phrases()
    assert use_label("sensitive:law-enforcement", words) == "use it in the field: law enforcement"
    assert use_label("never-heard-of", words) == "never-heard-of"
    uses = ["run", "sensitive:medical", "jurisdiction:EU", "sensitive:legal"]
    assert use_labels(uses, words) == ["run it", "use it in the field: medical, legal", "use it in: EU"]
