"""What an organisation says about itself, so that conditions become answers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openness.configuration import FILE, PROJECT, configurations
from openness.errors import UsageError
from openness.evaluate.figure import Figure, parse_figure

_ROLES = ("licensee", "end-user")
_ORGANISATIONS = ("company", "university", "research-institute", "non-profit", "public-body", "individual")
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
_PLACE = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """An organisation; None means "not stated", and leaves answers that depend on it conditional."""

    uses: tuple[str, ...] = ()  # ids of rubric/uses that matter here
    commercial: bool | None = None
    organisation: str | None = None
    role: str = "licensee"  # "end-user": of somebody else's product that contains the model
    monthly_active_users: Figure | None = None
    annual_revenue: Figure | None = None
    employees: Figure | None = None
    principal_place_of_business: str | None = None  # ISO 3166 code
    places_of_use: tuple[str, ...] | None = None
    places_of_output: tuple[str, ...] | None = None  # where outputs are shown or used
    distributes: bool | None = None
    source: str | None = None  # where it was read


def parse_profile(data: Mapping[str, Any], where: str = "profile") -> Profile:
    """The profile that a table states; every unknown key and wrong value is an error that names it."""
    allowed = {
        "uses",
        "commercial",
        "organisation",
        "organization",
        "role",
        "monthly_active_users",
        "annual_revenue",
        "employees",
        "principal_place_of_business",
        "places_of_use",
        "places_of_output",
        "distributes",
    }
    plain = {str(key).replace("-", "_"): value for key, value in data.items()}
    unknown = sorted(set(plain) - allowed)
    if unknown:
        raise UsageError(
            f"{where}: no such key: {', '.join(unknown)}", hint=f"Known keys: {', '.join(sorted(allowed))}."
        )
    users = _figure(plain, "monthly_active_users", where)
    if users is not None and users.month is not None and not _MONTH.fullmatch(users.month):
        raise UsageError(f"{where}.monthly_active_users.month: {users.month!r} is not a month like 2024-06")
    return Profile(
        uses=_words(plain, "uses", where) or (),
        commercial=_truth(plain, "commercial", where),
        organisation=_choice(
            plain.get("organisation", plain.get("organization")), _ORGANISATIONS, where, "organisation"
        ),
        role=_choice(plain.get("role"), _ROLES, where, "role") or "licensee",
        monthly_active_users=users,
        annual_revenue=_figure(plain, "annual_revenue", where),
        employees=_figure(plain, "employees", where),
        principal_place_of_business=_place(plain["principal_place_of_business"], where, "principal_place_of_business")
        if "principal_place_of_business" in plain
        else None,
        places_of_use=_places(plain, "places_of_use", where),
        places_of_output=_places(plain, "places_of_output", where),
        distributes=_truth(plain, "distributes", where),
        source=where,
    )


def load_profile(path: Path | None) -> Profile:
    """The profile in a TOML file: `[tool.openness.profile]`, `[profile]`, or the file as a whole.

    Without a path, the profile of the nearest openness.toml or pyproject.toml, or an empty one.
    """
    if path is None:
        return find_profile(Path.cwd())
    profile = _read(path)
    if profile is None:
        raise UsageError(f"{path}: no [tool.openness.profile] and no [profile] in it")
    return profile


def find_profile(folder: Path) -> Profile:
    """The profile of the nearest configuration that has one, in `folder` or above it; an empty one without any."""
    found = (_read(Path(path)) for path in configurations(folder))
    return next((profile for profile in found if profile is not None), Profile())


def _read(path: Path) -> Profile | None:
    import tomllib

    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"{path}: not valid TOML: {error}") from error
    tool = data.get("tool")
    section = tool.get("openness") if isinstance(tool, dict) else None
    table = section.get("profile") if isinstance(section, dict) else None
    if table is None:
        table = data.get("profile")
    if table is None and path.name not in (FILE, PROJECT):
        table = data
    if table is None:
        return None
    if not isinstance(table, dict):
        raise UsageError(f"{path}: profile: not a table")
    return parse_profile(table, f"{path.name}: profile")


def _figure(data: Mapping[str, Any], key: str, where: str) -> Figure | None:
    return parse_figure(data[key], f"{where}.{key}") if key in data else None


def _truth(data: Mapping[str, Any], key: str, where: str) -> bool | None:
    value = data.get(key)
    if value is None or isinstance(value, bool):
        return value
    raise UsageError(f"{where}.{key}: write true or false")


def _choice(value: Any, allowed: tuple[str, ...], where: str, key: str) -> str | None:
    if value is None or value in allowed:
        return value if value is None else str(value)
    raise UsageError(f"{where}.{key}: {value!r} is not one of {', '.join(allowed)}")


def _words(data: Mapping[str, Any], key: str, where: str) -> tuple[str, ...] | None:
    value = data.get(key)
    if value is None:
        return None
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise UsageError(f"{where}.{key}: write a list of words")


def _places(data: Mapping[str, Any], key: str, where: str) -> tuple[str, ...] | None:
    words = _words(data, key, where)
    return None if words is None else tuple(_place(word, where, key) for word in words)


def _place(value: Any, where: str, key: str) -> str:
    code = str(value).strip().upper()
    code = {"UK": "GB", "USA": "US", "EL": "GR"}.get(code, code)
    if not _PLACE.fullmatch(code):
        raise UsageError(f"{where}.{key}: {value!r} is not an ISO 3166 code such as DE, US or EU")
    return code
