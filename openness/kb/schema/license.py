"""The shape of `licenses/<id>.yaml`."""

import datetime
import re
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

RecordId = r"^[a-z0-9]+([.+_-]+[a-z0-9]+)*\+*$"
_COMMIT = re.compile(r"/[0-9a-f]{40}(?:/|$)")
Reach = Literal["weights", "code", "data", "docs", "outputs", "derivatives", "hosting"]


class SourceModel(BaseModel):
    """Where the record was read, and when."""

    model_config = ConfigDict(extra="forbid")

    what: str  # "text", "hub card", "maintainer knowledge", …
    url: str | None = None
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    as_of: datetime.date

    @property
    def pinned(self) -> bool:
        """Whether a stranger finds the same bytes: by their hash, or by the commit that the address names."""
        return bool(self.sha256 or (self.url and _COMMIT.search(self.url)))


class RecordClauseModel(BaseModel):
    """One clause of the license."""

    model_config = ConfigDict(extra="forbid")

    clause: str
    section: str | None = None
    applies_to: list[Reach] = []
    params: dict[str, Any] = {}
    summary: str
    contested: bool = False


class ObligationModel(BaseModel):
    """One thing that the recipient has to do."""

    model_config = ConfigDict(extra="forbid")

    id: str
    when: Literal["use", "redistribute", "modify", "serve", "train-on-outputs", "always"]
    summary: str
    notice: str | None = None
    section: str | None = None


class LicenseModel(BaseModel):
    """One record."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(pattern=RecordId)
    name: str
    kind: Literal["license", "use-policy", "terms-of-service", "family", "unknown"]
    family: str
    version: str | None = None
    publisher: str | None = None
    published: datetime.date | str | None = None
    spdx: str | None = None
    hub_ids: list[str] = []
    aliases: list[str] = []
    osi: Literal["approved", "not-approved", "not-submitted", "unknown"] = "unknown"
    fsf: Literal["free", "nonfree", "unknown"] = "unknown"
    okd: Literal["conformant", "nonconformant", "unknown"] = "unknown"
    url: str | None = None
    reading: Literal["text", "knowledge", "none"]
    uncertain: list[str] = []
    sources: list[SourceModel] = Field(min_length=1)
    derived_from: str | None = None
    supersedes: str | None = None
    superseded_by: str | None = None
    incorporates: list[str] = []
    derivative_license: Literal["same", "same-restrictions", "any", "none", "unknown"] | None = None
    meant_for: list[Literal["software", "model", "data", "content", "service"]] = []
    members: list[str] = []
    summary: str
    clauses: list[RecordClauseModel] = []
    obligations: list[ObligationModel] = []

    @model_validator(mode="after")
    def _kind_fits(self) -> "LicenseModel":
        if bool(self.members) != (self.kind == "family"):
            raise ValueError("members belong to records of kind family, and only to those")
        if self.kind in ("family", "unknown") and self.clauses:
            raise ValueError(f"a record of kind {self.kind} has no clauses of its own")
        if self.reading == "text" and not any(source.pinned for source in self.sources):
            raise ValueError("reading: text needs a source with the sha256 of the text or the commit in its url")
        return self
