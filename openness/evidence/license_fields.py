"""License facts of metadata, license files, headers and the gate → evidence."""

import re

from openness.evidence.card import entry, scalars
from openness.evidence.file_roles import Role, role_of
from openness.evidence.front_matter import Field
from openness.evidence.subject import Subject
from openness.evidence.terms_words import load_terms
from openness.evidence.yaml_tree import Mapping, Node, Scalar, Sequence
from openness.model import Basis, Component, Gap, TextFile
from openness.model.ledger import Ledger

_BOOLEANS = frozenset({"no", "false", "off", "yes", "true", "on"})
GATE_KEYS = ("extra_gated_prompt", "extra_gated_heading", "extra_gated_description", "extra_gated_fields")
_LICENSE_FILE = re.compile(
    (
        r"licen[cs]|copying|notice|use[ _-]?policy|acceptable|aup|terms|eula|许可|协议|授权|ライセンス|라이선스|"
        r"use[ _-]restriction|copyright"
    ),
    re.IGNORECASE,
)
_FILE_PART = (
    (Component.CODE, re.compile(r"code|software|source|third[ _-]?party", re.IGNORECASE)),
    (Component.DATA, re.compile(r"data", re.IGNORECASE)),
    (Component.WEIGHTS, re.compile(r"model|weight|checkpoint", re.IGNORECASE)),
)
_MAX_VALUE = 400


def collect_license_fields(subject: Subject, ledger: Ledger) -> tuple[Gap, ...]:
    """Evidence for every place outside prose that states a license."""
    gaps: list[Gap] = []
    if subject.card is not None and subject.file is not None:
        for problem in subject.card.problems:
            ledger.quote(
                subject.file,
                problem.start,
                min(problem.end, problem.start + 200),
                kind="card-problem",
                component=Component.UNCLEAR,
                basis=Basis.DECLARED,
                value=f"{problem.id}: {problem.message}"[:_MAX_VALUE],
            )
            if problem.id in _UNREAD:
                gaps.append(
                    Gap(what="front matter", why=f"{problem.message} (line {_line(subject.file, problem.start)})")
                )
        for field in subject.card.all("license", "licence", "licenses"):
            _license(field.node, subject, subject.file, ledger)
        for key, kind in (
            ("license_name", "license-name"),
            ("license_link", "license-link"),
            ("license_url", "license-link"),
        ):
            for field in subject.card.all(key):
                for value in scalars(field.node):
                    _quote(value, kind, subject, subject.file, ledger)
        for field in subject.card.all("tags"):
            _tags(field, subject, subject.file, ledger)
        for field in subject.card.all(*GATE_KEYS):
            _quote_span(field.node, "gate-prompt", subject, subject.file, ledger, field.key)
        for field in subject.card.all("extra_gated_eu_disallowed"):
            _quote_span(
                field.node,
                "gate-prompt",
                subject,
                subject.file,
                ledger,
                f"extra_gated_eu_disallowed: {_text(field.node)}",
            )
    _hub(subject, ledger)
    _files(subject, ledger)
    for header in subject.snapshot.headers:
        for name, named in header.values.items():
            if name in ("general.license", "general.license.name", "license", "modelspec.license") and named.strip():
                ledger.note(
                    header.path, f"{name} = {named}"[:_MAX_VALUE], kind="license-header", component=subject.main,
                    basis=Basis.DECLARED, value=named.strip()[:_MAX_VALUE],
                )  # fmt: skip
    return tuple(gaps)


_UNREAD = frozenset({"yaml-error", "too-deep", "too-many-events", "too-large", "unreadable-value", "not-a-mapping"})


def _line(text: TextFile, offset: int) -> int:
    return text.text.count("\n", 0, offset) + 1


def _license(node: Node, subject: Subject, file: TextFile, ledger: Ledger) -> None:
    """`license:` as a string, list, mapping or boolean."""
    if isinstance(node, Mapping):
        for keys, kind in (
            (("id", "spdx", "license", "type"), "license-declared"),
            (("name",), "license-name"),
            (("link", "url"), "license-link"),
        ):
            value = entry(node, *keys)
            for scalar in scalars(value) if value is not None else ():
                _quote(scalar, kind, subject, file, ledger)
        if not any(entry(node, key) for key in ("id", "spdx", "license", "type", "name", "link", "url")):
            ledger.quote(
                file, node.start, node.end, kind="card-problem", component=subject.main, basis=Basis.DECLARED,
                value="license-mapping: the license is a mapping without a name",
            )  # fmt: skip
        return
    if isinstance(node, Sequence):
        for item in node.items:
            if not isinstance(item, Scalar):
                _license(item, subject, file, ledger)
    for scalar in scalars(node):
        if scalar.plain and (scalar.text or "").lower() in _BOOLEANS:
            ledger.quote(
                file, scalar.start, scalar.end, kind="card-problem", component=subject.main, basis=Basis.DECLARED,
                value=f"license-boolean: {scalar.text!r} is a truth value in YAML, no license id",
            )  # fmt: skip
            continue
        _quote(scalar, "license-declared", subject, file, ledger)


