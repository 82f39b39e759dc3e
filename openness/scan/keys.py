"""Judges a value by the name of the variable, option or key that holds it."""

import re
from functools import lru_cache
from typing import NamedTuple

from openness.scan import plausible
from openness.scan.hub_links import first
from openness.scan.hub_names import DATASET, MODEL, SERVICE, Target, is_spacy_model
from openness.scan.knowledge import names, table
from openness.scan.resolve import is_ollama_name, resolve
from openness.scan.services import is_service_name, is_unmistakable, service_id

_KEY = re.compile(r"[A-Za-z_][\w.-]{1,60}")
_WORD = re.compile(r"[A-Z]+[a-z0-9]+|[a-z0-9]+|[A-Z0-9]+")
_ROUTED_KEYS = frozenset({"model", "default", "llm", "chat", "name", "id", "openrouter", "models"})
_LOCAL_KEYS = frozenset(
    {"embedding", "embeddings", "embed", "rerank", "reranker", "tokenizer", "hf", "huggingface", "repo"}
)


class Surroundings(NamedTuple):
    """What the rest of a file says about names in it."""

    ollama: bool = False  # it talks to Ollama
    router: bool = False  # it talks to a service that knows models under owner/name
    hub: bool = False  # it uses a library that loads from the Hub

    @classmethod
    def of(cls, text: str) -> "Surroundings":
        """The surroundings that a text makes."""
        low = text.lower()
        return cls(
            ollama="ollama" in low or "11434" in low,
            router=any(host in low for host in table("services")["router_hosts"]),
            hub=any(word in low for word in table("keys")["hub_words"]),
        )


@lru_cache(maxsize=8192)
def words(key: str) -> tuple[str, ...]:
    """The lower-case words of a key: `modelNameOrPath` gives model, name, or, path."""
    return tuple(word.lower() for word in _WORD.findall(key[:200]))


def by_key(key: str | None, text: str, around: Surroundings, *, in_code: bool = False) -> Target | None:
    """What a value denotes because of the key that holds it; None when the key or the value says nothing.

    In code a service's full name counts wherever it stands; records and tables of other files list such names.
    """
    value = text.strip()
    if not 2 <= len(value) <= 200 or any(c.isspace() for c in value):
        return None
    role = "other" if key is None else role_of(key[:200])
    if role == "silent":
        return None
    if role == "other":
        return _sure(value) or (_plain_name(value, around) if in_code and _says_nothing(key) else None)
    name = _without_tag(value)
    if role in {"exact-dataset", "dataset"}:
        return _dataset(name, legacy=role == "exact-dataset")
    parts = words(key or "")
    if words(value) == parts:
        return None  # a table of families or providers: the name says itself
    hub = around.hub and not names("keys", "nouns").isdisjoint(parts)
    return _model(value, name, parts, around, strict=role == "exact-model" or hub)


def id_as_key(holder: str | None, key: str, around: Surroundings) -> Target | None:
    """What a key denotes in the table that `holder` names: an id of a data set there, a model by its own look."""
    if "/" not in key:
        return resolve(key, "ollama", MODEL) if around.ollama and ":" in key and is_ollama_name(key) else None
    role = "other" if holder is None else role_of(holder[:200])
    if role in {"exact-dataset", "dataset"}:
        return Target(key, DATASET) if plausible.is_strong_id(key) else None
    return None if role == "silent" else _sure(key)


@lru_cache(maxsize=8192)
def role_of(key: str) -> str:
    """What a key's value can be: silent, exact-model, exact-dataset, dataset, model, other."""
    parts = words(key)
    joined = "_".join(parts)
    if _hard_silent(joined, parts):
        return "silent"
    about_data = not names("keys", "dataset_words").isdisjoint(parts) and "model" not in parts
    for role in ("dataset",) if about_data else ("model", "dataset"):
        if joined in names("keys", f"exact_{role}") or _ends_exact(parts, f"exact_{role}"):
            return f"exact-{role}"
    if not names("keys", "silent_words").isdisjoint(parts):
        return "silent" if {"class", "kind"} & set(parts) else "other"
    if not names("keys", "dataset_words").isdisjoint(parts):
        return "dataset"
    if not names("keys", "model_words").isdisjoint(parts):
        return "model"
    return "other"


