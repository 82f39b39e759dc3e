"""Ancestors that metadata, configuration files, merge recipes and weight headers name → evidence."""

import json
import re

from openness.evidence.card import code_ranges, scalars
from openness.evidence.families import size_in
from openness.evidence.hub_links import hub_repository
from openness.evidence.lineage_kind import relation_to
from openness.evidence.subject import Subject
from openness.model import Basis, Gap, TextFile
from openness.model.ledger import Ledger

_REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}")
_LOCAL = re.compile(r"[A-Za-z]:\\|[.~]{0,2}[/\\]")  # a path of the author's machine
_BARE = re.compile(r"[A-Za-z0-9][\w.-]{1,95}")
_RELATIONS = {
    "finetune": "finetune", "fine-tune": "finetune", "adapter": "adapter", "lora": "adapter", "merge": "merge",
    "quantized": "quantized", "quantize": "quantized", "quantization": "quantized", "distilled": "distilled",
}  # fmt: skip
_RECIPE_KEY = re.compile(
    r"^[ \t]*(?:-[ \t]+)?(?:model|base_model|source_model|model_name)[ \t]*:[ \t]*[\"']?([^\s\"'#+]{3,200})",
    re.MULTILINE,
)
_RECIPE = re.compile(r"^[ \t]*(?:merge_method|slices|base_model|experts|gate_mode)[ \t]*:", re.MULTILINE)
# Weights of a sum: "[a](0.3) x [b](0.7)"
_SUM = re.compile(r"\[([A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{1,95})\][ \t]*\([ \t]*[01]?\.\d+[ \t]*\)")
_CODE_BASE = re.compile(
    r"(?:\bbase[_-]?model(?:_?(?:name|id|path|name_or_path))*|\bbase_checkpoint|\bmodel_base|"
    r"--base[_-]?model(?:-path)?|--base-model-path)"
    r"[ \t]*(?:=|:|[ \t])[ \t]*(?:\w+(?:\.\w+)*\([ \t\n]*)?[\"']?([A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-"
    r"]{1,95})[\"']?"
)
_MAX_BASES = 256  # of one field; a longer list is cut, and the cut is said


def collect_lineage_fields(subject: Subject, ledger: Ledger) -> tuple[Gap, ...]:
    """Evidence for every base that is named outside prose, and gaps for what was cut."""
    gaps: list[Gap] = []
    card, file = subject.card, subject.file
    if card is not None and file is not None:
        relation = next(
            (_RELATIONS.get((s.text or "").lower()) for f in card.all("base_model_relation") for s in scalars(f.node)),
            None,
        )
        for field in card.all("base_model", "base_models", "finetuned_from", "base-model"):
            values = scalars(field.node)
            if len(values) > _MAX_BASES:
                gaps.append(
                    Gap(what="base_model", why=f"{len(values)} bases are named; the first {_MAX_BASES} are read")
                )
            for value in values[:_MAX_BASES]:
                base = clean_id(value.text or "")
                if base is None or _itself(base, subject):
                    continue
                ledger.quote(
                    file, value.start, value.end, kind="base-declared", component=subject.main, basis=Basis.DECLARED,
                    value=_related(relation or relation_to(base, subject), base),
                )  # fmt: skip
        for field in card.all("tags"):
            for tag in scalars(field.node):
                if (tag.text or "").startswith("base_model:"):
                    base = _tag(tag.text or "")
                    if base and not _itself(base.split(":", 1)[-1], subject):
                        ledger.quote(
                            file,
                            tag.start,
                            tag.end,
                            kind="base-tag",
                            component=subject.main,
                            basis=Basis.DECLARED,
                            value=base,
                        )
        _code(subject, file, ledger)
    hub = subject.snapshot.hub
    for name in hub.tags if hub is not None else ():
        base = _tag(name) if name.startswith("base_model:") else None
        if base and not _itself(base.split(":", 1)[-1], subject):
            ledger.note("hub:tags", name, kind="base-tag", component=subject.main, basis=Basis.DECLARED, value=base)
    _configs(subject, ledger)
    _headers(subject, ledger)
    return tuple(gaps)


def _related(relation: str | None, base: str) -> str:
    return f"{relation}:{base}" if relation else base


