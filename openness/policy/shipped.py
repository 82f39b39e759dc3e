"""The policies that come with openness: data/policies/*.toml."""

import os
from functools import cache

from openness.errors import UsageError
from openness.kb.locate import data_file
from openness.policy.parse import parse_policy, read_toml
from openness.policy.policy import Policy


@cache
def shipped_names() -> tuple[str, ...]:
    """Names of the shipped policies, the default first."""
    files = os.listdir(data_file("policies"))
    names = sorted(name.removesuffix(".toml") for name in files if name.endswith(".toml"))
    return tuple(sorted(names, key=lambda name: name != "default"))


def shipped_policies() -> tuple[Policy, ...]:
    """All shipped policies."""
    return tuple(shipped(name) for name in shipped_names())


def shipped(name: str) -> Policy:
    """The shipped policy with that name."""
    if name not in shipped_names():
        raise UsageError(f"there is no policy '{name}'", hint=f"Shipped policies: {', '.join(shipped_names())}.")
    data, version = read_toml(data_file("policies", f"{name}.toml"))
    return parse_policy(name, data, f"{name}.toml", version)
