"""Values that are chosen from a short list by the words of the sentence (data/clauses/values.yaml, `kinds`)."""

from typing import Any

from openness.clauses.params.passage import Passage
from openness.clauses.patterns import compiled, pattern_set

# Uses that any law bars already: a list of nothing else is a duty to obey the law, not a list of purposes.
LAWFUL_ONLY = frozenset({"unlawful", "infringement", "commercial"})


def _choose(name: str, text: str) -> str | None:
    """The first value of the list `name` whose pattern occurs in `text`."""
    table: dict[str, str] = pattern_set().values["kinds"][name]
    return next((value for value, pattern in table.items() if compiled(pattern).search(text)), None)


def _chosen(text: str, **names: str) -> dict[str, Any]:
    found = {key: _choose(name, text) for key, name in names.items()}
    return {key: value for key, value in found.items() if value is not None}


def single(name: str, passage: Passage) -> dict[str, Any]:
    """One value of the list called like the parameter."""
    return _chosen(passage.text, **{name: name})


def permission(passage: Passage) -> dict[str, Any]:
    """What triggers the need for permission, in which form it comes, and whether it may be refused."""
    result = _chosen(passage.with_stem, trigger="permission.trigger")
    result |= _chosen(passage.text, mode="permission.mode")
    if compiled(r"\bsole(?: and absolute)? discretion\b|\bmay (?:or may not )?grant\b").search(passage.with_next):
        result["discretion"] = True
    return result


def termination(passage: Passage) -> dict[str, Any]:
    """How the rights end, and whether copies must be deleted."""
    result = _chosen(passage.text, mode="termination.mode")
    if compiled(
        r"\b(?:delete|destroy|return)\b.{0,60}\b(?:cop(?:y|ies)|model|software|materials?|use)\b|\bcease (?:all )?use\b"
    ).search(passage.with_next):
        result["effect"] = "delete copies"
    return result


def acceptance(passage: Passage) -> dict[str, Any]:
    """What counts as acceptance, and the age demanded."""
    result = _chosen(passage.text, mode="acceptance.mode")
    years = compiled(r"\b(?:at least|over|under) (1[3-9]|2[01])\b|\b(1[3-9]|2[01]) years\b").search(passage.text)
    if years:
        result["age"] = int(years.group(1) or years.group(2))
    elif passage.holds(r"\bage\b"):
        result["age"] = "legal age"
    return result


def litigation(passage: Passage) -> dict[str, Any]:
    """Which suits end the rights, which rights, against whom, and whether a threat suffices."""
    result = _chosen(passage.text, scope="litigation.scope", against="litigation.against")
    result |= _chosen(passage.with_next, effect="litigation.effect")
    if passage.holds(r"\bthreaten"):
        result["threat"] = True
    return result


def revocation(passage: Passage) -> dict[str, Any]:
    """Whether the grant is only called revocable, or may be ended at will or on suspicion."""
    return _chosen(passage.text, mode="revocation.mode")


def update(passage: Passage) -> dict[str, Any]:
    """What may be changed, and whether continued use is consent."""
    result = _chosen(passage.text[passage.start :], what="update.what")
    if compiled(r"\b(?:continu(?:ed|ing) use|by continuing)\b|\bcease (?:your )?(?:use|copying)\b").search(
        passage.with_next
    ):
        result["continued_use_is_consent"] = True
    if passage.holds(r"\bpost(?:ing|ed)?\b|\bnotice\b|\bpublish"):
        result["notice"] = "by posting" if passage.holds(r"\bpost(?:ing|ed)?\b") else "notice"
    return result


def domains(passage: Passage) -> dict[str, Any]:
    """The kinds of use that are barred, from the sentence and from the list that it introduces."""
    texts = [passage.text]
    if passage.text.rstrip(" *").endswith((":", "to")) or passage.sentence.is_heading:
        own = passage.text.rstrip(" *")[-80:]
        for sentence in passage.sentences[passage.index + 1 : passage.index + 80]:
            if sentence.is_heading if passage.sentence.is_heading else own not in sentence.stem:
                break
            texts.append(sentence.text)
    whole = " ".join(texts)
    table: dict[str, str] = pattern_set().values["domains"]
    named = [name for name, pattern in table.items() if compiled(pattern).search(whole)]
    return {"domains": named} if named else {}


