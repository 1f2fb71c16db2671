"""How facilities, gates, scans and books of fees are shown, and how a scan is sent."""

from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field

from chalicelib.core.values import ID_FORM, to_milliseconds
from chalicelib.http.call import Shape
from chalicelib.http.shapes import Letters, OneLine, Time
from chalicelib.visits.admissions import CountOutcome, Outcome
from chalicelib.visits.facility_service import KnownFacility
from chalicelib.visits.facility_terms import FEE_MAX, BenefitKind, FacilityTerms
from chalicelib.visits.fee_book import FeeBook
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
    is_open: bool
    closed_by: ClosedBy | None
    reason: str
    opens_at: Time
    closes_at: Time
    entry_from: Time
    entry_until: Time


class FeeRow(Shape):
    """Won for one of this age; `group_amount` each in a group."""

    age_class: AgeClass
    amount: Won
    group_amount: Won | None = None


class BenefitRow(Shape):
    """`value`: of `percent` a percentage, of `amount` won, of `free` nothing."""

    visitor_class: VisitorClass
    kind: BenefitKind
    value: Won = 0
    proof: Annotated[OneLine, Letters(100)]
    article: Annotated[OneLine, Letters(200)]


class FacilityRow(Shape):
    """`fee_amount`: of an adult. `today` is `null` where no hours are known yet."""

    facility_id: str
    name: str
    address: str
    fee_amount: int
    benefit: str
    today: DayAnswer | None
    fees: list[FeeRow]
    benefits: list[BenefitRow]


class ChargeAnswer(Shape):
    """In won: the fee of the age, what is taken off, and what is left to pay."""

    kind: str
    fee_amount: int
    discount_amount: int
    pay_amount: int


class FeeLineAnswer(Shape):
    visitor_class: VisitorClass
    is_group: bool
    people: int
    fee_amount: int
    discount_amount: int
    collected_amount: int
    forgone_amount: int


class FeeDepositAnswer(Shape):
    amount: int
    deposited_on: date
    slip: str
    recorded_by: str
    recorded_at: Time
    is_late: bool


class MarkedAnswer(Shape):
    outcome: Outcome | CountOutcome
    count: int


class FeeBookAnswer(Shape):
    """`collected_amount` is what the people of the day had to pay, `forgone_amount` what they were
    spared; `left_amount` is not paid in yet."""

    facility_id: str
    on: date
    people: int
    free_people: int
    collected_amount: int
    forgone_amount: int
    deposited_amount: int
    left_amount: int
    deposit_due_on: date
    lines: list[FeeLineAnswer]
    marked: list[MarkedAnswer]
    deposits: list[FeeDepositAnswer]


class GateAnswer(Shape):
    gate_id: str
    facility_id: str
    name: str
    scopes: list[GateScope]
    opened_at: Time
    opened_by: str
    closed_at: Time | None


def day_answer(day: OpenDay) -> DayAnswer:
    return DayAnswer(
        on=day.on,
        is_open=day.is_open,
        closed_by=day.closed_by,
        reason=day.reason,
        opens_at=day.opens_at,
        closes_at=day.closes_at,
        entry_from=day.entry_from,
        entry_until=day.entry_until,
    )


def fee_rows(terms: FacilityTerms | None) -> list[FeeRow]:
    return [
        FeeRow(age_class=f.age_class, amount=f.amount, group_amount=f.group_amount)
        for f in (terms.fees if terms else ())
    ]


def benefit_rows(terms: FacilityTerms | None) -> list[BenefitRow]:
    return [
        BenefitRow(
            visitor_class=b.visitor_class,
            kind=b.kind,
            value=b.value,
            proof=b.proof,
            article=b.article,
        )
        for b in (terms.benefits if terms else ())
    ]


def facility_row(
    known: KnownFacility, terms: FacilityTerms | None, day: OpenDay | None, language: str
) -> FacilityRow:
    facility = known.facility
    return FacilityRow(
        facility_id=facility.facility_id,
        name=facility.name_en if language == "en" else facility.name,
        address=facility.address,
        fee_amount=terms.fee_of("adult") if terms else facility.fee_amount,
        benefit=facility.benefit,
        today=day_answer(day) if day else None,
        fees=fee_rows(terms),
        benefits=benefit_rows(terms),
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


def fee_book_answer(facility_id: str, book: FeeBook) -> FeeBookAnswer:
    return FeeBookAnswer(
        facility_id=facility_id,
        on=book.on,
        people=book.people,
        free_people=book.free_people,
        collected_amount=book.collected,
        forgone_amount=book.forgone,
        deposited_amount=book.deposited,
        left_amount=book.collected - book.deposited,
        deposit_due_on=book.deposit_due_on,
        lines=[
            FeeLineAnswer(
                visitor_class=line.visitor_class,
                is_group=line.is_group,
                people=line.people,
                fee_amount=line.charge.fee,
                discount_amount=line.charge.discount,
                collected_amount=line.collected,
                forgone_amount=line.forgone,
            )
            for line in book.lines
        ],
        marked=[MarkedAnswer(outcome=name, count=n) for name, n in book.marked.items()],  # type: ignore[arg-type]
        deposits=[
            FeeDepositAnswer(
                amount=deposit.amount,
                deposited_on=deposit.deposited_on,
                slip=deposit.slip,
                recorded_by=deposit.recorded_by,
                recorded_at=deposit.recorded_at,
                is_late=deposit.deposited_on > book.deposit_due_on,
            )
            for deposit in book.deposits
        ],
    )
