"""Cases that a legal team keeps beside its policy: read, run, compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from openness.errors import UsageError

FIELDS = frozenset({"model", "license", "expect", "because", "note"})
VERDICTS = ("allow", "review", "deny")
_HEADER = b"\x02" + b"\x00" * 7 + b"{}"  # an empty safetensors file


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One expectation."""

    where: str  # "cases.toml: case[2]"
    expect: str
    model: str = ""  # a name to look up, or
    license: str = ""  # any weights under this license
    because: str = ""  # words that one reason must hold
    note: str = ""

    @property
    def title(self) -> str:
        """What it is about."""
        return self.model or f"weights under {self.license}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of a case."""

    case: Case
    passed: bool
    says: str
    read: bool = True


def read_cases(path: Path) -> tuple[Case, ...]:
    """The cases of a TOML file; every mistake is named by case and field."""
    from openness.policy.parse import read_toml, refuse_unknown, tables, text_of
    from openness.policy.vocabulary import license_ids

    data, _ = read_toml(path)
    refuse_unknown(data, frozenset({"case"}), path.name)
    cases = []
    for entry, where in tables(data, "case", path.name):
        refuse_unknown(entry, FIELDS, where)
        values = {name: text_of(entry, name, where) for name in FIELDS}
        if bool(values["model"]) == bool(values["license"]):
            raise UsageError(f"{where}: a case names a model or a license, one of the two")
        if values["expect"] not in VERDICTS:
            raise UsageError(f"{where}: expect: one of {', '.join(VERDICTS)} is needed")
        if values["license"]:
            values["license"] = license_ids([values["license"]], f"{where}: license")[0]
        cases.append(Case(where=where, **values))
    if not cases:
        raise UsageError(f"{path.name} holds no [[case]]", hint="See 'openness policy test --help'.")
    return tuple(cases)


def run_cases(cases: Sequence[Case], *, policy: str | None, offline: bool) -> tuple[Result, ...]:
    """The result of every case, in order."""
    from openness.cli.run import run_check

    with TemporaryDirectory(prefix="openness-cases-") as scratch:
        targets = [case.model or _folder(Path(scratch), case.license) for case in cases]
        document = run_check(list(dict.fromkeys(targets)), policy=policy, offline=offline)
    decisions = {report["target"]: report["decision"] for report in document["reports"]}
    errors = {error["target"]: error["message"] for error in document["errors"]}
    return tuple(
        _result(case, decisions.get(target), errors.get(target, "it could not be read"))
        for case, target in zip(cases, targets, strict=True)
    )


def _folder(root: Path, license_id: str) -> str:
    """A folder that holds weights under a license, and nothing else."""
    folder = root / license_id.replace("/", "-")
    folder.mkdir(exist_ok=True)
    (folder / "README.md").write_text(f"---\nlicense: {license_id}\n---\n# Model\n", "utf-8")
    (folder / "config.json").write_text("{}", "utf-8")
    (folder / "model.safetensors").write_bytes(_HEADER)
    return str(folder)


def _result(case: Case, decision: Any, problem: str) -> Result:
    if decision is None:
        return Result(case=case, passed=False, says=problem, read=False)
    reasons = "; ".join((*decision["reasons"], *decision["waived"]))
    if decision["verdict"] != case.expect:
        return Result(case=case, passed=False, says=f"expected {case.expect}, got {decision['verdict']}: {reasons}")
    if case.because and case.because not in reasons:
        return Result(
            case=case, passed=False, says=f"{case.expect}, as expected, but no reason says '{case.because}': {reasons}"
        )
    return Result(case=case, passed=True, says=case.expect)
