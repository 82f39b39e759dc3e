"""data/lineage/phrases.yaml, compiled for use on marked sentences."""

from functools import lru_cache
from typing import Any, NamedTuple

import yaml

from openness.evidence.linear import linear
from openness.kb.locate import data_dir


class Phrase(NamedTuple):
    """One wording."""

    lang: str
    pattern: Any
    relation: str | None
    label: bool
    names: (
        str | None
    )  # the group `names` holds names in plain words: a "list", or one of them ("camel", "token", "label")
    needs: Any | None
    sized: bool  # counts only for names with a size or a Hub id
    architecture: bool  # the word "architecture" behind the name takes nothing away
    not_own_owner: bool  # does not count for models of the subject's own organisation: those are siblings


class Phrases(NamedTuple):
    """All wordings and the words around them that matter."""

    cue: Any
    descent: tuple[Phrase, ...]
    plain: tuple[Phrase, ...]  # those that read names in plain words
    relations: tuple[tuple[str, Any], ...]
    blocker: Any
    before: Any
    behind: Any
    outputs: tuple[Any, ...]
    outputs_need: Any
    outputs_data: Any
    student: Any
    outputs_block: Any
    headings: Any
    announces_cue: Any
    announces: Any
    announces_block: Any
    making: Any  # words of making, any language: a sentence with one of them and one model says where it comes from
    gist_block: Any
    gist_headings: Any
    gist_other: Any  # words of data and tools: beside them a name is an ancestor only with a word of making


_MODEL = r"@\d+@"
_JOIN = (
    r"(?: ?(?:,|;|&|\+|/|、|，|×|\band\b|\bplus\b|\bwith\b|\bthen\b|和|与|與|及|と|및|와|과|\bet\b|\bund\b|\by\b|"
    r"\be\b|и|\bx\b|\bor\b) ?){1,2}(?:the |an? |our |original |model |[\w.-]+['’]s ){0,2}"
)
_LIST = rf"{_MODEL}(?:{_JOIN}{_MODEL})*"
_WORDS = r"(?:(?:[^\s@#.;:!?()|]+|#\d+#)[,.]? ){0,8}"
_VERB = (
    r"(?:fine-? ?tun(?:ed|e|es|ing)|finetun\w*|(?:instruct(?:ion)?|chat|rlhf|dpo|sft)[- ]?tuned|(?:re|pre|"
    r"post)?-?trained|train(?:ing)?|"
    r"(?:continu\w+|further) (?:pre-?)?train\w*|adapt(?:ed|ing)|deriv(?:ed|es|ing|ative)|initiali[sz]ed|"
    r"built|building|develop(?:ed|ing)|"
    r"quanti[sz](?:ed|ation)|converted|created|resum\w+|warm-?started|merged|based|pruned|compressed|"
    r"aligned|modified|extended|upscaled|made|"
    r"learn(?:ed|ing)|obtained|constructed|forked|produced|ported|exported|abliterated|transferred|"
    r"evolved|adopted|taken|come[s]?|distributed)"
)


def _expand(pattern: str) -> str:
    pattern = pattern.replace("{V}", _VERB)
    return pattern.replace("{M}", _MODEL).replace("{L}", _LIST).replace("{W}", _WORDS)


def _any(parts: list[str]) -> Any:
    return linear("|".join(f"(?:{part})" for part in parts))


@lru_cache(maxsize=1)
def load_phrases() -> Phrases:
    """The phrases of all languages."""
    with (data_dir() / "lineage" / "phrases.yaml").open(encoding="utf-8") as file:
        data = yaml.load(file, Loader=yaml.CSafeLoader)
    descent = tuple(
        Phrase(
            lang=row["lang"],
            pattern=linear(_expand(row["at"])),
            relation=row.get("relation"),
            label=row.get("label", False),
            names={True: "list"}.get(row.get("names"), row.get("names")),
            needs=linear(row["needs"]) if "needs" in row else None,
            sized=row.get("hub_or_sized", False),
            architecture=row.get("architecture", False),
            not_own_owner=row.get("not_own_owner", False),
        )
        for row in data["patterns"]
    )
    return Phrases(
        cue=_any(data["cues"]),
        descent=descent,
        plain=tuple(phrase for phrase in descent if phrase.names is not None),
        relations=tuple((row["relation"], linear(row["words"])) for row in data["relations"]),
        blocker=_any(data["blockers"]),
        before=_any(data["before"]),
        behind=_any(data["behind"]),
        outputs=tuple(linear(_expand(p)) for p in data["outputs"]),
        outputs_need=linear(data["outputs_need"]),
        outputs_data=linear(data["outputs_data"]),
        student=linear(data["student"]),
        outputs_block=linear(data["outputs_block"]),
        headings=linear(data["headings"]),
        announces_cue=linear(data["announces_cue"]),
        announces=linear(data["announces"]),
        announces_block=linear(data["announces_block"]),
        making=linear(data["making"]),
        gist_block=_any(data["gist_block"]),
        gist_headings=linear(data["gist_headings"]),
        gist_other=linear(data["gist_other"]),
    )


def relation_of(text: str, phrases: Phrases) -> str:
    """The relation that the words of a sentence speak of."""
    return next((name for name, words in phrases.relations if words.search(text)), "finetune")
