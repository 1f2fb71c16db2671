"""Signals: what is unusual in a day of one shop, by numbers that anyone can count again.

Bounds are of a county of this size, chosen by what a shop's honest day does not reach; a signal
asks somebody to look and says nothing more. What leaves no trace in data is none: the device or
source of a sign-up is kept nowhere, and a refused pass or pay code moves nothing (a shop that
guesses codes is slowed and rings an alarm, runbook).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from chalicelib.ledger.entries import Entry
from chalicelib.ledger.kinds import KINDS

Signal = Literal["one_wallet_again", "round_sums", "paid_and_taken_back", "reported_shop"]

AGAIN_MIN = 5
"""Payments of one wallet at one shop on one day: buyer and shop may be hand in glove."""
ROUND_UNIT = 10_000
ROUND_PAYMENTS_MIN = 10
ROUND_PERCENT_MIN = 80
"""A shop whose sums of a day are nearly all whole ten thousands may be changing vouchers into
money: the act on local gift vouchers (지역사랑상품권법 art. 10) forbids it."""
TAKEN_BACK_MIN = 5
TAKEN_BACK_PERCENT_MIN = 50
"""Half of a shop's payments of a day taken back."""
REPORTERS_MIN = 3
"""Different members who say that a shop takes no vouchers."""


class Found(Struct, frozen=True, kw_only=True):
    """`count` and `amount` in won are what was counted; `member_id` of what is one wallet's."""

    on: date
    signal: Signal
    merchant_id: str
    name: str
    count: int
    amount: int
    member_id: str = ""

    @property
    def case_id(self) -> str:
        """The same of the same signal, whenever it is looked for: opaque to callers."""
        parts = (self.on.isoformat(), self.signal, self.merchant_id, self.member_id)
        return "-".join(part for part in parts if part)


class Refusal(Struct, frozen=True):
    """That a member says a shop takes no vouchers, when last. `reporter` names nobody."""

    merchant_id: str
    name: str
    reporter: str
    on: date


def in_entries(on: date, entries: Iterable[Entry]) -> list[Found]:
    """The signals of one day's entries."""
    names: dict[str, str] = {}
    sums: defaultdict[str, list[int]] = defaultdict(list)
    wallets: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    taken: Counter[str] = Counter()
    taken_amount: Counter[str] = Counter()
    for entry in entries:
        if entry.merchant is None:
            continue
        merchant_id = entry.merchant.merchant_id
        names[merchant_id] = entry.merchant.name
        amount = entry.voucher_amount + entry.mileage_amount
        if KINDS[entry.kind].role == "payment":
            sums[merchant_id].append(-amount)
            wallets[merchant_id, entry.member_id].append(-amount)
        elif amount:
            taken[merchant_id] += 1
            taken_amount[merchant_id] += amount
    found = [
        Found(
            on=on,
            signal="one_wallet_again",
            merchant_id=merchant_id,
            name=names[merchant_id],
            count=len(paid),
            amount=sum(paid),
            member_id=member_id,
        )
        for (merchant_id, member_id), paid in wallets.items()
        if len(paid) >= AGAIN_MIN
    ]
    for merchant_id, paid in sums.items():
        if is_round(paid):
            whole = [amount for amount in paid if amount % ROUND_UNIT == 0]
            found.append(_of_shop(on, "round_sums", merchant_id, names, whole))
    for merchant_id, count in taken.items():
        paid_count = len(sums[merchant_id])
        if count >= TAKEN_BACK_MIN and count * 100 >= TAKEN_BACK_PERCENT_MIN * paid_count:
            found.append(
                Found(
                    on=on,
                    signal="paid_and_taken_back",
                    merchant_id=merchant_id,
                    name=names[merchant_id],
                    count=count,
                    amount=taken_amount[merchant_id],
                )
            )
    return sorted(found, key=lambda one: one.case_id)


def is_round(paid: Sequence[int]) -> bool:
    """Whether a shop's sums of a day are nearly all whole ten thousands."""
    whole = sum(amount % ROUND_UNIT == 0 for amount in paid)
    return len(paid) >= ROUND_PAYMENTS_MIN and whole * 100 >= ROUND_PERCENT_MIN * len(paid)


def _of_shop(
    on: date, signal: Signal, merchant_id: str, names: dict[str, str], sums: Sequence[int]
) -> Found:
    return Found(
        on=on,
        signal=signal,
        merchant_id=merchant_id,
        name=names[merchant_id],
        count=len(sums),
        amount=sum(sums),
    )


def in_reports(refusals: Iterable[Refusal], first: date, last: date) -> list[Found]:
    """Shops that enough members report, on the day of the newest report of these days."""
    by_shop: defaultdict[str, list[Refusal]] = defaultdict(list)
    for one in refusals:
        by_shop[one.merchant_id].append(one)
    found = []
    for merchant_id, those in by_shop.items():
        newest = max(those, key=lambda one: one.on)
        reporters = {one.reporter for one in those}
        if len(reporters) >= REPORTERS_MIN and first <= newest.on <= last:
            found.append(
                Found(
                    on=newest.on,
                    signal="reported_shop",
                    merchant_id=merchant_id,
                    name=newest.name,
                    count=len(reporters),
                    amount=0,
                )
            )
    return found
