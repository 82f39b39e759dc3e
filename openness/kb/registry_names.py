"""Names as people type them, reduced to what identifies the model."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

NAME_LIMIT = 300  # characters; longer strings are no model name

_URL = re.compile(
    r"^(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co|hf-mirror\.com|ollama\.com/library)/(?:models/)?", re.I
)
_AFTER_REPOSITORY = re.compile(r"/(?:tree|blob|resolve|raw|commit)/.*$")
_NOT_WORD = re.compile(r"[^0-9a-z\u0080-\U0010ffff*?]+")
_POINT = re.compile(r"(?<=[0-9])p(?=[0-9])")  # llama-v3p1: a gateway's way to write 3.1
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9]) (?=[0-9])")
# Decorations at the end of a name that do not change which model it is. Anchored and linear.
_ENDINGS = re.compile(
    r"(?:"
    r"[-@_/](?:20[0-9]{2})-?(?:[01][0-9])-?(?:[0-3][0-9])"  # a date
    r"|[-@](?:[01][0-9])-(?:20[0-9]{2}|[0-3][0-9])"  # 03-25, 04-2024
    r"|[-@](?:2[0-9])(?:[01][0-9])(?:[0-3][0-9])?"  # 2411, 250115
    r"|[-@][01][0-9][0-3][0-9]"  # 0613
    r"|-v?[0-9]+:[0-9]+k?"  # Bedrock's -v1:0
    r"|-v[0-9]+"
    r"|[-@]00[0-9]"
    r"|:[a-z][a-z0-9._-]*"  # :free, :latest, Ollama tags that begin with a letter
    r"|-(?:latest|preview|exp|experimental|beta|stable|default|maas|thinking|online|fast|us|eu|global)"
    r"|[-_.:](?:fp16|fp8|bf16|f16|f32|int4|int8|4bit|8bit|3bit|6bit|nf4|nvfp4|mxfp4|w4a16|w8a8|q[2-8](?:_[k0-9])?(?:_[smlx]+)?|iq[1-4]_[a-z]+)"
    r"|[-_.](?:gguf|ggml|gptq|awq|exl2|mlx|onnx|bnb|unsloth|qat|imatrix|dwq|hf)"
    r")$",
    re.I,
)

_ENDINGS_DROPPED = 5
_REGIONS = frozenset({"us", "eu", "apac", "global", "jp", "au", "ca"})
_PLACE = re.compile(
    r"(?:us|eu|apac|global)(?:-(?:gov|standard))?|[a-z]{2}-(?:gov-)?[a-z]+-[0-9]|[0-9]+-month-commitment"
    r"|[0-9]+-x-[0-9]+|standard|hd|low|medium|high|claude_platform|\*"
)
_VERSION = re.compile(r"-v[0-9]+", re.I)


@lru_cache(maxsize=4096)
def words(name: str) -> tuple[str, ...]:
    """The words of `name` without case and accents; digits that a separator parted stay parted (3.1 is not 31)."""
    text = unicodedata.normalize("NFKD", name[:NAME_LIMIT].replace("·", "").casefold())
    text = "".join(char for char in text if not unicodedata.combining(char)).replace("+", "plus")
    text = _POINT.sub(".", text)
    return tuple(_BETWEEN_DIGITS.sub(".", _NOT_WORD.sub(" ", text).strip()).split())


def key(name: str) -> str:
    """`name` reduced to its words, written together."""
    return "".join(words(name))


def beyond(name: str, rule: str) -> tuple[str, ...]:
    """The words of `name` that stand where the family rule has its wildcards: what the name adds to the family."""
    head, *others = (key(part) for part in rule.split("*"))
    reached, added = "", []
    for word in words(name):
        if len(reached) >= len(head):
            added.append(word)
        else:
            reached += word
            if len(reached) > len(head):
                added.append(reached[len(head) :].lstrip("."))
    return tuple(word for word in added if word not in others)


def cuts_a_word(name: str, rule: str) -> bool:
    """Whether a rule whose head ends a word (`gpt-4-*`) would end inside a word of `name` (gpt4all)."""
    head = rule.split("*", 1)[0]
    fixed, reached = key(head), ""
    for word in words(name):
        if len(reached) >= len(fixed):
            break
        reached += word
    following = reached[len(fixed) :][:1]
    same_word = following.isalpha() or (following.isdigit() and fixed[-1:].isdigit())  # gpt4all, r11; not claude3
    return head.endswith(("-", "_", ":", ".")) and same_word


@dataclass(frozen=True, slots=True)
class Spelling:
    """One reading of a typed name: an optional prefix, the rest, and what was taken off."""

    prefix: str | None  # the part before the last slash, or a Bedrock vendor
    tail: str
    removed: tuple[str, ...] = ()

    @property
    def drops_version(self) -> bool:
        """A trailing -v2 was taken off: likely, but not surely, the same model."""
        return any(_VERSION.fullmatch(part) for part in self.removed)

    @property
    def is_shortened(self) -> bool:
        """An ending was taken off, not only a router's prefix."""
        return any(not part.endswith(("/", ".")) for part in self.removed)

    @property
    def full(self) -> str:
        """Prefix and tail as one Hub-like id."""
        return f"{self.prefix}/{self.tail}" if self.prefix else self.tail


