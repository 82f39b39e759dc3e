"""Thresholds: how many users, how much money, over which period, with what consequence."""

from typing import Any

from openness.clauses.params.numbers import Number, numbers
from openness.clauses.params.passage import AT, Passage
from openness.clauses.patterns import compiled

_OVER = (
    r"(?:more than|greater than|exceed(?:s|ed|ing)?(?: that of)?|over|above|at least|in excess of|fewer than|less than|up to|below|under|not more than"
    r"|no more than|reach(?:es|ed)?|surpass(?:es|ed)?|>=?|minimum of|maximum of|larger than|equal to or greater than|or more|or fewer|or less)"
)
_COUNTED = (
    r"(?:(?:monthly|daily|weekly|annual|yearly|active|registered|paying|unique|total|end|individual|cumulative|average|full-time|concurrent)[ -](?:and |or )?){0,4}"
    r"(users?|visits?|visitors?|downloads?|subscribers?|employees|customers?|installations?|installs|seats|mau|maus|dau|daus|people|persons|individuals|requests|developers)\b"
)
_CURRENCIES = {"$": "USD", "us$": "USD", "usd": "USD", "dollar": "USD", "€": "EUR", "eur": "EUR", "euro": "EUR", "£": "GBP", "gbp": "GBP",
               "pound": "GBP", "¥": "CNY", "rmb": "CNY", "cny": "CNY", "yuan": "CNY", "renminbi": "CNY", "jpy": "JPY", "yen": "JPY",
               "krw": "KRW", "won": "KRW", "chf": "CHF", "franc": "CHF", "aud": "AUD", "cad": "CAD", "sgd": "SGD", "inr": "INR", "aed": "AED"}  # fmt: skip
_CURRENCY = r"(us\$|a\$|c\$|\$|€|£|¥|\b(?:usd|eur|gbp|rmb|cny|jpy|krw|chf|aud|cad|sgd|inr|aed|dollars?|euros?|pounds?|yuan|renminbi|yen|won|francs?)\b)"
_MEASURE = r"\b((?:gross |net |total |annual |monthly |recurring |yearly |global |consolidated )*(?:revenues?|turnover|sales|income|profits?|receipts)|(?:\S+ )?(?:equity or debt )?(?:funding|financing|capital)|raised|assets|valuation|budget)\b"
_PERIODS = (
    ("month", r"\b(?:monthly|per month|each month|calendar month|a month|/month|month)\b"),
    ("day", r"\b(?:daily|per day|each day)\b"),
    ("week", r"\b(?:weekly|per week)\b"),
    ("quarter", r"\b(?:quarterly|per quarter|fiscal quarter)\b"),
    ("year", r"\b(?:annual(?:ly|i[sz]ed)?|yearly|per year|per annum|each year|a year|(?:prior|previous|preceding|fiscal|calendar|last) (?:fiscal |calendar |financial )?year|twelve months|12 months|12-month)\b"),
)  # fmt: skip
_CONSEQUENCES = (
    ("permission needed", r"\b(?:request a licen[sc]e|(?:obtain|apply for|need|require[sd]?|enter into|acquire|purchase)\b.{0,80}\b(?:licen[sc]e|agreement|permission|authori[sz]ation|consent)|contact|separate (?:commercial )?licen[sc]e|not authori[sz]ed)\b"),
    ("credit line", r"\b(?:display|attribution|credit line|mention)\b"),
    ("license ends", r"\b(?:terminat|no longer|cease|not (?:licensed|granted|apply)|not extend)"),
    ("use barred", r"\b(?:may|must|shall|agree) not\b|\bnot to use\b|\bprohibited\b"),
)  # fmt: skip


def _period(text: str) -> str | None:
    return next((name for name, pattern in _PERIODS if compiled(pattern).search(text)), None)


def _consequence(passage: Passage) -> str | None:
    around = [
        passage.text,
        passage.with_stem,
        passage.with_next,
        " ".join(s.text for s in passage.sentences[max(passage.index - 2, 0) : passage.index + 4]),
    ]
    for text in around:
        for name, pattern in _CONSEQUENCES:
            if compiled(pattern).search(text):
                return name
    return None


def _affiliates(passage: Passage) -> bool:
    return (
        compiled(r"\b(?:affiliates?|subsidiar(?:y|ies)|group compan|under common control|parent compan)").search(
            passage.with_stem
        )
        is not None
    )


