"""A card says the same whether the Hub serves it or a folder holds it (issue 2, item 3)."""

import json
from pathlib import Path

import pytest
import yaml

from openness.kb.load import KnowledgeBase
from tests.fakehub.__main__ import serve_folders

HERE = Path(__file__).parents[1]
CARDS = HERE.parents[1] / "shared" / "cards"
OWN = [
    case["card"]
    for name in ("conflict_cards.yaml", "short_cards.yaml")
    for case in yaml.safe_load((HERE / "lineage" / name).read_text("utf-8"))
]


def levels(openness, targets, *options):
    """(level, commercial answer) by target; a failed target by its kind of error."""
    document = json.loads(openness("check", *targets, "--format", "json", *options).out)
    found = {r["target"]: (r["spectrum"]["level"], r["uses"]["commercial"]["answer"]) for r in document["reports"]}
    return found | {e["target"]: (e["kind"], "") for e in document["errors"]}


def compared(openness, hub, folder):
    """[(name, on the Hub, in the folder)] for every folder, and what the Hub calls it."""
    folders = sorted(path.name for path in folder.iterdir())
    names = serve_folders(hub, folder, weights=True)
    targets = [f"datasets/{n}" if f.startswith("ds__") else n for f, n in zip(folders, names, strict=True)]
    served = levels(openness, targets)
    local = levels(openness, [str(folder / f) for f in folders], "--offline", "--assume", "weights")
    return [(n, served[t], local[str(folder / f)]) for f, n, t in zip(folders, names, targets, strict=True)]


def test_our_own_cards(openness, hub, elsewhere):
    folder = elsewhere / "cards"
    for number, card in enumerate(OWN):
        place = folder / f"acme__case-{number:03}"
        place.mkdir(parents=True)
        (place / "README.md").write_text(card, encoding="utf-8")
    rows = compared(openness, hub, folder)
    assert len(rows) == len(OWN) > 60
    assert [row for row in rows if row[1] != row[2]] == []
    assert len({served[0] for _, served, _ in rows}) > 3


@pytest.mark.shared
@pytest.mark.skipif(
    not CARDS.is_dir(), reason="../shared is not here: the maintainers' corpora are not part of the project"
)
def test_the_maintainers_cards_differ_only_where_the_registry_knows_the_name(openness, hub):
    registry = KnowledgeBase.load().registry
    rows = compared(openness, hub, CARDS)
    differences = [row for row in rows if row[1] != row[2]]
    for name, served, local in differences:
        match = registry.find(name)
        print(f"{name}: {served} on the Hub, {local} as a folder; registry: {match.record.id if match else 'nothing'}")
    assert len(rows) > 100
    assert [row for row in differences if registry.find(row[0]) is None] == []
