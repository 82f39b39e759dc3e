"""What binds, from whom, and what a derivative owes."""

from dataclasses import replace

from openness.lineage.by_output import claimed_by_output
from openness.lineage.effective import demands, effective
from openness.model import Component
from tests.lineage.build import KB, facts, finding, match, quote


def test_own_terms_first_then_each_ancestors() -> None:
    subject = facts(
        match("mit"),
        bases={"org/mid-7b": (match("llama-2"),)},
        evidence=(quote("e1", "clause", "no commercial use"),),
        findings=(
            finding("user-threshold", "x", inherited_from="meta/base", section="2", summary="700 million users"),
            finding("non-commercial", "e1"),
        ),
    )
    deeper = facts(bases={"meta/base": (match("llama-2"),)})
    subject = replace(subject, ancestors={"org/mid-7b": deeper})
    found = effective(subject)
    assert [(t.clause, t.ancestor, t.path, t.quote) for t in found] == [
        ("non-commercial", None, (), "no commercial use"),
        ("user-threshold", "meta/base", ("org/mid-7b", "meta/base"), "700 million users"),
    ]
    assert effective(subject, Component.CODE) == ()


def test_demands_of_ancestors() -> None:
    subject = facts(match("mit"), bases={"meta/base": (match("llama-2"),), "org/free": (match("apache-2.0"),)})
    assert [(d.ancestor, d.what, d.notice) for d in demands(subject, KB)] == [  # type: ignore[arg-type]
        ("meta/base", "same-license", None),
        ("meta/base", "notice-retention", "(c) Meta"),
    ]


def test_outputs_make_a_derivative_where_the_terms_say_so() -> None:
    subject = facts(bases={"org/r1": (match("deepseek"),), "org/free": (match("mit"),)}, weights=False)
    links = tuple(replace(b, relation="distilled") for b in subject.lineage.bases)
    subject = replace(subject, lineage=replace(subject.lineage, bases=links))
    found = claimed_by_output(subject, KB)  # type: ignore[arg-type]
    assert [(b.id, b.relation) for b in found] == [("org/r1", "derivative-by-output"), ("org/free", "distilled")]
