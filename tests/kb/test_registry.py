"""Names as people type them, family rules, sets, and errors that name file and field."""

from collections.abc import Callable
from pathlib import Path

import pytest

from openness.errors import KnowledgeError
from openness.kb.compile_registry import load_records, open_from_files, problems, tables
from openness.kb.locate import data_dir
from openness.kb.registry import Registry
from openness.kb.registry_names import beyond, key, readings

COMMON = """
sources: {hub: {url: "https://huggingface.co/{id}", as_of: 2025-01-01}}
bundles: {open: {facts: [{fact: weights, value: hub}, {fact: license, value: apache-2.0}]}}
"""
NAMES = "routers: [azure, openrouter]\nreuploaders: [quantizer]\nhosts: [speedy]\nvariants: [chat, instruct]\n"
ACME = """
provider: {id: acme, name: Acme, aliases: [acme-ai], orgs: [AcmeLab]}
sources: {docs: {url: "https://acme.example/docs", as_of: 2025-02-02, note: maintainer knowledge}}
records:
- {id: AcmeLab/Road-7B, title: Road, names: [road, "road:7b", AcmeLab/Road-13B], redirects: [Acme/Road-7B],
   match: ["AcmeLab/Road-*", "road-*"], bundles: [open]}
- {id: AcmeLab/Road-3B, match: ["AcmeLab/Road-3B*"], bundles: [open], facts: [{fact: license, value: mit}]}
- {id: acme/runner, kind: service, names: [runner-4], match: ["runner-4-*"], source: docs,
   facts: [{fact: weights-none, value: never released}]}
- {id: acme-all, kind: set, names: [acme], members: [AcmeLab/Road-7B, acme/runner]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[str], Path]:
    """A registry folder with one provider's file."""

    def make(text: str = ACME) -> Path:
        for name, content in (("_common.yaml", COMMON), ("_names.yaml", NAMES), ("acme.yaml", text)):
            (tmp_path / name).write_text(content, encoding="utf-8")
        return tmp_path

    return make


@pytest.fixture
def registry(folder: Callable[[str], Path]) -> Registry:
    return open_from_files(folder(ACME))


@pytest.fixture(scope="module")
def shipped() -> Registry:
    return open_from_files(data_dir() / "registry")


@pytest.mark.parametrize(
    ("typed", "record", "how"),
    [
        ("AcmeLab/Road-7B", "AcmeLab/Road-7B", "id"),
        ("acmelab/road-7b", "AcmeLab/Road-7B", "id"),
        ("https://huggingface.co/AcmeLab/Road-7B/tree/main", "AcmeLab/Road-7B", "id"),
        ("Acme/Road-7B", "AcmeLab/Road-7B", "redirect"),
        ("AcmeLab/Road-70B-Chat", "AcmeLab/Road-7B", "rule"),
        ("AcmeLab/Road-3B-Chat", "AcmeLab/Road-3B", "rule"),
        ("acme-ai/road-7b", "AcmeLab/Road-7B", "alias"),
        ("AcmeLab/road", "AcmeLab/Road-7B", "name"),
        ("road-30b-chat", "AcmeLab/Road-7B", "rule"),
        ("Road 8x7B v0.3 Instruct", "AcmeLab/Road-7B", "rule"),
        ("road-v9", "AcmeLab/Road-7B", "rule"),
        ("speedy/road-7b", "AcmeLab/Road-7B", "alias"),
        ("speedy/speedy-road-7b", "AcmeLab/Road-7B", "alias"),
        ("speedy-runner-4", "acme/runner", "alias"),
        ("runner-v9", "acme/runner", "name"),
        ("openrouter/acme/road-30b:free", "AcmeLab/Road-7B", "rule"),
        ("road:7b", "AcmeLab/Road-7B", "name"),
        ("Road 7B", "AcmeLab/Road-7B", "name"),
        ("openrouter/acme/runner:free", "acme/runner", "id"),
        ("azure/eu/runner-4", "acme/runner", "name"),
        ("acme.runner-20250131-v1:0", "acme/runner", "id"),
        ("runner-4-turbo", "acme/runner", "rule"),
        ("quantizer/Road-7B-GGUF", "quantizer/Road-7B-GGUF", "re-upload"),
        ("acme", "acme-all", "name"),
    ],
)
def test_names_lead_to_their_record(registry: Registry, typed: str, record: str, how: str) -> None:
    match = registry.find(typed)
    assert match is not None
    assert (match.record.id, match.how) == (record, how)


