"""Which files of a subject are read as text, and in which order when there are too many."""

import posixpath
import re
from collections.abc import Iterable

from openness.model.snapshot import FileEntry

# Ranks: a lower one is read first when a subject has more texts than are read.
CARD, LICENSE, POLICY, NOTICE, CONFIG, DATA_INFO, RECIPE = range(7)

_TEXT_SUFFIX = r"(?:\.(?:md|markdown|txt|rst|html?|pdf|rtf))?"
_RULES: tuple[tuple[int, int, re.Pattern[str]], ...] = tuple(
    (rank, depth, re.compile(pattern, re.IGNORECASE))
    for rank, depth, pattern in (  # depth: how many folders below the root such a file still speaks for the subject
        (CARD, 0, r"readme[\w.-]{0,40}\.(?:md|markdown|rst|txt)|readme|(?:model|data|dataset)[_ -]?card\.(?:md|txt)"),
        (LICENSE, 3, r"(?:un)?licen[cs]es?(?:[ ._-].{0,80})?"),
        (LICENSE, 3, r"(?:.{0,80}[ ._-])?licen[cs]es?" + _TEXT_SUFFIX),
        (LICENSE, 3, r".{0,80}\blicen[cs]e\b.{0,80}\.(?:pdf|md|txt|html?|rtf)|.{0,80}[ _-]licen[cs]e[ _-]agreement"),
        (LICENSE, 1, r".{0,80}(?:许可|协议|授权|ライセンス|라이선스).{0,80}"),
        (LICENSE, 2, r"copying(?:[ ._-].{0,40})?|(?:copyright|eula)" + _TEXT_SUFFIX),
        (LICENSE, 1, r"terms(?:[ _-](?:of|and)[ _-][\w -]{1,40})?" + _TEXT_SUFFIX),
        (POLICY, 2, r"(?:.{0,60}[ ._-])?(?:acceptable[ _-])?use[ _-]?policy" + _TEXT_SUFFIX + r"|aup" + _TEXT_SUFFIX),
        (POLICY, 2, r"(?:.{0,40}[ ._-])?use[ _-]restrictions?" + _TEXT_SUFFIX + r"|responsible[ _-]use.{0,40}"),
        (NOTICE, 2, r"(?:.{0,60}[ ._-])?(?:third[ _-]?party[ _-])?notices?" + _TEXT_SUFFIX),
        (CONFIG, 0, r"(?:config|generation_config|model_index|quantize_config|quant_config|params|hparams)\.json"),
        (CONFIG, 0, r"(?:model_config|preprocessor_config|config_sentence_transformers|modelcard)\.json"),
        (CONFIG, 1, r"adapter_config\.json"),
        (DATA_INFO, 0, r"dataset_infos?\.json|croissant\.json|datasheet.{0,40}\.(?:md|txt)"),
        (RECIPE, 1, r"(?:mergekit(?:_config|_moe_config)?|merge_config|merge)\.ya?ml"),
        (RECIPE, 1, r"(?:train(?:ing)?_(?:args|params|config|configuration)|axolotl(?:_config)?)\.(?:json|ya?ml)"),
        (RECIPE, 0, r"(?:hyperparams|hyperparameters|hparams|(?:all|eval|train)_results)\.(?:ya?ml|json)"),
        (RECIPE, 0, r"citation\.cff"),
    )
)
# Never texts of the subject itself, whatever they are called.
_CODE = re.compile(
    r"\.(?:py|pyc|js|ts|c|h|cc|cpp|cu|java|go|rs|sh|ipynb|bin|safetensors|gguf|pt|pth|png|jpe?g|gif|svg|parquet|csv|jsonl|zip|gz|tar)$",
    re.IGNORECASE,
)


def text_rank(path: str) -> int | None:
    """How early `path` is read as text, or None when it is not."""
    depth = path.count("/")
    name = posixpath.basename(path)
    if len(name) > 200 or _CODE.search(name):
        return None
    for rank, deepest, pattern in _RULES:
        if depth <= deepest and pattern.fullmatch(name):
            return rank
    if depth == 1 and path.split("/", 1)[0].lower() in {"licenses", "license", "model_licenses"}:
        return LICENSE if re.search(r"\.(?:md|txt)$|^[^.]+$", name) else None
    return None


def choose_texts(files: Iterable[FileEntry], limit: int, extra: Iterable[str] = ()) -> tuple[list[str], list[str]]:
    """Paths to read, most important first, and those that `limit` leaves out. `extra` are read whatever their name."""
    ranked = {e.path: rank for e in files if (rank := text_rank(e.path)) is not None}
    for path in extra:
        ranked[path] = min(ranked.get(path, LICENSE), LICENSE)
    order = sorted(ranked, key=lambda p: (p.count("/") > 0, ranked[p], p.count("/"), p))
    return order[:limit], order[limit:]
