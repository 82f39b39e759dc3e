"""Reads languages with braces: calls with known shapes, then values that a name or key gives away."""

from collections.abc import Sequence
from typing import NamedTuple

import re2

from openness.scan import argv, hub_links
from openness.scan.braces_tokens import NAME, SIGN, STRING, Token, tokens
from openness.scan.keys import Surroundings, by_key, names_something
from openness.scan.knowledge import names
from openness.scan.literal import UNKNOWN, Literal, default_of
from openness.scan.reference import Hit, shifted, within
from openness.scan.shapes import as_hit, hits_of_call, is_silent
from openness.scan.shell import quoted_commands
from openness.scan.written import file_hits, is_file

_JOINS = frozenset({".", "::", "?.", "->", "$"})
_HOLE = re2.compile(r"\$\{\s*([A-Za-z_][\w.]*)\s*\}|\$\{[^}]*\}")
# Methods that set one thing: the string they take is what their name says (`builder.modelName("…")`).
_RESET = frozenset({"const", "let", "var", "return", "if", "for", "fn", "function", "pub", "static", "export", "while"})
_COMPARE = frozenset({"==", "===", "!=", "!==", "<=", ">="})
_MAX_DEPTH = 200


class Argument(NamedTuple):
    """One string or name in the arguments of a call."""

    at: int
    key: str | None
    literal: Literal | None
    name: str | None = None


class Frame:
    """One open bracket."""

    __slots__ = ("arguments", "at", "call", "call_frame", "key", "key_sign", "opener", "words")

    def __init__(self, opener: str) -> None:
        self.opener = opener
        self.call: tuple[str, ...] = ()
        self.key: str | None = None
        self.key_sign = ""
        self.at = 0
        self.call_frame: Frame | None = None  # the call whose argument this is
        self.arguments: list[Argument] = []
        self.words: list[Literal] = []


class Value(NamedTuple):
    """One string that stands as a value."""

    literal: Literal
    keys: tuple[str, ...]
    silent: bool


class CallArguments:
    """The arguments of one finished call."""

    def __init__(self, arguments: list[Argument], constants: dict[str, list[Literal]]) -> None:
        self.arguments = arguments
        self.constants = constants

    def strings(self, at: int, keywords: Sequence[str]) -> list[Literal]:
        """String values of an argument, names followed to constants."""
        keyed = [a for a in self.arguments if a.key in keywords]
        chosen = keyed or [a for a in self.arguments if a.key is None and a.at == at >= 0]
        found: list[Literal] = []
        for argument in chosen:
            if argument.literal is not None:
                found.append(argument.literal)
            elif argument.name is not None:
                found.extend(self.constants.get(argument.name, ()))
        return found

    def word(self, at: int, keyword: str) -> str | None:
        """The last name that stands as an argument."""
        keyed = [a.name for a in self.arguments if a.key == keyword and a.name]
        placed = [a.name for a in self.arguments if a.key is None and a.at == at and a.name]
        found = keyed or placed
        return found[-1] if found else None


