"""Why a rule applies: one sentence, and what a waiver has to name in order to accept it."""

from typing import NamedTuple


class Reason(NamedTuple):
    """One reason. `about` holds clause ids, or another word where no clause is behind it; () for mere context."""

    text: str
    about: tuple[str, ...] = ()


def texts(reasons: tuple[Reason, ...]) -> tuple[str, ...]:
    """The sentences, each once."""
    return tuple(dict.fromkeys(reason.text for reason in reasons))


def needed(reasons: tuple[Reason, ...]) -> tuple[str, ...]:
    """Everything that waivers have to name so that all reasons are accepted."""
    return tuple(dict.fromkeys(word for reason in reasons for word in reason.about))
