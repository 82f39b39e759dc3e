"""Evidence from whole subjects: metadata, files, headers, gate, completeness."""

import pytest

from openness.evidence.collect import COLLECTORS
from openness.model import Component, HubMeta, Kind, WeightHeader
from openness.model.kinds import KINDS
from tests.evidence.build import gather, of, snapshot

CARD = """---
license: other
license_name: acme-1.0
license_link: LICENSE.md
tags: [text-generation, cc-by-4.0]
datasets:
- acme/corpus
- https://huggingface.co/datasets/acme/other
base_model: https://huggingface.co/org/base-7b
base_model_relation: quantized
extra_gated_prompt: You agree not to use it commercially.
extra_gated_eu_disallowed: true
model-index:
- name: rocket
  results:
  - metrics:
    - value: 3
---
# Rocket 7B

## Training data

We trained on 2T tokens of [acme/corpus](https://huggingface.co/datasets/acme/corpus), of which 40% is web text and 20% code.

## Training

The [training code](https://github.com/acme/train) was run with a learning rate of 3e-4 on 64 A100 GPUs.
Intermediate checkpoints are available as branches.

## Evaluation

MMLU is 63.2 and GSM8K is 41.0.

## Uses

```python
model = AutoModel.from_pretrained("acme/rocket-7b")
```

See the [technical report](https://arxiv.org/abs/2401.00001).
The instruction data is proprietary.
"""


def test_kinds_are_listed_and_quotes_are_exact() -> None:
    subject = snapshot(CARD, files=("model.safetensors", "config.json", "tokenizer.json", "train.py"))
    evidence, _ = gather(subject)
    assert {e.kind for e in evidence} <= set(KINDS)
    for item in evidence:
        text = subject.text(item.span.path)
        if text is not None and item.span.quote:
            start, end = item.span.start, item.span.end
            assert text.text[start:end] == item.span.quote or item.span.quote == item.span.path


def test_license_fields() -> None:
    evidence, _ = gather(
        snapshot(CARD, texts={"LICENSE.md": "Acme license text\n" * 20, "LICENSE-CODE": "MIT License"})
    )
    assert of(evidence, "license-declared") == ["other"]
    assert of(evidence, "license-name") == ["acme-1.0"]
    assert of(evidence, "license-link") == ["LICENSE.md"]
    assert of(evidence, "license-tag") == ["cc-by-4.0"]
    assert {(e.value, e.component) for e in evidence if e.kind == "license-file"} == {
        ("LICENSE.md", Component.UNCLEAR),
        ("LICENSE-CODE", Component.CODE),
    }
    assert len(of(evidence, "gate-prompt")) == 2


def test_lineage_and_data_fields() -> None:
    evidence, _ = gather(snapshot(CARD))
    assert of(evidence, "base-declared") == ["quantized:org/base-7b"]
    assert of(evidence, "dataset-declared") == ["acme/corpus", "acme/other"]


def test_completeness() -> None:
    evidence, gaps = gather(snapshot(CARD, files=("model.safetensors", "config.json", "tokenizer.json", "train.py")))
    kinds = {e.kind for e in evidence}
    assert {
        "weights", "architecture", "tokenizer", "training-code", "training-code-link", "hyperparameters", "compute",
        "intermediate-checkpoints", "evaluation-results", "inference-code", "technical-report-link", "data-described",
        "data-none", "model-metadata", "model-card-partial",
    } <= kinds  # fmt: skip
    assert of(evidence, "training-code-link") == ["https://github.com/acme/train"]
    assert not gaps


def test_a_framework_is_half_an_answer() -> None:
    evidence, _ = gather(
        snapshot("# A\n\nIt was trained with [axolotl](https://github.com/axolotl-ai-cloud/axolotl).\n")
    )
    assert of(evidence, "training-code-link") == []
    assert of(evidence, "training-code-partial") == ["https://github.com/axolotl-ai-cloud/axolotl"]
    own, _ = gather(
        snapshot("# A\n\nTrained using [NeoX](https://github.com/EleutherAI/gpt-neox).\n", id="EleutherAI/pythia-1b")
    )
    assert of(own, "training-code-link") == ["https://github.com/EleutherAI/gpt-neox"]


def test_silence_is_no_evidence_of_absence() -> None:
    evidence, _ = gather(snapshot("# Rocket\n\nA model.\n"))
    assert not [e for e in evidence if e.kind.endswith("-none")]


def test_a_missing_card_is_a_gap() -> None:
    _, gaps = gather(snapshot(None, files=("model.safetensors",)))
    assert [g.what for g in gaps] == ["model card"]


def test_headers_and_hub_tags() -> None:
    header = WeightHeader(
        path="m.gguf",
        format="gguf",
        values={
            "general.license": "apache-2.0",
            "general.base_model.0.repo_url": "https://huggingface.co/org/base-7b",
            "general.base_model.0.name": "Base 7b",
        },
    )
    hub = HubMeta(
        author="acme", gated="manual", tags=("license:mit", "base_model:adapter:org/base-7b", "dataset:acme/corpus")
    )
    evidence, _ = gather(snapshot("# A\n", headers=(header,), hub=hub))
    assert of(evidence, "license-header") == ["apache-2.0"]
    assert of(evidence, "base-header") == ["org/base-7b"]
    assert of(evidence, "license-tag") == ["mit"]
    assert of(evidence, "base-tag") == ["adapter:org/base-7b"]
    assert of(evidence, "gated") == ["manual"]
    assert of(evidence, "provider") == ["acme"]


def test_configs_and_recipes() -> None:
    texts = {
        "adapter_config.json": '{"base_model_name_or_path": "org/base-7b", "r": 8}',
        "config.json": '{"_name_or_path": "/home/me/checkpoint-200"}',
        "mergekit_config.yml": "models:\n  - model: org/a-7b\n  - model: org/b-7b\nmerge_method: ties\nbase_model: org/c-7b\n",
    }
    evidence, _ = gather(snapshot("# A\n", texts=texts))
    assert of(evidence, "base-config") == ["adapter:org/base-7b", "merge:org/a-7b", "merge:org/b-7b", "merge:org/c-7b"]


def test_license_boolean_is_a_problem_and_no_license() -> None:
    evidence, _ = gather(snapshot("---\nlicense: no\n---\n"))
    assert not of(evidence, "license-declared")
    assert any((v or "").startswith("license-boolean") for v in of(evidence, "card-problem"))


def test_long_base_model_list_is_cut_and_said() -> None:
    many = "\n".join(f"- org/model-{i}" for i in range(10_000 // 10))
    evidence, gaps = gather(snapshot(f"---\nbase_model:\n{many}\n---\n"))
    assert len(of(evidence, "base-declared")) == 256
    assert any(g.what == "base_model" for g in gaps)


def test_dataset_cards_speak_of_data() -> None:
    evidence, _ = gather(
        snapshot("---\nlicense: cc-by-4.0\n---\nThis dataset is licensed under CC BY 4.0.\n", kind=Kind.DATASET)
    )
    assert {e.component for e in evidence if e.kind in ("license-declared", "license-prose")} == {Component.DATA}


@pytest.mark.parametrize("collector", COLLECTORS, ids=[c.__name__ for c in COLLECTORS])
def test_every_collector_says_what_comes_out(collector: object) -> None:
    assert (collector.__doc__ or "").strip()
