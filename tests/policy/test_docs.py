"""The configuration in docs/policy.md loads, and says what the page says about it."""

import re
import tomllib
from datetime import date
from pathlib import Path

from openness.policy.load import load_config
from openness.policy.parse import RULE_FIELDS

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "policy.md").read_text("utf-8")
BLOCKS = re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_the_configuration_to_copy_loads(tmp_path):
    path = tmp_path / "openness.toml"
    path.write_text(BLOCKS[0])
    config = load_config(path)
    policy = config.named(config.policy)
    assert policy.name == "our-products"
    assert len(policy.rules) == 6
    assert policy.waivers[0].expires == date(2027, 2, 22)
    assert policy.agreements[0].territory == ("EU",)
    assert policy.places == ("DE", "FR")
    assert config.name_for("research/a.py") == "default"
    assert config.baseline == str(tmp_path / "openness-baseline.json")


def test_the_same_in_pyproject(tmp_path):
    lines = [
        re.sub(r"^(\[+)", r"\1tool.openness.", line) for line in BLOCKS[0].splitlines() if not line.startswith("#")
    ]
    path = tmp_path / "pyproject.toml"
    path.write_text("[tool.openness]\n" + "\n".join(lines))
    assert load_config(path).named("our-products").rules[0].reason == "we cannot ship what can be taken back"


def test_the_cases_are_cases(tmp_path):
    from openness.cli.policy_cases import read_cases

    path = tmp_path / "cases.toml"
    path.write_text(BLOCKS[1])
    assert [case.title for case in read_cases(path)] == ["black-forest-labs/FLUX.1-dev", "weights under apache-2.0"]


def test_every_condition_is_in_the_table():
    table = PAGE[PAGE.index("| condition |") : PAGE.index("A name that nothing can match")]
    assert set(re.findall(r"`(\w+)`", table.replace("uses = ", "").replace("rubrics = ", ""))) >= RULE_FIELDS - {
        "verdict",
        "reason",
    }


def test_every_key_of_the_lock_is_in_its_table():
    from openness.lock.table import _KNOWN

    page = (DOCS / "lock.md").read_text("utf-8")
    table = page[page.index("| key | is |") : page.index("`openness schema lock`")]
    missing = {key for key in _KNOWN if f"`{key}" not in table} - {"conflicts", "unread", "rubrics"}
    assert missing == set()


def test_the_block_in_the_lock_page_is_toml():
    page = (DOCS / "lock.md").read_text("utf-8")
    (block,) = re.findall(r"^```toml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert tomllib.loads(block)["entry"]["acme/rocket"]["kind"] == "model"
