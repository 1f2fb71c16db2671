"""How a book of fees is shown."""

from datetime import date

from chalicelib.http.call import Shape
from chalicelib.http.shapes import Time
from chalicelib.visits.admissions import CountOutcome, Outcome
from chalicelib.visits.fee_book import FeeBook
from chalicelib.visits.visitors import VisitorClass


class FeeLineAnswer(Shape):
    visitor_class: VisitorClass
    """Who it is for, as fees tell people apart."""
    is_group: bool
    """Whether at the fees of groups."""
    people: int
    """How many people."""
    fee_amount: int
    """The fee of one, in won."""
    discount_amount: int
    """What one is spared, in won."""
    collected_amount: int
    """What they had to pay, in won."""
    forgone_amount: int
    """What they were spared, in won."""
    article: str
    """What they were spared by; empty where nothing was."""
    given_back_amount: int
    """What they were given back as vouchers, in won."""


class FeeDepositAnswer(Shape):
    amount: int
    """In won."""
    deposited_on: date
    """The day on which it was paid in."""
    slip: str
    """The number on the bank's slip."""
    recorded_by: str
    """Who recorded it."""
    recorded_at: Time
    """When it was recorded."""
    is_late: bool
    """Whether it was paid in too late."""


class FeeDifferenceAnswer(Shape):
    amount: int
    """In won: so much less was paid in than was taken; below nothing, more."""
    reason: str
    """Why, in words."""
    recorded_by: str
    """Who said so."""
    recorded_at: Time
    """When it was recorded."""


class MarkedAnswer(Shape):
    outcome: Outcome | CountOutcome
    """What became of it."""
    count: int
    """How many."""


class FeeBookAnswer(Shape):
    """`collected_amount` is what the people of the day had to pay, `forgone_amount` what they were
    spared; `left_amount` is neither paid in yet nor explained."""

    facility_id: str
    """The sight."""
    on: date
    """The day, in Seoul."""
    people: int
    """How many people."""
    free_people: int
    """How many of them paid nothing."""
    collected_amount: int
    """What they had to pay, in won."""
    forgone_amount: int
    """What they were spared, in won."""
    given_back_amount: int
    """What they were given back as vouchers of the county's money, in won."""
    deposited_amount: int
    """What of it was paid in, in won."""
    difference_amount: int
    """What of it will not be paid in, and why is told, in won; below nothing, what was too much."""
    left_amount: int
    """What is to be paid in yet, in won; below nothing, more was paid in than taken."""
    deposit_due_on: date
    """By when it is to be paid in."""
    lines: list[FeeLineAnswer]
    """By class and charge."""
    marked: list[MarkedAnswer]
    """Scans and counts that are odd, by what is odd."""
    deposits: list[FeeDepositAnswer]
    """What was paid in."""
    differences: list[FeeDifferenceAnswer]
    """What was said of differences between what was taken and what was paid in."""


def fee_book_answer(facility_id: str, book: FeeBook) -> FeeBookAnswer:
    return FeeBookAnswer(
        facility_id=facility_id,
        on=book.on,
        people=book.people,
        free_people=book.free_people,
        collected_amount=book.collected,
        forgone_amount=book.forgone,
        given_back_amount=book.given_back,
        deposited_amount=book.deposited,
        difference_amount=book.difference,
        left_amount=book.left,
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
                article=line.article,
                given_back_amount=line.given_back,
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
        differences=[
            FeeDifferenceAnswer(
                amount=one.amount,
                reason=one.reason,
                recorded_by=one.recorded_by,
                recorded_at=one.recorded_at,
            )
            for one in book.differences
        ],
    )
