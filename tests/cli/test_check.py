"""`openness check` as its user meets it: Hub, folders, registry, many targets, broken targets."""

import subprocess
import sys

import pytest

from tests.fakehub import Fault
from tests.interrupt import interrupted

APACHE = "---\nlicense: apache-2.0\n---\n# Rocket\n"
WEIGHTS = {"config.json": "{}", "model.safetensors": b"\x02" + b"\x00" * 7 + b"{}"}


def card(license_value, body="# Rocket\n", **fields):
    extra = "".join(f"{key}: {value}\n" for key, value in fields.items())
    return f"---\nlicense: {license_value}\n{extra}---\n{body}"


def level(report):
    return report["spectrum"]["level"]


def test_a_repository_of_the_hub(openness, hub):
    hub.add("acme/rocket", {"README.md": APACHE, **WEIGHTS})
    answer = openness("check", "acme/rocket", "--format", "json")
    assert answer.code == 0
    report = answer.report
    assert level(report) == "open-weights"
    assert report["subject"]["source"] == "hub"
    assert len(report["subject"]["revision"]) == 40
    (match,) = [m for m in report["licenses"] if m["applies_to"] == "weights"]
    assert (match["id"], match["spdx"]) == ("apache-2.0", "Apache-2.0")
    assert {report["evidence"][e]["quote"] for e in match["evidence"]} & {"apache-2.0", "license: apache-2.0"}


def test_every_quote_stands_where_it_is_said_to(openness, tmp_path):
    text = card("llama2", "# X\nFine-tuned from meta-llama/Llama-2-7b-hf. Not for commercial use.\n")
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "README.md").write_text(text)
    report = openness("check", "m", "--offline", "--assume", "weights", "--format", "json").report
    own = [e for key, e in report["evidence"].items() if e["path"] == "README.md" and "#" not in key]
    assert own
    for item in own:
        assert text[item["start"] : item["end"]] == item["quote"]
        assert text.count("\n", 0, item["start"]) + 1 == item["line"]


def test_every_reference_to_evidence_exists(openness, hub):
    hub.add("acme/rocket", {"README.md": card("llama3.1", base_model="meta-llama/Llama-3.1-8B"), **WEIGHTS})
    report = openness("check", "acme/rocket", "--format", "json").report
    named = [e for f in report["findings"] for e in f["evidence"]] + [
        e for m in report["licenses"] for e in m["evidence"]
    ]
    named += [e for c in report["conflicts"] for e in c["evidence"]] + [
        e for u in report["uses"].values() for e in u["because"]
    ]
    named += [e for r in report["rubrics"].values() for c in r["criteria"] for e in c["evidence"]]
    assert set(named) <= set(report["evidence"])
    assert all(f["evidence"] for f in report["findings"])


def test_no_grant_is_unlicensed_and_needs_review(openness, hub):
    hub.add("acme/rocket", {"README.md": "# Rocket\n", **WEIGHTS})
    answer = openness("check", "acme/rocket", "--format", "json")
    assert (answer.code, level(answer.report)) == (10, "unlicensed-weights")
    assert answer.report["uses"]["commercial"]["answer"] == "unknown"


def test_named_terms_that_nobody_read_are_unknown(openness, hub):
    hub.add("acme/rocket", {"README.md": card("other", license_name="acme-secret-terms"), **WEIGHTS})
    report = openness("check", "acme/rocket", "--format", "json").report
    assert level(report) == "unknown"
    assert any("acme-secret-terms" in gap["what"] for gap in report["gaps"])


@pytest.mark.parametrize(
    ("target", "wanted"), [("gpt-4o", "closed"), ("meta-llama/Llama-3.1-8B", "restricted-weights")]
)
def test_the_registry_answers_without_a_network_and_says_so(openness, target, wanted):
    answer = openness("check", target, "--offline", "--format", "json")
    assert level(answer.report) == wanted
    assert answer.report["subject"]["source"] == "registry"
    assert "no network used" in openness("check", target, "--offline").out


def test_pythia_is_at_least_open_weights_and_says_what_is_missing(openness):
    report = openness("check", "EleutherAI/pythia-1.4b", "--offline", "--format", "json").report
    assert level(report) in ("open-weights", "open-source-ai", "open-science")
    assert report["spectrum"]["missing_for_next"] or level(report) == "open-science"


