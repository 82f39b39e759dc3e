"""Entry ↔ the lines of its block in openness.lock.

Every line ends with the id as a comment: git's union merge (`openness.lock merge=union` in .gitattributes) keeps both
sides line by line, and joins lines that are equal; with the id in every line two blocks never have one in common.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from openness.lock.entry import Entry

_PLAIN = (
    "kind", "source", "requested", "revision", "acquired", "level", "at_most", "gated", "verdict", "policy",
    "policy_version", "license_hash", "card_hash", "tool", "knowledge",
)  # fmt: skip
_NEEDED = ("kind", "source", "level")
_DOMAIN = "sensitive:"
# "mit (code)", "mit (weights, through acme/base)": whose further clauses a line names. Linear: one fixed alternation.
_ORIGIN = re.compile(r"(.*) \((weights|code|data|docs|unclear)(?:, through (.+))?\)")
# What inner tables hold; a missing value is the one that stands here, and every value is of its kind.
_LICENSE = {"id": "", "grade": "C", "basis": "", "from": "", "sha256": ""}
_BASE: dict[str, Any] = {"relation": "", "licenses": [], "level": "unknown"}
_GRANT: dict[str, Any] = {
    "revision": "", "licenses": [], "level": "", "commercial": "unknown", "license_hash": "", "texts": [],
}  # fmt: skip
_PLACE: dict[str, Any] = {"path": "", "start": 0, "end": 0}
_TERM: dict[str, Any] = {
    "license": "",
    "component": "weights",
    "section": "",
    "inherited_from": "",
    "params": {},
    "words": "",
}
_KNOWN = frozenset(
    {*_PLAIN, "license", "base", "uses", "because", "level_because", "rubrics", "conflicts", "unread", "term", "other",
     "earlier"}
)  # fmt: skip


def block(entry: Entry) -> str:
    """The lines of an entry, with its header."""
    mark = f"  # {_comment(entry.id)}"
    return "".join((f"\n[entry.{quoted(entry.id)}]\n", *(f"{key} = {value}{mark}\n" for key, value in _lines(entry))))


def entry_of(name: str, table: Mapping[str, Any]) -> Entry:
    """The entry of a parsed block. Raises ValueError that names the field; fields of older locks may be missing."""
    unknown = sorted(set(table) - _KNOWN)
    if unknown:
        raise ValueError(f"unknown field '{unknown[0]}'; a newer openness may have written it")
    missing = [key for key in _NEEDED if not table.get(key)]
    if missing:
        raise ValueError(f"the field '{missing[0]}' is missing")
    values: dict[str, Any] = {key: _text(table[key], key) for key in _PLAIN if key in table}
    uses = {use: answer for answer, names in _map(table, "uses").items() for use in _texts(names, f"uses.{answer}")}
    return Entry(
        id=name,
        **values,
        licenses=tuple(
            {**_like(_LICENSE, match, f"license.{component}"), "component": component}
            for component, matches in _map(table, "license").items()
            for match in _tables(matches, f"license.{component}")
        ),
        bases=tuple(
            {**_like(_BASE, _table(base, "base"), f"base.{base_id}"), "id": base_id}
            for base_id, base in _map(table, "base").items()
        ),
        uses=dict(sorted(uses.items())),
        because=dict(sorted(_unfolded(_map(table, "because"), uses))),
        level_because=_texts(table.get("level_because", []), "level_because"),
        rubrics={key: _text(value, "rubrics") for key, value in _map(table, "rubrics").items()},
        conflicts=_texts(table.get("conflicts", []), "conflicts"),
        unread=_texts(table.get("unread", []), "unread"),
        terms=tuple(_terms_of(table)),
        earlier=tuple(
            {**_like(_GRANT, _table(grant, "earlier"), f"earlier.{key}"), "acquired": key.partition(" ")[0]}
            for key, grant in _map(table, "earlier").items()
        ),
    )


def quoted(text: str) -> str:
    """A TOML basic string. JSON strings without surrogates and DEL are one (TOML 1.0, section String)."""
    clean = str(text).encode("utf-8", "replace").decode("utf-8").replace("\x7f", " ")
    return json.dumps(clean, ensure_ascii=False)


def _lines(entry: Entry) -> Iterator[tuple[str, str]]:
    """(key, TOML value) of every line, in a fixed order; empty values are left out."""
    for key in _PLAIN:
        if getattr(entry, key):
            yield key, quoted(getattr(entry, key))
    for component in sorted({m["component"] for m in entry.licenses}):
        matches = [_without(m, "component") for m in entry.licenses if m["component"] == component]
        yield f"license.{_key(component)}", _inline(matches)
    for base in sorted(entry.bases, key=lambda base: base["id"]):
        yield f"base.{_key(base['id'])}", _inline(_without(base, "id"))
    for answer in ("no", "conditional", "unknown", "yes"):
        uses = sorted(use for use, found in entry.uses.items() if found == answer)
        if uses:
            yield f"uses.{answer}", _inline(uses)
    for use, clauses in _folded(entry.because):
        yield f"because.{_key(use)}", _inline(list(clauses))
    for key in ("level_because", "conflicts", "unread"):
        if getattr(entry, key):
            yield key, _inline(list(getattr(entry, key)))
    if entry.rubrics:
        yield "rubrics", _inline(dict(sorted(entry.rubrics.items())))
    yield from _term_lines(entry)
    for grant in entry.earlier:
        key = f"{grant['acquired']} {str(grant['revision'])[:12] or str(grant['license_hash'])[:12]}"
        yield f"earlier.{quoted(key)}", _inline(_without(grant, "acquired"))


def _term_lines(entry: Entry) -> Iterator[tuple[str, str]]:
    """`term.<clause>` for clauses with words, `other.<license>` for the rest."""
    full: dict[str, list[dict[str, Any]]] = {}
    rest: dict[str, list[str]] = {}
    for term in entry.terms:
        if term["words"]:
            kept = {key: term[key] for key, default in _TERM.items() if term[key] != default}
            if term["quoted"]:
                kept |= {"path": term["path"], "start": term["start"], "end": term["end"]}
            full.setdefault(term["clause"], []).append(kept)
        else:
            rest.setdefault(_origin(term), []).append(f"{term['clause']} {term['section']}".strip())
    for clause in sorted(full):
        yield f"term.{_key(clause)}", _inline(full[clause])
    for origin in sorted(rest):
        yield f"other.{_key(origin)}", _inline(rest[origin])


def _terms_of(table: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for clause, terms in _map(table, "term").items():
        for term in _tables(terms, f"term.{clause}"):
            found = _like({**_TERM, **_PLACE}, term, f"term.{clause}")
            yield {**found, "clause": clause, "quoted": bool(found["path"])}
    for origin, names in _map(table, "other").items():
        parts = _ORIGIN.fullmatch(origin)
        license_id, component, through = parts.groups() if parts else (origin, "weights", "")
        for name in _texts(names, f"other.{origin}"):
            clause, _, section = name.partition(" ")
            whose = {"license": license_id, "component": component, "inherited_from": through or ""}
            yield {**_TERM, **_PLACE, **whose, "clause": clause, "section": section, "quoted": False}


def _origin(term: Mapping[str, Any]) -> str:
    """Whose further clauses they are: "mit", "mit (code)", "mit (weights, through acme/base)"."""
    through = f", through {term['inherited_from']}" if term["inherited_from"] else ""
    if term["component"] == "weights" and not through:
        return str(term["license"])
    return f"{term['license']} ({term['component']}{through})"


def _folded(because: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The clauses behind each use; sensitive domains that share them are one line."""
    domains = {use: clauses for use, clauses in because.items() if use.startswith(_DOMAIN)}
    fold = len(domains) > 1 and len(set(domains.values())) == 1
    if fold:
        yield f"{_DOMAIN}*", next(iter(domains.values()))
    yield from ((use, because[use]) for use in sorted(because) if not (fold and use in domains))


