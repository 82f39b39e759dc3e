"""What every collector reads: the snapshot with its card parsed and its sentences found once."""

from dataclasses import dataclass

from openness.evidence.card import Card, parse_card
from openness.evidence.own_name import Own, own_name
from openness.evidence.prose import Sentence, sentences
from openness.model import Component, Kind, Snapshot, TextFile

_CARD_NAMES = (
    "readme.md",
    "readme",
    "readme.markdown",
    "readme.rst",
    "readme.txt",
    "model_card.md",
    "modelcard.md",
    "model-card.md",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A snapshot, read as far as all collectors need it."""

    snapshot: Snapshot
    file: TextFile | None  # the card as a text
    card: Card | None
    sentences: tuple[Sentence, ...]
    own: Own

    @property
    def main(self) -> Component:
        """The part that the license of the repository speaks of."""
        return Component.DATA if self.snapshot.kind is Kind.DATASET else Component.WEIGHTS


def read_subject(snapshot: Snapshot) -> Subject:
    """The subject with its card, if it has one."""
    file = card_file(snapshot)
    card = parse_card(file.text) if file is not None else None
    return Subject(
        snapshot=snapshot,
        file=file,
        card=card,
        sentences=sentences(card) if card is not None else (),
        own=own_name(snapshot.id, _title(card) if card is not None else ""),
    )


def _title(card: Card) -> str:
    """The card's first heading, "" where it has none."""
    return next((section.title for section in card.sections() if section.level and section.title), "")


def card_file(snapshot: Snapshot) -> TextFile | None:
    """The text that is the card."""
    by_name = {t.path.lower(): t for t in reversed(snapshot.texts)}
    found = next((by_name[name] for name in _CARD_NAMES if name in by_name), None)
    if found is not None:
        return found
    markdown = [t for t in snapshot.texts if t.path.lower().endswith(".md") and "/" not in t.path and ":" not in t.path]
    others = [t for t in markdown if not any(w in t.path.lower() for w in ("licen", "policy", "notice", "terms"))]
    return others[0] if others else None
