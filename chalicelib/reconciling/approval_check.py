"""Whether the county's own movements went past the two people who must agree on each.

An entry of the kind `adjustment` is written by an approved adjustment or by a row of an approved
bulk grant, in one transaction with the record of it. One that has no such record, or another than
it says, was written past the desk. `make verify` judges the same by code of its own.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from chalicelib.approvals.adjustments import Adjustment
from chalicelib.approvals.adjustments import reference_of as adjustment_reference
from chalicelib.approvals.approvals import DECISION, OUTCOME, PROPOSAL, Steps
from chalicelib.approvals.bulk_grants import BulkGrant, GrantedRow
from chalicelib.approvals.grant_files import GrantRow
from chalicelib.approvals.row_keys import fold

DONE_WITHIN = timedelta(hours=1)
"""From the approval to the ledger takes seconds; after so long someone must look."""


class Movement(NamedTuple):
    """An entry of the kind `adjustment`: mileage in points, vouchers in won, both signed."""

    entry_id: str
    member_id: str
    seq: int
    reference: str
    mileage: int
    voucher: int

    @property
    def matter(self) -> tuple[Literal["adjustment", "grant", ""], str]:
        """What it is said to come from: an adjustment's id or a row key; `""` if from neither."""
        kind, _, name = self.reference.partition("/")
        if kind == "adjustment" and adjustment_reference(name) == self.reference:
            return "adjustment", name
        if kind == "grant" and name:
            return "grant", name
        return "", self.reference


def adjustment_faults(movement: Movement, adjustment: Adjustment | None) -> list[str]:
    """What the entry lacks of an approval, in words of the code; nothing if all is well."""
    if adjustment is None:
        return ["proposal"]
    proposed = (adjustment.member_id, adjustment.mileage, adjustment.voucher_amount)
    faults = approval_faults(adjustment.steps)
    if proposed[0] != movement.member_id:
        faults.append("member")
    if proposed[1:] != (movement.mileage, movement.voucher):
        faults.append("amount")
    outcome = adjustment.steps[OUTCOME - 1 :]
    if [(step.name, step.entry_id) for step in outcome] != [("applied", movement.entry_id)]:
        faults.append("outcome")
    return faults


def grant_faults(
    movement: Movement,
    granted_row: GrantedRow | None,
    grant: BulkGrant | None,
    rows: Iterable[GrantRow],
) -> list[str]:
    """The same of a bulk grant's entry. `rows`: the approved file's slice with the row."""
    if granted_row is None:
        return ["claim"]
    faults = approval_faults(grant.steps) if grant else ["proposal"]
    moved = (movement.member_id, movement.mileage, movement.voucher)
    if granted_row.entry_id != movement.entry_id:
        faults.append("claim")
    granted = (granted_row.member_id, granted_row.mileage, granted_row.voucher_amount)
    if granted != moved:
        faults.append("amount")
    named = [
        (fold(row.row_key), row.member_id, row.mileage, row.voucher_amount)
        for row in rows
        if row.number == granted_row.number
    ]
    if named != [(fold(granted_row.row_key), *moved)]:
        faults.append("row")
    return faults


def approval_faults(steps: Steps) -> list[str]:
    """Proposed by one, approved by another: by their accounts' ids and by their names."""
    names = [step.name for step in steps]
    if names[PROPOSAL - 1 : PROPOSAL] != ["proposed"]:
        return ["proposal"]
    if names[DECISION - 1 : DECISION] != ["approved"]:
        return ["approval"]
    proposer, approver = steps[PROPOSAL - 1].by, steps[DECISION - 1].by
    if proposer is None or approver is None or proposer.may_be(approver):
        return ["approver"]
    return []


def is_overdue(steps: Steps, now: datetime) -> bool:
    """Whether the approval was the last step, and over an hour ago."""
    last = steps[-1]
    return last.name == "approved" and now - last.at > DONE_WITHIN
