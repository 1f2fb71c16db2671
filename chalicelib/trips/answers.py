"""Half-price trips as members and staff read them."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from chalicelib.http.call import Shape
from chalicelib.http.shapes import Time
from chalicelib.http.terms import (
    FacilityRef,
    MemberRef,
    NextCursor,
    RedemptionRef,
    TripRef,
    UploadRef,
)
from chalicelib.merchants import business_numbers
from chalicelib.trips.companions import AskedState, Companion
from chalicelib.trips.findings import Line
from chalicelib.trips.receipts import Claim, Receipt
from chalicelib.trips.trips import Trip, TripStatus

Bar = Literal["barred_trade", "over_sales_cap"]


class TripAnswer(Shape):
    trip_id: TripRef
    status: TripStatus
    """How it stands: it holds its part of the budget while `applied`, `approved`, `claimed` or
    `returned` (to be mended and claimed once more)."""
    starts_on: date
    """Its first day."""
    ends_on: date
    """Its last day."""
    companion_count: int
    """How many come along."""
    asked_count: int
    """How many of them are asked themselves, each by a link."""
    consented_count: int
    """How many of these consented: the others do not count."""
    reserved_amount: int
    """Won that are held for it while it is open, the most that it may be given."""
    claim_by_on: date
    """The last day to claim."""
    applied_at: Time
    """When it was applied for."""
    reason: str | None
    """What staff said when they decided over it last."""
    claimed_at: Time | None
    """When it was claimed last; null before that."""
    granted_amount: int | None
    """Won that it was paid; null before that."""
    taken_back_amount: int
    """Won of these that were taken back since."""


class TripsAnswer(Shape):
    data: list[TripAnswer]
    """My trips, the newest first."""
    next_cursor: NextCursor


class TripLineAnswer(Shape):
    """A receipt, or a payment with vouchers."""

    name: str
    """Its name in the claim: `receipts.0`, `payments.1`."""
    shop_name: str
    """The shop, by the county's register; empty if it is not in there."""
    business_number: str | None
    """Of a receipt: the shop's business registration number."""
    approval_number: str | None
    """Of a receipt: the number of its approval."""
    redemption_id: RedemptionRef | None
    """Of a payment with vouchers."""
    paid_at: Time
    """When it was paid."""
    amount: int
    """Won that were claimed."""
    standing_amount: int
    """Won of it as they stand now: a payment may have been taken back."""
    bar: Bar | None
    """Why it cannot count: a barred trade, or yearly sales above 3 billion won."""
    upload_id: UploadRef | None
    """The image of a receipt; null if there is none."""
    counts: bool | None
    """Whether it was found to count; null before the review."""
    is_confirmed: bool
    """Whether the shop confirmed it."""
    reason: str | None
    """Why it does not count."""
    also_in: list[TripRef]
    """Other trips that claimed under the same approval number; for staff alone."""


class TripSightAnswer(Shape):
    facility_id: FacilityRef
    name: str
    """The sight."""
    on: date
    """On which day its gate let the member in."""


class TripPhotoAnswer(Shape):
    upload_id: UploadRef
    also_in: list[TripRef]
    """Other trips that showed just this picture; for staff alone."""


class TripClaimAnswer(Shape):
    """What was handed in last."""

    number: int
    """1, or 2 after it was given back once."""
    lines: list[TripLineAnswer]
    """Receipts and payments with vouchers."""
    sights: list[TripSightAnswer]
    """Where gates let the member in during the trip."""
    photos: list[TripPhotoAnswer]
    """Pictures of sights."""
    waits_until_on: date | None
    """The last day on which it is not paid yet, as a card may still be cancelled."""


class AskedCompanionAnswer(Shape):
    """One who comes along and is asked; of who they are their link says nothing."""

    number: int
    """Which one, from 1."""
    state: AskedState
    """What they said: nothing yet, or whether they consent."""
    code: str
    """What their link carries."""


class OwnTripAnswer(TripAnswer):
    companions_asked: list[AskedCompanionAnswer]
    """Who is asked; empty once the trip has ended."""
    claim: TripClaimAnswer | None
    """What was claimed; null before that."""


class CompanionAnswer(Shape):
    name: str
    """The companion's name."""
    birth_on: date
    """The companion's birth date."""
    region_code: str
    """Where the companion lives: five digits."""


class TripReviewAnswer(Shape):
    """One person's finding, which another approves."""

    by: str
    """Who found it."""
    at: Time
    """When."""
    spent_amount: int
    """Won that count."""
    payback_amount: int
    """Won that are to be paid."""
    reason: str | None
    """A word to whoever approves."""


