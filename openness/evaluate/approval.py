"""Whether somebody whose judgement counts calls a license open."""

from collections.abc import Iterable
from enum import Enum
from typing import TYPE_CHECKING

from openness.evaluate.terms import Grant

if TYPE_CHECKING:
    from openness.kb.records import LicenseRecord

_POSITIVE = {"osi": ("osi", "approved"), "fsf": ("fsf", "free"), "okd": ("okd", "conformant")}


class Approval(Enum):
    """The answer for one license."""

    YES = "yes"
    CONTESTED = "contested"
    NO = "no"
    UNKNOWN = "unknown"

    @classmethod
    def of_record(
        cls, record: "LicenseRecord", lists: Iterable[str], ids: Iterable[str] = (), contested: Iterable[str] = ()
    ) -> "Approval":
        """What the named lists say of a license; a record that none of them names is a no."""
        names = {record.id, record.spdx, record.public_id}
        if names & set(contested):
            return cls.CONTESTED
        if any(getattr(record, _POSITIVE[name][0]) == _POSITIVE[name][1] for name in lists) or names & set(ids):
            return cls.YES
        return cls.NO if record.known else cls.UNKNOWN


def approval(
    grant: Grant, lists: Iterable[str] = (), ids: Iterable[str] = (), contested: Iterable[str] = ()
) -> Approval:
    """What the named lists say of a license as it was found; a changed text is not the approved one."""
    lists, ids, contested = tuple(lists), tuple(ids), tuple(contested)
    if grant.members:
        answers = {approval(member, lists, ids, contested) for member in grant.members}
        return answers.pop() if len(answers) == 1 else Approval.UNKNOWN
    if grant.record is None:
        # SPDX ids can be listed without a record of ours.
        if {grant.license, grant.spdx} & set(ids):
            return Approval.YES
        return Approval.UNKNOWN if grant.changed_from is not None or not grant.read else Approval.NO
    answer = Approval.of_record(grant.record, lists, ids, contested)
    if not grant.exact and answer in (Approval.YES, Approval.CONTESTED):
        return Approval.UNKNOWN
    return answer
