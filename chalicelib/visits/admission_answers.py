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
    facility_id: FacilityId


class AdmissionAnswer(Shape):
    admission_id: str
    benefit: ChargeAnswer
    member_name_masked: str


class ScanRow(Shape):
    pass_code: PassCode
    scanned_at: Moment
    scan_id: ReportId


class VisitorRow(Shape):
    visitor_class: VisitorClass
    people: Annotated[int, Field(ge=1, le=1000)]


class CountRow(Shape):
    count_id: ReportId
    counted_at: Moment
    is_group: bool = False
    visitors: Annotated[list[VisitorRow], Field(min_length=1, max_length=14)]


class VoidRow(Shape):
    """A count that was taken back; `counted_at` is the count's."""

    count_id: ReportId
    counted_at: Moment


class SyncBody(Shape):
    """`sent_at`: what the gate's clock says now, by which its other times are put right."""

    facility_id: FacilityId
    device_id: ReportId
    sent_at: Moment | None = None
    scans: Annotated[list[ScanRow], Field(default_factory=list, max_length=SCANS_MAX)]
    counts: Annotated[list[CountRow], Field(default_factory=list, max_length=COUNTS_MAX)]
    voids: Annotated[list[VoidRow], Field(default_factory=list, max_length=COUNTS_MAX)]


class ScanOutcome(Shape):
    """`admission_id` and `benefit` of a scan that let somebody in; `admitted_at` of whoever was let
    in by this pass that day."""

    scan_id: str
    outcome: Outcome
    scanned_at: Time
    admission_id: str | None
    benefit: ChargeAnswer | None
    admitted_at: Time | None


class CountAnswer(Shape):
    count_id: str
    outcome: CountOutcome
    is_repeated: bool


class SyncAnswer(Shape):
    scans: list[ScanOutcome]
    counts: list[CountAnswer]
    synced_at: Time


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
