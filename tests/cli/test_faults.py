"""The table of docs/errors.md through the command: message on stderr, exit code, gap in the report."""

import json
from dataclasses import replace

import pytest

from openness.errors import EXIT_UNREACHABLE
from openness.settings import Settings
from openness.sources import retry
from openness.sources.hub_errors import FAULTS
from tests.sources.scenarios import CARD, NAME, SCENARIOS

OF_THE_ENVIRONMENT = {
    "token": "HF_TOKEN",
    "endpoint": "HF_ENDPOINT",
    "offline": "HF_HUB_OFFLINE",
    "hub_cache": "HF_HUB_CACHE",
}
VERDICTS = (0, 10, 11)


@pytest.fixture
def run(openness, hub, elsewhere, monkeypatch):
    """Runs `openness check` on a scenario, with the pauses that servers ask for left out."""
    from_env = Settings.from_env

    def check(scenario, *options):
        scenario.arrange(hub, elsewhere)
        own = {"read_timeout": 2.0, **scenario.settings}
        variables = {
            OF_THE_ENVIRONMENT[k]: str(int(v) if v is True else v) for k, v in own.items() if k in OF_THE_ENVIRONMENT
        }
        limits = {k: v for k, v in own.items() if k not in OF_THE_ENVIRONMENT}
        monkeypatch.setattr(Settings, "from_env", classmethod(lambda _cls, env=None: replace(from_env(env), **limits)))
        monkeypatch.setattr(
            retry.Retry.__init__, "__defaults__", (lambda _s: None, *retry.Retry.__init__.__defaults__[1:])
        )
        return openness("check", scenario.target, *options, **variables)

    return check


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s.title)
def test_a_fault_is_said_and_counted(run, scenario):
    answer = run(scenario, "--format", "json")
    document = answer.document
    if scenario.error is None:
        (report,) = document["reports"]
        assert answer.err == ""
        assert answer.code in VERDICTS
        assert document["errors"] == []
        if scenario.gap is not None:
            what, why = scenario.gap
            assert [g for g in report["gaps"] if what in g["what"] and why in g["why"]], report["gaps"]
        return
    assert answer.code == EXIT_UNREACHABLE
    assert document["reports"] == []
    (error,) = document["errors"]
    assert (error["target"], error["kind"]) == (scenario.target, scenario.error)
    assert error["hint"]
    first, second = answer.err.splitlines()
    assert first == f"openness: {error['message']}" or first == f"openness: {scenario.target}: {error['message']}"
    assert second.strip() == error["hint"]
    assert FAULTS[scenario.error].hint in error["hint"]
    assert "Traceback" not in answer.err
    assert "127.0.0.1" not in answer.err.replace(scenario.settings.get("endpoint", "-"), "")


def test_a_target_is_named_once(run):
    answer = run(next(s for s in SCENARIOS if s.title == "Missing"))
    assert answer.err.count(NAME) == 1
    assert answer.out == ""


def test_halves_of_characters_in_json_break_nothing(openness, hub):
    """JSON may escape them, in the Hub's answers and in weight files; no database and no file takes them."""
    half = "\ud800"
    header = json.dumps({"__metadata__": {"license": half, "base_model": f"acme/{half}"}}).encode()
    files = {"README.md": CARD, "model.safetensors": len(header).to_bytes(8, "little") + header}
    card = {"license": half, "license_link": f"https://huggingface.co/a/{half}", "extra_gated_prompt": half}
    hub.add(NAME, files, card=card, hub_tags=(f"license:{half}", f"base_model:acme/{half}", f"dataset:{half}"))
    answer = openness("check", NAME, "--format", "json")
    assert answer.code in VERDICTS, answer.err
    assert half not in json.dumps(answer.document, ensure_ascii=False)


@pytest.mark.parametrize(
    "endpoint", ["http://[", "http://x:99999", "http://user:secret@127.0.0.1:9", "huggingface.co", "http://h\u00e9"]
)
def test_an_endpoint_that_is_none_is_said_without_its_password(openness, endpoint):
    answer = openness("check", NAME, HF_ENDPOINT=endpoint)
    assert answer.code == EXIT_UNREACHABLE
    assert "HF_ENDPOINT is no address of a Hub" in answer.err
    assert "secret" not in answer.err
