"""What all chains of a county say together, by day, kind and merchant, on plain records.

The flows come from the entries' amounts, the outstanding sums from the lots of each wallet's newest
entry: the two meet only if nothing was lost or invented.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

Flow = list[int]
"""`[count, mileage in, mileage out, vouchers in, vouchers out, price in, price out]`; the sides
have no sign. In points and won."""

_COUNT, _M_IN, _M_OUT, _V_IN, _V_OUT, _P_IN, _P_OUT = range(7)


@dataclass(frozen=True, slots=True)
class AccountingIdentity:
    """`issued = spent + outstanding + expired + refunded + taken` of mileage or vouchers.

    `spent` of mileage is what was converted, of vouchers payments less their cancels; `taken` is
    what adjustments took away.
    """

    name: str
    issued: int
    spent: int
    outstanding: int
    expired: int
    refunded: int
    taken: int

    @property
    def difference(self) -> int:
        return self.issued - (
            self.spent + self.outstanding + self.expired + self.refunded + self.taken
        )


class LedgerTotals:
    """Of one county."""

    def __init__(self) -> None:
        self.flows_by_day: dict[str, dict[str, Flow]] = {}
        # Won by merchant and day: `[payments, won, cancels, won]`.
        self.merchants: dict[str, dict[str, list[int]]] = {}
        self.outstanding_mileage = 0
        self.outstanding_vouchers = 0
        self.wallet_count = 0

    def add(self, record: dict[str, Any], day: str) -> None:
        kind = record["kind"]
        flows = self.flows_by_day.get(day)
        if flows is None:
            flows = self.flows_by_day[day] = {}
        flow = flows.get(kind)
        if flow is None:
            flow = flows[kind] = [0] * 7
        flow[_COUNT] += 1
        mileage, vouchers = record["mileage_amount"], record["voucher_amount"]
        if mileage > 0:
            flow[_M_IN] += mileage
        else:
            flow[_M_OUT] -= mileage
        if vouchers > 0:
            flow[_V_IN] += vouchers
        else:
            flow[_V_OUT] -= vouchers
        if "purchase" in record:
            price = record["purchase"][2]
            flow[_P_IN if price > 0 else _P_OUT] += abs(price)
        if vouchers and "merchant" in record:
            self._add_to_merchant(record["merchant"][0], day, vouchers)

    def add_head(self, record: dict[str, Any]) -> None:
        """A wallet's newest entry: what it still owes the member."""
        self.wallet_count += 1
        for row in record.get("lots", ()):
            if row[1] == "mileage":
                self.outstanding_mileage += row[4]
            else:
                self.outstanding_vouchers += row[4]

    def flows(self, days: Iterable[str] | None = None) -> dict[str, Flow]:
        """By kind, over `days` or all."""
        totals: dict[str, Flow] = {}
        for day in self.flows_by_day if days is None else days:
            for kind, flow in self.flows_by_day[day].items():
                sums = totals.setdefault(kind, [0] * 7)
                totals[kind] = [a + b for a, b in zip(sums, flow, strict=True)]
        return totals

    def liabilities(self) -> Iterator[tuple[str, int, int]]:
        """What the county owes in mileage and vouchers after each day with entries."""
        mileage = vouchers = 0
        for day in sorted(self.flows_by_day):
            for flow in self.flows_by_day[day].values():
                mileage += flow[_M_IN] - flow[_M_OUT]
                vouchers += flow[_V_IN] - flow[_V_OUT]
            yield day, mileage, vouchers

    def equations(self) -> tuple[AccountingIdentity, AccountingIdentity]:
        flows = self.flows()

        def side(index: int, *kinds: str) -> int:
            return sum(flows[kind][index] for kind in kinds if kind in flows)

        mileage = AccountingIdentity(
            "mileage",
            issued=side(_M_IN, "signup", "adjustment"),
            spent=side(_M_OUT, "conversion"),
            outstanding=self.outstanding_mileage,
            expired=side(_M_OUT, "expiration"),
            refunded=0,
            taken=side(_M_OUT, "adjustment"),
        )
        vouchers = AccountingIdentity(
            "vouchers",
            issued=side(_V_IN, "conversion", "purchase", "adjustment"),
            spent=side(_V_OUT, "redemption") - side(_V_IN, "cancellation"),
            outstanding=self.outstanding_vouchers,
            expired=side(_V_OUT, "expiration"),
            refunded=side(_V_OUT, "purchase_cancel", "change_refund"),
            taken=side(_V_OUT, "adjustment"),
        )
        return mileage, vouchers

    def settlement_basis(self) -> dict[str, int]:
        """Won by merchant: payments less cancels."""
        return {
            merchant_id: sum(row[1] - row[3] for row in days.values())
            for merchant_id, days in self.merchants.items()
        }

    def _add_to_merchant(self, merchant_id: str, day: str, vouchers: int) -> None:
        row = self.merchants.setdefault(merchant_id, {}).setdefault(day, [0] * 4)
        place = 0 if vouchers < 0 else 2
        row[place] += 1
        row[place + 1] += abs(vouchers)