@pytest.mark.parametrize(
    "typed",
    [
        "stranger/road-7b", "stranger/runner", "", "/", "   ", "Rail-8B", "x" * 5000,
        "road-7b-my-merge", "road-uncensored", "quantizer/Road-13B-my-merge-GGUF", "openrouter/stranger/road-30b",
        "speedy/road-30b",
    ],
)  # fmt: skip
def test_a_stranger_is_not_answered_for(registry: Registry, typed: str) -> None:
    assert registry.find(typed) is None


def test_the_size_that_was_typed_is_the_subject(registry: Registry) -> None:
    found = [registry.find(name) for name in ("AcmeLab/Road-13B", "AcmeLab/Road-70B", "acme/road-13b")]
    assert [match.id for match in found if match] == ["AcmeLab/Road-13B", "AcmeLab/Road-70B", "AcmeLab/Road-13B"]


def test_a_repository_with_a_name_of_its_own_has_the_familys_terms_and_nothing_more(shipped: Registry) -> None:
    sibling, other = (shipped.find(f"EleutherAI/pythia-{name}") for name in ("99b-deduped", "my-tune"))
    assert sibling is not None
    assert other is not None
    assert (sibling.how, other.how) == ("rule", "rule")
    assert sibling.record.of_kind("data", "training-code")
    assert {fact.component for fact in other.record.facts} == {"weights"}


def test_a_reupload_is_granted_at_second_hand_and_names_its_base(registry: Registry) -> None:
    match = registry.find("quantizer/Road-7B-GGUF")
    assert match is not None
    (license_,) = match.record.of_kind("license-registry")
    (base,) = match.record.of_kind("base-registry")
    assert (license_.granted_by, base.value, base.relation) == ("re-upload", "AcmeLab/Road-7B", "quantized")


def test_a_fact_has_source_and_date_and_an_own_fact_replaces_the_bundle(registry: Registry) -> None:
    small = registry.record("AcmeLab/Road-3B")
    service = registry.record("acme/runner")
    assert small is not None
    assert service is not None
    (license_,) = small.of_kind("license-registry")
    assert (license_.value, license_.component) == ("mit", "weights")
    assert license_.url == "https://huggingface.co/AcmeLab/Road-3B"
    assert (service.facts[0].url, service.facts[0].as_of) == ("https://acme.example/docs", "2025-02-02")


def test_who_read_the_license_is_its_source_and_nothing_elses(folder: Callable[[str], Path]) -> None:
    read = 'license_source: {url: "https://acme.example/LICENSE", as_of: 2026-01-01}, bundles: [open]'
    small = open_from_files(folder(ACME.replace("bundles: [open]", read))).record("AcmeLab/Road-7B")
    assert small is not None
    sources = {fact.kind: (fact.url, fact.as_of) for fact in small.facts}
    assert sources["license-registry"] == ("https://acme.example/LICENSE", "2026-01-01")
    assert sources["weights"] == ("https://huggingface.co/AcmeLab/Road-7B", "2025-01-01")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gtp-4o", "openai/gpt-4o"),
        ("mixtrl-8x7b", "mistralai/Mixtral-8x7B-v0.1"),
        ("llamma-3-8b", "meta-llama/Meta-Llama-3-8B"),
        ("cluade-3-opus", "anthropic/claude-3-opus"),
        ("gemnii-1.5-pro", "google/gemini-1.5-pro"),
        ("deepsek-r1", "deepseek-ai/DeepSeek-R1"),
        ("qwne3-8b", "Qwen/Qwen3-8B"),
        ("wisper-large-v3", "openai/whisper-large-v3"),
        ("flux.1-schnel", "black-forest-labs/FLUX.1-schnell"),
        ("pythia-12bb", "EleutherAI/pythia-12b"),
        ("bert-base-uncasd", "google-bert/bert-base-uncased"),
        ("bge-m33", "BAAI/bge-m3"),
        ("comand-r-plus", "CohereLabs/c4ai-command-r-plus"),
    ],
)
def test_a_typo_is_not_answered_and_the_right_name_is_offered(shipped: Registry, typed: str, meant: str) -> None:
    assert shipped.find(typed) is None
    assert shipped.near(typed)[0] == meant


