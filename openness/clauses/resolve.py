"""Judge matches in the light of the whole text: a later grant, a policy in the same file, who speaks about what."""

from dataclasses import dataclass

from openness.clauses.patterns import Rule, compiled
from openness.clauses.segment import Sentence
from openness.model.clause import Clause


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One rule that held in one sentence."""

    clause: Clause
    rule: Rule
    sentence: Sentence
    index: int
    context: str


# A grant of commercial use somewhere in the text: the non-commercial one is then only one of two.
_COMMERCIAL_GRANT = (
    r"\b(?:grants?|granted|may|permitted|allowed)\b.{0,700}?\b(?:for|including for|including)\b"
    r"(?: \S+){0,3} commercial (?:use|purposes?|applications?)\b"
)
_NOT_A_GRANT = r"\boutputs?\b|\bnon-? ?commercial\b|\b(?:may|must|shall|can|will|do|does|is|are) not\b|\bcannot\b|\b(?:prohibit|contact|unless|without|separate)\b"
_DISTRIBUTION = r"\b(?:grants?|granted|may|right|permission|licen[sc]e)\b.{0,240}?\b(?:re)?(?:distribut|convey|shar|sublicens|publish)(?:e|es|ing|ion)?\b"
_NO_DISTRIBUTION = r"\b(?:may|must|shall|can|will) not\b|\bcannot\b|\bnot allowed\b|\bprohibit|\bnon-?sub-?licens"
_LATER_VERSION = (
    r"\b(?:any|or) (?:later|subsequent|newer|future) version|\bunder the terms of (?:the|any) version\b|\bversion under which you (?:originally )?received\b"
    r"|\b(?:option|choose|elect|may) (?:\S+ ){0,6}(?:later|new|revised|subsequent) version"
)
_RECIPIENTS = (
    r"\boffers? to (?:the |each |any )?(?:recipients?|third part)|\bautomatically receives? (?:a|an)\b|\brecipients? (?:will |shall |also )*(?:automatically )?(?:receives?|gets?) (?:a|an) "
    r"(?:\S+ )?(?:licen[sc]e|offer)|\blicen[sc]e (?:from|by) the (?:original )?licensors?\b"
)
_POLICY_TITLE = r"\b(?:polic(?:y|ies)|prohibited uses|usage guidelines|use restrictions)\b"


def _commercial_granted(sentences: tuple[Sentence, ...]) -> bool:
    return any(
        compiled(_COMMERCIAL_GRANT).search(f"{s.stem} {s.text}")
        and not compiled(_NOT_A_GRANT).search(f"{s.stem} {s.text}")
        for s in sentences
    )


def _distribution_granted(sentences: tuple[Sentence, ...]) -> bool:
    return any(
        compiled(_DISTRIBUTION).search(s.text) and not compiled(_NO_DISTRIBUTION).search(s.text) for s in sentences
    )


def _internal_policy(sentences: tuple[Sentence, ...]) -> bool:
    """Is the text itself a policy, or does it carry one?"""
    return any(s.is_heading and compiled(_POLICY_TITLE).search(s.text) for s in sentences[:6])


def _later_version_option(sentences: tuple[Sentence, ...]) -> bool:
    """May the licensee stay with the version under which the work was received?"""
    return any(compiled(_LATER_VERSION).search(s.text) for s in sentences)


def _recipients_licensed(sentences: tuple[Sentence, ...]) -> bool:
    """Does every recipient get a license from the licensor, so that a bar on sublicensing takes nothing away?"""
    return any(compiled(_RECIPIENTS).search(s.text) for s in sentences)


CONDITIONS = {
    "recipients-licensed": _recipients_licensed,
    "later-version-option": _later_version_option,
    "commercial-granted": _commercial_granted,
    "distribution-granted": _distribution_granted,
    "internal-policy": _internal_policy,
}


def _has_items(match: Match, sentences: tuple[Sentence, ...]) -> bool:
    following = sentences[match.index + 1 : match.index + 4]
    return any(s.stem for s in following)


def settle(found: list[Match], sentences: tuple[Sentence, ...], context: str) -> list[Match]:
    """The matches that stand once the whole text is taken into account."""
    states: dict[str, bool] = {}
    kept: list[Match] = []
    for match in found:
        condition = match.rule.drop_if
        if condition is not None:
            if condition not in states:
                states[condition] = CONDITIONS[condition](sentences)
            if states[condition]:
                continue
        if match.rule.needs_items and not _has_items(match, sentences):
            continue
        kept.append(match)
    return kept
