"""Terms that travel (issue 7): a base, a relabelled fine-tune, a quantization without a license, a merge."""

import pytest

from tests.fakehub import Fault

WEIGHTS = {"config.json": "{}", "model.safetensors": b"\x02" + b"\x00" * 7 + b"{}"}


def card(body="# X\n", **fields):
    lines = []
    for key, value in fields.items():
        if isinstance(value, list):
            lines += [f"{key}:", *(f"- {entry}" for entry in value)]
        else:
            lines.append(f"{key}: {value}")
    return "---\n" + "\n".join(lines) + f"\n---\n{body}"


@pytest.fixture
def story(hub):
    hub.add("meta-llama/Llama-3.1-8B", {"README.md": card(license="llama3.1"), **WEIGHTS})
    hub.add(
        "tuner/free-tune",
        {"README.md": card(license="apache-2.0", base_model="meta-llama/Llama-3.1-8B"), **WEIGHTS},
    )
    hub.add(
        "quant/free-tune-GGUF",
        {"README.md": card(base_model="tuner/free-tune", base_model_relation="quantized"), "m.gguf": b"GGUF"},
    )
    hub.add("nc/writer", {"README.md": card(license="cc-by-nc-4.0"), **WEIGHTS})
    hub.add(
        "merge/all",
        {
            "README.md": card(
                license="apache-2.0", base_model=["quant/free-tune-GGUF", "nc/writer"], base_model_relation="merge"
            ),
            **WEIGHTS,
        },
    )
    return hub


def test_the_weakest_ancestor_decides(openness, story):
    report = openness("check", "merge/all", "--format", "json").report
    assert report["spectrum"]["level"] == "research-weights"
    assert report["spectrum"]["own_level"] == "open-weights"
    assert report["uses"]["commercial"]["answer"] == "no"


def test_both_chains_are_drawn_to_their_ends(openness, story):
    report = openness("check", "merge/all", "--format", "json").report
    bases = {b["id"]: b for b in report["lineage"]["bases"]}
    assert set(bases) == {"quant/free-tune-GGUF", "nc/writer"}
    (tune,) = bases["quant/free-tune-GGUF"]["bases"]
    (llama,) = tune["bases"]
    assert (tune["id"], llama["id"]) == ("tuner/free-tune", "meta-llama/Llama-3.1-8B")
    text = openness("check", "merge/all").out
    for name in ("quant/free-tune-GGUF", "tuner/free-tune", "meta-llama/Llama-3.1-8B", "nc/writer"):
        assert name in text


def test_the_conflicts_have_both_quotes_and_a_remedy(openness, story):
    report = openness("check", "merge/all", "--format", "json").report
    relabelled = [c for c in report["conflicts"] if c["kind"] == "relabelled-base"]
    assert len(report["conflicts"]) >= 3
    assert relabelled
    for conflict in report["conflicts"]:
        assert conflict["explanation"]
        assert conflict["remedy"]
    for conflict in relabelled:
        assert len({report["evidence"][e]["path"] for e in conflict["evidence"]}) >= 2


def test_each_ancestor_is_fetched_once(openness, story):
    for number in range(30):
        story.add(
            f"many/child-{number}",
            {"README.md": card(license="apache-2.0", base_model="tuner/free-tune"), **WEIGHTS},
        )
    openness("check", *(f"many/child-{n}" for n in range(30)), "--format", "json")
    assert story.count("/api/models/tuner/free-tune") <= 2
    assert story.count("/api/models/meta-llama/Llama-3.1-8B") <= 2


def test_a_circle_ends(openness, hub):
    hub.add("a/one", {"README.md": card(license="mit", base_model="a/two"), **WEIGHTS})
    hub.add("a/two", {"README.md": card(license="mit", base_model="a/one"), **WEIGHTS})
    hub.add("a/self", {"README.md": card(license="mit", base_model="a/self"), **WEIGHTS})
    answer = openness("check", "a/one", "a/self", "--format", "json")
    assert answer.code in (0, 10)
    assert len(answer.document["reports"]) == 2


def test_a_chain_of_fifty_is_bounded_and_said(openness, hub):
    hub.add("deep/m0", {"README.md": card(license="llama3.1"), **WEIGHTS})
    for n in range(1, 51):
        hub.add(f"deep/m{n}", {"README.md": card(license="mit", base_model=f"deep/m{n - 1}"), **WEIGHTS})
    report = openness("check", "deep/m50", "--format", "json").report
    assert any("generations" in gap["why"] for gap in report["gaps"])
    assert report["decision"]["verdict"] != "allow"


def test_a_list_of_ten_thousand_characters_is_bounded(openness, hub):
    names = [f"base/model-number-{n}" for n in range(400)]
    hub.add("wide/m", {"README.md": card(license="mit", base_model=names), **WEIGHTS})
    report = openness("check", "wide/m", "--format", "json").report
    assert any("bases" in gap["why"] or "base" in gap["what"] for gap in report["gaps"])
    assert report["decision"]["verdict"] != "allow"


def test_a_missing_ancestor_is_a_gap_and_no_free_pass(openness, hub):
    hub.add("a/child", {"README.md": card(license="apache-2.0", base_model="gone/base"), **WEIGHTS})
    report = openness("check", "a/child", "--format", "json").report
    assert any("gone/base" in gap["what"] for gap in report["gaps"])
    assert report["decision"]["verdict"] == "review"


def test_an_ancestor_that_fails_is_a_gap(openness, hub):
    hub.add("a/base", {"README.md": card(license="mit"), **WEIGHTS})
    hub.add("a/child", {"README.md": card(license="apache-2.0", base_model="a/base"), **WEIGHTS})
    hub.fault(Fault(status=500), "a/base")
    report = openness("check", "a/child", "--format", "json", HF_HUB_DOWNLOAD_TIMEOUT="1").report
    assert any("a/base" in gap["what"] for gap in report["gaps"])


def test_lock_then_a_changed_license_is_found(openness, hub):
    hub.add("acme/rocket", {"README.md": card(license="mit"), **WEIGHTS})
    assert openness("lock", "--add", "acme/rocket").code == 0
    assert openness("lock", "--check").code == 0
    hub.repos["model", "acme/rocket"].commit({"README.md": card(license="cc-by-nc-4.0"), **WEIGHTS})
    answer = openness("lock", "--check")
    assert answer.code == 10
    assert "clause gained: non-commercial" in answer.out
    assert "license of the weights: mit → cc-by-nc-4.0" in answer.out
    assert openness("lock", "--check", "--policy", "commercial-use").code == 11


def test_a_subject_that_is_judged_often_is_judged_alike(openness, hub):
    """The limit of ancestors is one subject's own, however many of a run share them."""
    for number in range(20):
        hub.add(f"acme/mid{number}", {"README.md": card(license="mit", base_model=f"acme/leaf{number}"), **WEIGHTS})
        hub.add(f"acme/leaf{number}", {"README.md": card(license="mit", base_model=f"acme/gone{number}"), **WEIGHTS})
    bases = "".join(f"\n- acme/mid{number}" for number in range(20))
    hub.add("acme/top", {"README.md": f"---\nlicense: mit\nbase_model:{bases}\n---\n", **WEIGHTS})
    targets = ("acme/top", f"{hub.url}/acme/top", "models/acme/top")
    reports = openness("check", *targets, "--format", "json").document["reports"]
    assert [len(report["gaps"]) for report in reports] == [20] * 3
    assert not [g for report in reports for g in report["gaps"] if "more than" in g["why"]]
