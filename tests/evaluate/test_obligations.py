from openness.evaluate.consequences import consequences
from openness.evaluate.obligations import obligations
from openness.model import Basis, ClauseFinding, Component, Kind
from tests.evaluate.building import base, facts, knowledge, match


def ids(subject):
    return {o.id: o for o in obligations(subject, knowledge())}


def test_required_notices_are_exact():
    found = ids(facts("llama-3.1"))
    assert found["attribution-display"].notice == "Built with Llama"
    assert found["attribution-display"].license == "llama-3.1"
    assert found["attribution-display"].evidence


def test_ancestors_pass_their_duties_on():
    inherited = match("llama-3.1", 901, basis=Basis.INHERITED, from_="meta/base")
    found = ids(facts("apache-2.0", inherited, bases=(base("meta/base"),)))
    assert "attribution-display" in found
    assert {o.license for o in found.values()} == {"apache-2.0", "llama-3.1"}


def test_a_choice_is_named():
    pair = [match("llama-3.1", 901, choice="x"), match("mit", 902, choice="x")]
    assert all(o.summary.startswith("if you choose ") for o in obligations(facts(*pair), knowledge()))


def test_duties_of_the_code_say_so():
    code = match("apache-2.0", 902, applies_to=Component.CODE)
    found = ids(facts("llama-3.1", code))
    assert found["state-changes"].summary.startswith("for the code: ")
    assert not found["attribution-display"].summary.startswith("for the code: ")


def test_no_license_no_obligation():
    assert obligations(facts(), knowledge()) == ()


def finding(clause, **params):
    return ClauseFinding(
        clause=clause,
        polarity="restriction",
        applies_to=Component.WEIGHTS,
        license="llama-3.1",
        basis=Basis.RECORD,
        params=params,
        evidence=("e1",),
    )


class TestConsequences:
    def test_a_service_and_a_model_answer_the_same_questions(self):
        service = consequences(facts(kinds=("hosted-api", "weights-none"), kind=Kind.SERVICE))
        model = consequences(facts("mit"))
        assert set(service) == set(model)
        assert service["host-yourself"]["answer"] == "no"
        assert model["host-yourself"]["answer"] == "yes"
        assert service["withdrawal"]["answer"] == "yes"
        assert service["safety-rules"]["why"] != model["safety-rules"]["why"]

    def test_clauses_show(self):
        found = consequences(facts("llama-3.1", findings=(finding("revocable", mode="at will"), finding("flow-down"))))
        assert found["withdrawal"]["answer"] == "yes"
        assert found["withdrawal"]["evidence"] == ["e1"]
        assert found["fine-tune-and-keep"]["answer"] == "limited"

    def test_irrevocable_grants_cannot_be_withdrawn(self):
        assert consequences(facts("apache-2.0", findings=(finding("irrevocable"),)))["withdrawal"]["answer"] == "no"

    def test_silence_is_unknown(self):
        silent = consequences(facts(kinds=()))
        assert {v["answer"] for v in silent.values()} == {"unknown"}

    def test_every_known_answer_has_a_sentence(self):
        for subject in (facts("mit"), facts(), facts(kinds=("weights-none",))):
            assert all(v["why"] for v in consequences(subject).values())
