"""Turns what a source file says into the id that the library would load."""

from collections.abc import Callable
from functools import lru_cache

from openness.scan import plausible
from openness.scan.hub_names import (
    MODEL,
    SERVICE,
    Target,
    any_dataset,
    hub,
    linked,
    owned,
    owned_or_link,
    prefixed,
    sentence,
    sentence_known,
    spacy,
    timm,
    with_revision,
)
from openness.scan.knowledge import names, table
from openness.scan.services import is_service_name, routed_id, service_id


def _clean(text: str) -> str | None:
    """The name without surrounding space, or None when it cannot be a name."""
    text = text.strip()
    if not 2 <= len(text) <= 300 or any(c.isspace() or c in "\"'`,;|()\x00" for c in text):
        return None
    return text


def _ollama(text: str, kind: str) -> Target | None:
    """As Ollama does: `hf.co/owner/name:quant` is the Hub's, anything else its own library."""
    for prefix in ("hf.co/", "huggingface.co/"):
        if text.startswith(prefix):
            return owned(text.removeprefix(prefix), kind)
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
    return linked(text, kind) if scheme in {"hf", "huggingface"} else None


def _local_server(text: str) -> Target | None:
    """litellm's prefixes for servers that run weights at hand."""
    head, slash, tail = text.partition("/")
    if slash and head in {"ollama", "ollama_chat"}:
        return _ollama(tail, MODEL)
    if slash and head in {"huggingface", "hosted_vllm", "vllm", "hf"} and tail.count("/") >= 1:
        parts = tail.split("/")
        return owned("/".join(parts[-2:]), MODEL)
    if text.startswith("ollama:") and len(text) > len("ollama:"):
        return _ollama(text.removeprefix("ollama:"), MODEL)
    if text.startswith("huggingface:"):
        return owned(text.rpartition(":")[2], MODEL)
    return None


def _service(text: str, _kind: str) -> Target | None:
    found = service_id(text)
    return Target(found, SERVICE) if found else None


def _routed(text: str, _kind: str) -> Target | None:
    local = _local_server(text)
    if local:
        return local
    found = routed_id(text)
    return Target(found, SERVICE) if found else hub(text, MODEL)


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
    return Target(found, SERVICE) if found else (_local_server(text) or hub(text, kind))


def _likely(text: str, kind: str) -> Target | None:
    """For calls whose name says little: only what is a model by its own look."""
    found = service_id(text)
    if found:
        return Target(found, SERVICE)
    name, revision = with_revision(text)
    return Target(name, kind, revision) if plausible.is_likely_model(name) else None


def _mlc(text: str, kind: str) -> Target | None:
    """As WebLLM does: its own builds are called by their bare name."""
    bare = "/" not in text and text.endswith("-MLC") and plausible.is_single(text)
    return Target(f"mlc-ai/{text}", kind) if bare else owned_or_link(text, kind)


def _gradio(text: str, kind: str) -> Target | None:
    for prefix in ("models/", "huggingface/"):
        if text.startswith(prefix):
            return hub(text.removeprefix(prefix), kind)
    return None


def _alias(table_name: str, text: str, kind: str) -> Target | None:
    alias = table("names")["aliases"][table_name]
    special: dict[str, str] = alias["special"]
    if text in special:
        return Target(special[text], kind)
    if text in alias["names"]:
        return Target(alias["prefix"] + text, kind)
    return owned_or_link(text, kind)


_RESOLVERS: dict[str, Callable[[str, str], Target | None]] = {
    "hub": hub,
    "owned": owned_or_link,
    "prefixed": prefixed,
    "dataset": any_dataset,
    "sentence": sentence,
    "sentence-hub": sentence,
    "sentence-known": sentence_known,
    "owned-sentence": sentence_known,
    "timm": timm,
    "spacy": spacy,
    "ollama": _ollama,
    "ollama-named": _ollama_named,
    "ollama-known": _ollama_known,
    "transport": _transport,
    "url-only": linked,
    "service": _service,
    "provider": _service,
    "routed": _routed,
    "chat": _routed,
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
