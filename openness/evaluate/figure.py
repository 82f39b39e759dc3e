"""Figures that an organisation states as a number or as a band ("<1M", "1M-10M")."""

from dataclasses import dataclass

from openness.errors import UsageError

_UNITS = {"k": 10**3, "m": 10**6, "mn": 10**6, "million": 10**6, "b": 10**9, "bn": 10**9, "billion": 10**9}
UNBOUNDED = 10**18


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number between `low` and `high`, both included."""

    low: int
    high: int
    month: str | None = None  # "2024-06": the month in which users were counted
    currency: str | None = None
    affiliates: bool = True  # the whole group is counted

    def exceeds(self, limit: int) -> bool | None:
        """Whether the figure is above `limit`; None where the band does not tell."""
        if self.high <= limit:
            return False
        return True if self.low > limit else None


def parse_figure(value: object, where: str) -> Figure:
    """The figure that a profile states: a number, a band, or a table of value, month, currency and affiliates."""
    if isinstance(value, dict):
        unknown = sorted(set(value) - {"value", "month", "currency", "affiliates", "year"})
        if unknown:
            raise UsageError(f"{where}: no such key: {', '.join(unknown)}", hint="docs/profile.md lists the keys")
        if "value" not in value:
            raise UsageError(f"{where}: the table has no 'value'")
        plain = parse_figure(value["value"], f"{where}.value")
        month = value.get("month")
        return Figure(
            low=plain.low,
            high=plain.high,
            month=str(month) if month is not None else None,
            currency=str(value["currency"]).upper() if "currency" in value else plain.currency,
            affiliates=bool(value.get("affiliates", True)),
        )
    if isinstance(value, bool):
        raise UsageError(f"{where}: true or false is not a figure")
    if isinstance(value, int | float):
        if value < 0:
            raise UsageError(f"{where}: a figure is not negative")
        return Figure(low=int(value), high=int(value))
    if isinstance(value, str):
        return _band(value, where)
    raise UsageError(f"{where}: not a number or band", hint='write 2000000, "2M", "<1M" or "1M-10M"')


def _band(text: str, where: str) -> Figure:
    plain = text.strip().lower().replace("_", "").replace(",", "").replace("–", "-")
    for sign, included in (("<=", True), (">=", True), ("≤", True), ("≥", True), ("<", False), (">", False)):
        if plain.startswith(sign):
            number = _number(plain[len(sign) :], text, where)
            if sign in ("<", "<=", "≤"):
                return Figure(low=0, high=number if included else max(0, number - 1))
            return Figure(low=number if included else number + 1, high=UNBOUNDED)
    if "-" in plain:
        first, _, last = plain.partition("-")
        low, high = _number(first, text, where), _number(last, text, where)
        if low > high:
            raise UsageError(f"{where}: the band {text!r} runs backwards")
        return Figure(low=low, high=high)
    number = _number(plain, text, where)
    return Figure(low=number, high=number)


def _number(text: str, whole: str, where: str) -> int:
    digits = text.strip()
    unit = 1
    for name, factor in sorted(_UNITS.items(), key=lambda item: -len(item[0])):
        if digits.endswith(name):
            digits, unit = digits[: -len(name)].strip(), factor
            break
    try:
        number = float(digits) * unit
    except ValueError:
        raise UsageError(
            f"{where}: {whole!r} is not a number or band", hint='write 2000000, "2M", "<1M" or "1M-10M"'
        ) from None
    if not 0 <= number < UNBOUNDED:
        raise UsageError(f"{where}: {whole!r} is out of range")
    return int(number)
