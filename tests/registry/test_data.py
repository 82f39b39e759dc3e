"""What the shipped records say, and what the license records must explain."""

from collections import Counter
from pathlib import Path

import pytest

from openness.kb.compile_registry import load_records, problems
from openness.kb.load import KnowledgeBase
from openness.kb.locate import data_dir
from openness.kb.registry_page import SYSTEMS
from openness.kb.registry_types import RegistryRecord


@pytest.fixture(scope="module")
def records() -> tuple[RegistryRecord, ...]:
    return load_records(data_dir() / "registry")[1]


def test_most_license_names_have_a_record(records: tuple[RegistryRecord, ...]) -> None:
    """An id without a record answers as unknown; the message lists them for whoever writes records."""
    kb = KnowledgeBase.load()
    named = Counter(fact.value for record in records for fact in record.of_kind("license-registry"))
    missing = sorted(str(name) for name in named if name != "none" and kb.license(str(name)) is None)
    share = sum(named[name] for name in missing) / sum(named.values())
    assert share < 0.04, f"licenses without a record: {', '.join(missing)}"


def test_relicensing_keeps_both_grants(records: tuple[RegistryRecord, ...]) -> None:
    by_id = {record.id: record for record in records}
    for name in ("01-ai/Yi-34B", "tiiuae/falcon-40b", "microsoft/phi-2", "stabilityai/sdxl-turbo", "suno/bark"):
        grants = [f for f in by_id[name].of_kind("license-registry") if f.component == "weights"]
        assert len(grants) >= 2, name
        assert all(grant.since for grant in grants), name
    later = by_id["deepseek-ai/DeepSeek-V3-0324"].of_kind("license-registry")[0]
    earlier = by_id["deepseek-ai/DeepSeek-V3"].of_kind("license-registry")[0]
    assert (earlier.value, later.value) == ("deepseek-license-1.0", "mit")
    assert str(earlier.since) < str(later.since)


def test_a_service_says_that_its_weights_cannot_be_had(records: tuple[RegistryRecord, ...]) -> None:
    silent = [r.id for r in records if r.kind == "service" and not r.of_kind("weights-none", "weights", "hosted-api")]
    assert silent == []


def test_models_have_weights_or_say_that_there_are_none(records: tuple[RegistryRecord, ...]) -> None:
    kinds = ("weights", "weights-partial", "weights-none", "weights-withdrawn")
    assert [r.id for r in records if r.kind == "model" and not r.of_kind(*kinds)] == []


def test_bases_are_known(records: tuple[RegistryRecord, ...]) -> None:
    registry = KnowledgeBase.load().registry
    bases = {fact.value for record in records for fact in record.of_kind("base-registry") if fact.value}
    strangers = sorted(base for base in bases if registry.find(base) is None)
    assert strangers == [], f"bases that no record and no rule knows; give each a record: {', '.join(strangers)}"


def test_no_rule_calls_a_whole_organisation_open(records: tuple[RegistryRecord, ...]) -> None:
    """What an organisation will publish tomorrow is not known: "org/*" may only lead to something that is not open."""
    from openness.cli.registry import _level_of

    level = _level_of(KnowledgeBase.load())
    whole = {record.id: rule for record in records for rule in record.match if rule.endswith("/*")}
    assert {rule for name, rule in whole.items() if level(name)[0].startswith("open")} == set()


def test_the_example_of_the_docs_is_a_valid_file(tmp_path: Path) -> None:
    page = (data_dir().parent / "docs" / "add-a-model.md").read_text(encoding="utf-8")
    for name in ("_common.yaml", "_names.yaml"):
        (tmp_path / name).write_text((data_dir() / "registry" / name).read_text("utf-8"), encoding="utf-8")
    (tmp_path / "example.yaml").write_text(page.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    _, shown, _ = load_records(tmp_path)
    assert problems(shown) == []
    assert {record.kind for record in shown} == {"model", "service", "set"}


def test_the_page_is_up_to_date() -> None:
    from openness.cli.registry import _level_of
    from openness.kb.registry_page import page

    kb = KnowledgeBase.load()
    written = (data_dir().parent / "docs" / "registry.md").read_text(encoding="utf-8")
    assert written == page(kb.registry, _level_of(kb)), "run: openness registry page -o docs/registry.md"
    assert all(f"| `{name}` |" in written for name in SYSTEMS)


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("qwen3-omni-flash", "closed"),  # looks like a repository of Qwen, and is a hosted product
        ("kwaivgi/kling-v2.1", "closed"),
        ("glm-4-air-250414", "closed"),
        ("Qwen/Qwen3-Omni-30B-A3B-Instruct", "open-weights"),
        ("qwen2.5-coder-3b-instruct", "research-weights"),
        ("allenai/OlmoEarth-v1-Base", "unknown"),  # no OLMoE; its own terms were not read
        ("EleutherAI/polyglot-ko-12.8b", "open-source-ai"),  # a list of sources is not the data
        ("EleutherAI/pythia-1.4b", "open-source-ai"),  # the Pile has no license of its own
        ("timm/resnet50.fb_swsl_ig1b_ft_in1k", "research-weights"),  # a copy keeps the terms of its original
        ("timm/convnext_base.dinov3_lvd1689m", "restricted-weights"),
        ("tohoku-nlp/bert-base-japanese-char-v3", "open-source-ai"),
        ("moondream/moondream3-preview", "restricted-weights"),
        ("vidore/colqwen2.5-v0.2", "research-weights"),  # an adapter on Qwen2.5-VL-3B
        ("facebook/fasttext-language-identification", "research-weights"),
        ("openchat/openchat_v3.2", "restricted-weights"),  # Llama 2; only 3.5 stands on Mistral
    ],
)
def test_names_that_look_like_others(name: str, level: str) -> None:
    from openness.cli.registry import _level_of

    assert _level_of(KnowledgeBase.load())(name)[0] == level
