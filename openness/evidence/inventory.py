"""What a release consists of, from its file listing alone: no file is opened."""

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from openness.evidence.file_roles import Role, role_of, weight_format
from openness.model.snapshot import FileEntry

_SHARD = re.compile(r"^(.*?)[-_.]?(\d{3,6})-of-(\d{3,6})(.*)$")
_MOST_SHARDS = 2000  # of one set; a larger number in a name is no count of shards
_CHECKPOINT = re.compile(
    r"(?:^|[_-])(?:checkpoint|ckpt|global_?step|step|steps|iter|iteration|epoch|stage\d?[_-]step)s?[=_-]?\d+\w*"
    r"|(?:^|[_-])\d+(?:\.\d+)?[bmk]?[_-]?(?:tokens?|steps?)|tokens?[_-]?\d+(?:\.\d+)?[bmt]",
    re.IGNORECASE,
)
_QUANT_NAMES = (
    ("gptq", r"gptq"), ("awq", r"awq"), ("exl2", r"exl[23]"), ("hqq", r"hqq"), ("aqlm", r"aqlm"), ("quip", r"quip"),
    ("nf4", r"nf4|bnb[-_]?4bit"), ("mxfp4", r"mxfp4"), ("nvfp4", r"nvfp4"), ("fp8", r"fp8|f8_e4m3"),
    ("int4", r"int4|w4a\d+|4[-_]?bit|q4f16"), ("int8", r"int8|w8a\d+|8[-_]?bit"), ("quantized", r"quantized?"),
)  # fmt: skip
_QUANTS = tuple(
    (name, re.compile(rf"(?:^|[^a-z0-9])(?:{words})(?:[^a-z0-9]|$)", re.IGNORECASE)) for name, words in _QUANT_NAMES
)
_GGUF_QUANT = re.compile(
    r"(?:^|[^a-z0-9])((?:i?q[1-8](?:_[0-9a-z]+)*)|tq[12]_0|mxfp4(?:_moe)?)(?=[^a-z0-9_]|$)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """The parts of a release. Every tuple is in the order of the listing; () means that none was listed."""

    weights: tuple[FileEntry, ...] = ()  # that run by themselves; adapters are not among them
    adapters: tuple[FileEntry, ...] = ()  # LoRA and the like, their configuration included
    formats: tuple[str, ...] = ()  # of weights and adapters: safetensors, pytorch, gguf, …
    weight_bytes: int | None = None  # of weights; None when a size is unknown
    indexes: tuple[FileEntry, ...] = ()  # of sharded weights
    missing_shards: tuple[str, ...] = ()  # that names like 00001-of-00003 promise and the listing lacks
    quantized: tuple[FileEntry, ...] = ()
    quantizations: tuple[str, ...] = ()  # q4_k_m, gptq, int8, …
    configs: tuple[FileEntry, ...] = ()
    tokenizers: tuple[FileEntry, ...] = ()
    custom_code: tuple[FileEntry, ...] = ()  # model code that config.json's auto_map can name
    training_code: tuple[FileEntry, ...] = ()
    inference_code: tuple[FileEntry, ...] = ()
    evaluation_code: tuple[FileEntry, ...] = ()
    preprocessing_code: tuple[FileEntry, ...] = ()
    other_code: tuple[FileEntry, ...] = ()
    data: tuple[FileEntry, ...] = ()
    evaluation_results: tuple[FileEntry, ...] = ()
    hyperparameters: tuple[FileEntry, ...] = ()
    training_state: tuple[FileEntry, ...] = ()  # optimizer, scheduler, random numbers
    training_logs: tuple[FileEntry, ...] = ()
    checkpoints: tuple[str, ...] = ()  # folders and revisions that hold weights from during training
    licenses: tuple[FileEntry, ...] = ()  # licenses, policies, notices
    cards: tuple[FileEntry, ...] = ()
    papers: tuple[FileEntry, ...] = ()

    @property
    def has_weights(self) -> bool:
        """Are there weights that run by themselves?"""
        return bool(self.weights)

    @property
    def adapter_only(self) -> bool:
        """Does it take another model's weights to run what is here?"""
        return bool(self.adapters) and not self.weights

    @property
    def complete(self) -> bool:
        """Is every shard there that the names promise?"""
        return not self.missing_shards


def inventory(files: Iterable[FileEntry], refs: Iterable[str] = (), named_code: Iterable[str] = ()) -> Inventory:
    """What the listed files are.

    `refs` are names of branches and tags, where checkpoints may be kept; `named_code` are files that a configuration
    says are run (`auto_map(config).files`).
    """
    named = frozenset(named_code)
    by_role: dict[Role, list[FileEntry]] = defaultdict(list)
    for entry in files:
        role = Role.CUSTOM_CODE if entry.path in named else role_of(entry.path, entry.size)
        by_role[role].append(entry)
    weights = by_role[Role.WEIGHTS]
    adapters = by_role[Role.ADAPTER]
    stray = _unnamed_adapter(weights, adapters, by_role[Role.CONFIG])
    adapters = [*adapters, *stray]
    weights = [e for e in weights if e not in stray]
    quants = {e.path: name for e in [*weights, *adapters] if (name := quantization(e.path)) is not None}
    sizes = [e.size for e in weights]
    return Inventory(
        weights=tuple(weights),
        adapters=tuple(adapters),
        formats=_unique(f for e in [*weights, *adapters] if (f := weight_format(e.path, e.size)) is not None),
        weight_bytes=sum(s for s in sizes if s is not None) if weights and None not in sizes else None,
        indexes=tuple(by_role[Role.SHARD_INDEX]),
        missing_shards=missing_shards([*weights, *adapters]),
        quantized=tuple(e for e in [*weights, *adapters] if e.path in quants),
        quantizations=_unique(quants.values()),
        configs=tuple(by_role[Role.CONFIG]),
        tokenizers=tuple(by_role[Role.TOKENIZER]),
        custom_code=tuple(by_role[Role.CUSTOM_CODE]),
        training_code=tuple(by_role[Role.TRAINING_CODE]),
        inference_code=tuple(by_role[Role.INFERENCE_CODE]),
        evaluation_code=tuple(by_role[Role.EVALUATION_CODE]),
        preprocessing_code=tuple(by_role[Role.PREPROCESSING_CODE]),
        other_code=tuple(by_role[Role.CODE]),
        data=tuple(by_role[Role.DATA]),
        evaluation_results=tuple(by_role[Role.EVALUATION_RESULTS]),
        hyperparameters=tuple(by_role[Role.HYPERPARAMETERS]),
        training_state=tuple(by_role[Role.TRAINING_STATE]),
        training_logs=tuple(by_role[Role.TRAINING_LOG]),
        checkpoints=_checkpoints([*weights, *adapters], refs),
        licenses=tuple(by_role[Role.LICENSE]),
        cards=tuple(by_role[Role.CARD]),
        papers=tuple(by_role[Role.PAPER]),
    )


def quantization(path: str) -> str | None:
    """The quantization that a weight file's path names, or None."""
    if path.lower().endswith((".gguf", ".ggml", ".bin")) and (match := _GGUF_QUANT.search(posixpath.basename(path))):
        return match[1].lower()
    return next((name for name, words in _QUANTS if words.search(path)), None)


def missing_shards(weights: Iterable[FileEntry]) -> tuple[str, ...]:
    """Paths of shards that the listed ones promise (`…-00001-of-00003…`) and that are not listed."""
    sets: Mapping[tuple[str, str, str], dict[int, str]] = defaultdict(dict)
    for entry in weights:
        folder, name = posixpath.split(entry.path)
        if match := _SHARD.match(name):
            sets[posixpath.join(folder, match[1]), match[3], match[4]][int(match[2])] = entry.path
    missing: list[str] = []
    for (_, total, _), have in sets.items():
        count = int(total)
        if not 1 < count <= _MOST_SHARDS:
            continue
        first = 0 if 0 in have else 1
        number, example = next(iter(have.items()))
        for wanted in range(first, first + count):
            if wanted not in have:
                missing.append(example.replace(f"{number:0{len(total)}d}-of-", f"{wanted:0{len(total)}d}-of-"))
    return tuple(missing)


def _unnamed_adapter(weights: list[FileEntry], adapters: list[FileEntry], configs: list[FileEntry]) -> list[FileEntry]:
    """Weights beside an adapter's configuration that are the adapter: it has no other, and no model lies there."""
    if any(weight_format(e.path) for e in adapters):
        return []
    models = {posixpath.dirname(e.path) for e in configs if posixpath.basename(e.path).lower() == "config.json"}
    homes = {posixpath.dirname(e.path) for e in adapters} - models
    return [e for e in weights if posixpath.dirname(e.path) in homes]


def _checkpoints(weights: Iterable[FileEntry], refs: Iterable[str]) -> tuple[str, ...]:
    """Folders with weights whose names count steps, then revisions of that kind."""
    folders = (part for e in weights for part in e.path.split("/")[:-1] if _CHECKPOINT.search(part))
    return _unique([*folders, *(ref for ref in refs if _CHECKPOINT.search(ref))])


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