def test_near_names_are_offered(registry: Registry) -> None:
    assert registry.near("acme/runer")[0] == "acme/runner"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("kind: service", "kind: servise"), r"acme\.yaml: records\.2\.kind"),
        (("fact: weights-none", "fact: weights-gone"), r"acme\.yaml: records\.2\.facts\.0\.fact.*weights-gone"),
        (("bundles: [open]", "bundles: [open], license_source: dogs"), r"acme\.yaml: .*Road-7B: source 'dogs'"),
        (("source: docs", "source: dogs"), r"acme\.yaml: .*acme/runner: source 'dogs'"),
        (("bundles: [open]}", "bundles: [shut]}"), r"acme\.yaml: .*bundle 'shut'"),
        (("id: AcmeLab/Road-3B,", "id: acmelab/road-7b,"), r"acmelab/road-7b: also recorded"),
        (("names: [runner-4]", "names: [road]"), r"the name 'road' belongs to both"),
        (("members: [AcmeLab/Road-7B,", "members: [AcmeLab/Rail,"), r"names AcmeLab/Rail, which has no record"),
        (('match: ["AcmeLab/Road-3B*"]', 'match: ["AcmeLab/Road-*"]'), r"family rule 'acmelab/road-\*' is given twice"),
        (("title: Road,", "title: Road, level: open,"), r"acme\.yaml: records\.0\.level"),
        (("provider: {id", "provider: {{id"), r"acme\.yaml: not valid YAML"),
    ],
)
def test_a_mistake_names_file_and_field(folder: Callable[[str], Path], change: tuple[str, str], complaint: str) -> None:
    with pytest.raises(KnowledgeError, match=complaint):
        tables(folder(ACME.replace(*change, 1)))


def test_digits_that_were_parted_stay_parted() -> None:
    assert key("llama3.1:8b") == key("Llama-3.1-8B") == key("LLAMA 3.1 8b") == key("llama-3p1-8b")
    assert key("llama-31") != key("llama-3.1")
    assert key("DALL·E 3") == key("dall-e-3")
    assert key("Command R+") == key("command-r-plus")


@pytest.mark.parametrize(
    ("typed", "rule", "added"),
    [
        ("mixtral-8x7b-my-merge", "mixtral-8x7b-*", ("my", "merge")),
        ("llama-v3p1-70b-instruct", "llama-v3p1-*", ("70b", "instruct")),
        ("Qwen 2.5 7B Instruct", "qwen-2.5-*", ("7b", "instruct")),
        ("whisper-largeish", "whisper-large*", ("ish",)),
        ("granite-20b-code-base", "granite-*-code-*", ("20b", "base")),
    ],
)
def test_what_a_name_adds_to_its_family(typed: str, rule: str, added: tuple[str, ...]) -> None:
    assert beyond(typed, rule) == added


def test_hostile_names_end_quickly() -> None:
    for name in ("-1" * 4000, "/" * 4000, ":" * 4000, "a." * 4000, "\u202e" * 300, "-v1" * 2000):
        assert len(readings(name, frozenset())) <= 12


def test_what_is_shipped_is_consistent() -> None:
    _, records, _ = load_records(data_dir() / "registry")
    assert problems(records) == []
    assert all(record.facts or record.members for record in records)
    assert all(fact.url.startswith("https://") and fact.as_of for record in records for fact in record.facts)


