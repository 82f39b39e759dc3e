"""The organisation's configuration: openness.toml, or [tool.openness] of pyproject.toml.

policy = "our-policy"            # applies where no scope says otherwise
[policies.our-policy]            # extends a shipped or other policy; own rules come first
[[scopes]] paths, policy         # per-path policies of `scan`; the last that matches applies
[[waivers]] [[agreements]]       # see openness/policy/exceptions.py
[baseline] references            # what was there before the policy: a file of `openness policy baseline`
[profile]                        # facts about the organisation
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from openness.errors import UsageError
from openness.policy.exceptions import Agreement, Waiver
from openness.policy.parse import parse_agreement, parse_policy, parse_waiver, read_toml, tables
from openness.policy.policy import Policy
from openness.policy.shipped import shipped, shipped_names

FIELDS = frozenset({"policy", "policies", "scopes", "waivers", "agreements", "baseline", "profile"})
FILE = "openness.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Paths of a repository that have a policy of their own."""

    paths: tuple[str, ...]
    policy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything that an organisation configures, not yet applied."""

    path: Path | None = None
    policy: str = "default"
    policies: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    scopes: tuple[Scope, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    baseline: Path | None = None
    profile: Mapping[str, Any] = field(default_factory=dict)
    version: str = ""

    def named(self, name: str, trail: tuple[str, ...] = ()) -> Policy:
        """The policy with that name, with everything it extends, and the organisation's exceptions."""
        where = self.path.name if self.path else "configuration"
        if name in trail:
            raise UsageError(f"{where}: policies: {' → '.join((*trail, name))} extend each other in a circle")
        if name in self.policies:
            data = self.policies[name]
            base = self.named(data["extends"], (*trail, name)) if data.get("extends") else None
            policy = parse_policy(name, data, f"{where}: policies.{name}", self.version, base)
        elif name in shipped_names():
            policy = shipped(name)
        else:
            known = ", ".join(dict.fromkeys((*self.policies, *shipped_names())))
            raise UsageError(f"there is no policy '{name}'", hint=f"Known policies: {known}.")
        return replace(policy, waivers=self.waivers, agreements=self.agreements)

    def for_path(self, path: str) -> Policy:
        """The policy of a file: the last scope that covers it, else the general one."""
        from openness.policy.rule import matches

        name = self.policy
        for scope in self.scopes:
            if any(matches(pattern, path) for pattern in scope.paths):
                name = scope.policy
        return self.named(name)


def find_config(folder: Path | None = None) -> Path | None:
    """The nearest openness.toml, or pyproject.toml with [tool.openness], here or above, up to the repository's root."""
    folder = (folder or Path.cwd()).resolve()
    for place in (folder, *folder.parents):
        if (place / FILE).is_file():
            return place / FILE
        project = place / "pyproject.toml"
        if project.is_file() and b"[tool.openness" in project.read_bytes():
            return project
        if (place / ".git").exists():
            return None
    return None


def load_config(path: Path | None = None) -> Config:
    """The configuration in a file, or the one found from the working directory, or an empty one."""
    path = path or find_config()
    if path is None:
        return Config()
    data, version = read_toml(path)
    if path.name == "pyproject.toml":
        data = data.get("tool", {}).get("openness", {})
    where = path.name
    unknown = sorted(set(data) - FIELDS)
    if unknown:
        raise UsageError(f"{where}: unknown field '{unknown[0]}'", hint=f"Known fields: {', '.join(sorted(FIELDS))}.")
    scopes = []
    for entry, place in tables(data, "scopes", where):
        if set(entry) != {"paths", "policy"}:
            raise UsageError(f"{place}: a scope has the fields paths and policy")
        scopes.append(Scope(paths=tuple(entry["paths"]), policy=str(entry["policy"])))
    baseline = data.get("baseline", {}).get("references")
    return Config(
        path=path,
        policy=str(data.get("policy", "default")),
        policies=data.get("policies", {}),
        scopes=tuple(scopes),
        waivers=tuple(parse_waiver(entry, place) for entry, place in tables(data, "waivers", where)),
        agreements=tuple(parse_agreement(entry, place) for entry, place in tables(data, "agreements", where)),
        baseline=path.parent / str(baseline) if baseline else None,
        profile=data.get("profile", {}),
        version=version,
    )


def load_policy(name: str | None) -> Policy:
    """The policy that a command asked for: a name, a TOML file, or (None) what the configuration says."""
    if name and name.endswith(".toml"):
        config = load_config(Path(name))
        return config.named(config.policy)
    config = load_config()
    return config.named(name or config.policy)