class BracesReader:
    """Reads one text."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.tokens = tokens(text, language)
        self.around = Surroundings.of(text)
        self.constants: dict[str, list[Literal]] = {}
        self.calls: list[tuple[tuple[str, ...], list[Argument]]] = []
        self.values: list[Value] = []
        self.hits: list[Hit] = []
        self.frames = [Frame("")]

    def read(self) -> list[Hit]:
        """All references of the text."""
        chain: list[str] = []
        for index, token in enumerate(self.tokens):
            if token.kind == NAME:
                chain = self._name(index, token, chain)
            elif token.kind == STRING:
                self._string(index, token)
                chain = []
            else:
                chain = self._sign(token, chain)
        while len(self.frames) > 1:
            self._close()
        for parts, arguments in self.calls:
            known = CallArguments(arguments, self.constants)
            self.hits.extend(hits_of_call(parts, known, lambda word: word in self.text, self.around))
        self._weak()
        return self.hits

    def _next(self, index: int, skip: int = 1) -> str:
        if index + skip < len(self.tokens):
            token = self.tokens[index + skip]
            return token.text if token.kind == SIGN else ""
        return ""

    def _name(self, index: int, token: Token, chain: list[str]) -> list[str]:
        before = self.tokens[index - 1].text if index else ""
        joined = before in _JOINS and self.tokens[index - 1].kind == SIGN
        chain = [*chain, token.text] if joined else [token.text]
        frame = self.frames[-1]
        if token.text in _RESET:
            frame.key, frame.key_sign = None, ""
            return chain
        following = self._next(index)
        if following in {":", "=", "=>", ":="} or (following == "?" and self._next(index, 2) == ":"):
            if following == ":" and before == "?":
                return chain
            typed = following == "=" and frame.key_sign == ":" and frame.opener in {"", "{"}
            if not typed:
                frame.key, frame.key_sign = token.text, following
        elif frame.opener == "(" or frame.call_frame is not None:
            self._argument(None, token.text)
        return chain

    def _sign(self, token: Token, chain: list[str]) -> list[str]:
        text = token.text
        if text in "([{" and len(self.frames) < _MAX_DEPTH:
            parent = self.frames[-1]
            frame = Frame(text)
            if text == "(" and chain:
                frame.call = tuple(chain)
            if text == "(" or parent.opener == "(":
                frame.call_frame = parent if parent.call and text != "(" else None
            if text in "{[" and parent.call_frame is not None:
                frame.call_frame = parent.call_frame
            if frame.call_frame is not None:
                frame.at = frame.call_frame.at
                if text == "[":
                    frame.key = parent.key
            self.frames.append(frame)
        elif text in ")]}":
            if len(self.frames) > 1:
                self._close()
        elif text == ",":
            frame = self.frames[-1]
            if frame.opener != "[":
                frame.key, frame.key_sign = None, ""
            if frame.opener == "(":
                frame.at += 1
        elif text == ";":
            self.frames[-1].key, self.frames[-1].key_sign = None, ""
        elif text in _JOINS:
            return chain
        return []

    def _close(self) -> None:
        frame = self.frames.pop()
        if frame.call:
            self.calls.append((frame.call, frame.arguments))
        flagged = any(word.text.startswith("--") for word in frame.words)
        if flagged or (frame.opener == "[" and len(frame.words) > 1):
            self.hits.extend(argv.hits(frame.words, self.around))

    def _argument(self, literal: Literal | None, name: str | None) -> None:
        frame = self.frames[-1]
        holder = frame if frame.opener == "(" and frame.call else frame.call_frame
        if holder is not None:
            at = holder.at
            key = frame.key
            if frame.opener == "{" and key is None:
                key = name or ""
            holder.arguments.append(Argument(at, key, literal, name))

    def _string(self, index: int, token: Token) -> None:
        frame = self.frames[-1]
        following = self._next(index)
        before = self.tokens[index - 1] if index else None
        chosen = before is not None and before.text == "?"  # `a ? "x" : "y"`
        item = frame.opener == "{" or (frame.opener == "" and (before is None or before.text == ","))
        if following == "=>" or (following == ":" and item and not chosen):
            frame.key, frame.key_sign = token.text, following
            return
        if following == "=" and frame.opener in {"{", ""}:
            frame.key, frame.key_sign = token.text, following
            return
        text = self._filled(token)
        literal = Literal(text, token.start, token.end)
        compared = following in _COMPARE or (
            before is not None and before.text in {*_COMPARE, "case", "from", "import"}
        )
        if frame.opener == "[" or frame.key is None:
            frame.words.append(literal)
        if frame.key is not None and not frame.call:
            self.constants.setdefault(frame.key, []).append(literal)
        self._argument(literal, None)
        self.values.append(Value(literal, self._keys(), compared or is_silent(frame.call)))

    def _filled(self, token: Token) -> str:
        if token.quote != "`" or "${" not in token.text:
            return token.text

        def fill(match: "re2._Match") -> str:
            known = self.constants.get((match.group(1) or "").rpartition(".")[2], ())
            return known[0].text if len(known) == 1 else UNKNOWN

        filled: str = _HOLE.sub(fill, token.text)
        return filled

    def _keys(self) -> tuple[str, ...]:
        """The keys that hold the current value, the nearest first."""
        found: list[str] = []
        for frame in reversed(self.frames[-6:]):
            if frame.key is not None:
                found.append(frame.key)
            if frame.opener == "(" and not (frame.call and frame.call[-1] in names("calls", "passing_braces")):
                found.extend(_said_by(frame) if not found else ())
                break
        return tuple(found[:3])

    def _weak(self) -> None:
        seen = {hit.start for hit in self.hits}
        for value in self.values:
            literal = value.literal
            if literal.start in seen or len(literal.text) > 20_000:
                continue
            if is_file(literal.text):
                self.hits.extend(within(file_hits(literal.text, self.around), literal))
                continue
            if "://" in literal.text or "hf.co" in literal.text or "huggingface.co" in literal.text:
                self.hits.extend(within(hub_links.link_hits(literal.text), literal))
                continue
            if " " in literal.text and len(literal.text) == literal.end - literal.start:
                self.hits.extend(shifted(quoted_commands(literal.text, self.around), literal.start))
                continue
            default = default_of(literal)
            if default is not None:
                name, literal = default
                target = by_key(name, literal.text, self.around)
                if target:
                    self.hits.append(as_hit(target, literal, name, None))
                continue
            if UNKNOWN in literal.text or value.silent:
                continue
            for key in [*value.keys, ".".join(reversed(value.keys[:2])), None]:
                target = by_key(key, literal.text, self.around, in_code=True) if key != "" else None
                if target:
                    self.hits.append(as_hit(target, literal, key or "literal", None))
                    break


def _said_by(frame: Frame) -> list[str]:
    """The key that a call gives to a string: its own name, or its first argument (`getOr("MODEL", "…")`)."""
    if not frame.call:
        return []
    if frame.call[-1] in names("calls", "setters") and len(frame.arguments) < 2:
        return [frame.call[-1]]
    first = frame.arguments[0].literal if frame.at and frame.arguments else None
    return [first.text] if first is not None and names_something(first.text) else []


def braces_hits(text: str, language: str) -> list[Hit]:
    """All references of a text in a language of `braces_tokens`."""
    return BracesReader(text, language).read()
