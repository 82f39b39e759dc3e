"""A sentence without its Markdown, and with license names masked, as the readers of terms want it."""

import re
from urllib.parse import unquote

from openness.evidence.terms_words import TermsWords

_LINK = re.compile(
    r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,500}(?:[ \t][^()]{0,100})?\)|<[^<>]{1,300}>|https?://[^\s)\]>|]{3,500}"
)
_MARKS = re.compile(r"[*`]+|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)")
_MAIL = re.compile(r"<?[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,5}>?")
_FIELD = re.compile(r"\s*(?:code |model |weights? )?licen[cs]e\W*", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


def plain(text: str, words: TermsWords) -> str:
    """The sentence without Markdown and addresses; links reduced to their text, or to the license that they lead to."""
    reduced = _LINK.sub(lambda link: f" {_said(link, words)} ", _MAIL.sub(" e-mail ", text))
    return _SPACE.sub(" ", _MARKS.sub("", reduced)).strip()


def _said(link: re.Match[str], words: TermsWords) -> str:
    """What a link says: its text, and where that names no license, the license that its address names."""
    label = link.group(1) or ""
    if words.any_name.search(label.lower()):
        return label
    address = link.group().lower()
    for pattern, name in words.pages:
        found = pattern.search(address)
        if found is not None:
            spelt = unquote(name.format(*found.groups())).replace("_", " ").replace("--", "-").removesuffix(".html")
            head = "License:" if _FIELD.fullmatch(label) else label
            return f"{head} {spelt}" if words.any_name.search(spelt) else label
    file = _SPACE.sub(" ", unquote(link.group().rsplit("/", 1)[-1]).rsplit(".", 1)[0].replace("_", " ")).strip()
    return f"{label} ({file})" if words.named.fullmatch(file) and not words.named_stop.search(file) else label


def mask_names(text: str, words: TermsWords) -> tuple[str, list[str]]:
    """The sentence with `§0§` in the place of license names, and the names."""
    spots: list[tuple[int, int, str]] = []
    low = text.lower()
    if len(low) != len(text):  # a letter whose lower-case form is longer
        low = text
    for identifier, pattern in words.names if words.any_name.search(low) else ():
        for match in pattern.finditer(low):
            if not any(start < match.end() and match.start() < end for start, end, _ in spots):
                spots.append((match.start(), match.end(), identifier))
    for match in words.named.finditer(text):
        start, end = match.span()
        overlap = [s for s in spots if s[0] < end and start < s[1]]
        name = match.group().strip()
        if overlap or words.named_stop.search(name):
            continue
        spots.append((start, end, name))
    spots.sort()
    parts: list[str] = []
    names: list[str] = []
    at = 0
    for start, end, identifier in spots:
        parts.append(f"{text[at:start]} §{len(names)}§ ")
        names.append(identifier)
        at = end
    parts.append(text[at:])
    return "".join(parts), names
