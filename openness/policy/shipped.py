"""The policies that come with openness: data/policies/*.toml."""

from openness.errors import UsageError
from openness.kb.locate import data_dir
from openness.policy.parse import parse_policy, read_toml
from openness.policy.policy import Policy


def shipped_names() -> tuple[str, ...]:
    """Names of the shipped policies, the default first."""
    names = sorted(path.stem for path in (data_dir() / "policies").glob("*.toml"))
    return tuple(sorted(names, key=lambda name: name != "default"))


def shipped_policies() -> tuple[Policy, ...]:
    """All shipped policies."""
    return tuple(shipped(name) for name in shipped_names())


def shipped(name: str) -> Policy:
    """The shipped policy with that name."""
    path = data_dir() / "policies" / f"{name}.toml"
    if name not in shipped_names():
        raise UsageError(f"there is no policy '{name}'", hint=f"Shipped policies: {', '.join(shipped_names())}.")
    data, version = read_toml(path)
    return parse_policy(name, data, path.name, version)
