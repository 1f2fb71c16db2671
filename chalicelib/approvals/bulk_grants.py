"""Bulk grants: a file of rows, proposed by one person, approved by another, each row once.

A row key names one grant of the county for ever, whatever file it comes in.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Literal

from msgspec import Struct

from chalicelib.approvals.approvals import DECISION, Refusal, Steps
from chalicelib.approvals.errors import GrantExpiryInvalidError
from chalicelib.approvals.grant_files import GrantRow
from chalicelib.approvals.row_keys import fold

NAME_LETTERS_MAX = 60
SLICE_ROWS = 50
"""Rows of one message: seconds of work, well within the worker's time limit."""

RowResult = Literal["granted", "already_granted", "refused"]
GrantStatus = Literal["proposed", "rejected", "approved", "completed"]


class RowOutcome(Struct, frozen=True, kw_only=True):
    """What became of a row; written once. `entry_id` is the grant, also of a row that had been
    granted before."""

    number: int
    result: RowResult
    mileage: int = 0
    voucher_amount: int = 0
    entry_id: str | None = None
    refusal: Refusal | None = None


class GrantedRow(Struct, frozen=True, kw_only=True):
    """Whose a row key is: the file and row that were granted under it. `row_key` is the one by
    which keys are compared, or of a file from before case made no difference, as it was written."""

    row_key: str
    grant_id: str
    number: int
    member_id: str
    mileage: int
    entry_id: str
    voucher_amount: int = 0


class Tally(Struct, frozen=True):
    """Counts of rows, and what this file granted, in points and won. Always added up from the rows'
    outcomes, so that nothing repeated counts twice."""

    granted: int = 0
    already_granted: int = 0
    refused: int = 0
    pending: int = 0
    mileage: int = 0
    voucher_amount: int = 0


class BulkGrant(Struct, frozen=True, kw_only=True):
    """A file as it was proposed. `mileage` and `voucher_amount` are the sums over its rows, in
    points and won; one of them is 0. `expires_on`: the last day of its vouchers, if it is fixed."""

    county_id: str
    grant_id: str
    name: str
    row_count: int
    mileage: int
    steps: Steps
    voucher_amount: int = 0
    expires_on: date | None = None

    @property
    def request_id(self) -> str:
        return self.grant_id

    @property
    def status(self) -> GrantStatus:
        """`approved` means: not every row has an outcome yet."""
        name = self.steps[-1].name
        return name if name in ("proposed", "rejected", "completed") else "approved"

    @property
    def is_approved(self) -> bool:
        return len(self.steps) >= DECISION and self.steps[DECISION - 1].name == "approved"

    @property
    def slice_count(self) -> int:
        return -(-self.row_count // SLICE_ROWS)


def check_expiry(rows: Iterable[GrantRow], expires_on: date, *, first: date, last: date) -> None:
    """A fixed last day is one of vouchers, from tomorrow on, and no later than the county's own.

    Raises `GrantExpiryInvalidError`.
    """
    if not first <= expires_on <= last or any(row.mileage for row in rows):
        raise GrantExpiryInvalidError(
            param="expires_on", earliest_on=first.isoformat(), latest_on=last.isoformat()
        )


def slice_of(row_number: int) -> int:
    """The slice, from 1, in which a row is."""
    return (row_number - 1) // SLICE_ROWS + 1


def slices(rows: tuple[GrantRow, ...]) -> Iterator[tuple[int, tuple[GrantRow, ...]]]:
    """(number, rows) of each slice."""
    for start in range(0, len(rows), SLICE_ROWS):
        yield slice_of(start + 1), rows[start : start + SLICE_ROWS]


def reference_of(row_key: str) -> str:
    """What the ledger entry of a row is called, whatever file it came in."""
    return f"grant/{fold(row_key)}"


def tally(outcomes: Iterable[RowOutcome], row_count: int) -> Tally:
    counts: dict[str, int] = {"granted": 0, "already_granted": 0, "refused": 0}
    mileage = vouchers = 0
    for outcome in outcomes:
        counts[outcome.result] += 1
        mileage += outcome.mileage
        vouchers += outcome.voucher_amount
    pending = row_count - sum(counts.values())
    return Tally(**counts, pending=pending, mileage=mileage, voucher_amount=vouchers)


def pending_slices(grant: BulkGrant, outcomes: Mapping[int, RowOutcome]) -> list[int]:
    """The slices with a row that has no outcome yet."""
    return sorted({slice_of(n) for n in range(1, grant.row_count + 1) if n not in outcomes})


def result_rows(
    rows: Iterable[GrantRow], outcomes: Mapping[int, RowOutcome]
) -> Iterator[tuple[object, ...]]:
    """The lines of the result file, in the order of the rows."""
    for row in rows:
        outcome = outcomes.get(row.number)
        refusal = outcome.refusal if outcome else None
        yield (
            row.row_key,
            row.member_id,
            row.amount,
            row.reason,
            outcome.result if outcome else "pending",
            refusal.code if refusal else "",
            refusal.ko if refusal else "",
            (outcome.entry_id if outcome else None) or "",
        )