def clean_id(value: str) -> str | None:
    """A repository id from what authors write there: an id, a URL, a name; None for paths and other things."""
    text = value.strip().strip("\"'`<>[]() ,;")
    if "://" in text or text.startswith(("huggingface.co/", "hf.co/", "www.")):
        return hub_repository(text if "://" in text else f"https://{text}")
    if text.startswith("hf:"):
        text = text[3:].lstrip("/")
    if len(text) > 200 or text.lower() in ("none", "null", "n/a", "na", "scratch", "-"):
        return None
    if _LOCAL.match(text):
        folder = re.split(r"[/\\]", text.rstrip("/\\"))[-1]
        return folder if _BARE.fullmatch(folder) and size_in(folder) is not None else None
    text = text.split("@", 1)[0].removeprefix("models/").rstrip("/")
    if _REPOSITORY.fullmatch(text) or _BARE.fullmatch(text):
        return text
    spaced = re.sub(r"\s+", "-", text)
    return spaced if _BARE.fullmatch(spaced) and re.search(r"\d", spaced) else None


def _itself(base: str, subject: Subject) -> bool:
    """Does a field name the subject itself? The same name elsewhere is what it was made from."""
    return base.lower() == subject.own.id.lower()


def _tag(tag: str) -> str | None:
    """`base_model:finetune:org/name` → `finetune:org/name`."""
    parts = tag.split(":")
    base = clean_id(parts[-1])
    if base is None:
        return None
    relation = _RELATIONS.get(parts[1].lower()) if len(parts) > 2 else None
    return _related(relation, base)


def _configs(subject: Subject, ledger: Ledger) -> None:
    for text in subject.snapshot.texts:
        name = text.path.rsplit("/", 1)[-1].lower()
        if name == "adapter_config.json":
            _json_key(text, "base_model_name_or_path", "adapter:", subject, ledger)
        elif name == "config.json" and "/" not in text.path:
            _json_key(text, "_name_or_path", "", subject, ledger)
        elif name.endswith((".yml", ".yaml")) and _RECIPE.search(text.text):
            for match in list(_RECIPE_KEY.finditer(text.text))[:_MAX_BASES]:
                _found(text, match.start(1), match.end(1), "merge:", subject, ledger)


def _json_key(text: TextFile, key: str, relation: str, subject: Subject, ledger: Ledger) -> None:
    match = re.search(rf'"{key}"\s*:\s*"((?:[^"\\]|\\.){{1,400}})"', text.text)
    if match is None:
        return
    try:
        value = json.loads(f'"{match.group(1)}"')
    except ValueError:
        return
    if _REPOSITORY.fullmatch(value):
        _found(text, match.start(1), match.end(1), relation, subject, ledger, value)


def _found(
    text: TextFile, start: int, end: int, relation: str, subject: Subject, ledger: Ledger, value: str | None = None
) -> None:
    base = clean_id(value if value is not None else text.text[start:end])
    if base is None or "/" not in base or _itself(base, subject) or not _REPOSITORY.fullmatch(base):
        return
    ledger.quote(
        text, start, end, kind="base-config", component=subject.main, basis=Basis.DECLARED, value=f"{relation}{base}"
    )


def _code(subject: Subject, file: TextFile, ledger: Ledger) -> None:
    """Merge recipes and `base_model = "…"` in the card's code."""
    card = subject.card
    if card is None:
        return
    for start, end in code_ranges(card.text, card.body):
        code = card.text[start:end]
        if _RECIPE.search(code):
            for match in list(_RECIPE_KEY.finditer(code))[:_MAX_BASES]:
                _found(file, start + match.start(1), start + match.end(1), "merge:", subject, ledger)
        for match in list(_SUM.finditer(code))[:_MAX_BASES]:
            _found(file, start + match.start(1), start + match.end(1), "merge:", subject, ledger)
        for match in list(_CODE_BASE.finditer(code))[:8]:
            _found(file, start + match.start(1), start + match.end(1), "", subject, ledger)


def _headers(subject: Subject, ledger: Ledger) -> None:
    """`general.base_model.N.*` of GGUF files."""
    for header in subject.snapshot.headers:
        for number in range(16):
            prefix = f"general.base_model.{number}."
            url = header.values.get(f"{prefix}repo_url", "")
            owner, name = header.values.get(f"{prefix}organization", ""), header.values.get(f"{prefix}name", "")
            base = (
                hub_repository(url)
                if url
                else clean_id("/".join(p.strip().replace(" ", "-") for p in (owner, name) if p.strip()))
            )
            if base and not _itself(base, subject):
                ledger.note(
                    header.path, f"{prefix}* = {url or f'{owner}/{name}'}"[:300], kind="base-header",
                    component=subject.main, basis=Basis.DECLARED, value=base,
                )  # fmt: skip
