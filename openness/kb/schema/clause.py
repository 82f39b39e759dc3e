"""The shape of `licenses/_clauses.yaml`."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Level = Literal["closed", "unlicensed-weights", "research-weights", "restricted-weights", "open-weights"]
Slug = r"^[a-z0-9]+(-[a-z0-9]+)*$"


class ParameterModel(BaseModel):
    """One value that a clause carries."""

    model_config = ConfigDict(extra="forbid")

    type: Literal["int", "text", "bool", "list", "url", "date"]
    about: str
    unit: str | None = None


class BreaksModel(BaseModel):
    """Which criteria a clause violates, and why."""

    model_config = ConfigDict(extra="forbid")

    osd: list[Literal["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]]
    osaid: list[Literal["use", "study", "modify", "share"]]
    eu_ai_act: list[Literal["access", "usage", "modification", "distribution"]]
    why: str


class ClauseTypeModel(BaseModel):
    """One clause type."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(pattern=Slug)
    label: str
    definition: str
    polarity: Literal["grant", "restriction", "condition", "obligation", "protection"]
    core: bool
    labelled: bool
    parameters: dict[str, ParameterModel]
    breaks: BreaksModel
    caps_at: Level | None
    contested: bool
    dispute: str | None = None
    not_this: str
    positive: list[str] = Field(min_length=3)
    negative: list[str] = Field(min_length=3)

    @model_validator(mode="after")
    def _dispute_is_explained(self) -> "ClauseTypeModel":
        if self.contested and not self.dispute:
            raise ValueError("contested clause types say what the dispute is about")
        return self


class VocabularyModel(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid")

    version: int
    clauses: list[ClauseTypeModel]

    @model_validator(mode="after")
    def _ids_are_unique(self) -> "VocabularyModel":
        seen: set[str] = set()
        for clause in self.clauses:
            if clause.id in seen:
                raise ValueError(f"clause id {clause.id!r} occurs twice")
            seen.add(clause.id)
        return self
