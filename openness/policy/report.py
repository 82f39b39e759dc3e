"""What became of the waivers and agreements of a policy: in force, unused, void, expired, not bound.

`openness scan` and `openness policy waivers` print it, so that exceptions do not outlive their use.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from openness.policy.decide import weigh
from openness.policy.exceptions import Agreement, Waiver
from openness.policy.policy import Policy
from openness.policy.subject import Subject
from openness.policy.vocabulary import regions

_RANKS = ("in-force", "expired", "void", "unbound", "outside", "unused")
SOON = timedelta(days=14)
TROUBLE = frozenset({"expired", "void", "unbound", "outside", "unused"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionState:
    """One waiver or agreement over a set of subjects."""

    id: str
    what: str  # waiver | agreement
    state: str  # in-force | unused | void | expired | unbound | outside
    explanation: str  # a sentence with the next step
    subjects: tuple[str, ...] = ()  # ids that it was needed for, or that it is about when it is not in force

    @property
    def trouble(self) -> bool:
        """Whether somebody has to do something."""
        return self.state in TROUBLE


def waiver_states(policy: Policy, subjects: Iterable[Subject], today: date) -> tuple[ExceptionState, ...]:
    """The state of every waiver of a policy over everything that was judged, in the order of the file."""
    policy = policy.on(today)
    subjects = tuple(subjects)
    used: dict[str, list[str]] = {}
    for subject in subjects:
        for waiver in weigh(subject, policy).used:
            used.setdefault(waiver.id, []).append(subject.id)
    return tuple(_waiver(waiver, subjects, tuple(used.get(waiver.id, ())), today) for waiver in policy.waivers)


def agreement_states(policy: Policy, subjects: Iterable[Subject], today: date) -> tuple[ExceptionState, ...]:
    """The state of every agreement of a policy over everything that was judged."""
    subjects = tuple(subjects)
    policy = policy.on(today)
    found = []
    for agreement in policy.agreements:
        states = [(subject.id, agreement.state(subject, today, policy.places, regions())) for subject in subjects]
        found.append(_agreement(agreement, states, today))
    return tuple(found)


def exception_states(
    judged: Iterable[tuple[Policy, Subject]], general: Policy, today: date
) -> tuple[ExceptionState, ...]:
    """The state of every exception over everything that was judged, each subject by the policy of its place.

    An exception is in force when any of the policies needs it; `general` is the policy where nothing was judged.
    """
    subjects: dict[str, tuple[Policy, dict[str, Subject]]] = {general.name: (general, {})}
    for policy, subject in judged:
        subjects.setdefault(policy.name, (policy, {}))[1][subject.id] = subject
    found: dict[tuple[str, str], ExceptionState] = {}
    for policy, held in subjects.values():
        for state in (*waiver_states(policy, held.values(), today), *agreement_states(policy, held.values(), today)):
            known = found.get((state.what, state.id))
            if known is None or _RANKS.index(state.state) < _RANKS.index(known.state):
                found[state.what, state.id] = state
    return tuple(found.values())


def line_of(name: str, file: str) -> int:
    """The line of a configuration in which an exception is named; 1 when it is written in an unusual way."""
    with open(file, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            key, _, value = line.partition("=")
            if key.strip() == "id" and value.strip()[1:].startswith(name):
                return number
    return 1


def _waiver(waiver: Waiver, subjects: tuple[Subject, ...], used: tuple[str, ...], today: date) -> ExceptionState:
    states = [(subject, waiver.state(subject, today)) for subject in subjects]
    meant = tuple(s.id for s, found in states if found != "elsewhere")

    def state(name: str, explanation: str, ids: tuple[str, ...]) -> ExceptionState:
        return ExceptionState(id=waiver.id, what="waiver", state=name, explanation=explanation, subjects=ids)

    if used:
        left = waiver.expires - today
        soon = f"; it expires in {left.days} days, on {waiver.expires.isoformat()}" if left <= SOON else ""
        return state("in-force", f"accepts {', '.join(waiver.clause)} of {', '.join(used)}{soon}", used)
    if today > waiver.expires:
        return state(
            "expired",
            f"expired on {waiver.expires.isoformat()}: decide again with {waiver.approver}, or remove it",
            meant,
        )
    if not waiver.license_hash or not waiver.clause:
        missing = " and ".join(
            name for name, value in (("license_hash", waiver.license_hash), ("clause", waiver.clause)) if not value
        )
        return state(
            "unbound",
            f"not in force: it names no {missing}. 'openness policy waiver {waiver.model}' prints them",
            meant,
        )
    void = [s for s, found in states if found == "void"]
    if void:
        now = ", ".join(f"{s.id}: {s.license_hash}" for s in void)
        return state("void", f"void: the license changed since it was approved (now {now})", tuple(s.id for s in void))
    found = tuple(s.id for s, name in states if name == "valid")
    why = "the policy allows what it is about" if found else f"nothing that was judged is {waiver.model}"
    return state("unused", f"unused: {why}. Remove it if it is no longer needed", found)


def _agreement(agreement: Agreement, states: list[tuple[str, str]], today: date) -> ExceptionState:
    def ids(name: str) -> tuple[str, ...]:
        return tuple(subject for subject, state in states if state == name)

    def state(name: str, explanation: str) -> ExceptionState:
        about = ids("valid") or ids("expired") or ids("outside") or ids("places-unknown")
        return ExceptionState(id=agreement.id, what="agreement", state=name, explanation=explanation, subjects=about)

    held = ", ".join(agreement.territory)
    if used := ids("valid"):
        granted = ", ".join((*agreement.uses, *(f"no {clause}" for clause in agreement.clauses)))
        return state("in-force", f"grants {granted} for {', '.join(used)} until {agreement.until}")
    if today > agreement.until:
        return state("expired", f"ended on {agreement.until}: renew it with {agreement.counterparty}, or remove it")
    if ids("places-unknown"):
        return state("unbound", f"not in force: it holds in {held} only; state places_of_use in [profile]")
    if ids("outside"):
        return state("outside", f"not in force: it holds in {held} only, and the profile names other places too")
    return state("unused", f"unused: nothing that was judged is covered by it ({', '.join(agreement.models)})")
