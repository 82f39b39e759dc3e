"""How strongly a sentence limits use, and which clause its words plainly state."""

import re

from openness.evidence.prose import Sentence
from openness.evidence.terms_words import TermsWords

# Forces of a terms sentence; `binding` is followed by ": " and a clause id where the words are plain enough to name it.
BINDING = "binding"  # states the terms: a prohibition, or anything in the license section
STATEMENT = "statement"  # the author's own sentence elsewhere
INTENDED = "intended-use"  # says what the model is for; limits nothing by itself
PERMISSION = "permission"  # grants

_RESEARCH = re.compile(
    r"research|academ|scientific|educat|研究|学术|科研|學術|연구|forschung|recherche|investigaci|pesquisa|ricerca|исследов",
    re.IGNORECASE,
)
_TRADE = re.compile(
    r"commerc|kommerz|comerc|коммерч|商|상업|상용|profit|lucr|영리|营利|営利|gewerb|"
    r"revenue|\b(?:personal|private) (?:use|purpose)|\bproducts?\b",
    re.IGNORECASE,
)

_ASKS = re.compile(r"\b(?:we |kindly |please |and so |so )?(?:ask|request|encourage|urge)s?\b")
_ONLY = re.compile(
    r"\bonly\b|solely|exclusively|strictly|restrict|limited|仅|僅|只|のみ|만|nur|seulement|uniquement|solo|"
    r"apenas|soltanto|только|ausschließlich|exclusiv|réserv|reserv|únicamente|unicamente|somente|esclusiv|riservat|"
    r"исключительно|に限|限于|으로만"
)


def force_of(low: str, sentence: Sentence, words: TermsWords, *, in_license: bool, licensed: bool) -> str | None:
    """How strongly the sentence limits use; None when it states no terms of its own.

    `in_license`: it stands in a license section; `licensed`: it says itself under which license something is.
    """
    kinds = {kind for kind, pattern in words.limits.items() if kind != "prohibit" and pattern.search(low)}
    if words.has("either", low) and not words.has("forbid", low):
        kinds.add("permit")  # "for commercial and non-commercial use alike"
    elif _prohibits(low, words):
        kinds.add("prohibit")
    if not kinds or (words.has("not_terms", low) and not in_license):
        return None
    if words.has("unlimited", low):
        kinds = {"permit"}
    if words.has("no_need", low):
        kinds -= {"restrict"}
    title = sentence.section.title.lower()
    aside = words.has("intended", low) or (words.has("heading_intended", title) and not in_license)
    research_only = _RESEARCH.search(low) is not None and _TRADE.search(low) is None
    if kinds == {"permit", "research"} and not _ONLY.search(low):
        kinds = {"permit"}
    if kinds == {"permit"}:
        return None if aside and not in_license else PERMISSION
    if "prohibit" in kinds and not research_only and "permit" in kinds and words.has("either", low):
        return None if aside and not in_license else PERMISSION
    if (
        in_license
        or words.has("granted_only", low)
        or ("prohibit" in kinds and (licensed or words.has("forbids", low)))
    ):
        return BINDING
    if aside:
        return INTENDED
    if words.has("no_sale", low):
        return BINDING
    if "prohibit" in kinds and not research_only:
        return BINDING
    if words.has("forbids_use", low) or ("restrict" in kinds and _TRADE.search(low) is not None):
        return BINDING
    return STATEMENT


def _prohibits(low: str, words: TermsWords) -> bool:
    """Is a use forbidden, one side of a "but" at a time ("commercial use is free, but resale is prohibited")?"""
    return words.limits["prohibit"].search(words.words["contrast"].sub(";", low)) is not None


def clauses_of(low: str, words: TermsWords) -> tuple[str, ...]:
    """The clauses that a binding sentence plainly states, in any language; none where it takes a closer look."""
    purpose = _purpose(low, words)
    bars = [clause for clause in ("no-redistribution", "no-modification") if words.has(clause, low)]
    return (*([purpose] if purpose else []), *bars)


def _purpose(low: str, words: TermsWords) -> str | None:
    """The clause about purposes and trade, if any."""
    trade, research = _TRADE.search(low) is not None, _RESEARCH.search(low) is not None
    prohibits = _prohibits(low, words)
    if words.has("study_only", low):
        return "non-commercial" if trade else "research-only"
    if prohibits and trade and _ASKS.search(low):
        return "commercial-permission"
    curbs = words.has("curbs_trade", low) and not words.has("refers", low)
    asks = words.has("needs_permission", low) and not words.has("no_need", low)
    if asks or (curbs and not prohibits):
        return "commercial-permission"
    if prohibits and trade:
        return "non-commercial"
    if research and _ONLY.search(low):
        return "research-only"
    return "commercial-permission" if curbs else None
