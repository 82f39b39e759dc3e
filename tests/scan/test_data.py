"""The tables of data/scan: complete, without doubles, and each of their names is used."""

import json
from pathlib import Path

import pytest
import re2

from openness.kb.locate import data_dir
from openness.scan.readers import PREFILTER, READERS
from openness.scan.resolve import _RESOLVERS

FOLDER = data_dir() / "scan"
TABLES = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.json"))}


@pytest.mark.parametrize("name", TABLES)
def test_every_table_says_what_it_is(name: str) -> None:
    assert TABLES[name]["note"].endswith(".")


@pytest.mark.parametrize("name", TABLES)
def test_lists_have_no_doubles(name: str) -> None:
    for key, value in TABLES[name].items():
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            assert len(value) == len(set(value)), key


def test_every_way_to_resolve_exists() -> None:
    ways = {row["as"] for row in TABLES["calls"]["shapes"]} | {
        c.get("as", "owned") for c in TABLES["commands"]["commands"]
    }
    aliases = {f"alias:{name}" for name in TABLES["names"]["aliases"]}
    assert ways <= set(_RESOLVERS) | aliases


def test_service_patterns_compile_and_groups_exist() -> None:
    groups = TABLES["services"]["patterns"]
    for patterns in groups.values():
        for pattern in patterns:
            re2.compile(pattern)
    for chosen in TABLES["services"]["providers"].values():
        assert set(chosen) <= set(groups) | {"*"}


def test_every_file_kind_has_a_reader_and_a_prefilter() -> None:
    kinds = set(TABLES["files"]["names"]) | set(TABLES["files"]["suffixes"]) | set(TABLES["files"]["shebangs"].values())
    assert kinds <= set(READERS)
    assert set(PREFILTER) == set(READERS)
    assert set(PREFILTER.values()) == set(TABLES["prefilter"]) - {"note", "patterns"}


def test_documentation_lists_every_command_option() -> None:
    page = (Path(__file__).parents[2] / "docs" / "scan.md").read_text("utf-8")
    from openness.cli.scan import command

    for parameter in command.params:
        for option in parameter.opts:
            if option.startswith("--"):
                assert option in page, option
