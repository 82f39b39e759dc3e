"""Keys under which license names are looked up."""

import re
from functools import lru_cache

NAME_LIMIT = 300  # characters; a longer value is prose, not a name

# Single passes over short strings (NAME_LIMIT), so Python's engine is safe here.
_NOISE = re.compile(r"\b(?:the|a|an|license|licence|licenses|licences|licensed|agreement|under|terms|of use)\b")
_VERSION = re.compile(r"\bv(?:er(?:sion)?)?[\s.]*(?=\d)")
_SEPARATORS = re.compile(r"[\s_\-,/:()\[\]\"'“”‘’*`™®]+")
_TRAILING_ZERO = re.compile(r"(?<=\d)\.0(?!\d)")


@lru_cache(maxsize=8192)
def normalize_name(name: str) -> str:
    """The key of a license name: lower case, no filler words, uniform separators."""
    text = name[:NAME_LIMIT].casefold().strip().strip(".")
    text = _VERSION.sub(" ", text)
    text = _NOISE.sub(" ", text)
    text = _SEPARATORS.sub("-", text).strip("-")
    return text or name[:NAME_LIMIT].casefold().strip()


def loose_name(key: str) -> str:
    """A looser key, tried second: ".0" endings and separators dropped ("apache-2.0" and "apache 2" are one)."""
    return _TRAILING_ZERO.sub("", key).replace("-", "").replace("++", "pp")


def normalize_url(url: str) -> str:
    """The key of a license URL: no scheme, no "www.", no fragment, no trailing slash or file ending."""
    text = url.strip().casefold()
    text = text.split("://", 1)[-1].split("#", 1)[0].split("?", 1)[0].removeprefix("www.").rstrip("/.")
    for ending in (".html", ".txt", ".php", ".md", "/legalcode", "/deed", "/deed.en"):
        text = text.removesuffix(ending)
    return text
