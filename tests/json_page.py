"""docs/json.md, written from the published schemas: every field of the machine interface, with its meaning."""

import json
from collections.abc import Iterator
from typing import Any

from openness.kb.locate import data_dir

WRITE = "OPENNESS_WRITE_DOCS=1 pytest tests/test_docs.py"
HEAD = f"""# The machine interface

Written by `{WRITE}` from `data/schemas/`; `openness schema NAME` prints the schemas.

Version 1 is stable: fields are added, never renamed or removed, and a reader ignores those it does not know. Offsets are
0-based characters, end exclusive; lines and columns are 1-based. Every conclusion names keys of its report's
`evidence`; an answer that rests on a record alone says so by the `basis` of its evidence. A target that could not be
read is an entry of `errors`, never of `reports`; what could not be read of a target is an entry of its `gaps`.

```
openness check acme/rocket gpt-4o --format json            # one document
openness check acme/rocket gpt-4o --format jsonl           # one report or error a line: reports first, then errors
openness license LICENSE --format json
openness scan . --format json --references-only
openness schema report > report.schema.json
```

`jsonl` prints the entries of `reports` and `errors` without the frame around them. `--combine` adds `combination` to the
document of `check`. The formats of `lock --check`, `diff` and `notice` have schemas too: `lock-check`, `diff`, `notice`.

A minimal reader:

```python
import json
import subprocess

done = subprocess.run(["openness", "check", "gpt-4o", "--format", "json"], capture_output=True, text=True)
for report in json.loads(done.stdout)["reports"]:
    proof = [report["evidence"][key]["quote"] for key in report["spectrum"]["evidence"]]
    print(report["subject"]["id"], report["spectrum"]["level"], report["decision"]["verdict"], proof)
```
"""
PAGES = ("report", "license", "scan")


def json_page() -> str:
    """The whole page."""
    parts = [HEAD]
    for name in PAGES:
        schema = json.loads((data_dir() / "schemas" / f"{name}-1.json").read_text("utf-8"))
        parts.append(f"## `openness schema {name}`\n")
        parts.append(_table(schema, ""))
        for title, part in schema.get("$defs", {}).items():
            if "properties" in part:
                parts.append(f"### {title}\n")
                parts.append(_table(part, ""))
    return "\n".join(parts)


def fields(node: dict[str, Any], path: str) -> Iterator[tuple[str, str, str]]:
    """(path, type, meaning) of every field below a node; `[]` is an entry of a list, `{}` a value by id."""
    required = set(node.get("required", ()))
    for name, field in node.get("properties", {}).items():
        if not isinstance(field, dict):
            continue
        here = f"{path}{name}"
        meaning = field.get("description", "")
        yield here, _type(field), meaning if name in required else f"{meaning} (may be absent)".strip()
        yield from fields(field, f"{here}.")
        for suffix, inner in (("[]", field.get("items")), ("{}", field.get("additionalProperties"))):
            if isinstance(inner, dict):
                yield from fields(inner, f"{here}{suffix}.")


def _table(node: dict[str, Any], path: str) -> str:
    rows = [f"| `{name}` | {kind} | {meaning} |" for name, kind, meaning in fields(node, path)]
    return "\n".join(["| field | type | meaning |", "|---|---|---|", *rows]) + "\n"


def _type(field: dict[str, Any]) -> str:
    if "$ref" in field:
        return field["$ref"].rpartition("/")[2].replace("evidence-id", "key of `evidence`")
    if "const" in field:
        return f"`{field['const']}`"
    if "enum" in field:
        return " \\| ".join("null" if value is None else f"`{value}`" for value in field["enum"])
    if "anyOf" in field or "oneOf" in field:
        return " \\| ".join(_type(option) for option in field.get("anyOf", field.get("oneOf")))
    kinds = field.get("type", "any value")
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if "items" in field:
        return f"list of {_type(field['items'])}"
    if isinstance(field.get("additionalProperties"), dict) and not field.get("properties"):
        return f"{_type(field['additionalProperties'])} by id"
    return " \\| ".join(kinds)
