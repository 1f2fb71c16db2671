"""How a gate reports, and what it is told."""

from typing import Annotated

from pydantic import Field

from chalicelib.http.call import Shape
from chalicelib.http.shapes import Time
from chalicelib.visits.admission_service import Settled
from chalicelib.visits.admissions import CountOutcome, Outcome
from chalicelib.visits.answers import ChargeAnswer, FacilityId, Moment
from chalicelib.visits.facility_terms import Charge
from chalicelib.visits.visitors import VisitorClass

SCANS_MAX = 150
COUNTS_MAX = 100

PassCode = Annotated[str, Field(min_length=1, max_length=256)]
ReportId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class AdmissionBody(Shape):
    pass_code: PassCode
    """The text of the pass."""
    facility_id: FacilityId
    """The sight."""


class AdmissionAnswer(Shape):
    admission_id: str
    """The admission; null for a scan that let nobody in."""
    benefit: ChargeAnswer
    """The fee, and what is taken off it."""
    member_name_masked: str
    """The member's name, masked."""


class ScanRow(Shape):
    pass_code: PassCode
    """The text of the pass."""
    scanned_at: Moment
    """When it was scanned, by the gate's clock when sent, by ours in an answer."""
    scan_id: ReportId
    """The gate's own name of the scan: sent again, it changes nothing."""


class VisitorRow(Shape):
    visitor_class: VisitorClass
    """Who it is for, as fees tell people apart."""
    people: Annotated[int, Field(ge=1, le=1000)]
    """How many people."""


class CountRow(Shape):
    count_id: ReportId
    """The gate's own name of the count: sent again, it changes nothing."""
    counted_at: Moment
    """When they were counted, by the gate's clock."""
    is_group: bool = False
    """Whether at the fees of groups."""
    visitors: Annotated[list[VisitorRow], Field(min_length=1, max_length=14)]
    """How many of whom."""


class VoidRow(Shape):
    """A count that was taken back; `counted_at` is the count's."""

    count_id: ReportId
    """The gate's own name of the count: sent again, it changes nothing."""
    counted_at: Moment
    """When they were counted, by the gate's clock."""


class SyncBody(Shape):
    """`sent_at`: what the gate's clock says now, by which its other times are put right."""

    facility_id: FacilityId
    """The sight."""
    device_id: ReportId
    """The device's own name, always the same."""
    sent_at: Moment | None = None
    """What the gate's clock says now."""
    scans: Annotated[list[ScanRow], Field(default_factory=list, max_length=SCANS_MAX)]
    """Scans of passes."""
    counts: Annotated[list[CountRow], Field(default_factory=list, max_length=COUNTS_MAX)]
    """Counts of people without a pass."""
    voids: Annotated[list[VoidRow], Field(default_factory=list, max_length=COUNTS_MAX)]
    """Counts that are taken back."""


class ScanOutcome(Shape):
    """`admission_id` and `benefit` of a scan that let somebody in; `admitted_at` of whoever was let
    in by this pass that day."""

    scan_id: str
    """The gate's own name of the scan: sent again, it changes nothing."""
    outcome: Outcome
    """What became of it."""
    scanned_at: Time
    """When it was scanned, by the gate's clock when sent, by ours in an answer."""
    admission_id: str | None
    """The admission; null for a scan that let nobody in."""
    benefit: ChargeAnswer | None
    """The fee, and what is taken off it; null for a scan that let nobody in."""
    admitted_at: Time | None
    """When this pass was let in that day; null if it was not."""


class CountAnswer(Shape):
    count_id: str
    """The gate's own name of the count: sent again, it changes nothing."""
    outcome: CountOutcome
    """What became of it."""
    is_repeated: bool
    """Whether it was reported before."""


class SyncAnswer(Shape):
    scans: list[ScanOutcome]
    """Scans of passes."""
    counts: list[CountAnswer]
    """Counts of people without a pass."""
    synced_at: Time
    """When it was reported, by our clock."""


def charge_answer(charge: Charge) -> ChargeAnswer:
    return ChargeAnswer(
        kind=charge.kind,
        fee_amount=charge.fee,
        discount_amount=charge.discount,
        pay_amount=charge.to_pay,
    )


def scan_outcome(scan_id: str, settled: Settled) -> ScanOutcome:
    is_admitted, admission = settled.outcome == "admitted", settled.admission
    return ScanOutcome(
        scan_id=scan_id,
        outcome=settled.outcome,
        scanned_at=settled.scan.scanned_at,
        admission_id=admission.admission_id if admission and is_admitted else None,
        benefit=charge_answer(admission.charge) if admission and is_admitted else None,
        admitted_at=admission.scan.scanned_at if admission else None,
    )
