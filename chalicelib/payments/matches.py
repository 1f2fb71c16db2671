"""A day of the provider's list beside a day of our book: what differs, by name."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from chalicelib.aws.provider_payments import Transaction
from chalicelib.payments.book import BookLine

DifferenceKind = Literal[
    "only_at_provider",
    "only_here",
    "amounts_differ",
    "purchase_unknown",
    "not_in_ledger",
    "only_in_ledger",
]


class MatchDifference(Struct, frozen=True, kw_only=True):
    """Of one purchase: won that moved that day at the provider's, and in our book; plus for what
    came. `purchase_unknown`: the provider has money for what nobody began here. Of money against
    the ledger also `ledger_amount`, the price there, 0 if it has no such purchase."""

    kind: DifferenceKind
    purchase_id: str
    payment_key: str
    provider_amount: int
    book_amount: int
    ledger_amount: int | None = None


class DayMatch(Struct, frozen=True, kw_only=True):
    """Sums in won. `matched_at`: a later look at the same day may find less."""

    county_id: str
    on: date
    matched_at: datetime
    paid_amount: int
    back_amount: int
    transaction_count: int
    line_count: int
    differences: tuple[MatchDifference, ...]


def matched(
    county_id: str,
    on: date,
    transactions: Iterable[Transaction],
    lines: Iterable[BookLine],
    now: datetime,
) -> DayMatch:
    """By purchase and direction: what came and what went back are each held against each other."""
    theirs: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    ours: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    keys: dict[str, str] = {}
    moved = [one for one in transactions if one.amount]
    kept = list(lines)
    for one in moved:
        theirs[one.order_id][one.amount < 0] += one.amount
        keys[one.order_id] = one.payment_key
    for line in kept:
        ours[line.purchase_id][line.signed_amount < 0] += line.signed_amount
        keys.setdefault(line.purchase_id, line.payment_key)
    differences = [
        MatchDifference(
            kind=_kind(theirs.get(purchase_id), ours.get(purchase_id)),
            purchase_id=purchase_id,
            payment_key=keys[purchase_id],
            provider_amount=sum(theirs.get(purchase_id, ())),
            book_amount=sum(ours.get(purchase_id, ())),
        )
        for purchase_id in sorted(keys)
        if theirs.get(purchase_id, [0, 0]) != ours.get(purchase_id, [0, 0])
    ]
    return DayMatch(
        county_id=county_id,
        on=on,
        matched_at=now,
        paid_amount=sum(line.amount for line in kept if line.kind == "paid"),
        back_amount=sum(line.amount for line in kept if line.kind != "paid"),
        transaction_count=len(moved),
        line_count=len(kept),
        differences=tuple(differences),
    )


def _kind(theirs: list[int] | None, ours: list[int] | None) -> DifferenceKind:
    if ours is None:
        return "only_at_provider"
    return "only_here" if theirs is None else "amounts_differ"
