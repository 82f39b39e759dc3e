"""Which license, how sure, and how the text at hand differs from the canonical one."""

from dataclasses import dataclass

from openness.model.evidence import Basis, Component


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """One passage in which a text differs from the canonical license."""

    kind: str  # "added" | "removed" | "changed"
    path: str
    start: int  # character offsets in the text at hand; start == end for "removed"
    end: int
    canonical_section: str | None = None  # where in the canonical text, for removed and changed ones


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMatch:
    """One license found in one text (the result of openness.identify.text)."""

    license: str | None  # SPDX id, else "LicenseRef-…"; an expression for dual notices; None: only a family
    family: str | None  # set when the text lacks what tells near twins apart
    candidates: tuple[str, ...]  # the near twins, most likely first
    score: float  # 0..1
    kind: str  # "text" | "notice" | "tag" | "reference"
    start: int
    end: int
    deviations: tuple[Deviation, ...] = ()
    derived_from: str | None = None


_LICENSE_FOLDERS = frozenset({"license", "licenses", "licence", "licences", "legal", "model_licenses"})


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseMatch:
    """A license that applies, or may apply, to a part of the subject."""

    id: str  # record id of licenses/ (e.g. "llama-3.1", "mit"), or "LicenseRef-…" / "unknown" / "none"
    name: str
    spdx: str | None  # SPDX id where one exists
    applies_to: Component
    basis: Basis
    from_: str  # path, metadata field or ancestor id that names it
    granted_by: str = "unknown"  # rightsholder | community | re-upload | unknown
    grade: str = "C"  # A text at the pinned commit, B tag only, C prose or re-upload
    confidence: float = 1.0
    deviations: tuple[Deviation, ...] = ()
    evidence: tuple[str, ...] = ()  # Evidence ids
    known: bool = True  # a record with a clause set exists
    derived_from: str | None = None  # record id that a modified text without a record of its own goes back to
    family: bool = False  # the name denotes a set ("gemma", "cc"): an interval until a text is read
    candidates: tuple[str, ...] = ()  # for a family: record ids
    choice: str | None = None  # matches sharing a `choice` key are alternatives (OR); others add up (AND)
    unclear_list: bool = False  # from a bare list: no statement of how the entries combine

    @property
    def of_whole(self) -> bool:
        """Whether it can grant the whole; a license in a folder below the root only limits, as a policy does."""
        if self.basis is Basis.REGISTRY and self.applies_to is Component.UNCLEAR:
            return False  # a service's public terms: the contract grants
        folder, _, name = self.from_.casefold().rpartition("/")
        if not self.known and ("policy" in name or "acceptable" in name):
            return False
        if self.applies_to is not Component.UNCLEAR or not folder or ":" in folder:  # "hub:…", "link:https://…"
            return True
        return folder in _LICENSE_FOLDERS
