"""Turns names as Hub libraries take them into ids: owner/name, legacy names, links, spaCy and timm names."""

from typing import NamedTuple

from openness.scan import hub_links, plausible
from openness.scan.knowledge import lowered, names
from openness.scan.services import is_service_name

MODEL, DATASET, SERVICE = "model", "dataset", "service"


class Target(NamedTuple):
    """What a name denotes."""

    id: str
    kind: str
    revision: str | None = None


def with_revision(text: str) -> tuple[str, str | None]:
    """`owner/name@rev` and `owner/name:quant` cut into id and revision."""
    head, at, tail = text.partition("@")
    if at and "/" in head:
        return head, tail or None
    owner, slash, name = text.partition("/")
    if slash and ":" in name:
        return f"{owner}/{name.partition(':')[0]}", None
    return text, None


def linked(text: str, kind: str) -> Target | None:
    """The target of a link to the Hub."""
    if "://" in text or text.startswith(("hf.co/", "huggingface.co/")):
        link = hub_links.first(text)
        if link is None:
            return None
        return Target(link.id, DATASET if link.kind == DATASET else kind if kind != SERVICE else MODEL, link.revision)
    return None


def owned(text: str, kind: str) -> Target | None:
    """`owner/name`, with a revision behind @ or a quantisation behind a colon."""
    if text.endswith("/") and text.count("/") == 2 and plausible.known_owner(text.partition("/")[0]):
        text = text[:-1]
    name, revision = with_revision(text)
    return Target(name, kind, revision) if plausible.is_strong_id(name) else None


def prefixed(text: str, kind: str) -> Target | None:
    """An id behind the prefix of a library (`hf_hub:`, `hf-hub:`, `local:`)."""
    head, colon, rest = text.partition(":")
    if colon and head == "sentence-transformers":
        return owned(rest if "/" in rest else f"{head}/{rest}", kind)
    for prefix in ("hf_hub:", "hf-hub:", "local:", "hf:", "huggingface:", "transformers:"):
        if text.startswith(prefix):
            return owned(text[len(prefix) :], kind)
    return None


def hub(text: str, kind: str) -> Target | None:
    """As `from_pretrained` does: an owned id, a legacy name, a link."""
    found = linked(text, kind) or prefixed(text, kind) or owned(text, kind)
    if found or "/" in text:
        return found
    if text in names("names", "legacy_models"):
        return Target(text, kind)
    if is_service_name(text):
        return Target(text, SERVICE)
    return None


def owned_or_link(text: str, kind: str) -> Target | None:
    """A link, a prefixed id, or `owner/name`."""
    return linked(text, kind) or prefixed(text, kind) or owned(text, kind)


def any_dataset(text: str, kind: str) -> Target | None:
    """As `load_dataset` does: an owned id, or a single name that is no packaged builder."""
    found = linked(text, kind) or owned(text.partition("#")[0], kind)
    if found or "/" in text:
        return found
    if text in names("names", "dataset_builders") or plausible.is_placeholder(text) or not plausible.is_single(text):
        return None
    return Target(text, kind)


def sentence(text: str, kind: str) -> Target | None:
    """As sentence-transformers does: a bare name belongs to its own organisation, unless it is a plain encoder."""
    found = owned_or_link(text, kind)
    if found or "/" in text:
        return found
    if text.lower() in lowered("names", "sentence_transformers_plain"):
        return Target(text, kind)
    if is_service_name(text):
        return Target(text, SERVICE)
    if plausible.is_single(text) and not plausible.is_placeholder(text) and plausible.looks_like_model(text):
        return Target(f"sentence-transformers/{text}", kind)
    return None


def sentence_known(text: str, kind: str) -> Target | None:
    """A short name of sentence-transformers that is known, or what the Hub has."""
    if text in names("names", "sentence_transformers_short"):
        return Target(f"sentence-transformers/{text}", kind)
    return hub(text, kind)


def timm(text: str, kind: str) -> Target | None:
    """As timm does: a name of its own belongs to its organisation."""
    found = prefixed(text, kind)
    if found:
        return found
    if text.startswith("timm/"):
        return owned(text, kind)
    if "/" in text or not plausible.is_single(text) or plausible.is_placeholder(text):
        return None
    return Target(f"timm/{text}", kind) if any(c.isdigit() or c in "._" for c in text) else None


def spacy(text: str, kind: str) -> Target | None:
    """A spaCy pipeline package."""
    return Target(f"spacy:{text}", kind) if is_spacy_model(text) else None


def is_spacy_model(text: str) -> bool:
    """True for the name of a spaCy pipeline package (`en_core_web_sm`, `en_core_sci_md`)."""
    parts = text.split("_")
    return (
        len(parts) >= 3
        and parts[0] in names("names", "spacy_languages")
        and parts[-1] in {"sm", "md", "lg", "trf"}
        and all(part.isalnum() for part in parts)
    )
