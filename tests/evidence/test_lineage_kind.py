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
        ("acme/owl-tuned", "tags: [lora]\nbase_model_relation: finetune\n", "finetune"),
    ],
)
def test_relation(name: str, metadata: str, relation: str | None) -> None:
    evidence, _ = gather(snapshot(f"---\nbase_model: b/owl-7b\n{metadata}---\n\n# A model\n", id=name))
    values = [e.value for e in evidence if e.kind == "base-declared"]
    assert values == [f"{relation}:b/owl-7b" if relation else "b/owl-7b"]
