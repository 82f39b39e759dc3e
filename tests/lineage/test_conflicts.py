"""Each kind of conflict: where it must be found, and the traps where it must not."""

import pytest

from openness.lineage.conflicts import conflicts
from openness.model import Basis, Component, Conflict, DatasetLink, Facts, Kind
from tests.lineage.build import KB, facts, finding, match, quote

LLAMA = {"meta-llama/Llama-2-7b-hf": (match("llama-2"),)}


def found(subject: Facts) -> list[tuple[str, str]]:
    result: tuple[Conflict, ...] = conflicts(subject, KB)  # type: ignore[arg-type]
    assert all(c.explanation and c.remedy for c in result)
    return [(c.kind, c.strength) for c in result]


def test_relabelled_base() -> None:
    result = conflicts(facts(match("mit"), bases=LLAMA), KB)  # type: ignore[arg-type]
    assert [(c.kind, c.strength) for c in result] == [("relabelled-base", "hard")]
    assert "MIT" in result[0].explanation
    assert "LLAMA-2" in result[0].explanation
    assert {"l-mit-declared", "b-meta-llama/Llama-2-7b-hf"} <= set(result[0].evidence)


def test_bases_under_one_license_make_one_conflict() -> None:
    pair = {**LLAMA, "acme/llama-2-chat": (match("llama-2"),)}
    assert found(facts(match("mit"), bases=pair)) == [("relabelled-base", "hard")]


def test_non_commercial_stacked_on_llama_2_is_relabelling_too() -> None:
    assert found(facts(match("cc-by-nc-4.0", Basis.PROSE), bases=LLAMA)) == [("relabelled-base", "hard")]


def test_both_closed_to_trade_is_soft() -> None:
    base = {"llama-7b": (match("llama-1"),)}
    assert found(facts(match("cc-by-nc-4.0"), bases=base)) == [("relabelled-base", "soft")]


@pytest.mark.parametrize(
    "subject",
    [
        facts(match("llama-2"), bases=LLAMA),
        facts(match("llama-3.1"), bases=LLAMA),  # another version of the family: not this conflict
        facts(match("mit"), bases={"org/base-7b": (match("apache-2.0"),)}),
        facts(bases=LLAMA),  # no license of its own
        facts(match("LicenseRef-acme-terms"), bases=LLAMA),  # terms that nobody has read
        facts(match("mit"), match("llama-2", Basis.PROSE), bases=LLAMA),
        facts(match("mit"), bases=LLAMA, weights=False),  # outputs only
        facts(match("openrail"), bases={"org/sd": (match("creativeml-openrail-m"),)}),
        facts(match("mit", component=Component.CODE), bases=LLAMA),
        facts(match("mit"), bases={"acme/base-7b": (match("llama-2"),)}),  # the publisher's own base
    ],
)
def test_no_relabelling(subject: Facts) -> None:
    assert ("relabelled-base", "hard") not in found(subject)


def test_own_text_at_least_as_strict_is_soft() -> None:
    assert found(facts(match("acme-nc"), bases=LLAMA)) == [("relabelled-base", "soft")]


def test_false_inheritance() -> None:
    claim = quote("e1", "license-inherited", "Apache 2.0 (inherited from the base)", value="apache-2.0")
    subject = facts(match("apache-2.0"), bases=LLAMA, evidence=(claim,))
    assert ("false-inheritance", "hard") in found(subject)
    true = facts(match("apache-2.0"), bases={"org/b": (match("apache-2.0"),)}, evidence=(claim,))
    assert not found(true)


TERMS = "restricted from any commercial use"


def test_prose_against_metadata() -> None:
    said = quote("e1", "terms-prose", TERMS, value="binding")
    proof = quote("c1", "clause", TERMS)
    subject = facts(match("mit"), evidence=(said, proof), findings=(finding("non-commercial", "c1"),))
    assert found(subject) == [("prose-vs-metadata", "hard")]


def test_terms_that_curb_trade_under_a_license_that_does_not() -> None:
    said = quote("e1", "terms-prose", "teams of 10 or less", value="binding: commercial-permission")
    assert found(facts(match("creativeml-openrail-m"), evidence=(said,))) == [("prose-vs-metadata", "hard")]
    assert not found(facts(match("cc-by-nc-4.0"), evidence=(said,)))


def test_an_authors_request_is_soft_and_intended_use_is_nothing() -> None:
    asked = quote("e1", "terms-statement", "should only be used for research", value="statement")
    proof = quote("c1", "clause", "should only be used for research")
    only = (finding("research-only", "c1"),)
    assert found(facts(match("mit"), evidence=(asked, proof), findings=only)) == [("prose-vs-metadata", "soft")]
    meant = quote("e1", "terms-intended", "intended for research", value="intended-use")
    assert not found(facts(match("mit"), evidence=(meant, proof), findings=only))


def test_another_license_in_prose() -> None:
    assert found(facts(match("mit"), match("cc-by-nc-4.0", Basis.PROSE))) == [("prose-vs-metadata", "hard")]
    assert found(facts(match("mit"), match("apache-2.0", Basis.PROSE))) == [("prose-vs-metadata", "soft")]