@pytest.mark.parametrize(
    ("typed", "record"),
    [
        ("gpt-4o-2024-08-06", "openai/gpt-4o"),
        ("ft:gpt-4o-mini:org::id", "openai/gpt-4o-mini"),
        ("anthropic/claude-3-5-sonnet", "anthropic/claude-3.5-sonnet"),
        ("us.anthropic.claude-3-5-sonnet-20241022-v2:0", "anthropic/claude-3.5-sonnet"),
        ("claude-sonnet-4-20250514", "anthropic/claude-sonnet-4"),
        ("models/gemini-1.5-pro-002", "google/gemini-1.5-pro"),
        ("vertex_ai/gemini-2.0-flash-001", "google/gemini-2.0-flash"),
        ("mistral-large-latest", "mistral/mistral-large"),
        ("codestral-latest", "mistral/codestral"),
        ("mistralai/mistral-large", "mistral/mistral-large"),
        ("deepmind/gopher", "google/gopher"),
        ("openai/dall·e-3", "openai/dall-e-3"),
        ("x-ai/grok-2-1212", "xai/grok-2-api"),
        ("llama3.1:8b-instruct-q4_K_M", "meta-llama/Llama-3.1-8B"),
        ("meta-llama/Meta-Llama-3.1-8B-Instruct", "meta-llama/Llama-3.1-8B"),
        ("meta/llama-3.1-8b-instruct", "meta-llama/Llama-3.1-8B"),
        ("qwen2.5:3b", "Qwen/Qwen2.5-3B"),
        ("Qwen/Qwen2.5-72B-Instruct-AWQ", "Qwen/Qwen2.5-72B"),
        ("Qwen/Qwen2.5-14B-Instruct", "Qwen/Qwen2.5-7B"),
        ("runwayml/stable-diffusion-v1-5", "stable-diffusion-v1-5/stable-diffusion-v1-5"),
        ("bert-base-uncased", "google-bert/bert-base-uncased"),
        ("gpt-5.6-sol", "openai/gpt-later"),
        ("gpt-4-0613", "openai/gpt-4"),
        ("databricks-claude-3-7-sonnet", "anthropic/claude-3.7-sonnet"),
        ("cerebras/gpt-oss-120b", "openai/gpt-oss-120b"),
        ("zai.glm-4.7", "zai-org/GLM-4.6"),
        ("ap-northeast-1.anthropic.claude-instant-v1", "anthropic/claude-instant"),
        ("together_ai/meta-llama/Llama-3.3-70B-Instruct-Turbo", "meta-llama/Llama-3.3-70B-Instruct"),
        ("fireworks_ai/accounts/fireworks/models/llama-v3p1-405b-instruct", "meta-llama/Llama-3.1-8B"),
        ("dots.llm1", "rednote-hilab/dots.llm1.inst"),
    ],
)
def test_the_shipped_registry_knows_the_names_in_use(shipped: Registry, typed: str, record: str) -> None:
    match = shipped.find(typed)
    assert match is not None
    assert match.record.id == record


@pytest.mark.parametrize(
    "typed",
    [
        "gemma", "claude", "llama", "gpt-4", "mistral", "qwen", "stable-diffusion", "grok", "gpt", "phi", "falcon", "aya",
        "granite", "nova", "sam", "esm", "minimax", "ernie", "hermes", "ministral", "stablelm", "jais", "internvl",
    ],
)  # fmt: skip
def test_a_name_of_many_is_a_set(shipped: Registry, typed: str) -> None:
    match = shipped.find(typed)
    assert match is not None
    assert match.record.kind == "set"
    assert all(shipped.record(member) for member in match.record.members)


@pytest.mark.parametrize(
    "typed",
    [
        "someone/gpt-4o", "someone/llama-3.1-8b", "my-org/claude-3-opus", "someone/Llama-3.1-8B-Instruct-abliterated",
        "mixtral-8x7b-my-finetune", "gpt2-mycorp", "gpt-oss-20b-instruct-lora", "gpt-5o-mini", "llama-4-70b-open",
        "mradermacher/Qwen2.5-7B-RP-mix-GGUF", "bartowski/Mistral-7B-my-own-merge-GGUF", "jinaai/jina-embeddings-v9",
        "facebook/llama-9", "microsft/phi-4", "gpt4all-unknown", "intfloat/something-new",
        "deepseek-r11", "phi-33-mini", "ft:gpt-oss-20b:acme::1", "qwen2.5-7bb", "mistraliai/Mistral-7B-v0.1", "openia/gpt-oss-20b", "EleutherAl/pythia-12b",
    ],
)  # fmt: skip
def test_a_repository_with_a_famous_name_is_not_the_famous_model(shipped: Registry, typed: str) -> None:
    assert shipped.find(typed) is None
