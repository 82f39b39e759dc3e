"""Steps that make two printings of one license look alike without moving a single character.

Every step maps a string to a string of the same length, so that an offset in the result is an offset in the text at
hand. A character that is to vanish inside a word becomes JOIN; one that separates words becomes a space. Which
differences do not matter follows the SPDX license matching guidelines, annex B of SPDX 2.3 (whitespace, case,
punctuation, code comment markers, varietal spelling, copyright notices, bullets). Punctuation and whitespace need no
step: tokens leave them out.
"""

import re
from collections.abc import Callable

JOIN = "\x00"
COMPOUNDS = "compounds.txt"
Step = Callable[[str], str]

# NOTE: one character for one character; what has no plain equivalent becomes a space.
_EQUIVALENT: dict[str | int, str] = {
    **dict.fromkeys("‘’‚‛′`´＇ʼ", "'"),
    **dict.fromkeys("“”„‟″«»＂「」『』", '"'),
    **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
    **dict.fromkeys("•·◦▪●■□◆★※‣⁃§¶©®™℠…　\u00a0\u2028\u2029\ufeff，。；：！？、（）【】《》〈〉\ufffd", " "),
    **dict.fromkeys(range(0x2000, 0x200B), " "),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060", JOIN),
    **{chr(0xFF01 + i): chr(0x21 + i).lower() for i in range(0x5E) if chr(0x21 + i).isalnum()},
    "．": ".",
}
_PLAIN = str.maketrans(_EQUIVALENT)
_LONGEST_HALF = 24  # letters
_FEW = 24  # different characters up to which replacing one by one is faster
_ENTITY = re.compile(r"&(?:#x?[0-9a-f]{1,6}|[a-z]{2,8}[0-9]{0,2});")
_TAG = re.compile(
    r"</?(?:p|br|b|i|u|em|strong|tt|code|pre|div|span|ul|ol|li|dl|dt|dd|h[1-6]|hr|table|tbody|tr|td|th|center|font|small|sup"
    r"|blockquote|body|html|head|section|article|para|emphasis|item|list|bullet|copyrighttext|optional|alt|titletext)"
    r"(?:\s[^<>]{0,400})?/?>|</a>|<a\s+(?:name|id)=[^<>]{0,200}>"
)
_LINE_NUMBER = re.compile(r"(?m)^[ \t]*0[0-9]{3,5}\b")
_COMMENT_WORD = re.compile(r"(?m)^[ \t]*(?:dnl|rem|@rem|\.\\\"|c|\*c)(?=[ \t])")
_BREAK = re.compile(r"-[ \t]{0,8}\n[ \t/*#;%>!|-]{0,12}(?=[a-z]{2})")
_LAST_WORD = re.compile(r"[a-z]{2,}\Z")
_COPYRIGHT = re.compile(
    r"[^a-z\n©(]{0,60}(?:(?:portions|parts|\(c\)|©)[ \t]+)?"
    r"(?:copyright(?:ed|s)?\b|\(c\)(?=[ \t]*(?:copyright|[12<\[{]))|©|&copy;)"
    r"(?=[^\n]{0,40}?(?:\(c\)|©|&copy;|\b(?:19|20)[0-9x]{2}|<|\[|\{|yyyy|\byears?\b)|[ \t:]*(?:[-–]|by\s))[^\n]*"
)
_STATEMENT_SIGN = re.compile(r"copyright|\(c\)|©|&copy;")
_RIGHTS = re.compile(r"all rights reserved\.?")
_SUBSTANCE = re.compile(
    r"licen[sc]|permi|redistribut|released|\bunder\b|gpl|\bmit\b|apache|\bbsd\b|notice|warrant|domain|\bmay\b|\bmust\b|\bshall\b"
    r"|interest|statement|disclaim|law|\bmodif|freely|\buse\b"
)
_SIGN = re.compile(r"\([cr]\)|\(tm\)")
_VARIETAL_PAIRS = (
    ("sub-", f"sub{JOIN}"),
    ("non-", f"non{JOIN}"),
    ("world-wide", f"world{JOIN}wide"),
    ("per cent", f"per{JOIN}cent"),
    ("merchantibility", "merchantability"),
    ("https:", f"http{JOIN}:"),
    ("www.", "    "),
)


def _blank(match: re.Match[str]) -> str:
    return " " * (match.end() - match.start())


