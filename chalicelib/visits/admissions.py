"""Scans of passes and counts of people: what a gate reports, and what becomes of it.

Of a member, a facility and a day the earliest scan is the admission, whenever it is reported: the
outcome hangs on the times of scanning alone, not on the order in which gates come back to the net.
"""

from datetime import date, datetime, timedelta
from typing import Literal

from msgspec import Struct

from chalicelib.core.values import seoul_date
from chalicelib.visits.facility_terms import Charge
from chalicelib.visits.opening import OpenDay
from chalicelib.visits.passes import Pass
from chalicelib.visits.visitors import AgeClass, VisitorClass

LATENCY_MAX = timedelta(seconds=2)
"""A smaller difference between a gate's clock and ours is the way of the message."""
COUNT_AGE_MAX = timedelta(days=31)
"""Of people without a pass: what is reported later is kept and marked, and not in the book."""

Outcome = Literal[
    "admitted",
    "already_admitted_today",
    "pass_invalid",
    "pass_expired",
    "pass_not_yet_valid",
    "pass_revoked",
    "pass_for_other_facility",
    "facility_closed",
]
CountOutcome = Literal["counted", "group_too_small", "facility_closed", "count_too_old"]


class Scan(Struct, frozen=True, kw_only=True):
    """One pass before one camera. `scan_key` names it for good; `scanned_at` is the gate's time,
    put right by how wrong its clock was when it reported; `gate` is who reported."""

    county_id: str
    facility_id: str
    scan_key: str
    gate: str
    scanned_at: datetime
    reported_at: datetime

    @property
    def on(self) -> date:
        return seoul_date(self.scanned_at)

    def is_before(self, other: "Scan") -> bool:
        return (self.scanned_at, self.scan_key) < (other.scanned_at, other.scan_key)


class Admission(Struct, frozen=True, kw_only=True):
    """Somebody let in: `charge` by the terms of that day, in won."""

    scan: Scan
    admission_id: str
    member_id: str
    age_class: AgeClass
    charge: Charge
    version: int = 1


class MarkedScan(Struct, frozen=True, kw_only=True):
    """A scan that let nobody in, or would have let somebody in a second time. `member_id` where the
    pass was one of ours."""

    scan: Scan
    outcome: Outcome
    member_id: str | None = None


class Counted(Struct, frozen=True):
    """So many people of a class, each of whom was charged this."""

    visitor_class: VisitorClass
    people: int
    charge: Charge


class Count(Struct, frozen=True, kw_only=True):
    """People let in without a pass, alone or as a group."""

    county_id: str
    facility_id: str
    count_key: str
    gate: str
    counted_at: datetime
    reported_at: datetime
    is_group: bool
    visitors: tuple[Counted, ...]
    outcome: CountOutcome = "counted"

    @property
    def on(self) -> date:
        return seoul_date(self.counted_at)


class Deposit(Struct, frozen=True, kw_only=True):
    """Fees of a day paid in to the county's treasury, in won; `slip` is the bank's number."""

    county_id: str
    facility_id: str
    on: date
    number: int
    amount: int
    deposited_on: date
    slip: str
    recorded_by: str
    recorded_at: datetime
    key_digest: str


class FeeDifference(Struct, frozen=True, kw_only=True):
    """Why less (or, below nothing, more) was paid in of a day than was taken, in won: said by
    somebody who paid in nothing of it."""

    county_id: str
    facility_id: str
    on: date
    number: int
    amount: int
    reason: str
    recorded_by: str
    recorded_at: datetime
    key_digest: str


def corrected(stated: datetime, *, sent_at: datetime | None, now: datetime) -> datetime:
    """A gate's time by our clock: off by as much as its clock was when it reported, at `sent_at` by
    itself. Nothing is in the future."""
    if sent_at is not None and abs(now - sent_at) > LATENCY_MAX:
        stated += now - sent_at
    return min(stated, now)


def refusal(
    shown: Pass, facility_id: str, moment: datetime, day: OpenDay, *, is_revoked: bool
) -> Outcome | None:
    """Why this pass lets nobody in at that moment; `None` if it does. Whether its holder was there
    that day already is not seen here."""
    if shown.is_over(moment):
        return "pass_expired"
    if not shown.has_begun(moment):
        return "pass_not_yet_valid"
    if is_revoked:
        return "pass_revoked"
    if not shown.is_for(facility_id):
        return "pass_for_other_facility"
    if not day.lets_in_at(moment):
        return "facility_closed"
    return None


def count_outcome(count: Count, day: OpenDay, *, group_from: int) -> CountOutcome:
    """What is odd about a count; but for one that is too old, it is in the book all the same: the
    people were let in."""
    if count.reported_at - count.counted_at > COUNT_AGE_MAX:
        return "count_too_old"
    if not day.lets_in_at(count.counted_at):
        return "facility_closed"
    paying = sum(v.people for v in count.visitors if v.charge.to_pay)
    if count.is_group and paying < group_from:
        return "group_too_small"
    return "counted"