def _measured_at(text: str) -> str | None:
    release = compiled(r"\brelease date\b|\bdate of (?:the )?release\b|\bon the (?:\S+ ){0,8}release\b").search(text)
    preceding = compiled(r"\b(?:preceding|previous|prior|before)\b").search(text)
    if release:
        return "month before release" if preceding else "release date"
    if preceding and compiled(
        r"\b(?:preceding|previous|prior|last) (?:calendar |fiscal )?(?:month|year|quarter)\b"
    ).search(text):
        return "preceding period"
    return "any time" if compiled(r"\bat any (?:time|point)\b|\bno longer\b|\bexceeds?\b").search(text) else None


def _money_before(text: str, number: Number) -> bool:
    return compiled(_CURRENCY + r"\s?$").search(text[max(number.start - 8, 0) : number.start]) is not None or (
        compiled(r"^\s?(?:\(?[^)]{0,12}\)?\s)?(?:us |u\.s\. )?" + _CURRENCY).search(text[number.end : number.end + 20])
        is not None
    )


def users(passage: Passage) -> dict[str, Any]:
    """Number of users, the period, what is counted and when, whether affiliates count, and what follows."""
    text = passage.text
    best: tuple[int, Number, str] | None = None
    left, right = passage.sentence.part(passage.start, passage.end)
    for number in numbers(text):
        if not left <= number.start < right:
            continue
        if number.value < 2 or _money_before(text, number):
            continue
        after, before = text[number.end : number.end + 60], text[max(number.start - 30, 0) : number.start]
        counted = compiled(
            r"^(?:\)|\s|\+|-)*(?:\([^)]{0,30}\) ?)?(?:of )?(?:or more |or fewer |different )?" + _COUNTED
        ).search(after)
        earlier = compiled(_COUNTED).search(text[: number.start])
        over = compiled(_OVER + r"(?: than)? ?(?:a |the |total of |one or more )?\(?$").search(before) is not None
        if counted is None and not (earlier and over and number.scaled):
            continue
        if not over and not number.scaled and not compiled(r"^\s*(?:\S+ ){1,4}or (?:more|fewer|less)\b").search(after):
            continue
        score = 2 * (counted is not None) + 2 * over + number.scaled
        noun = counted or earlier
        if best is None or score > best[0]:
            best = (score, number, noun.group().strip(" ()-+"))
    if best is None:
        return {}
    _, number, measure = best
    result: dict[str, Any] = {
        AT: (max(number.start - 30, 0), min(number.end + 40, len(text))),
        "users": number.value,
        "period": _period(text),
        "measure": " ".join(measure.split()),
        "measured_at": _measured_at(text),
        "affiliates": _affiliates(passage),
        "consequence": _consequence(passage),
    }
    return {key: value for key, value in result.items() if value is not None}


def amount(passage: Passage) -> dict[str, Any]:
    """Amount of money, currency, period, what is measured, whether affiliates count, and what follows."""
    text = passage.text
    best: tuple[int, Number, str] | None = None
    left, right = passage.sentence.part(passage.start, passage.end)
    for number in numbers(text):
        if number.value < 1000 or not left <= number.start < right:
            continue
        near = text[max(number.start - 8, 0) : number.start]
        symbol = compiled(_CURRENCY + r"\s?$").search(near) or compiled(
            r"^\s?(?:us |u\.s\. |united states )?" + _CURRENCY
        ).search(text[number.end : number.end + 24])
        if symbol is None:
            continue
        over = (
            compiled(_OVER + r"(?: than)?[^.;]{0,20}$").search(text[max(number.start - 45, 0) : number.start])
            is not None
        )
        score = 2 * over + 1
        if best is None or score > best[0]:
            best = (score, number, symbol.group(1))
    if best is None:
        return {}
    _, number, symbol = best
    word = symbol.strip()
    currency = _CURRENCIES.get(word) or _CURRENCIES.get(word.rstrip("s"), word.upper())
    window = text[max(number.start - 160, 0) : number.end + 120]
    after = compiled(_MEASURE).search(text[number.end : number.end + 120])
    measure = after or compiled(_MEASURE).search(window)
    result: dict[str, Any] = {
        AT: (max(number.start - 30, 0), min(number.end + 40, len(text))),
        "amount": number.value,
        "currency": currency,
        "period": _period(window),
        "measure": measure.group(1) if measure else None,
        "measured_at": _measured_at(text),
        "affiliates": _affiliates(passage),
        "consequence": _consequence(passage),
    }
    return {key: value for key, value in result.items() if value is not None}