def fold_case(text: str) -> str:
    """Lower case, letter for letter (the few letters whose lower case is longer keep theirs)."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c if len(low := c.lower()) != 1 else low for c in text)


def plain_characters(text: str) -> str:
    """Typographic quotes, dashes, bullets and full-width letters as their ASCII equivalents."""
    if text.isascii():
        return text
    foreign = {c for c in set(text) if c > "\x7f"}
    if len(foreign) > _FEW:
        return text.translate(_PLAIN)
    for found in foreign:
        if (same := _PLAIN.get(ord(found))) is not None:
            text = text.replace(found, same)
    return text


def blank_entities(text: str) -> str:
    """HTML entities as spaces; they stand for punctuation in license texts."""
    return _ENTITY.sub(_blank, text) if "&" in text and ";" in text else text


def blank_formatting_tags(text: str) -> str:
    """HTML and SPDX-XML tags that only format as spaces; links and <placeholders> stay."""
    return _TAG.sub(_blank, text) if "<" in text and ">" in text else text


def blank_comment_words(text: str) -> str:
    """Comment markers that are words (`dnl`, `rem`) as spaces; the others are punctuation."""
    return _COMMENT_WORD.sub(_blank, text) if _has_comment_words(text) else text


def _has_comment_words(text: str) -> bool:
    return "dnl" in text or "rem " in text or "\nc " in text or '.\\"' in text


def blank_line_numbers(text: str) -> str:
    """Zero-padded numbers at the start of lines, as source browsers print them, as spaces."""
    return _LINE_NUMBER.sub(_blank, text) if "\n00" in text else text


def join_broken_words(text: str) -> str:
    """Words hyphenated at a line end as one word; compounds broken at their hyphen keep their two halves."""
    if "-\n" not in text and "- \n" not in text:
        return text
    halves = Compounds.words()
    out, at = [], 0
    for match in _BREAK.finditer(text):
        word = _LAST_WORD.search(text, max(0, match.start() - _LONGEST_HALF), match.start())
        if word and (word.group() not in halves or word.group() == "world"):
            out += [text[at : match.start()], JOIN * (match.end() - match.start())]
            at = match.end()
    return "".join([*out, text[at:]]) if out else text


class Compounds:
    """Words that stand before a hyphen inside the lines of known texts ("royalty", "third")."""

    _words: frozenset[str] | None = None

    @classmethod
    def words(cls) -> frozenset[str]:
        """The words, read once from the index."""
        if cls._words is None:
            from openness.kb.locate import data_dir

            path = data_dir() / "index" / COMPOUNDS
            cls._words = frozenset(path.read_text(encoding="utf-8").split()) if path.is_file() else frozenset()
        return cls._words

    @classmethod
    def replace(cls, words: frozenset[str]) -> None:
        """Use other words (build time: those of the texts that are being compiled)."""
        cls._words = words


def blank_copyright(text: str) -> str:
    """Copyright statements as spaces, unless something about terms shares their line."""
    if "copyright" in text or "(c)" in text or "©" in text:
        text = _SIGN.sub(_blank, _without_statements(text))
    return _RIGHTS.sub(_blank, text) if "all rights reserved" in text else text


def _without_statements(text: str) -> str:
    out, at, line = [], 0, -1
    for sign in _STATEMENT_SIGN.finditer(text):
        start = text.rfind("\n", 0, sign.start()) + 1
        if start == line:
            continue
        line = start
        match = _COPYRIGHT.match(text, start)
        if match and not _SUBSTANCE.search(_RIGHTS.sub("", match.group())):
            out += [text[at:start], " " * (match.end() - start)]
            at = match.end()
    return "".join([*out, text[at:]]) if out else text


def equal_spellings(text: str) -> str:
    """Spellings that the SPDX guidelines hold equal and that differ in how words are split."""
    for found, same in _VARIETAL_PAIRS:
        if found in text:
            text = text.replace(found, same)
    return text


STEPS: tuple[Step, ...] = (
    fold_case,
    blank_entities,
    blank_formatting_tags,
    blank_comment_words,
    blank_line_numbers,
    blank_copyright,
    plain_characters,
    join_broken_words,
    equal_spellings,
)

# Spellings of one word that the SPDX guidelines hold equal; applied to tokens, where it costs nothing.
VARIETAL_WORDS: dict[str, str] = {
    "licence": "license",
    "licences": "licenses",
    "licenced": "licensed",
    "sublicence": "sublicense",
    "acknowledgement": "acknowledgment",
    "acknowledgements": "acknowledgments",
    "analogue": "analog",
    "analyse": "analyze",
    "artefact": "artifact",
    "authorisation": "authorization",
    "authorised": "authorized",
    "calibre": "caliber",
    "cancelled": "canceled",
    "capitalisations": "capitalizations",
    "catalogue": "catalog",
    "categorise": "categorize",
    "centre": "center",
    "emphasised": "emphasized",
    "favour": "favor",
    "favourite": "favorite",
    "fulfil": "fulfill",
    "fulfilment": "fulfillment",
    "initialise": "initialize",
    "judgement": "judgment",
    "labelling": "labeling",
    "labour": "labor",
    "maximise": "maximize",
    "modelled": "modeled",
    "modelling": "modeling",
    "offence": "offense",
    "optimise": "optimize",
    "organisation": "organization",
    "organisations": "organizations",
    "organise": "organize",
    "practise": "practice",
    "programme": "program",
    "realise": "realize",
    "recognise": "recognize",
    "signalling": "signaling",
    "utilisation": "utilization",
    "whilst": "while",
    "wilful": "willful",
    "behaviour": "behavior",
    "honour": "honor",
    "defence": "defense",
    "utilise": "utilize",
    "unauthorised": "unauthorized",
    "recognised": "recognized",
    "licensor's": "licensors",
}


def normalize(text: str) -> str:
    """The text with every step applied; same length as the input."""
    for step in STEPS:
        text = step(text)
    return text