def test_the_ready_answer_is_the_one_that_the_pipeline_gives(openness, elsewhere):
    names = ["meta-llama/Llama-3.1-8B", "gpt-4o", "EleutherAI/pythia-1.4b"]
    ready = openness("check", *names, "--offline", "--format", "json").document
    (elsewhere / "openness.toml").write_text("policy = 'default'\n")
    worked_out = openness("check", *names, "--offline", "--format", "json").document
    for one, two in zip(ready["reports"], worked_out["reports"], strict=True):
        for key in (
            "subject",
            "spectrum",
            "licenses",
            "findings",
            "uses",
            "obligations",
            "rubrics",
            "lineage",
            "gaps",
            "evidence",
        ):
            assert one[key] == two[key], key


def test_one_broken_target_does_not_hide_the_others(openness, hub):
    hub.add("acme/rocket", {"README.md": APACHE, **WEIGHTS})
    answer = openness("check", "acme/rocket", "acme/missing", "acme/rocket", "--format", "json")
    assert [r["target"] for r in answer.document["reports"]] == ["acme/rocket", "acme/rocket"]
    assert [e["target"] for e in answer.document["errors"]] == ["acme/missing"]
    assert answer.code == 3
    assert "acme/missing" in answer.err


def test_a_typo_suggests_near_names(openness, hub):
    answer = openness("check", "meta-lama/Llama-3.1-8B")
    assert answer.code == 3
    assert "meta-llama/Llama-3.1-8B" in answer.err


def test_a_hundred_targets_come_back_in_order(openness, hub):
    names = [f"acme/rocket-{i}" for i in range(100)]
    for name in names:
        hub.add(name, {"README.md": APACHE, **WEIGHTS})
    answer = openness("check", *names, "--format", "json")
    assert [r["target"] for r in answer.document["reports"]] == names
    assert answer.code == 0


def test_control_characters_of_a_card_never_reach_the_terminal(openness, hub):
    evil = "\x1b]0;owned\x07\u202e\x9b31m"
    hub.add(
        "acme/rocket",
        {"README.md": card("other", f"# R\nLicensed {evil} for research only.\n", license_name=f"x{evil}"), **WEIGHTS},
    )
    answer = openness("check", "acme/rocket", "--verbose")
    assert not [
        c for c in answer.out + answer.err if c != "\n" and (ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c == "\u202e")
    ]


def test_a_gated_repository_is_judged_by_what_it_shows(openness, hub):
    hub.add("acme/rocket", {"README.md": card("llama3.1"), **WEIGHTS}, gated="manual")
    report = openness("check", "acme/rocket", "--format", "json").report
    assert level(report) == "restricted-weights"
    assert report["facets"]["gated"] == "manual"
    assert report["gaps"]


def test_an_unreachable_hub_is_no_pass(openness, hub):
    hub.add("acme/rocket", {"README.md": APACHE, **WEIGHTS})
    hub.fault(Fault(status=503), "acme/rocket")
    answer = openness("check", "acme/rocket", "--format", "json", HF_HUB_DOWNLOAD_TIMEOUT="1")
    assert answer.code == 3
    assert answer.document["reports"] == []


@pytest.mark.parametrize(("policy", "code"), [("commercial-use", 11), ("default", 10)])
@pytest.mark.parametrize("format_", ["text", "json", "jsonl", "markdown", "csv", "html"])
def test_a_format_never_changes_the_code(openness, policy, code, format_):
    answer = openness("check", "black-forest-labs/FLUX.1-dev", "--offline", "--policy", policy, "--format", format_)
    assert answer.code == code
    assert answer.out


def test_fail_on_deny_lets_review_pass(openness):
    assert openness("check", "meta-llama/Llama-3.1-8B", "--offline", "--fail-on", "deny").code == 0


def test_no_target_is_a_usage_error(openness):
    answer = openness("check")
    assert answer.code == 2
    assert "openness check EleutherAI/pythia-1.4b" in answer.err


def test_output_to_a_file(openness, elsewhere):
    answer = openness("check", "gpt-4o", "--offline", "--format", "json", "-o", "r.json")
    assert answer.out == ""
    assert '"closed"' in (elsewhere / "r.json").read_text()


def test_ctrl_c_ends_the_run_at_once(hub, elsewhere):
    names = [f"acme/rocket-{i}" for i in range(12)]
    for name in names:
        hub.add(name, {"README.md": APACHE, **WEIGHTS})
        hub.fault(Fault(where="/api/", hang=5.0), name)
    command = [sys.executable, "-m", "openness", "check", *names]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert interrupted(process, hub) == ""


@pytest.mark.parametrize("output", ["missing/r.json", "/nowhere/at/all/r.json"])
def test_a_file_that_cannot_be_written_is_said_before_the_work(openness, hub, output):
    answer = openness("check", "acme/rocket", "--format", "json", "-o", output)
    assert answer.code == 2
    assert "mkdir -p" in answer.err
    assert hub.requests == []
