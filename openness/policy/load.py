"""A policy by name or file."""

from openness.errors import UsageError
from openness.policy.policy import Policy


def load_policy(name: str | None) -> Policy:
    """The policy with that name; the default one without a name."""
    if name is None or name == "default":
        return Policy.default()
    raise UsageError(f"there is no policy '{name}'", hint="See 'openness list policies'.")
