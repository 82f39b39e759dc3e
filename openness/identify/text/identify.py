"""One text in, all its license matches out."""

from openness.identify.text import index as ix
from openness.identify.text.search import Found, search
from openness.model import TextMatch


def identify(text: str, *, path: str = "") -> tuple[TextMatch, ...]:
    """All licenses named in `text`, in order."""
    index = ix.load()
    passage, found = search(index, text)
    return tuple(_match(index, passage.words.starts, passage.words.ends, f) for f in found if index.kind(f.document) != ix.FALSE_POSITIVE)


def _match(index: ix.Index, starts: ix.Array, ends: ix.Array, found: Found) -> TextMatch:
    return TextMatch(
        license=index.expression(found.document),
        family=None,
        candidates=(),
        score=round(found.score, 4),
        kind=ix.KIND_NAMES[index.kind(found.document)],
        start=int(starts[found.start]),
        end=int(ends[found.end - 1]),
        derived_from=index.base(found.document),
    )