def _tags(field: Field, subject: Subject, file: TextFile, ledger: Ledger) -> None:
    """`license:…` tags, and license ids that stand among the tags."""
    names = load_terms().names
    for tag in scalars(field.node):
        value = (tag.text or "").strip()
        if value.lower().startswith(("license:", "licence:")):
            named = value.split(":", 1)[1].strip()
            if named:
                _quote(tag, "license-tag", subject, file, ledger, named)
        elif _LICENSE_LIKE.fullmatch(value.lower()) and any(p.fullmatch(value.lower()) for _, p in names):
            _quote(tag, "license-tag", subject, file, ledger, value)


_LICENSE_LIKE = re.compile(
    r"(?:cc|apache|mit$|[al]?gpl|bsd|openrail|creativeml|bigscience|bigcode|llama|mpl|artistic|unlicense|"
    r"wtfpl|odc|afl|isc|epl)[\w.+-]*"
)


def _quote(
    scalar: Scalar, kind: str, subject: Subject, file: TextFile, ledger: Ledger, value: str | None = None
) -> None:
    text = (value if value is not None else scalar.text or "").strip()
    if not text:
        return
    ledger.quote(
        file, scalar.start, scalar.end, kind=kind, component=subject.main, basis=Basis.DECLARED, value=text[:_MAX_VALUE]
    )


def _quote_span(node: Node, kind: str, subject: Subject, file: TextFile, ledger: Ledger, value: str) -> None:
    if node.end > node.start:
        ledger.quote(
            file, node.start, node.end, kind=kind, component=subject.main, basis=Basis.PROSE, value=value[:_MAX_VALUE]
        )


def _text(node: Node) -> str:
    return " ".join(s.text or "" for s in scalars(node))


def _hub(subject: Subject, ledger: Ledger) -> None:
    hub = subject.snapshot.hub
    if hub is None:
        return
    for tag in hub.tags:
        if tag.startswith("license:"):
            ledger.note(
                "hub:tags",
                tag,
                kind="license-tag",
                component=subject.main,
                basis=Basis.DECLARED,
                value=tag[8:][:_MAX_VALUE],
            )
    prompt = subject.snapshot.text("hub:gate-prompt")
    if prompt is not None:
        ledger.quote(prompt, 0, len(prompt.text), kind="gate-prompt", component=subject.main, basis=Basis.PROSE)
    elif hub.gate_prompt:
        ledger.note("hub:gate-prompt", hub.gate_prompt, kind="gate-prompt", component=subject.main, basis=Basis.PROSE)
    if hub.gated in ("auto", "manual"):
        ledger.note(
            "hub:gated",
            f"gated: {hub.gated}",
            kind="gated",
            component=subject.main,
            basis=Basis.DECLARED,
            value=hub.gated,
        )


def _files(subject: Subject, ledger: Ledger) -> None:
    """License, notice and policy files that were read."""
    for text in subject.snapshot.texts:
        if text is subject.file:
            continue
        name = text.path.rsplit("/", 1)[-1]
        linked = text.path.startswith("link:")
        if (
            text.path.startswith("hub:")
            or not (linked or _LICENSE_FILE.search(name))
            or name.lower().endswith((".json", ".yml", ".yaml"))
        ):
            continue
        if not text.text.strip():
            continue
        component = next((c for c, words in _FILE_PART if words.search(name)), _part_of_folder(text.path, subject))
        if linked:
            component = subject.main
        if re.search(r"notice|third", name, re.IGNORECASE):
            component = Component.UNCLEAR
        end = text.text.find("\n", 200)
        ledger.quote(
            text, 0, end if 0 < end < 600 else min(len(text.text), 300), kind="license-file", component=component,
            basis=Basis.TEXT, value=text.path,
        )  # fmt: skip


def _part_of_folder(path: str, subject: Subject) -> Component:
    """What a license file below the root speaks of: what lies in its folder, which is seldom the whole."""
    folder = path.rpartition("/")[0]
    if not folder:
        return Component.UNCLEAR
    if any(
        file.path.startswith(f"{folder}/") and role_of(file.path, file.size) in (Role.WEIGHTS, Role.ADAPTER)
        for file in subject.snapshot.files
    ):
        return subject.main
    if _CODE_FOLDER.search(folder):
        return Component.CODE
    return next((c for c, words in _FILE_PART if words.search(folder)), Component.UNCLEAR)


_CODE_FOLDER = re.compile(
    r"(?:^|/)(?:src|codes?|scripts?|libs?|third[_-]?party|vendor(?:ed)?|external|deps|submodules|examples?|demos?|"
    r"tools?|train(?:ing)?|finetun\w*|inference|packages?|app|web|docs?)(?:/|$)",
    re.IGNORECASE,
)
