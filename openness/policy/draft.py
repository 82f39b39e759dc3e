"""A waiver to fill in, bound to a model, its license hash and the clauses that stand in the way."""

import re
from datetime import date, timedelta

from openness.model import Verdict
from openness.policy.decide import weigh
from openness.policy.exceptions import Waiver
from openness.policy.policy import Policy
from openness.policy.subject import Subject

DAYS = 90
_ROUNDS = 8  # deny, review and two floors may come to light one after the other


def needed_clauses(subject: Subject, policy: Policy) -> tuple[str, ...]:
    """What a waiver has to name so that the policy allows the subject; () when it is allowed already."""
    names: dict[str, None] = {}
    for _ in range(_ROUNDS):
        trial = Waiver(
            id="draft",
            model=re.sub(r"([*?\[])", r"[\1]", subject.id),
            reason="-",
            owner="-",
            approver="-",
            expires=date.max,
            license_hash=(subject.license_hash,),
            clause=tuple(names),
        )
        weighed = weigh(subject, policy._replace(waivers=(*policy.waivers, trial)))
        if weighed.decision.verdict is Verdict.ALLOW or not set(weighed.open) - names.keys():
            break
        names.update(dict.fromkeys(weighed.open))
    return tuple(names)


def draft_waiver(subject: Subject, clauses: tuple[str, ...], today: date) -> str:
    """The TOML block; reason, owner and approver are empty, so that it does not load until somebody fills them in."""
    slug = re.sub(r"[^a-z0-9]+", "-", subject.id.rpartition("/")[2].casefold()).strip("-")
    listed = ", ".join(_quoted(name) for name in clauses)
    return "\n".join(
        (
            "[[waivers]]",
            f'id = "W-{today.isoformat()}-{slug}"',
            f"model = {_quoted(subject.id)}",
            f"license_hash = {_quoted(subject.license_hash)}  # void when the license or its text changes",
            f"clause = [{listed}]",
            'reason = ""    # why the risk is acceptable, and for which use',
            'owner = ""     # who asks',
            'approver = ""  # who accepts; not the owner',
            f"expires = {(today + timedelta(days=DAYS)).isoformat()}",
            "",
        )
    )


def _quoted(text: str) -> str:
    kept = "".join(c if c.isprintable() else "?" for c in text)
    return '"' + kept.replace("\\", "\\\\").replace('"', '\\"') + '"'
