"""How facilities and gates are shown."""

from datetime import UTC, date, datetime
from typing import Annotated

from msgspec.structs import asdict
from pydantic import AfterValidator, AwareDatetime, Field

from chalicelib.core.values import ID_FORM, to_milliseconds
from chalicelib.county.facilities import FacilityKind
from chalicelib.http.call import Shape
from chalicelib.http.shapes import Letters, OneLine, Time
from chalicelib.visits.facility_service import KnownFacility
from chalicelib.visits.facility_terms import FEE_MAX, BenefitKind, FacilityTerms, ShareKind
from chalicelib.visits.gates import Gate, GateScope
from chalicelib.visits.opening import ClosedBy, OpenDay
from chalicelib.visits.visitors import AgeClass, VisitorClass

FacilityId = Annotated[str, Field(pattern=f"^fac_{ID_FORM}$")]
Moment = Annotated[
    AwareDatetime,
    Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC)),
    AfterValidator(lambda moment: to_milliseconds(moment.astimezone(UTC))),
]
Reason = Annotated[OneLine, Letters(200)]
Source = Annotated[OneLine, Letters(300)]
Won = Annotated[int, Field(ge=0, le=FEE_MAX)]
Minutes = Annotated[int, Field(ge=0, le=240)]


class DayAnswer(Shape):
    """People are let in from `entry_from` until before `entry_until`."""

    on: date
    """The day, in Seoul."""
    is_open: bool
    """Whether it is open on the day."""
    closed_by: ClosedBy | None
    """What closes it: the weekly or yearly rule, a notice, or that the sight has closed down; null
    if it is open."""
    reason: str
    """Why, in words."""
    opens_at: Time
    """When it opens."""
    closes_at: Time
    """When it closes."""
    entry_from: Time
    """From when people are let in."""
    entry_until: Time
    """When nobody is let in any more."""


class FeeRow(Shape):
    """Won for one of this age; `group_amount` each in a group."""

    age_class: AgeClass
    """The age: under 6, to 12, to 18, to 64, or over."""
    amount: Won
    """In won."""
    group_amount: Won | None = None
    """Each in a group, in won; null where groups pay as others do."""


class BenefitRow(Shape):
    """`value`: of `percent` a percentage, of `amount` won, of `free` nothing."""

    visitor_class: VisitorClass
    """Who it is for, as fees tell people apart."""
    kind: BenefitKind
    """Whether all is taken off, a percentage, or an amount."""
    value: Won = 0
    """The percentage, or won."""
    proof: Annotated[OneLine, Letters(100)]
    """What is shown at the gate."""
    proof_en: Annotated[OneLine, Letters(100)] | None = None
    """The same in English; null where the county has no words for it."""
    article: Annotated[OneLine, Letters(200)]
    """The article that it rests on."""


class FeeShareRow(Shape):
    """What a member who paid a fee is given back of it as a voucher."""

    kind: ShareKind
    """Whether a percentage of the fee, or an amount."""
    value: Annotated[int, Field(ge=1, le=FEE_MAX)]
    """The percentage, or won."""
    unit: Annotated[int, Field(ge=1, le=10_000)] = 10
    """Rounded down to a multiple of so many won."""
    least_fee: Won = 0
    """Nothing is given back of a fee below so many won."""
    article: Annotated[OneLine, Letters(200)]
    """The article that it rests on."""


class FacilityRow(Shape):
    """`fee_amount`: of an adult. `today` is `null` where no hours are known yet."""

    facility_id: str
    """The sight."""
    name: str
    """What it is called."""
    address: str
    """Where it is."""
    kind: FacilityKind
    """What kind of place it is."""
    fee_amount: int
    """The fee of an adult, in won."""
    benefit: str
    """What online residents get there."""
    today: DayAnswer | None
    """Today's hours; null where none are known yet."""
    fees: list[FeeRow]
    """What one of each age pays, in won."""
    benefits: list[BenefitRow]
    """Who pays less, and why."""
    fee_share: FeeShareRow | None = None
    """What is given back of a fee as a voucher; null where nothing is."""


class ChargeAnswer(Shape):
    """In won: the fee of the age, what is taken off, and what is left to pay."""

    kind: str
    """Whether nothing is left to pay."""
    fee_amount: int
    """The fee of the age, in won."""
    discount_amount: int
    """What is taken off, in won."""
    pay_amount: int
    """What is left to pay, in won."""


class GateAnswer(Shape):
    gate_id: str
    """The gate."""
    facility_id: str
    """The sight."""
    name: str
    """What the gate is called."""
    scopes: list[GateScope]
    """What the gate may do."""
    opened_at: Time
    """When it was opened."""
    opened_by: str
    """Who opened it."""
    closed_at: Time | None
    """When it was closed; null while it is in use."""


def day_answer(day: OpenDay, language: str) -> DayAnswer:
    return DayAnswer(
        on=day.on,
        is_open=day.is_open,
        closed_by=day.closed_by,
        reason=(language == "en" and day.reason_en) or day.reason,
        opens_at=day.opens_at,
        closes_at=day.closes_at,
        entry_from=day.entry_from,
        entry_until=day.entry_until,
    )


def fee_rows(terms: FacilityTerms | None) -> list[FeeRow]:
    fees = terms.fees if terms else ()
    return [
        FeeRow(age_class=f.age_class, amount=f.amount, group_amount=f.group_amount) for f in fees
    ]


def benefit_rows(terms: FacilityTerms | None) -> list[BenefitRow]:
    return [
        BenefitRow(
            visitor_class=b.visitor_class, kind=b.kind, value=b.value,
            proof=b.proof, proof_en=b.proof_en or None, article=b.article,
        )
        for b in (terms.benefits if terms else ())
    ]  # fmt: skip


def fee_share_row(terms: FacilityTerms | None) -> FeeShareRow | None:
    share = terms.fee_share if terms else None
    return FeeShareRow(**asdict(share)) if share else None


def facility_row(
    known: KnownFacility, terms: FacilityTerms | None, day: OpenDay | None, language: str
) -> FacilityRow:
    facility = known.facility
    return FacilityRow(
        facility_id=facility.facility_id,
        name=facility.name_en if language == "en" else facility.name,
        address=facility.address,
        kind=facility.kind,
        fee_amount=terms.fee_of("adult") if terms else facility.fee_amount,
        benefit=(language == "en" and facility.benefit_en) or facility.benefit,
        today=day_answer(day, language) if day else None,
        fees=fee_rows(terms),
        benefits=benefit_rows(terms),
        fee_share=fee_share_row(terms),
    )


def gate_answer(gate: Gate) -> GateAnswer:
    return GateAnswer(
        gate_id=gate.gate_id,
        facility_id=gate.facility_id,
        name=gate.name,
        scopes=list(gate.scopes),
        opened_at=gate.opened_at,
        opened_by=gate.opened_by,
        closed_at=gate.closed_at,
    )
