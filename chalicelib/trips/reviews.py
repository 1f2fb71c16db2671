"""Judging a claim line by line, what follows of it in won, and when it may be paid."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from chalicelib.county.settings import CountySettings
from chalicelib.staff.person import Person
from chalicelib.trips.claims import held_until, payback
from chalicelib.trips.errors import (
    ReviewIncompleteError,
    ReviewLineBarredError,
    ReviewMissingError,
    ReviewReasonMissingError,
    TripHeldBackError,
)
from chalicelib.trips.findings import Line, Review
from chalicelib.trips.receipts import Claim, Receipt
from chalicelib.trips.trips import Trip


def reviewed(
    trip: Trip,
    claim: Claim,
    lines: Sequence[Line],
    settings: CountySettings,
    *,
    amounts: Mapping[str, int],
    by: Person,
    at: datetime,
    reason: str,
) -> Review:
    """Every line is judged once; what does not count has a reason, and what is barred does not
    count. `amounts`: won of each line as it stands now. Raises `ReviewIncompleteError`,
    `ReviewLineBarredError`, `ReviewReasonMissingError`."""
    known = claim.lines
    if sorted(line.name for line in lines) != sorted(known):
        raise ReviewIncompleteError(lines=sorted(known))
    for number, line in enumerate(lines):
        if line.counts and known[line.name].bar:
            raise ReviewLineBarredError(param=f"lines.{number}.counts")
        if not line.counts and not line.reason:
            raise ReviewReasonMissingError(param=f"lines.{number}.reason")
    spent = spent_of(lines, amounts)
    return Review(
        by=Person(by.subject, by.username),
        at=at,
        lines=tuple(lines),
        spent_amount=spent,
        payback_amount=payback(trip, spent, settings),
        reason=reason,
    )


def spent_of(lines: Sequence[Line], amounts: Mapping[str, int]) -> int:
    """Won of the lines that count."""
    return sum(amounts[line.name] for line in lines if line.counts)


def lost(review: Review, claim: Claim, standing: Mapping[str, int]) -> list[str]:
    """Lines that count and are less than they were when they were claimed."""
    claimed = claim.lines
    return [
        line.name
        for line in review.lines
        if line.counts and standing[line.name] != claimed[line.name].amount
    ]


def counted(lines: Sequence[Line]) -> tuple[str, ...]:
    return tuple(line.name for line in lines if line.counts)


def is_same(one: Review, other: Review) -> bool:
    """Whether the same person found the same."""
    return (one.by, one.lines, one.spent_amount, one.reason) == (
        other.by, other.lines, other.spent_amount, other.reason,
    )  # fmt: skip


def waits_until(claim: Claim, review: Review | None, settings: CountySettings) -> date | None:
    """The last day on which it is not paid yet; `None` if nothing is waited for: each slip that
    counts was confirmed by its shop, or there is none."""
    judged: Mapping[str, Line] = {line.name: line for line in review.lines} if review else {}
    waiting = []
    for name, each in claim.lines.items():
        line = judged.get(name)
        is_waited_for = line is None or (line.counts and not line.is_confirmed)
        if isinstance(each, Receipt) and is_waited_for:
            waiting.append(each)
    return held_until(waiting, settings)


def check_may_pay(trip: Trip, claim: Claim, settings: CountySettings, today: date) -> Review:
    """The review to be approved. Raises `ReviewMissingError`, also of one by which nothing is
    given (it is rejected), `TripHeldBackError`."""
    review = trip.review
    if review is None or not review.payback_amount:
        raise ReviewMissingError
    until = waits_until(claim, review, settings)
    if until is not None and today <= until:
        raise TripHeldBackError(until=until.isoformat())
    return review
