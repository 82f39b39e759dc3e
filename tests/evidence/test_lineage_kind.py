"""What a repository is as a whole, by its metadata and its name."""

import pytest

from tests.evidence.build import gather, snapshot


@pytest.mark.parametrize(
    ("name", "metadata", "relation"),
    [
        ("acme/owl-lora", "library_name: peft\n", "adapter"),
        ("acme/owl-tuned", "tags: [lora, art]\n", "adapter"),
        ("acme/owl-blend", "tags: [mergekit]\n", "merge"),
        ("acme/owl-7b-GGUF", "", "quantized"),
        ("acme/owl-chat-7b-GGUF", "", None),
        ("acme/owl-merged", "tags: [lora]\n", None),
        ("acme/owl-tuned", "tags: [art]\n", None),
        ("acme/owl-qlora", "", "adapter"),
        ("acme/owl-exploration", "", None),
        ("acme/owl-lora-fused", "", None),
        ("acme/owl-tuned", "tags: [lora]\nbase_model_relation: finetune\n", "finetune"),
    ],
)
def test_relation(name: str, metadata: str, relation: str | None) -> None:
    evidence, _ = gather(snapshot(f"---\nbase_model: b/owl-7b\n{metadata}---\n\n# A model\n", id=name))
    values = [e.value for e in evidence if e.kind == "base-declared"]
    assert values == [f"{relation}:b/owl-7b" if relation else "b/owl-7b"]


@pytest.mark.parametrize(
    ("title", "relation"), [("Owl — a LoRA for woodcuts", "adapter"), ("Owl, LoRA merged", None), ("Owl", None)]
)
def test_the_title_tells_an_adapter(title: str, relation: str | None) -> None:
    text = f"---\nbase_model: b/owl-7b\n---\n\n# {title}\n\nText.\n\n## LoRA settings\n\nNone.\n"
    evidence, _ = gather(snapshot(text, id="acme/owl-tuned"))
    values = [e.value for e in evidence if e.kind == "base-declared"]
    assert values == [f"{relation}:b/owl-7b" if relation else "b/owl-7b"]


def test_a_weighted_sum_in_code_is_a_merge() -> None:
    card = (
        "# Owl\n\n```\npart 1:\n[o/chat-13b-3.0](0.85) x [n/capy-1.11-13b](0.15)\n[see](https://x.org) [a/b](2)\n```\n"
    )
    evidence, _ = gather(snapshot(card, id="acme/owl-20b"))
    found = {e.value for e in evidence if e.kind.startswith("base-")}
    assert found == {"merge:o/chat-13b-3.0", "merge:n/capy-1.11-13b"}


@pytest.mark.parametrize(
    ("field", "base"),
    [
        ("/home/me/base-model/heron-7b", "heron-7b"),
        ("C:\\models\\heron-7b", "heron-7b"),
        ("/home/me/checkpoint", None),
        ("./out", None),
    ],
)
def test_a_local_path_names_what_lies_there(field: str, base: str | None) -> None:
    evidence, _ = gather(snapshot(f"---\nbase_model: {field}\n---\n\n# A model\n", id="acme/owl-tuned"))
    assert [e.value for e in evidence if e.kind == "base-declared"] == ([base] if base else [])


def test_models_used_are_models_merged() -> None:
    card = "## Models used\n\n- [o/chat-7b](https://huggingface.co/o/chat-7b)\n- [n/capy-7b](https://huggingface.co/n/capy-7b)\n"
    evidence, _ = gather(snapshot(card, id="acme/owl-7b"))
    assert {e.value for e in evidence if e.kind == "base-prose"} == {"merge:o/chat-7b", "merge:n/capy-7b"}


@pytest.mark.parametrize(
    ("sentence", "relation"),
    [
        ("It is a Thai large language model that is based on acme/heron-7b.", "finetune"),
        ("The language model is acme/heron-7b.", "component"),
        ("The vision encoder is acme/heron-7b.", "component"),
        ("A diffusion model tuned from acme/heron-7b.", "finetune"),
        ("A merge of acme/heron-7b and acme/crane-7b.", "merge"),
    ],
)
def test_the_words_of_a_sentence_tell_the_relation(sentence: str, relation: str) -> None:
    evidence, _ = gather(snapshot(f"# Owl\n\n{sentence}\n", id="b/owl-tuned"))
    assert f"{relation}:acme/heron-7b" in {e.value for e in evidence if e.kind == "base-prose"}
