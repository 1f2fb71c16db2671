"""A month's end before a long holiday, at size: payments, and cancels of some of them.

`python -m tests.settlement.month_end 2800 100000` prints what it found; see docs/trials.md. Entries
are made directly, as a member's chain is not what is tried here; they are stored, indexed and read
as any.
"""

import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.values import day_start, id_of, sibling_id
from chalicelib.county.wiring import CountyWiring
from chalicelib.ledger.entries import Counterparty, Entry, PurchaseCounters
from chalicelib.ledger.lots import Allocation
from chalicelib.ledger.recent_keys import RecentKeys
from chalicelib.settlement.keys import SLICES
from chalicelib.settlement.wiring import SettlementWiring
from tests import builders
from tests.adapters import FakeAdapters
from tests.settlement.metered_table import MeteredTable

DAYS = tuple(date(2027, 1, 30) + timedelta(days=n) for n in range(12))
"""With 설 from the 6th to the 9th of February, a Saturday to a Tuesday."""
CANCELED_SHARE = 0.06
BASIS_POINTS = 50


class Found(Struct, frozen=True, kw_only=True):
    """Won by the ledger and as settled; how many statements; CPU seconds of the longest parts;
    units of the table once, without the pages of entries that the ledger is read by."""

    payments: int
    cancels: int
    statements: int
    ledger_net: int
    settled_net: int
    fee: int
    expected_fee: int
    longest_close_seconds: float
    longest_part_seconds: float
    read_units: float
    write_units: int
    is_same_again: bool


class Ledger:
    """Stands for the wallets: entries by day, and payments by id for their cancels."""

    def __init__(self, shops: int, payments: int, seed: int = 1) -> None:
        self._chance = random.Random(seed)
        self.by_day: dict[date, list[Entry]] = defaultdict(list)
        self.payments: dict[str, Entry] = {}
        self.remaining: dict[str, int] = {}
        self.counts = [0, 0]
        for number in range(payments):
            self._pay(number, f"mch_{self._chance.randrange(shops):016d}")

    def entries_on(self, county_id: str, on: date) -> Iterator[Entry]:
        return iter(sorted(self.by_day[on], key=lambda e: e.at))

    def redemption_entries(
        self, county_id: str, merchant_id: str, redemption_on: date, redemption_id: str
    ) -> list[Entry]:
        return [self.payments[redemption_id]]

    def _pay(self, number: int, shop: str) -> None:
        on = self._chance.choice(DAYS[:4])
        at = day_start(on) + timedelta(milliseconds=self._chance.randrange(86_400_000))
        amount = self._chance.randrange(1_000, 90_000)
        payment = _entry("redemption", number, at, shop, -amount)
        redemption_id = payment.redemption_id or ""
        self._keep(payment)
        self.payments[redemption_id] = payment
        self.remaining[redemption_id] = left = amount
        while left and self._chance.random() < CANCELED_SHARE:
            part = self._chance.choice([left, self._chance.randrange(1, left + 1)])
            left -= part
            at += timedelta(hours=self._chance.randrange(1, 40))
            self.counts[1] += 1
            self._keep(
                replace(
                    _entry("cancellation", 500_000 + self.counts[1], at, shop, part),
                    of_redemption_id=redemption_id,
                    cancels={redemption_id: amount - left},
                )
            )
            self.remaining[redemption_id] = left
        self.counts[0] += 1

    def _keep(self, entry: Entry) -> None:
        self.by_day[entry.on].append(entry)


def _entry(kind: Any, number: int, at: datetime, shop: str, won: int) -> Entry:
    entry_id = id_of("ent", at, number)
    return Entry(
        county_id=builders.COUNTY,
        member_id="mem_0000000000000001",
        seq=number + 1,
        entry_id=entry_id,
        kind=kind,
        at=at,
        reference=f"{shop}/order-{number}",
        fingerprint="",
        mileage_amount=0,
        voucher_amount=won,
        mileage_balance=0,
        voucher_balance=0,
        allocations=(Allocation(sibling_id("vch", entry_id), "policy", "x", 100_000, won, None),),
        lots=(),
        purchases=PurchaseCounters(),
        cancels={},
        recent=RecentKeys(on=0),
        merchant=Counterparty(shop, "가게", "음식점"),
        prev_hash="",
    )


def settle(ledger: Ledger) -> Found:
    """Close every day and settle every part, then all of it again."""
    wiring = _wiring(ledger)
    closing, gathering = wiring.closing, wiring.gathering
    longest = [0.0, 0.0]
    for on in DAYS:
        started = time.process_time()
        gathering.catch_up(builders.COUNTY, on)
        longest[0] = max(longest[0], time.process_time() - started)
        for number in range(SLICES):
            started = time.process_time()
            closing.close(builders.COUNTY, number)
            longest[1] = max(longest[1], time.process_time() - started)
    statements = [
        item["record"]
        for item in wiring.adapters.table.items.values()
        if item.get("type") == "settlement"
    ]
    table = wiring.adapters.table
    read_units, write_units = table.read_units, table.write_units
    again = _wiring(ledger)
    again.gathering.catch_up(builders.COUNTY, DAYS[-1])
    for number in range(SLICES):
        again.closing.close(builders.COUNTY, number)
    return Found(
        payments=ledger.counts[0],
        cancels=ledger.counts[1],
        statements=len(statements),
        ledger_net=sum(ledger.remaining.values()),
        settled_net=sum(record["gross_amount"] for record in statements),
        fee=sum(record["fee_amount"] for record in statements),
        expected_fee=sum(left * BASIS_POINTS // 10_000 for left in ledger.remaining.values()),
        longest_close_seconds=longest[0],
        longest_part_seconds=longest[1],
        read_units=read_units,
        write_units=write_units,
        is_same_again=again.adapters.s3.objects == wiring.adapters.s3.objects,
    )


def _wiring(ledger: Ledger) -> Any:
    adapters = FakeAdapters()
    # It finds a partition's items without looking at all, as a table does.
    adapters.table = MeteredTable()  # type: ignore[assignment]
    builders.seed(adapters.table)
    counties = adapters.wired(CountyWiring).store
    counties.put_county(replace(builders.a_county(), opened_on=DAYS[0]))
    for version in builders.setting_versions():
        if version.key == "settlement.fee_basis_points":
            counties.put_setting(builders.COUNTY, replace(version, value=BASIS_POINTS))
    wiring = adapters.wired(SettlementWiring)
    wiring.gathering = replace(wiring.gathering, entries=ledger)
    wiring.closing = replace(wiring.closing, payments=_Payments(ledger))
    return wiring


class _Payments:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def payment(self, county_id: str, merchant_id: str, redemption_id: str) -> Any:
        from chalicelib.settlement.day_files import day_sale

        return day_sale(self._ledger.payments[redemption_id])


def main() -> None:
    shops, payments = (int(text) for text in sys.argv[1:3])
    found = settle(Ledger(shops, payments))
    for name in Found.__struct_fields__:
        value = getattr(found, name)
        print(f"{name:<24} {value:,.1f}" if isinstance(value, float) else f"{name:<24} {value:,}")


if __name__ == "__main__":
    main()
