"""Which words to show for a match: the sentence when it is short, else the part of it around the match."""

from openness.clauses.segment import Sentence

LIMIT = 240  # characters that a reader takes in at a glance
LONGEST = 340
_BREAKS = ";:.("


def quoted_part(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """Offsets in `sentence.text` of the words to quote for the match `start:end`."""
    text = sentence.text
    if len(text) <= LIMIT:
        return _trim(text, 0, len(text))
    if end - start > LONGEST:
        end = text.rfind(" ", start, start + LONGEST)
        end = end if end > start else start + LONGEST
    room = max(LIMIT - (end - start), 0)
    left = max(start - room // 2, 0)
    for at in range(start - 1, left - 1, -1):
        if text[at] in _BREAKS and text[at + 1 : at + 2] == " ":
            left = at + 2
            break
    else:
        if left > 0:
            left = text.find(" ", left, start) + 1 or start
    right = min(left + max(LIMIT, end - left), len(text))
    right = max(right, end)
    for at in range(end, right):
        if text[at] in ";:." and text[at + 1 : at + 2] in (" ", ""):
            right = at
            break
    else:
        if right < len(text):
            cut = text.rfind(" ", end, right)
            right = cut if cut > end else right
    return _trim(text, min(left, start), right)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " ~":
        start += 1
    while end > start and text[end - 1] in " ;,~":
        end -= 1
    return start, end
