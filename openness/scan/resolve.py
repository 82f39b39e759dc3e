"""Turns what a source file says into the id that the library would load."""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from openness.scan import hub_links, plausible
from openness.scan.knowledge import lowered, names, table
from openness.scan.services import is_service_name, routed_id, service_id

MODEL, DATASET, SERVICE = "model", "dataset", "service"
_FAMILIES = ("bert-", "distilbert-", "roberta-", "xlm-", "xlnet-", "albert-", "t5-", "gpt2-", "camembert-")


class Target(NamedTuple):
    """What a name denotes."""

    id: str
    kind: str
    revision: str | None = None


def _clean(text: str) -> str | None:
    """The name without surrounding space, or None when it cannot be a name."""
    text = text.strip()
    if not 2 <= len(text) <= 300 or any(c.isspace() or c in "\"'`,;|()\x00" for c in text):
        return None
    return text


def _with_revision(text: str) -> tuple[str, str | None]:
    """`owner/name@rev` and `owner/name:quant` cut into id and revision."""
    head, at, tail = text.partition("@")
    if at and "/" in head:
        return head, tail or None
    owner, slash, name = text.partition("/")
    if slash and ":" in name:
        return f"{owner}/{name.partition(':')[0]}", None
    return text, None


def _linked(text: str, kind: str) -> Target | None:
    if "://" in text or text.startswith(("hf.co/", "huggingface.co/")):
        link = hub_links.first(text)
        if link is None:
            return None
        return Target(link.id, DATASET if link.kind == DATASET else kind if kind != SERVICE else MODEL, link.revision)
    return None


def _owned(text: str, kind: str) -> Target | None:
    if text.endswith("/") and text.count("/") == 2 and plausible.known_owner(text.partition("/")[0]):
        text = text[:-1]
    name, revision = _with_revision(text)
    return Target(name, kind, revision) if plausible.is_strong_id(name) else None


def _prefixed(text: str, kind: str) -> Target | None:
    head, colon, rest = text.partition(":")
    if colon and head == "sentence-transformers":
        return _owned(rest if "/" in rest else f"{head}/{rest}", kind)
    for prefix in ("hf_hub:", "hf-hub:", "local:", "hf:", "huggingface:", "transformers:"):
        if text.startswith(prefix):
            return _owned(text[len(prefix) :], kind)
    return None


def _hub(text: str, kind: str) -> Target | None:
    """As `from_pretrained` does: an owned id, a legacy name, a link."""
    found = _linked(text, kind) or _prefixed(text, kind) or _owned(text, kind)
    if found or "/" in text:
        return found
    if text in names("names", "legacy_models"):
        return Target(text, kind)
    if is_service_name(text):
        return Target(text, SERVICE)
    return None


def _owned_or_link(text: str, kind: str) -> Target | None:
    return _linked(text, kind) or _prefixed(text, kind) or _owned(text, kind)


def _dataset(text: str, kind: str) -> Target | None:
    """As `load_dataset` does: an owned id, or a single name that is no packaged builder."""
    found = _linked(text, kind) or _owned(text.partition("#")[0], kind)
    if found or "/" in text:
        return found
    if text in names("names", "dataset_builders") or plausible.is_placeholder(text) or not plausible.is_single(text):
        return None
    return Target(text, kind)


def _sentence(text: str, kind: str) -> Target | None:
    """As sentence-transformers does: a bare name belongs to its own organisation, unless it is a plain encoder."""
    found = _owned_or_link(text, kind)
    if found or "/" in text:
        return found
    if text.lower() in lowered("names", "sentence_transformers_plain"):
        return Target(text, kind)
    if is_service_name(text):
        return Target(text, SERVICE)
    if plausible.is_single(text) and not plausible.is_placeholder(text) and plausible.looks_like_model(text):
        return Target(f"sentence-transformers/{text}", kind)
    return None


def _sentence_known(text: str, kind: str) -> Target | None:
    if text in names("names", "sentence_transformers_short"):
        return Target(f"sentence-transformers/{text}", kind)
    return _hub(text, kind)


def _timm(text: str, kind: str) -> Target | None:
    found = _prefixed(text, kind)
    if found:
        return found
    if text.startswith("timm/"):
        return _owned(text, kind)
    if "/" in text or not plausible.is_single(text) or plausible.is_placeholder(text):
        return None
    return Target(f"timm/{text}", kind) if any(c.isdigit() or c in "._" for c in text) else None


def _spacy(text: str, kind: str) -> Target | None:
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


def _ollama(text: str, kind: str) -> Target | None:
    """As Ollama does: `hf.co/owner/name:quant` is the Hub's, anything else its own library."""
    for prefix in ("hf.co/", "huggingface.co/"):
        if text.startswith(prefix):
            return _owned(text.removeprefix(prefix), kind)
    if "://" in text or plausible.is_local(text) or plausible.is_placeholder(text):
        return None
    name, _, tag = text.partition(":")
    if not plausible.is_single(name.replace("/", "-")) or name.count("/") > 1 or any(c in tag for c in "/:{}$"):
        return None
    if is_service_name(text) and name not in names("names", "ollama"):
        return None
    return Target(f"ollama:{text}", kind)


def _ollama_named(text: str, kind: str) -> Target | None:
    """The name that a call gives: no plain word, unless it is one of Ollama's library (connections have names, too)."""
    plain = text.isalpha() and not is_ollama_name(text)
    return None if plain else _ollama(text, kind)


