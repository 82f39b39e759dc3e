import subprocess
import sys
from pathlib import Path

import pytest

from openness.settings import DEFAULT_ENDPOINT, Settings


def test_nothing_set(tmp_path: Path) -> None:
    settings = Settings.from_env({"HF_HOME": str(tmp_path)})
    assert settings.endpoint == DEFAULT_ENDPOINT
    assert settings.token is None
    assert not settings.offline
    assert settings.hub_cache == tmp_path / "hub"


def test_variables_mean_what_they_mean_to_the_client(tmp_path: Path) -> None:
    settings = Settings.from_env(
        {"HF_TOKEN": " hf_x\n", "HF_ENDPOINT": "http://h:1/", "HF_HOME": str(tmp_path), "HF_HUB_OFFLINE": "yes"}
    )
    assert settings.token == "hf_x"
    assert settings.endpoint == "http://h:1"
    assert settings.offline
    assert "hf_x" not in repr(settings)


def test_a_saved_token_is_used_unless_implicit_tokens_are_off(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("hf_saved\n")
    assert Settings.from_env({"HF_HOME": str(tmp_path)}).token == "hf_saved"
    assert Settings.from_env({"HF_HOME": str(tmp_path), "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1"}).token is None
    assert Settings.from_env({"HF_HOME": str(tmp_path), "HF_TOKEN": "hf_named"}).token == "hf_named"


@pytest.mark.parametrize(("value", "seconds"), [("30", 30.0), ("", 10.0), ("x", 10.0), ("-1", 10.0), ("nan", 10.0)])
def test_timeouts(value: str, seconds: float) -> None:
    assert Settings.from_env({"HF_HUB_DOWNLOAD_TIMEOUT": value, "HF_HOME": "/nonexistent"}).read_timeout == seconds


@pytest.mark.parametrize(
    "env", [{}, {"XDG_CACHE_HOME": "/x"}, {"HF_HOME": "/h"}, {"HF_HUB_CACHE": "/c"}, {"HUGGINGFACE_HUB_CACHE": "/d"}]
)
def test_folders_are_those_of_huggingface_hub(env: dict[str, str]) -> None:
    env = {"HOME": "/home/somebody", "PATH": "", **env}
    code = "from huggingface_hub import constants as c; print(c.HF_HUB_CACHE)"
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    code = "from openness.settings import Settings; s = Settings.from_env(); print(s.hub_cache)"
    ours = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert ours.stdout == done.stdout


def test_a_user_without_a_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Containers run under ids that no user database knows."""
    monkeypatch.setattr(Path, "expanduser", lambda _: pytest.fail("raises where there is no home"))
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    settings = Settings.from_env({})
    assert settings.hub_cache == Path("~/.cache/huggingface/hub")
    assert settings.token is None
