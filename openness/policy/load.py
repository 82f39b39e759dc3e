"""The organisation's configuration: openness.toml, or [tool.openness] of pyproject.toml.

policy = "our-policy"            # applies where no scope says otherwise
[policies.our-policy]            # extends a shipped or other policy; own rules come first
[[scopes]] paths, policy         # policies of parts of a repository, for `scan`; the last that covers a file applies
[[waivers]] [[agreements]]       # see openness/policy/exceptions.py
[baseline] references            # what was there before the policy: a file of `openness policy baseline`
[profile]                        # facts about the organisation
"""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from openness.configuration import PROJECT, configurations
from openness.errors import UsageError
from openness.policy.exceptions import Agreement, Waiver
from openness.policy.parse import (
    parse_agreement,
    parse_policy,
    parse_waiver,
    read_toml,
    refuse_unknown,
    table_of,
    tables,
    text_of,
    texts_of,
)
from openness.policy.policy import Policy
from openness.policy.shipped import shipped, shipped_names

FIELDS = frozenset({"policy", "policies", "scopes", "waivers", "agreements", "baseline", "profile"})
_X = TypeVar("_X", Waiver, Agreement)


class Scope(NamedTuple):
    """Paths of a repository that have a policy of their own."""

    paths: tuple[str, ...]
    policy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything that an organisation configures, not yet applied."""

    path: str | None = None
    policy: str = "default"
    policies: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    scopes: tuple[Scope, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    baseline: str | None = None
    profile: Mapping[str, Any] = field(default_factory=dict)
    version: str = ""
    _loaded: dict[str, Policy] = field(default_factory=dict, compare=False, repr=False)  # a scan asks for each place

    def named(self, name: str) -> Policy:
        """The policy with that name, with everything it extends, and the organisation's exceptions."""
        if name not in self._loaded:
            policy = self._rules(name, ())
            self._loaded[name] = policy._replace(
                waivers=self.waivers,
                agreements=self.agreements,
                places=_places(self.profile),
                version=_version(policy.version, self.version),
            )
        return self._loaded[name]

    def for_path(self, path: str) -> Policy:
        """The policy of a file: that of the last scope that covers it, else the general one."""
        return self.named(self.name_for(path))

    def name_for(self, path: str) -> str:
        """The name of the policy of a file; `path` is relative to the repository, with forward slashes."""
        from openness.policy.paths import covers

        name = self.policy
        for scope in self.scopes:
            if any(covers(pattern, path) for pattern in scope.paths):
                name = scope.policy
        return name

    def check(self) -> "Config":
        """The same configuration, once every policy that it defines or names is known to load."""
        for name in dict.fromkeys((self.policy, *self.policies, *(scope.policy for scope in self.scopes))):
            self._rules(name, ())
        return self

    def _rules(self, name: str, trail: tuple[str, ...]) -> Policy:
        where = os.path.basename(self.path) if self.path else "configuration"
        if name in trail:
            raise UsageError(f"{where}: policies: {' → '.join((*trail, name))} extend each other in a circle")
        if name in self.policies:
            data, place = self.policies[name], f"{where}: policies.{name}"
            extends = text_of(data, "extends", place)
            base = self._rules(extends, (*trail, name)) if extends else None
            return parse_policy(name, data, place, base.version if base else "", base)
        if name in shipped_names():
            return shipped(name)
        known = ", ".join(dict.fromkeys((*self.policies, *shipped_names())))
        raise UsageError(f"there is no policy '{name}'", hint=f"Known policies: {known}.")


def find_config(folder: str | os.PathLike[str] = ".") -> str | None:
    """The nearest file that configures openness, or None."""
    return next(configurations(folder), None)


def load_config(path: str | os.PathLike[str] | None = None) -> Config:
    """The configuration in a file, or the one found from the working directory, or an empty one."""
    path = path or find_config()
    if path is None:
        return Config()
    path = os.fspath(path)
    whole, version = read_toml(path)
    data: Mapping[str, Any] = whole
    where = os.path.basename(path)
    if where == PROJECT:
        data = table_of(table_of(data, "tool", where), "openness", f"{where}: tool")
    refuse_unknown(data, FIELDS, where)
    policies = table_of(data, "policies", where)
    baseline = table_of(data, "baseline", where)
    refuse_unknown(baseline, frozenset({"references"}), f"{where}: baseline")
    references = text_of(baseline, "references", f"{where}: baseline")
    config = Config(
        path=path,
        policy=text_of(data, "policy", where) or "default",
        policies={name: table_of(policies, name, f"{where}: policies") for name in policies},
        scopes=tuple(_scope(entry, place) for entry, place in tables(data, "scopes", where)),
        waivers=_unique([parse_waiver(entry, place) for entry, place in tables(data, "waivers", where)], where),
        agreements=_unique(
            [parse_agreement(entry, place) for entry, place in tables(data, "agreements", where)], where
        ),
        baseline=os.path.join(os.path.dirname(path), references) if references else None,
        profile=table_of(data, "profile", where),
        version=version,
    )
    return config.check()


def _scope(entry: Mapping[str, Any], place: str) -> Scope:
    refuse_unknown(entry, frozenset({"paths", "policy"}), place)
    scope = Scope(paths=texts_of(entry, "paths", place), policy=text_of(entry, "policy", place))
    if not scope.paths or not scope.policy:
        raise UsageError(f"{place}: a scope has paths and the policy that applies there")
    return scope


def _unique(entries: "list[_X]", where: str) -> "tuple[_X, ...]":
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            raise UsageError(
                f"{where}: the id {entry.id} is given twice", hint="Give each waiver and agreement its own."
            )
        seen.add(entry.id)
    return tuple(entries)


def _places(profile: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Where the organisation uses models, for agreements with a territory; openness.evaluate.profile validates it."""
    stated = profile.get("places_of_use", profile.get("places-of-use"))
    if isinstance(stated, str):
        return (stated,)
    return tuple(str(place) for place in stated) if isinstance(stated, list) and stated else None


def _version(*digests: str) -> str:
    """One digest for everything that decides: the shipped policy that is extended, and the configuration."""
    kept = [digest for digest in digests if digest]
    return kept[0] if len(kept) == 1 else hashlib.sha256(" ".join(kept).encode()).hexdigest()[:12]


def load_policy(name: str | None) -> Policy:
    """The policy that a command asked for: a name, a TOML file, or (None) what the configuration says."""
    if name and name.endswith(".toml"):
        config = load_config(name)
        return config.named(config.policy)
    config = load_config()
    return config.named(name or config.policy)
