"""What the facts mean in practice, derived from evidence and clauses, never asserted."""

from collections.abc import Iterable

from openness.evaluate.predicates.evidence import availability
from openness.model import ClauseFinding, Facts, Outcome

Consequence = dict[str, str | list[str]]


def consequences(facts: Facts) -> dict[str, Consequence]:
    """For each practical question an answer (`yes | limited | no | unknown`), one sentence, and evidence ids.

    The keys are the same for a closed service and an open model, so that the two can stand side by side.
    """
    found = _Reader(facts)
    return {
        "host-yourself": _host(found),
        "data-stays": _data_stays(found),
        "fine-tune-and-keep": _fine_tune(found),
        "withdrawal": _withdrawal(found),
        "cost": _cost(found),
        "safety-rules": _safety(found),
        "lock-in": _lock_in(found),
    }


class _Reader:
    """The facts, asked for clauses and availability."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        answer = availability(facts)
        self.weights = answer.outcome
        self.weights_evidence = list(answer.evidence)
        self.licensed = any(m.id not in ("none", "unknown") for m in facts.licenses)

    def clauses(self, *ids: str) -> list[ClauseFinding]:
        return [f for f in self.facts.findings if f.clause in ids]

    def value(self, kind: str) -> tuple[str | None, list[str]]:
        shown = [e for e in self.facts.of_kind(kind) if e.value]
        return (shown[0].value, [shown[0].id]) if shown else (None, [])


def _host(r: _Reader) -> Consequence:
    if r.weights is Outcome.UNMET:
        return _is("no", "the weights cannot be had, so it runs on the provider's machines only", r.weights_evidence)
    if r.weights is not Outcome.MET:
        return _is("unknown", "no weights were seen", [])
    tied = r.clauses("platform-tie")
    if tied:
        return _is("limited", "the terms tie it to a named platform", _evidence(tied))
    if not r.licensed:
        return _is("unknown", "the weights can be had; nothing that was read grants their use", r.weights_evidence)
    return _is("yes", "the weights can be had and run on your own machines", r.weights_evidence)


def _data_stays(r: _Reader) -> Consequence:
    if r.weights is Outcome.UNMET:
        return _is("no", "inputs and outputs pass through the provider's service", r.weights_evidence)
    if r.weights is not Outcome.MET:
        return _is("unknown", "no weights were seen", [])
    reports = [f for f in r.clauses("feedback-data-return") if "feedback" not in str(f.params.get("kind", ""))]
    if reports:
        return _is("limited", "the terms let something flow back to the licensor", _evidence(reports))
    return _is("yes", "when you host it yourself, nothing has to leave your machines", r.weights_evidence)


def _fine_tune(r: _Reader) -> Consequence:
    if r.weights is Outcome.UNMET:
        return _is(
            "no", "there are no weights to tune and keep; a tuned copy stays with the provider", r.weights_evidence
        )
    if r.weights is not Outcome.MET or not r.licensed:
        return _is("unknown", "no grant was read that covers changed weights", r.weights_evidence)
    barred = r.clauses("no-modification")
    if barred:
        return _is("no", "the terms bar or narrow changes", _evidence(barred))
    bound = r.clauses(
        "no-redistribution",
        "copyleft",
        "flow-down",
        "naming-prefix",
        "feedback-data-return",
        "non-commercial",
        "research-only",
    )
    if bound:
        clauses = ", ".join(dict.fromkeys(f.clause for f in bound))
        return _is("limited", f"you may tune it, and the terms follow the result: {clauses}", _evidence(bound))
    return _is("yes", "you may tune it and keep the result", r.weights_evidence)


def _withdrawal(r: _Reader) -> Consequence:
    taken = r.clauses("revocable", "unilateral-update", "time-limited", "remote-restriction")
    if taken:
        clauses = ", ".join(dict.fromkeys(f.clause for f in taken))
        return _is("yes", f"the terms let the licensor take back or change the grant: {clauses}", _evidence(taken))
    if r.weights is Outcome.UNMET:
        return _is("yes", "the provider can change, price or end the service", r.weights_evidence)
    kept = [f for f in r.clauses("irrevocable") if f.params.get("stated") is not False]
    if kept:
        return _is("no", "the grant is called irrevocable; copies that you hold stay usable", _evidence(kept))
    if r.licensed and r.weights is Outcome.MET:
        return _is("limited", "the terms are silent; a copy that you hold cannot be recalled", r.weights_evidence)
    return _is("unknown", "no terms were read", [])


def _cost(r: _Reader) -> Consequence:
    price, evidence = r.value("price")
    if price:
        return _is("limited", f"price: {price}", evidence)
    asked = r.clauses("commercial-permission", "revenue-threshold", "user-threshold")
    if asked:
        return _is("limited", "the weights are free; some uses need a license that may cost money", _evidence(asked))
    if r.weights is Outcome.MET:
        return _is("no", "no price was found: the weights can be fetched, and the machines to run them are yours", [])
    if r.weights is Outcome.UNMET:
        return _is("yes", "access is sold by the provider; the price was not recorded", r.weights_evidence)
    return _is("unknown", "nothing that was read says", [])


def _safety(r: _Reader) -> Consequence:
    if r.weights is Outcome.UNMET:
        return _is("no", "the provider enforces its rules on its own machines", r.weights_evidence)
    rules = r.clauses(
        "safety-filter-duty", "field-of-use-list", "external-aup", "guardrail-bypass", "remote-restriction"
    )
    if rules:
        clauses = ", ".join(dict.fromkeys(f.clause for f in rules))
        return _is("limited", f"you have to keep rules that the terms set: {clauses}", _evidence(rules))
    if r.weights is Outcome.MET and r.licensed:
        return _is("yes", "no rules in the terms that were read: safety is up to whoever runs it", r.weights_evidence)
    return _is("unknown", "no terms were read", [])


def _lock_in(r: _Reader) -> Consequence:
    if r.weights is Outcome.UNMET:
        return _is("yes", "only the provider can serve it", r.weights_evidence)
    ties = r.clauses("platform-tie", "no-competing-product", "hosting-limit", "unilateral-update", "update-to-latest")
    if ties:
        clauses = ", ".join(dict.fromkeys(f.clause for f in ties))
        return _is("limited", f"the terms tie you to the licensor: {clauses}", _evidence(ties))
    if r.weights is Outcome.MET:
        return _is("no", "anyone who holds the weights can run them", r.weights_evidence)
    return _is("unknown", "no weights were seen", [])


def _is(answer: str, why: str, evidence: list[str]) -> Consequence:
    return {"answer": answer, "why": why, "evidence": list(dict.fromkeys(evidence))}


def _evidence(findings: Iterable[ClauseFinding]) -> list[str]:
    return [e for f in findings for e in f.evidence]
