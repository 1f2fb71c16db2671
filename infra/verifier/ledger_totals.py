"""What all chains of a county say together, by day, kind and merchant, on plain records.

The flows come from the entries' amounts, the outstanding sums from the lots of each wallet's newest
entry: the two meet only if nothing was lost or invented.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

from infra.verifier.fund_book import FundBook
from infra.verifier.kinds import KINDS, Term

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
        self.funds = FundBook()
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
        self.funds.add(record, day)
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

        mileage = AccountingIdentity(
            "mileage",
            outstanding=self.outstanding_mileage,
            **_terms(flows, "mileage", _M_IN, _M_OUT),
        )
        vouchers = AccountingIdentity(
            "vouchers",
            outstanding=self.outstanding_vouchers,
            **_terms(flows, "voucher", _V_IN, _V_OUT),
        )
        return mileage, vouchers

    def settlement_basis(self) -> dict[str, int]:
        """Won by merchant: payments less cancels."""
        return {
            merchant_id: sum(row[1] - row[3] for row in days.values())
            for merchant_id, days in self.merchants.items()
        }

    def _add_to_merchant(self, merchant_id: str, day: str, vouchers: int) -> None:
        days = self.merchants.get(merchant_id)
        if days is None:
            days = self.merchants[merchant_id] = {}
        row = days.get(day)
        if row is None:
            row = days[day] = [0] * 4
        place = 0 if vouchers < 0 else 2
        row[place] += 1
        row[place + 1] += abs(vouchers)


def _terms(
    flows: dict[str, Flow], value: Literal["mileage", "voucher"], in_: int, out: int
) -> dict[Term, int]:
    """What moves against the sign of its kind stands in no term: no identity holds then."""
    sums: dict[Term, int] = dict.fromkeys(get_args(Term), 0)
    for name, flow in flows.items():
        kind = KINDS.get(name)
        if kind is None:
            continue
        sign = getattr(kind, value)
        if kind.puts and sign in (None, 1):
            sums[kind.puts] += flow[in_] if kind.puts == "issued" else -flow[in_]
        if kind.takes and sign in (None, -1):
            sums[kind.takes] += flow[out]
    return sums