def copyleft(passage: Passage) -> dict[str, Any]:
    """How far the duty reaches: network use, source code."""
    result: dict[str, Any] = {
        "network": passage.holds(r"\b(?:network|remotely|as a service|hosted)\b"),
        "source_required": compiled(r"\bsource(?: code)?\b").search(passage.with_next) is not None,
    }
    reached = [
        n
        for n, p in (
            ("derivatives", r"\b(?:derivat|modif|adapt|based on|as a whole|entire work)"),
            ("output", r"\boutputs?\b"),
            ("copies", r"\bcop(?:y|ies)\b"),
        )
        if passage.holds(p)
    ]
    if reached:
        result["scope"] = reached
    return result


def scope(passage: Passage) -> dict[str, Any]:
    """Which kinds of work the limit to research names."""
    named = [w for w in ("research", "academic", "evaluation", "education", "scientific") if w in passage.text]
    return {"scope": named} if named else {}


def nc(passage: Passage) -> dict[str, Any]:
    """Whether somebody is exempt from the limit."""
    return {"exception": True} if passage.holds(r"\b(?:except|notwithstanding|other than)\b") else {}


def target(passage: Passage) -> dict[str, Any]:
    """Which models may not be trained, what is exempt, and whether the bar covers outputs."""
    result = single("target", passage)
    exempt = compiled(
        r"\((?:excluding|except(?:ing)?|other than)([^)]{2,80})\)"
        r"|\b(?:excluding|except(?:ing)?(?: for)?|other than) ([^.;]{2,80})"
    ).search(passage.text, passage.start)
    if exempt:
        result["exception"] = (exempt.group(1) or exempt.group(2)).strip()
    result["covers_outputs"] = (
        compiled(r"\b(?:outputs?|results?|data (?:produced|generated)|synthetic data)\b").search(passage.with_stem)
        is not None
    )
    return result


def laws(passage: Passage) -> dict[str, Any]:
    """Laws that the duty names, and whether the licensee warrants not to be a listed party."""
    table: dict[str, str] = pattern_set().values["laws"]
    named = [name for name, pattern in table.items() if passage.holds(pattern)]
    result: dict[str, Any] = {"laws": named} if named else {}
    if passage.holds(r"\b(?:represent|warrant|certif)\w*\b"):
        result["self_warranty"] = True
    return result


def state(passage: Passage) -> dict[str, Any]:
    """The state that is served, and how."""
    result: dict[str, Any] = {}
    if passage.holds(r"\b(?:china|prc|chinese)\b"):
        result["state"] = "CN"
    kinds = (
        ("filing", r"\b(?:filing|review|approval)\b"),
        ("report", r"\breport\b"),
        ("national security", r"\bnational\b"),
        ("public order", r"\b(?:order|social)\b"),
    )
    kind = next((name for name, pattern in kinds if passage.holds(pattern)), None)
    return result | ({"kind": kind} if kind else {})


def language(passage: Passage) -> dict[str, Any]:
    """Which language prevails."""
    found = compiled(r"\b(english|chinese|french|korean|japanese|german|spanish|arabic)\b").search(passage.text)
    return {"language": found.group(1)} if found else {}


def assignment(passage: Passage) -> dict[str, Any]:
    """Whether assignment is barred, and whether affiliates are named."""
    return {"assignment": passage.holds(r"\bassign"), "affiliates": passage.holds(r"\baffiliat")}


def until(passage: Passage) -> dict[str, Any]:
    """The date or period after which rights end."""
    found = compiled(
        r"\b(?:[0-9]{1,4}|one|two|three|six|twelve|thirty|sixty|ninety) ?(?:\([0-9]{1,4}\) ?)?"
        r"(?:days?|months?|years?|weeks?)\b"
        r"|\b20[0-9]{2}\b"
    ).search(passage.text)
    return {"period": found.group()} if found else {}


def who(passage: Passage) -> dict[str, Any]:
    """Which classes of people or organisations are shut out."""
    named = [
        w
        for w in ("government", "military", "law enforcement", "competitor", "compan", "corporation")
        if w in passage.text
    ]
    return {"who": named} if named else {}