def _unfolded(because: Mapping[str, Any], uses: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for use, names in because.items():
        clauses = _texts(names, f"because.{use}")
        if use != f"{_DOMAIN}*":
            yield use, clauses
            continue
        yield from ((name, clauses) for name, answer in uses.items() if name.startswith(_DOMAIN) and answer != "yes")


def _without(table: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in table.items() if name != key and value not in ("", [], {})}


def _inline(value: Any) -> str:
    """A TOML value on one line."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(str(k))} = {_inline(v)}" for k, v in value.items() if v is not None) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_inline(item) for item in value if item is not None) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and abs(value) < 2**63:
        return str(value)
    return quoted(str(value))


def _key(key: str) -> str:
    return key if key and key.isascii() and key.replace("-", "").replace("_", "").isalnum() else quoted(key)


def _comment(text: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in text)


def _text(value: Any, key: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{key}: text is expected")
    return value


def _texts(value: Any, key: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"{key}: a list of texts is expected")
    return tuple(value)


def _table(value: Any, key: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ValueError(f"{key}: a table is expected")
    return value


def _like(model: Mapping[str, Any], table: Mapping[str, Any], key: str) -> dict[str, Any]:
    """The table with the values that it lacks. Raises ValueError for one of another kind than the model's."""
    for name, value in table.items():
        default = model.get(name)
        if isinstance(default, list):
            _texts(value, f"{key}.{name}")
        elif name not in model or type(value) is not type(default):
            raise ValueError(f"{key}.{name}: {'not a value of this kind' if name in model else 'unknown field'}")
    return {**model, **table}


def _map(table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    return _table(table.get(key, {}), key)


def _tables(value: Any, key: str) -> list[Mapping[str, Any]]:
    if not isinstance(value, list):
        raise ValueError(f"{key}: a list of tables is expected")
    return [_table(item, key) for item in value]
