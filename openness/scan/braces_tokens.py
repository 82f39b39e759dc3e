"""Cuts source text with braces into strings, names and signs; comments are dropped."""

from dataclasses import dataclass
from functools import cache

import re2

NAME, STRING, SIGN = "name", "string", "sign"

_COMMENTS = {
    "javascript": r"//[^\n]*|/\*(?:[^*]|\*+[^*/])*\*+/",
    "rust": r"//[^\n]*|/\*(?:[^*]|\*+[^*/])*\*+/",
    "braces": r"//[^\n]*|/\*(?:[^*]|\*+[^*/])*\*+/",
    "hash": r"#[^\n]*|/\*(?:[^*]|\*+[^*/])*\*+/",
}
_STRINGS = {
    "javascript": r"\"(?:[^\\\"\n]|\\.)*\"|'(?:[^\\'\n]|\\.)*'|`(?:[^\\`]|\\.)*`",
    "rust": r"b?r#\"(?:[^\"]|\"[^#])*\"#|b?\"(?:[^\\\"]|\\.)*\"|'(?:[^\\'\n]|\\.)'",
    "braces": r"\"\"\"(?:[^\\\"]|\\.|\"[^\"]|\"\"[^\"])*\"\"\"|\"(?:[^\\\"\n]|\\.)*\"|'(?:[^\\'\n]|\\.)*'|`[^`]*`",
    "hash": r"\"(?:[^\\\"\n]|\\.)*\"|'(?:[^\\'\n]|\\.)*'",
}
_LIFETIME = r"(?P<skip>'[A-Za-z_]\w*)|"


@dataclass(frozen=True, slots=True)
class Token:
    """One token; `text` of a string is what stands between its quotes."""

    kind: str
    text: str
    start: int
    end: int
    quote: str = ""


@cache
def _pattern(language: str) -> "re2._Regexp":
    lifetime = _LIFETIME if language == "rust" else ""
    return re2.compile(
        rf"(?s)(?P<comment>{_COMMENTS[language]})|(?P<string>{_STRINGS[language]})|{lifetime}"
        r"(?P<name>[A-Za-z_@][A-Za-z0-9_]*)"
        r"|(?P<sign>=>|===?|!==?|<=|>=|:=|::|\?\.|->|\?\?|\|\||\+=|[(){}\[\],;:=.$+?!&|<>-])"
    )


def tokens(text: str, language: str) -> list[Token]:
    """The tokens of a text in a language of this table: javascript, rust, braces, hash."""
    found: list[Token] = []
    for match in _pattern(language).finditer(text):
        kind = match.lastgroup
        if kind in {"comment", "skip"}:
            continue
        value: str = match.group()
        if kind == STRING:
            width = 3 if value.startswith('"""') else 1
            lead = len(value) - len(value.lstrip("br#"))
            tail = 1 if value.endswith("#") and lead else 0
            start, end = match.start() + lead + width, match.end() - width - tail
            quote = value[lead]
            found.append(Token(STRING, text[start:end], start, end, quote))
        else:
            found.append(Token(kind or SIGN, value, match.start(), match.end()))
    return found
