"""What the subject's own name implies about its base; a hint that gives way to anything that is said."""

import re

from openness.evidence.card import scalars
from openness.evidence.families import canonical, checkpoints, families, load_names, name_at, size_in
from openness.evidence.own_name import Own
from openness.evidence.subject import Subject
from openness.model import Basis, Gap
from openness.model.ledger import Ledger


def collect_lineage_names(subject: Subject, ledger: Ledger) -> tuple[Gap, ...]:
    """Evidence `base-name`, if the name is one that derivatives have."""
    implied = implied_base(subject.own.id)
    if implied is None and subject.card is not None and subject.file is not None:
        for field in subject.card.all("tags"):
            for tag in scalars(field.node):
                base = tagged_base(tag.text or "", subject.own)
                if base is not None:
                    ledger.quote(
                        subject.file, tag.start, tag.end, kind="base-name", component=subject.main,
                        basis=Basis.DECLARED, value=f"finetune:{base}",
                    )  # fmt: skip
                    return ()
    if implied is not None:
        relation, base = implied
        path = "hub:id" if subject.snapshot.source in ("hub", "cache") else "folder name"
        ledger.note(
            path,
            subject.own.id,
            kind="base-name",
            component=subject.main,
            basis=Basis.PROSE,
            value=f"{relation}:{base}",
        )
    return ()


def implied_base(name: str) -> tuple[str, str] | None:
    """(relation, base) that a repository's name implies, or None."""
    owner, _, tail = name.rpartition("/")
    repackaged = _repackaged(tail)
    if repackaged is not None:
        return repackaged
    low = tail.lower()
    if low in checkpoints() or re.split(r"[-_.]", low)[-1] in load_names()["not_models"]:
        return None
    for checkpoint in checkpoints():
        if low.startswith((f"{checkpoint}-", f"{checkpoint}_")):
            longer = [c for c in checkpoints() if len(c) > len(checkpoint) and (low.startswith((f"{c}-", f"{c}_")))]
            best = max(longer, key=len) if longer else checkpoint
            return ("finetune", checkpoints()[best]) if best != low else None
    for mark in load_names()["finetune_marks"]:
        at = low.find(mark)
        if at > 2 and name_at(tail[:at]) is not None:
            found = name_at(tail[:at])
            if found is not None and found.whole and not _owned(found.family.owners, owner):
                return ("adapter" if "lora" in mark or "adapter" in mark else "finetune", found.id)
    return _family_base(tail.replace("_", "-"), owner) or _by_convention(tail)


def _by_convention(tail: str) -> tuple[str, str] | None:
    """What "-L2-13b" and the like stand for."""
    for pattern, family_id in load_names()["conventions"].items():
        match = re.search(pattern, tail)
        if match is not None and "/" in family_id:
            return "finetune", family_id
        family = next((f for f in families() if f.id == family_id), None)
        if match is not None and family is not None:
            return "finetune", canonical(family, match.group(1).lower(), "", None, tail)
    return None


def tagged_base(tag: str, own: Own) -> str | None:
    """The release that a tag like `llama-2` means for a model of the subject's size; None for tags that mean less."""
    found = name_at(tag.replace("_", "-"))
    if found is None or not found.whole or own.size is None or found.size is not None or found.variant:
        return None
    family = found.family
    if family.loose or family.service or family.weak or family.sizeless or not family.hub or own.owner in family.owners:
        return None
    base = canonical(family, own.size, "", None, tag)
    return base if "/" in base else None


def _family_base(tail: str, owner: str) -> tuple[str, str] | None:
    """The family's release behind a name that begins with it and goes on ("llama-2-ko-7b")."""
    found = name_at(tail)
    if found is None or found.family.service or found.family.weak or _owned(found.family.owners, owner):
        return None
    size = found.size or size_in(tail)
    if size is None and not found.family.sizeless:
        return None
    if found.whole:
        foreign = bool(found.variant) and bool(found.family.hub) and found.variant not in found.family.hub
        return ("finetune", canonical(found.family, size, "", None, tail)) if foreign and found.family.hub else None
    end = _plain_end(tail)
    words = re.sub(r"[^a-z0-9]+", " ", tail[end:].lower()).split()
    if not [w for w in words if w not in load_names()["neutral"] and not w.isdigit() and w != size]:
        return None
    plain = name_at(tail[:end])
    if plain is None or not plain.whole:
        return None
    base = canonical(plain.family, size, plain.variant, plain.version, tail[:end])
    if plain.family.sizes and base.replace(" ", "-").lower() == tail[:end].lower():
        return None
    return ("finetune", base) if base not in (tail, tail[:end]) and (plain.size or plain.family.hub) else None


def _owned(owners: tuple[str, ...], owner: str) -> bool:
    return owner.lower() in owners


def _plain_end(tail: str) -> int:
    """Where the family's own part of a longer name ends."""
    for end in range(len(tail), 2, -1):
        if end < len(tail) and tail[end] not in "-_.":
            continue
        found = name_at(tail[:end])
        if found is not None and found.whole and found.end == end:
            return end
    return len(tail)


def _repackaged(tail: str) -> tuple[str, str] | None:
    """The name without its quantizer's or converter's suffix."""
    words = load_names()["repackaged"]
    relation, name = "", tail
    prefix = re.match(r"([a-z]+)[-_](?=.{4})", tail.lower())
    if prefix and prefix.group(1) in load_names()["packaging_prefixes"]:
        relation, name = "conversion", tail[prefix.end() :]
    for _ in range(4):
        cut = re.search(r"[-_.]([A-Za-z0-9.]+(?:_[A-Za-z0-9]+)*)$", name)
        if cut is None:
            break
        suffix = cut.group(1).lower()
        kind = next((k for k, suffixes in words.items() if suffix in suffixes), None)
        if kind is None:
            half = re.search(r"[-_]([A-Za-z0-9.]+)$", name)
            kind = next((k for k, suffixes in words.items() if half and half.group(1).lower() in suffixes), None)
            cut = half if kind else cut
        if kind is None or cut is None:
            break
        relation = "quantized" if "quantized" in (relation, kind) else kind
        name = name[: cut.start()]
    if not relation or len(name) < 4:
        return None
    known = name_at(name.replace("_", "-"))
    return relation, known.id if known is not None and known.whole else name
