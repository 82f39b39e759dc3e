"""A policy as it was loaded: rules, exceptions, and where each came from."""

from datetime import date
from functools import cache
from typing import NamedTuple

from openness.model import Decision, Verdict
from openness.policy.exceptions import Agreement, Waiver
from openness.policy.rule import Rule


class Policy(NamedTuple):
    """Rules of one named policy, with the exceptions that hold for the organisation."""

    name: str
    about: str = ""
    rules: tuple[Rule, ...] = ()
    otherwise: Verdict = Verdict.REVIEW
    conflicts_need_review: bool = True
    unread_ancestors_need_review: bool = True
    waivers: tuple[Waiver, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    places: tuple[str, ...] | None = None  # where the organisation uses models; None: not stated
    version: str = ""  # digest of everything that was loaded
    today: date | None = None  # for tests and archives; None: the date of the run

    @classmethod
    def default(cls) -> "Policy":
        """The policy that applies when there is none: allow at or above open-weights and services, never deny."""
        return _default()

    @staticmethod
    def undecided() -> Decision:
        """The decision of a report that no policy has seen: review."""
        return Decision(verdict=Verdict.REVIEW, policy="none", reasons=("no policy was applied",))

    def on(self, today: date) -> "Policy":
        """The same policy, judged as of a date."""
        return self._replace(today=today)

    def used_in(self, places: tuple[str, ...] | None) -> "Policy":
        """The same policy for an organisation that uses models in these places; None leaves it as it is."""
        return self if places is None else self._replace(places=places)


@cache
def _default() -> Policy:
    from openness.policy.shipped import shipped

    return shipped("default")