def names_something(text: str) -> bool:
    """True for a string that is itself the name of what carries an id (`model`, `EMBEDDING_MODEL`)."""
    return _KEY.fullmatch(text) is not None and role_of(text) not in {"silent", "other"}


def is_hard_silent(key: str) -> bool:
    """True for keys whose value is never a reference (`hub_model_id`, `model_list.model_name`)."""
    parts = words(key)
    return _hard_silent("_".join(parts), parts)


def _hard_silent(joined: str, parts: tuple[str, ...]) -> bool:
    silent = names("keys", "hard_silent_keys")
    return (
        joined in silent or "_".join(parts[-2:]) in silent or "_".join(parts[-3:]) in silent or parts[-1:] == ("uses",)
    )


def _ends_exact(parts: tuple[str, ...], table_key: str) -> bool:
    exact = names("keys", table_key)
    return any("_".join(parts[-n:]) in exact for n in (2, 3, 4, 5) if len(parts) > n)


def _without_tag(value: str) -> str:
    owner, slash, name = value.partition("/")
    return f"{owner}/{name.partition(':')[0].partition('@')[0]}" if slash and "://" not in value else value


def _sure(value: str) -> Target | None:
    if ":" in value or not plausible.is_surely_model(value):
        return None
    return Target(value, SERVICE if service_id(value) else MODEL)


def _says_nothing(key: str | None) -> bool:
    return key is None or names("keys", "silent_words").isdisjoint(words(key))


def _plain_name(value: str, around: Surroundings) -> Target | None:
    """What is nothing else wherever it stands: a service (`gpt-4o-mini`), or in a file about Ollama its model."""
    if value.startswith("openrouter/") and value.count("/") == 2:
        return resolve(value, "routed", MODEL)
    found = service_id(value) if "-" in value and len(value) > 4 else None
    if found and is_unmistakable(found):
        return Target(found, SERVICE)
    return resolve(value, "ollama", MODEL) if around.ollama and _is_plain_ollama(value) else None


def _is_plain_ollama(value: str) -> bool:
    """True for names of Ollama's library that no word of another meaning is: with a tag, a digit or a dash."""
    return is_ollama_name(value) and any(sign in value for sign in ":-0123456789")


def _dataset(name: str, *, legacy: bool) -> Target | None:
    if plausible.is_strong_id(name):
        return Target(name, DATASET)
    return Target(name, DATASET) if legacy and name in names("names", "legacy_datasets") else None


def _model(value: str, name: str, parts: tuple[str, ...], around: Surroundings, *, strict: bool) -> Target | None:
    service = service_id(value)
    about_ollama = around.ollama or "ollama" in parts
    if about_ollama and is_ollama_name(value) and not (service and is_service_name(value)):
        return resolve(value, "ollama", MODEL)
    if service and not names("keys", "service_words").isdisjoint(parts):
        return Target(service, SERVICE)
    if "://" in value or value.startswith(("hf.co/", "huggingface.co/")):
        link = first(value)
        return Target(link.id, link.kind, link.revision) if link else None
    if value.startswith(
        ("ollama/", "ollama_chat/", "ollama:", "huggingface/", "huggingface:", "hosted_vllm/", "openrouter/")
    ):
        return resolve(value, "routed", MODEL)
    if value.startswith(("hf_hub:", "hf-hub:", "local:", "sentence-transformers:")):
        return resolve(value, "prefixed", MODEL)
    if value.count("/") >= 2:
        return resolve(value, "routed", MODEL) if not plausible.is_local(value) else None
    if value in names("names", "legacy_models"):
        return Target(value, MODEL)
    if value in names("names", "sentence_transformers_short"):
        return Target(f"sentence-transformers/{value}", MODEL)
    if is_spacy_model(value):
        return Target(f"spacy:{value}", MODEL)
    if value.partition("/")[0] in names("services", "routers"):
        return resolve(value, "routed", MODEL)
    accepted = plausible.is_strong_id(name) if strict else plausible.is_likely_model(name)
    if not accepted:
        return None
    if around.router and parts[-1] in _ROUTED_KEYS and _LOCAL_KEYS.isdisjoint(parts):
        return Target(value, SERVICE)
    return Target(name, MODEL, value.partition("@")[2] or None)