def clean(name: str) -> str:
    """`name` without quotes, spaces, a Hub address and a path inside the repository."""
    text = name.strip().strip("\"'`").strip()[:NAME_LIMIT]
    text = _AFTER_REPOSITORY.sub("", _URL.sub("", text))
    return text.removeprefix("api:").strip("/ ")


def _without_ending(tail: str) -> tuple[str, str] | None:
    found = _ENDINGS.search(tail)
    if found is None or found.start() < 2:
        return None
    return tail[: found.start()], found.group(0)


def _split(text: str, routers: frozenset[str]) -> Spelling:
    """Prefix and tail of an id, without the routers before it."""
    parts = [part for part in text.split("/") if part and not part.startswith("@")]
    removed: list[str] = []
    while len(parts) > 1 and key(parts[0]) in routers:
        removed.append(parts.pop(0) + "/")
        while len(parts) > 1 and _PLACE.fullmatch(parts[0]):  # azure/eu/gpt-4o, bedrock/us-east-1/…
            removed.append(parts.pop(0) + "/")
    if not parts:
        return Spelling(None, "")
    return Spelling(parts[-2] if len(parts) > 1 else None, parts[-1], tuple(removed))


def _dotted(spelling: Spelling) -> Spelling | None:
    """Bedrock's form, `us.anthropic.claude-3-5-sonnet-20241022-v2:0`, as vendor and model."""
    pieces = spelling.tail.split(".")
    removed = spelling.removed
    if (pieces[0].lower() in _REGIONS or _PLACE.fullmatch(pieces[0])) and len(pieces) > 2:
        removed = (*removed, pieces.pop(0) + ".")
    if spelling.prefix or len(pieces) < 2 or not pieces[0].isalnum() or len(pieces[0]) < 3:
        return None
    return Spelling(pieces[0], ".".join(pieces[1:]), removed)


def readings(name: str, routers: frozenset[str]) -> list[Spelling]:
    """The readings of `name`, the most literal first; each drops one more decoration."""
    text = clean(name)
    if text.lower().startswith("ft:"):  # a fine-tune of a hosted model: ft:gpt-4o-mini:org::id
        text = text.split(":")[1] if text.count(":") > 1 else text[3:]
    literal = _split(text, routers)
    found: list[Spelling] = []
    for start in (literal, _dotted(literal)):
        if start is None or not start.tail:
            continue
        found.append(start)
        tail, removed = start.tail, start.removed
        for _ in range(_ENDINGS_DROPPED):
            shorter = _without_ending(tail)
            if shorter is None:
                break
            tail, removed = shorter[0], (*removed, shorter[1])
            found.append(Spelling(start.prefix, tail, removed))
    return sorted(found, key=lambda spelling: spelling.drops_version)