def test_a_text_that_contradicts_itself() -> None:
    said = quote("e1", "terms-prose", TERMS, value="binding")
    proof = quote("c1", "clause", TERMS)
    subject = facts(
        match("apache-2.0", Basis.PROSE), evidence=(said, proof), findings=(finding("non-commercial", "c1"),)
    )
    assert found(subject) == [("internal-contradiction", "hard")]


def test_file_against_metadata() -> None:
    assert found(facts(match("mit"), match("cc-by-nc-4.0", Basis.TEXT))) == [("file-vs-metadata", "hard")]
    assert not found(facts(match("mit"), match("mit", Basis.TEXT)))
    assert not found(facts(match("LicenseRef-other"), match("cc-by-nc-4.0", Basis.TEXT)))


def test_the_header_of_a_weight_file_against_metadata() -> None:
    header = quote("h1", "license-header", "general.license = llama2", value="llama2")
    other = match("llama-2", from_="model.gguf", evidence=("h1",))
    result = conflicts(facts(match("mit"), other, evidence=(header,)), KB)  # type: ignore[arg-type]
    assert [(c.kind, c.strength) for c in result] == [("file-vs-metadata", "hard")]
    assert "model.gguf names LLAMA-2" in result[0].explanation
    same = match("mit", evidence=("l-mit-declared", "h1"))
    assert not found(facts(same, evidence=(header,)))


def test_two_texts_in_the_file_that_the_metadata_means() -> None:
    named = quote("n1", "license-name", "custom", value="custom")
    first = match("mit", Basis.TEXT, from_="LICENSE", evidence=("l-mit-text", "n1"))
    assert not found(facts(first, match("cc-by-nc-4.0", Basis.TEXT, from_="LICENSE"), evidence=(named,)))
    assert found(facts(first, match("cc-by-nc-4.0", Basis.TEXT, from_="LICENSE-MODEL"), evidence=(named,)))


def test_a_gate_closed_to_the_eu() -> None:
    prompt = quote("e1", "gate-prompt", "true", value="extra_gated_eu_disallowed: true")
    assert found(facts(match("apache-2.0"), evidence=(prompt,))) == [("gate-vs-license", "soft")]
    opened = quote("e1", "gate-prompt", "false", value="extra_gated_eu_disallowed: false")
    assert found(facts(match("apache-2.0"), evidence=(opened,))) == []


def test_gate_against_license() -> None:
    prompt = quote("e1", "gate-prompt", "I will use it for non-commercial purposes only")
    proof = quote("c1", "clause", "for non-commercial purposes only", start=5)
    subject = facts(match("mit"), evidence=(prompt, proof), findings=(finding("non-commercial", "c1"),))
    assert ("gate-vs-license", "hard") in found(subject)


def test_several_licenses() -> None:
    bare = (match("mit", unclear_list=True), match("apache-2.0", unclear_list=True))
    assert found(facts(*bare)) == [("multi-license", "soft")]
    split = facts(match("cc-by-nc-4.0"), match("mit", component=Component.CODE))
    assert found(split) == [("multi-license", "soft")]
    assert not found(facts(match("mit"), match("mit", component=Component.CODE)))


def test_code_license_is_not_the_weights() -> None:
    assert found(facts(match("mit", component=Component.CODE))) == [("code-license-only", "soft")]


def test_license_links() -> None:
    link = quote("e1", "license-link", "https://acme.test/LICENSE", value="https://acme.test/LICENSE")
    gone = facts(match("mit"), evidence=(link,), link_states={"https://acme.test/LICENSE": "missing"})
    assert found(gone) == [("dead-license-link", "hard")]
    moving = quote("e1", "license-link", "x", value="https://github.com/a/b/blob/main/LICENSE")
    assert found(facts(match("mit"), evidence=(moving,))) == [("moving-license-link", "soft")]
    assert not found(facts(match("mit"), evidence=(link,)))


def test_missing_name_prefix() -> None:
    base = {"meta-llama/Llama-3.1-8B": (match("llama-3.1"),)}
    assert found(facts(match("llama-3.1"), bases=base)) == [("missing-name-prefix", "soft")]
    assert not found(facts(match("llama-3.1"), bases=base, id="acme/Llama-3.1-rocket"))


def test_data_terms_are_a_finding_and_no_verdict() -> None:
    data = (DatasetLink(id="acme/corpus", basis="declared", licenses=("cc-by-nc-4.0",)),)
    assert found(facts(match("mit"), datasets=data)) == [("data-terms", "soft")]
    assert not found(facts(match("cc-by-nc-4.0"), datasets=data))


def test_terms_on_outputs() -> None:
    assert found(facts(match("mit"), bases={"GPT-4": (match("openai-terms"),)}, weights=False)) == [
        ("output-terms", "soft")
    ]
    assert not found(facts(match("mit"), bases={"org/free": (match("apache-2.0"),)}, weights=False))


def test_hard_ones_come_first_and_data_sets_have_none() -> None:
    subject = facts(match("mit"), match("mit", component=Component.CODE), match("apache-2.0", Basis.PROSE), bases=LLAMA)
    assert found(subject)[0] == ("relabelled-base", "hard")
    from dataclasses import replace

    assert not found(replace(subject, snapshot=replace(subject.snapshot, kind=Kind.DATASET)))
