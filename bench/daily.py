"""A year of somebody who pays every day, made by the pure rules: what each entry takes to store.

Usage: python -m bench.daily
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from bench import sizes
from chalicelib.core.values import new_id
from chalicelib.ledger import lots as lot_rules
from chalicelib.ledger.appending import Draft, append, new_entry_id
from chalicelib.ledger.entries import Entry, Origin
from chalicelib.ledger.entry_codec import item_from_entry
from chalicelib.ledger.idempotency import CommandKeys, digest, payment_fingerprint
from chalicelib.paying import redemptions
from chalicelib.sales import purchases
from chalicelib.wallets import conversions
from tests import builders

DAYS = 365
PAYMENTS_A_DAY = (1, 3, 10)
_START = datetime(2026, 1, 1, tzinfo=UTC)
_SPENT_A_DAY = 19_000
"""Nearly all that may be bought in a month is spent, a hundred thousand won at a time, beside what
is converted each month."""
_BOUGHT, _CONVERTED, _LEAST_HELD = 100_000, 20_000, 80_000
_CANCELED, _UNDONE, _FORBIDDEN = 0.02, 0.005, 0.005
"""Of the payments: taken back by the shop; undone by a till that lost the answer; forbidden before
they came."""


@dataclass(frozen=True)
class Year:
    """Bytes of the entries of one kind, of which there is one at least."""

    bytes: list[int]

    def share_within(self, write_units: int) -> float:
        limit = write_units * sizes.WRITE_UNIT_BYTES
        return sum(size <= limit for size in self.bytes) / len(self.bytes)

    @property
    def units(self) -> float:
        """Write units of the table, on an average."""
        units = sum(-(-size // sizes.WRITE_UNIT_BYTES) for size in self.bytes)
        return units / len(self.bytes)


def year_of(payments_a_day: int, days: int = DAYS) -> dict[str, Year]:
    """By kind of entry."""
    by_kind: dict[str, Year] = {}
    for entry in entries_of(payments_a_day, days):
        by_kind.setdefault(entry.kind, Year([])).bytes.append(
            sizes.item_bytes(item_from_entry(entry))
        )
    return by_kind


def entries_of(payments_a_day: int, days: int = DAYS) -> Iterator[Entry]:
    return _Member(payments_a_day).entries(days)


class _Member:
    """Buys vouchers when they run low, pays, and has some of it taken back."""

    def __init__(self, payments_a_day: int) -> None:
        self._random = random.Random(1)
        self._a_day = payments_a_day
        self._amount = _SPENT_A_DAY // payments_a_day
        self._shop = builders.a_merchant(name="강진읍 청자골식당")
        self._number = 0
        self._head = self._signed_up()

    def entries(self, days: int) -> Iterator[Entry]:
        yield self._head
        for day in range(days):
            morning = _START + timedelta(days=day)
            yield from self._fill_up(morning)
            for number in range(self._a_day):
                opens = morning + timedelta(hours=1) + number * timedelta(hours=12) / self._a_day
                yield from self._pay(opens + timedelta(seconds=self._random.randrange(1_800)))

    def _signed_up(self) -> Entry:
        entry_id = new_entry_id(_START)
        lots = lot_rules.mileage_lot(
            entry_id, 500_000, source="signup", settings=builders.SETTINGS, now=_START
        )
        draft = Draft(
            kind="signup",
            allocations=tuple(map(lot_rules.put_in, lots)),
            origin=Origin("46810", "other"),
        )
        return self._next(None, draft, f"signup/{new_id('sgn', _START)}", _START)

    def _fill_up(self, at: datetime) -> Iterator[Entry]:
        if at.day == 15:
            draft = conversions.decide(
                self._head, mileage=_CONVERTED, settings=builders.SETTINGS, now=at
            )
            yield self._append(draft, "conversion/", at)
        if self._head.live_vouchers(self._head.on) < _LEAST_HELD:
            draft = purchases.decide_purchase(
                self._head, face=_BOUGHT, round_=builders.a_round(), parts={0: -_BOUGHT},
                settings=builders.SETTINGS, now=at,
            )  # fmt: skip
            yield self._append(draft, "purchase/", at)

    def _pay(self, at: datetime) -> Iterator[Entry]:
        code_id = new_id("pyc", at - timedelta(seconds=20)).removeprefix("pyc_")
        if self._random.random() < _FORBIDDEN:
            void = redemptions.decide_void(self._head, merchant=self._shop, code_id=code_id)
            lost = redemptions.net_cancel_reference(self._shop.merchant_id, self._order(at))
            yield self._append(void, lost, at)
        order = self._order(at)
        amount = self._random.randrange(self._amount // 2, self._amount * 3 // 2)
        draft = redemptions.decide(
            self._head, amount=amount, merchant=self._shop, settings=builders.SETTINGS, now=at
        )
        reference = redemptions.order_reference(self._shop.merchant_id, order)
        payment = replace(draft, terminal_id="POS-1", pay_code_id=code_id)
        asked = payment_fingerprint(self._shop.merchant_id, order, amount)
        yield (paid := self._append(payment, reference, at, asked))
        chance = self._random.random()
        if chance < _CANCELED + _UNDONE:
            is_undone = chance < _UNDONE
            back = redemptions.decide_cancel(
                paid, already=0, amount=None, expected_remaining_amount=amount,
                reason="net_cancel" if is_undone else "손님이 메뉴를 바꿈",
                settings=builders.SETTINGS, now=at,
            )  # fmt: skip
            undone = redemptions.net_cancel_reference(self._shop.merchant_id, order)
            later = at + timedelta(minutes=3)
            yield self._append(back, undone if is_undone else "cancel/", later)

    def _order(self, at: datetime) -> str:
        self._number += 1
        return f"{at:%Y%m%d}-POS1-{self._number:07d}"

    def _append(
        self, draft: Draft, reference: str, at: datetime, asked: str | None = None
    ) -> Entry:
        self._head = self._next(self._head, draft, reference, at, asked)
        return self._head

    def _next(
        self,
        head: Entry | None,
        draft: Draft,
        reference: str,
        at: datetime,
        asked: str | None = None,
    ) -> Entry:
        key = digest("daily", str(self._random.random()))
        keys = CommandKeys(
            reference=reference + key if reference.endswith("/") else reference,
            fingerprint=asked or digest("asked", key),
            idempotency=None if head is None else key,
        )
        return append(
            head, draft, county_id=builders.COUNTY, member_id="mem_0123456789ABCDEF",
            keys=keys, now=at,
        )  # fmt: skip


def main() -> None:
    print("A year of payments every day: bytes of the stored entries, and write units of the table")
    print(f"  {'a day':<7}{'kind':<14}{'entries':>8}{'median':>8}{'most':>7}{'units':>8}")
    for a_day in PAYMENTS_A_DAY:
        for kind, year in sorted(year_of(a_day).items()):
            ordered = sorted(year.bytes)
            print(
                f"  {a_day:<7}{kind:<14}{len(ordered):>8,}{ordered[len(ordered) // 2]:>8,}"
                f"{ordered[-1]:>7,}{year.units:>8.3f}"
            )


if __name__ == "__main__":
    main()