def _ollama_known(text: str, kind: str) -> Target | None:
    return _ollama(text, kind) if is_ollama_name(text) else None


def is_ollama_name(text: str) -> bool:
    """True when the name without its tag is in Ollama's own library."""
    return text.partition(":")[0] in names("names", "ollama")


def _transport(text: str, kind: str) -> Target | None:
    scheme, mark, rest = text.partition("://")
    if not mark:
        return _ollama_known(text, kind)
    if scheme == "ollama":
        return _ollama(rest.removeprefix("library/"), kind)
    return _linked(text, kind) if scheme in {"hf", "huggingface"} else None


def _local_server(text: str) -> Target | None:
    """litellm's prefixes for servers that run weights at hand."""
    head, slash, tail = text.partition("/")
    if slash and head in {"ollama", "ollama_chat"}:
        return _ollama(tail, MODEL)
    if slash and head in {"huggingface", "hosted_vllm", "vllm", "hf"} and tail.count("/") >= 1:
        parts = tail.split("/")
        return _owned("/".join(parts[-2:]), MODEL)
    if text.startswith("ollama:") and len(text) > len("ollama:"):
        return _ollama(text.removeprefix("ollama:"), MODEL)
    if text.startswith("huggingface:"):
        return _owned(text.rpartition(":")[2], MODEL)
    return None


def _service(text: str, _kind: str) -> Target | None:
    found = service_id(text)
    return Target(found, SERVICE) if found else None


def _routed(text: str, _kind: str) -> Target | None:
    local = _local_server(text)
    if local:
        return local
    found = routed_id(text)
    return Target(found, SERVICE) if found else _hub(text, MODEL)


def _chat(text: str, _kind: str) -> Target | None:
    """The model name of an OpenAI-like client: a service, or weights behind a server of one's own."""
    return _routed(text, MODEL)


def _hosted(text: str, _kind: str) -> Target | None:
    """The model name of a client of a hosted service, known or not."""
    found = routed_id(text)
    if found:
        return Target(found, SERVICE)
    if text.startswith("models/"):
        text = text.removeprefix("models/")
    if "://" in text or plausible.is_local(text) or plausible.is_placeholder(text) or plausible.has_file_suffix(text):
        return None
    named = plausible.is_strong_id(text) or (plausible.looks_like_model(text) and any(c in "-:" for c in text))
    return Target(text, SERVICE) if named else None


def _hosted_slug(text: str, _kind: str) -> Target | None:
    name = text.partition(":")[0]
    parts = name.split("/")
    if len(parts) < 2 or plausible.is_placeholder("/".join(parts[:2])) or not all(map(plausible.is_single, parts)):
        return None
    return Target(name, SERVICE)


def _any(text: str, kind: str) -> Target | None:
    found = service_id(text)
    return Target(found, SERVICE) if found else (_local_server(text) or _hub(text, kind))


def _likely(text: str, kind: str) -> Target | None:
    """For calls whose name says little: only what is a model by its own look."""
    found = service_id(text)
    if found:
        return Target(found, SERVICE)
    name, revision = _with_revision(text)
    return Target(name, kind, revision) if plausible.is_likely_model(name) else None


def _mlc(text: str, kind: str) -> Target | None:
    """As WebLLM does: its own builds are called by their bare name."""
    bare = "/" not in text and text.endswith("-MLC") and plausible.is_single(text)
    return Target(f"mlc-ai/{text}", kind) if bare else _owned_or_link(text, kind)


def _gradio(text: str, kind: str) -> Target | None:
    for prefix in ("models/", "huggingface/"):
        if text.startswith(prefix):
            return _hub(text.removeprefix(prefix), kind)
    return None


def _alias(table_name: str, text: str, kind: str) -> Target | None:
    alias = table("names")["aliases"][table_name]
    special: dict[str, str] = alias["special"]
    if text in special:
        return Target(special[text], kind)
    if text in alias["names"]:
        return Target(alias["prefix"] + text, kind)
    return _owned_or_link(text, kind)


def _owned_sentence(text: str, kind: str) -> Target | None:
    return _sentence_known(text, kind)


_RESOLVERS: dict[str, Callable[[str, str], Target | None]] = {
    "hub": _hub,
    "owned": _owned_or_link,
    "prefixed": _prefixed,
    "dataset": _dataset,
    "sentence": _sentence,
    "sentence-hub": _sentence,
    "sentence-known": _sentence_known,
    "owned-sentence": _owned_sentence,
    "timm": _timm,
    "spacy": _spacy,
    "ollama": _ollama,
    "ollama-named": _ollama_named,
    "ollama-known": _ollama_known,
    "transport": _transport,
    "url-only": _linked,
    "service": _service,
    "provider": _service,
    "routed": _routed,
    "chat": _chat,
    "hosted": _hosted,
    "hosted-slug": _hosted_slug,
    "any": _any,
    "gradio": _gradio,
    "likely": _likely,
    "mlc": _mlc,
}


@lru_cache(maxsize=8192)
def resolve(text: str, way: str, kind: str) -> Target | None:
    """What `text` denotes for a library that resolves it in a way of data/scan/calls.json; None if nothing."""
    cleaned = _clean(text)
    if cleaned is None:
        return None
    head, _, rest = way.partition(":")
    if head == "alias":
        return _alias(rest, cleaned, kind)
    return _RESOLVERS[head](cleaned, kind)
