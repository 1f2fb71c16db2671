"""What two people decided, held against the ledger: that nothing got there past them, and that
nothing they approved stays undone.

In read units, consistently: 1 for each adjustment of the day and each row of a bulk grant, and the
steps and slices of their files once; and all steps of all matters, once a night.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import cache, partial

from msgspec import Struct

from chalicelib.approvals.bulk_grants import BulkGrant, slice_of
from chalicelib.core.values import format_time
from chalicelib.reconciling import approval_check as rules
from chalicelib.reconciling.approval_check import Movement
from chalicelib.reconciling.ports import AdjustmentSource, BulkGrantSource, RequestSource
from chalicelib.reconciling.reconciliation import Difference

PAGE = 100


class ApprovalReading(Struct, frozen=True, kw_only=True):
    adjustments: AdjustmentSource
    bulk_grants: BulkGrantSource
    others: tuple[RequestSource, ...] = ()

    def past_the_desk(self, county_id: str, movements: list[Movement]) -> list[Difference]:
        """The entries among the day's adjustments that two people never agreed on."""
        # The rows of a file stand together: each file and slice is read once.
        grant = cache(partial(self.bulk_grants.by_id, county_id))
        rows = cache(partial(self.bulk_grants.rows, county_id))
        found = []
        for movement in movements:
            kind, name = movement.matter
            if kind == "adjustment":
                adjustment = self.adjustments.by_id(county_id, name)
                faults = rules.adjustment_faults(movement, adjustment)
            elif kind == "grant":
                granted_row = self.bulk_grants.granted_row(county_id, name)
                of_slice = (
                    rows(granted_row.grant_id, slice_of(granted_row.number)) if granted_row else ()
                )
                faults = rules.grant_faults(
                    movement,
                    granted_row,
                    grant(granted_row.grant_id) if granted_row else None,
                    of_slice,
                )
            else:
                faults = ["proposal"]
            if faults:
                found.append(_of(movement, is_grant=kind == "grant", faults=faults))
        return found

    def waiting(self, county_id: str, now: datetime) -> list[Difference]:
        """What was approved over an hour ago and has not wholly reached the ledger."""
        return [
            *self._waiting_adjustments(county_id, now),
            *self._waiting_grants(county_id, now),
            *self._waiting_others(county_id, now),
        ]

    def _waiting_others(self, county_id: str, now: datetime) -> Iterator[Difference]:
        for source in self.others:
            before_id: str | None = None
            while True:
                page, before_id = source.page(
                    county_id, status="approved", limit=PAGE, before_id=before_id
                )
                for request in page:
                    if rules.is_overdue(request.steps, now):
                        yield Difference(
                            kind="adjustment_not_applied",
                            subject=request.request_id,
                            detail=f"approved {format_time(request.steps[-1].at)}",
                        )
                if before_id is None:
                    break

    def _waiting_adjustments(self, county_id: str, now: datetime) -> Iterator[Difference]:
        before_id: str | None = None
        while True:
            page, before_id = self.adjustments.page(
                county_id, status="approved", limit=PAGE, before_id=before_id
            )
            for adjustment in page:
                if rules.is_overdue(adjustment.steps, now):
                    yield Difference(
                        kind="adjustment_not_applied",
                        subject=adjustment.adjustment_id,
                        detail=f"approved {format_time(adjustment.steps[-1].at)}",
                    )
            if before_id is None:
                return

    def _waiting_grants(self, county_id: str, now: datetime) -> Iterator[Difference]:
        """Files that were approved and then cut off before their slices were sent show nowhere
        else: no message waits, and none is dead."""
        before_id: str | None = None
        while True:
            page, before_id = self.bulk_grants.page(
                county_id, status=None, limit=PAGE, before_id=before_id
            )
            for grant in page:
                if rules.is_overdue(grant.steps, now) and (pending := self._pending(grant)):
                    yield Difference(
                        kind="bulk_grant_not_completed",
                        subject=grant.grant_id,
                        detail=f"approved {format_time(grant.steps[-1].at)}, {pending} rows",
                    )
            if before_id is None:
                return

    def _pending(self, grant: BulkGrant) -> int:
        outcomes = self.bulk_grants.outcomes(
            grant.county_id, grant.grant_id, first=1, last=grant.row_count
        )
        return grant.row_count - len(outcomes)


def _of(movement: Movement, *, is_grant: bool, faults: list[str]) -> Difference:
    return Difference(
        kind="grant_not_approved" if is_grant else "adjustment_not_approved",
        entry_id=movement.entry_id,
        member_id=movement.member_id,
        seq=movement.seq,
        detail=", ".join(faults),
    )
