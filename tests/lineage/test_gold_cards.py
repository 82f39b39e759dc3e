"""Base models of the maintainers' labelled cards; only where that corpus is at hand."""

import json
from pathlib import Path

import pytest

from openness.lineage.bases import bases
from openness.model import FileEntry, Kind, Snapshot, TextFile
from tests.evidence.build import gather

SHARED = Path(__file__).parents[2] / ".." / "shared"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the labelled cards lie beside the checkout only on the maintainers' machines"),
]  # fmt: skip


def test_recall_and_precision() -> None:
    right = false = missed = 0
    for line in (SHARED / "gold" / "cards.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        folder = SHARED / "cards" / label["slug"]
        if label["level"] == "n/a" or not folder.is_dir():
            continue
        texts = tuple(
            TextFile(path=p.name, text=p.read_bytes().decode("utf-8"), sha256="")
            for p in sorted(folder.iterdir())
            if p.is_file()
        )
        files = tuple(FileEntry(path=t.path) for t in texts)
        subject = Snapshot(
            target=folder.name, id=folder.name, kind=Kind.MODEL, source="local", files=files, texts=texts
        )
        evidence, _ = gather(subject)
        found = {b.id.rsplit("/", 1)[-1].lower() for b in bases(evidence) if b.weights}
        wanted = {b.rsplit("/", 1)[-1].lower() for b in label["base_models"]}
        right += len(found & wanted)
        false += len(found - wanted)
        missed += len(wanted - found)
    assert right / (right + missed) >= 0.95
    assert right / (right + false) >= 0.90
