"""One statement of descent, and the release that its words mean."""

from typing import NamedTuple

from openness.evidence.families import canonical
from openness.evidence.mentions import Mention
from openness.evidence.own_name import Own
from openness.evidence.prose import Sentence


class Descent(NamedTuple):
    """One sentence that names an ancestor."""

    id: str
    relation: str  # of BaseLink; "distilled" for outputs used as training data
    subject: str | None  # id of another model that the sentence is about; None: the card's own
    start: int
    end: int
    hint: bool = False  # counts only where nothing else is said
    guessed: bool = False  # the size is the subject's own, the sentence names a family


def descent_from(mention: Mention, relation: str, subject: str | None, sentence: Sentence, own: Own) -> Descent:
    """The statement that `sentence` makes about `mention`."""
    base = meant(mention, own)
    return Descent(base, relation, subject, sentence.start, sentence.end, guessed=base != mention.id)


def meant(mention: Mention, own: Own) -> str:
    """The id of the mentioned model; a size that the sentence leaves open is the subject's own."""
    name = mention.name
    if mention.kind != "family" or name is None:
        return mention.id
    if own.size is not None and ((name.size is None and not name.family.sizeless) or own.size in mention.sizes):
        return canonical(name.family, own.size, name.variant, name.version, mention.id)
    return mention.id


def is_architecture(mention: Mention) -> bool:
    """Is it a kind of network rather than a release ("a BERT model")?"""
    name = mention.name
    return (
        mention.kind == "family"
        and name is not None
        and name.family.architecture
        and name.family.head.fullmatch(name.id) is not None
    )


def is_service(mention: Mention) -> bool:
    """Is it reached through an API only, so that its weights cannot have gone in?"""
    return mention.name is not None and mention.name.family.service
