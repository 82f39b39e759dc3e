"""Who publishes the subject, as far as the card and the Hub say it → evidence."""

import re

from openness.evidence.linear import linear
from openness.evidence.subject import Subject
from openness.model import Basis, Component, Gap
from openness.model.ledger import Ledger

_KINDS = (
    (
        "foundation",
        r"\b(?:non-?profit (?:foundation|organi[sz]ation)|foundation, a non-?profit|a non-?profit research)\b",
    ),
    (
        "institute",
        (
            r"\b(?:university|universität|université|universidad|institute|institut|laborator(?:y|ies)|"
            r"research cent(?:er|re)|academy of)\b|大学|大學|研究院|研究所|학교|연구원"
        ),
    ),
    (
        "company",
        (
            r"\b(?:inc\.|ltd\.?|gmbh|corp(?:oration)?\b|co\., ltd|limited\b|s\.a\.s|startup|company)"
            r"|有限公司|株式会社|주식회사"
        ),
    ),
    (
        "community",
        r"\b(?:community[- ](?:driven|led|effort|project)|open collaboration|volunteers|grassroots|hobby project)\b",
    ),
)
_PATTERNS = tuple((value, linear(pattern)) for value, pattern in _KINDS)
_DEVELOPER = re.compile(
    r"(?:developed|created|built|trained|published|shared|released|funded|made) by"
    r"|developers?\W|authors?\W|开发者|開発元|개발",
    re.IGNORECASE,
)
_HINTS = (" by", "developer", "author", "开发者", "開発元", "개발")  # one of them is in whatever _DEVELOPER finds
_CONTRIBUTE = linear(
    r"\b(?:contributions? (?:are |is )?(?:welcome|encouraged)|pull requests? (?:are )?welcome|"
    r"feel free to contribute|how to contribute)\b"
)


def collect_governance(subject: Subject, ledger: Ledger) -> tuple[Gap, ...]:
    """Evidence for the publisher, its kind where a sentence says it, and openness to contribution."""
    owner = subject.own.owner
    hub = subject.snapshot.hub
    if hub is not None and hub.author:
        ledger.note(
            "hub:author",
            hub.author,
            kind="provider",
            component=Component.UNCLEAR,
            basis=Basis.DECLARED,
            value=hub.author,
        )
    elif owner and subject.snapshot.source in ("hub", "cache"):
        ledger.note("hub:id", owner, kind="provider", component=Component.UNCLEAR, basis=Basis.DECLARED, value=owner)
    if subject.file is None:
        return ()
    said = False
    for sentence in subject.sentences:
        low = sentence.text.lower()
        if not said and any(word in low for word in _HINTS) and _DEVELOPER.search(sentence.text):
            value = next((v for v, pattern in _PATTERNS if pattern.search(low)), None)
            if value is not None:
                ledger.quote(
                    subject.file, sentence.start, sentence.end, kind="governance", component=Component.UNCLEAR,
                    basis=Basis.PROSE, value=value,
                )  # fmt: skip
                said = True
        if _CONTRIBUTE.search(low):
            ledger.quote(
                subject.file, sentence.start, sentence.end, kind="contribution", component=Component.UNCLEAR,
                basis=Basis.PROSE, value="open",
            )  # fmt: skip
            break
    return ()