class StaffTripAnswer(TripAnswer):
    member_id: MemberRef
    decided_by: str | None
    """The account that decided over it last; null before that."""
    decided_at: Time | None
    """When that was."""
    has_residence_image: bool
    """Whether there is an image of where the applicant lives."""
    review: TripReviewAnswer | None
    """What is found of the claim; null before that."""
    companions: list[CompanionAnswer] | None = None
    """Who comes along; null in lists, empty once the trip has ended."""
    claim: TripClaimAnswer | None = None
    """What was claimed; null in lists, and before that."""


class StaffTripsAnswer(Shape):
    data: list[StaffTripAnswer]
    """Trips, the newest first."""
    next_cursor: NextCursor


def trip_answer(trip: Trip) -> TripAnswer:
    return TripAnswer(**_facts(trip))


def own_answer(
    trip: Trip, claim: TripClaimAnswer | None, codes: Mapping[int, str]
) -> OwnTripAnswer:
    """`codes`: of the links, by the number of who is asked."""
    answer = AskedCompanionAnswer
    asked = [answer(number=n.number, state=n.state, code=codes[n.number]) for n in trip.asked]
    return OwnTripAnswer(**_facts(trip), companions_asked=asked, claim=claim)


def staff_answer(
    trip: Trip,
    companions: tuple[Companion, ...] | None = None,
    claim: TripClaimAnswer | None = None,
) -> StaffTripAnswer:
    decision, review = trip.decision, trip.review
    shown = None
    if companions is not None:
        shown = [
            CompanionAnswer(name=one.name, birth_on=one.birth_on, region_code=one.region_code)
            for one in companions
        ]
    found = None
    if review is not None:
        found = TripReviewAnswer(
            by=review.by.username,
            at=review.at,
            spent_amount=review.spent_amount,
            payback_amount=review.payback_amount,
            reason=review.reason or None,
        )
    return StaffTripAnswer(
        **_facts(trip),
        member_id=trip.member_id,
        decided_by=decision.by.username if decision else None,
        decided_at=decision.at if decision else None,
        has_residence_image=trip.residence is not None,
        review=found,
        companions=shown,
        claim=claim,
    )


def claim_answer(
    trip: Trip,
    claim: Claim,
    standing: Mapping[str, int],
    waits_until: date | None,
    doubts: Mapping[str, list[str]],
) -> TripClaimAnswer:
    judged = {line.name: line for line in trip.review.lines} if trip.review else {}
    return TripClaimAnswer(
        number=claim.number,
        lines=[
            _line(name, each, standing[name], judged.get(name), doubts.get(name, []))
            for name, each in claim.lines.items()
        ],
        sights=[
            TripSightAnswer(facility_id=each.facility_id, name=each.name, on=each.on)
            for each in claim.sights
        ],
        photos=[
            TripPhotoAnswer(upload_id=each.upload_id, also_in=doubts.get(f"photos.{number}", []))
            for number, each in enumerate(claim.photos)
        ],
        waits_until_on=waits_until,
    )


def _line(
    name: str, each: Any, standing: int, judged: Line | None, also_in: list[str]
) -> TripLineAnswer:
    receipt = each if isinstance(each, Receipt) else None
    image = receipt.image if receipt else None
    return TripLineAnswer(
        name=name,
        shop_name=each.shop_name,
        business_number=business_numbers.shown(receipt.business_number) if receipt else None,
        approval_number=receipt.approval_number if receipt else None,
        redemption_id=None if receipt else each.redemption_id,
        paid_at=each.paid_at,
        amount=each.amount,
        standing_amount=standing,
        bar=each.bar or None,
        upload_id=image.upload_id if image else None,
        counts=judged.counts if judged else None,
        is_confirmed=judged.is_confirmed if judged else False,
        reason=(judged.reason or None) if judged else None,
        also_in=also_in,
    )


def _facts(trip: Trip) -> dict[str, Any]:
    return {
        "trip_id": trip.trip_id,
        "status": trip.status,
        "starts_on": trip.starts_on,
        "ends_on": trip.ends_on,
        "companion_count": trip.companion_count,
        "asked_count": trip.asked_count,
        "consented_count": trip.consented_count,
        "reserved_amount": trip.reserved_amount,
        "claim_by_on": trip.claim_by_on,
        "applied_at": trip.applied_at,
        "reason": (trip.decision.reason or None) if trip.decision else None,
        "claimed_at": trip.claimed_at,
        "granted_amount": trip.grant.amount if trip.grant else None,
        "taken_back_amount": trip.grant.taken_amount if trip.grant else 0,
    }
