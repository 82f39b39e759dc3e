"""Environment variables, read once into one frozen value.

HF_TOKEN, HF_ENDPOINT, HF_HOME and HF_HUB_OFFLINE mean what they mean to huggingface_hub (its `constants.py` and
`utils/_auth.py`), and so do the variables that refine them; nothing of that library is imported to read them.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

DEFAULT_ENDPOINT = "https://huggingface.co"
DEFAULT_TIMEOUT = 10.0  # seconds
_TRUE = frozenset({"1", "ON", "YES", "TRUE"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the environment says about reaching the Hub, and how much of it is read."""

    endpoint: str = DEFAULT_ENDPOINT  # no trailing slash
    token: str | None = field(default=None, repr=False)
    offline: bool = False
    hub_cache: Path = Path("~/.cache/huggingface/hub")
    connect_timeout: float = DEFAULT_TIMEOUT  # seconds
    read_timeout: float = DEFAULT_TIMEOUT  # seconds without a byte
    total_timeout: float = 60.0  # seconds for one request with its body
    retries: int = 3  # further attempts after the first
    max_wait: float = 30.0  # seconds; a server that asks for a longer pause is reported as rate-limited instead
    workers: int = 16  # parallel reads, all targets together
    max_file_bytes: int = 2 * 1024 * 1024  # a longer text is cut and said to be
    max_listing_bytes: int = 64 * 1024 * 1024  # one answer of the Hub's API
    max_texts: int = 64  # texts of one subject
    max_files: int = 100_000  # entries of a folder's listing
    max_pages: int = 10  # of the Hub's listing of a large repository
    max_headers: int = 4  # weight files whose metadata is read
    max_header_bytes: int = 256 * 1024  # of each of them
    max_lookups: int = 16  # linked repositories looked up for one subject

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> "Settings":
        """The settings that `env` (default: the process environment) asks for."""
        env = os.environ if env is None else env
        home = _folder(env.get("HF_HOME") or str(Path(env.get("XDG_CACHE_HOME") or "~/.cache") / "huggingface"))
        cache = env.get("HF_HUB_CACHE") or env.get("HUGGINGFACE_HUB_CACHE")
        seconds = _seconds(env.get("HF_HUB_DOWNLOAD_TIMEOUT"), DEFAULT_TIMEOUT)
        return cls(
            endpoint=(env.get("HF_ENDPOINT") or DEFAULT_ENDPOINT).rstrip("/"),
            token=_token(env, home),
            offline=_is_true(env.get("HF_HUB_OFFLINE") or env.get("TRANSFORMERS_OFFLINE")),
            hub_cache=_folder(cache) if cache else home / "hub",
            connect_timeout=seconds,
            read_timeout=seconds,
            total_timeout=max(60.0, seconds),
        )


def _is_true(value: str | None) -> bool:
    return value is not None and value.upper() in _TRUE


def _folder(value: str) -> Path:
    """The folder that a variable names. Without a home folder (a container of a random user) "~" stays as it is."""
    return Path(os.path.expanduser(os.path.expandvars(value)))  # noqa: PTH111 - Path.expanduser raises there


def _seconds(value: str | None, default: float) -> float:
    try:
        number = float(value) if value else default
    except ValueError:
        return default
    return number if 0 < number < 3600 else default


def _token(env: Mapping[str, str], home: Path) -> str | None:
    """The token of the environment, else the one that `hf auth login` saved, unless implicit tokens are off."""
    named = env.get("HF_TOKEN") or env.get("HUGGING_FACE_HUB_TOKEN")
    if named:
        return _clean(named)
    if _is_true(env.get("HF_HUB_DISABLE_IMPLICIT_TOKEN")):
        return None
    path = _folder(env["HF_TOKEN_PATH"]) if env.get("HF_TOKEN_PATH") else home / "token"
    try:
        return _clean(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return None


def _clean(token: str) -> str | None:
    return token.replace("\r", "").replace("\n", "").strip() or None
