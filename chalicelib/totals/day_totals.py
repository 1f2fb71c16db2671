"""How a county stood at the end of a day: small, derived, stored so that reports needn't go back.

A day's totals follow from the totals of the day before and the day's own entries, nothing else.
Making them again gives the same value; if one is lost, it is made again.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict, astuple

from chalicelib.ledger.kinds import KINDS, KindUnknownError
from chalicelib.totals.flows import NO_FLOWS, Flow, Flows


class ClosingTotals(Struct, frozen=True):
    """Members who ever joined; mileage and vouchers in all wallets."""

    members: int = 0
    mileage: int = 0
    voucher: int = 0


class DayTotals(Struct, frozen=True):
    """`closing` at 24:00 of `on` in Seoul; `flows` of that day."""

    county_id: str
    on: date
    closing: ClosingTotals
    flows: Flows

    def to_record(self) -> dict[str, Any]:
        """JSON types; a flow is `[count, mileage in, out, voucher in, out, price in, out]`, left
        out if empty."""
        return {
            "county_id": self.county_id,
            "on": self.on.isoformat(),
            "closing": asdict(self.closing),
            "flows": {
                kind: list(astuple(self.flows[kind]))
                for kind in KINDS
                if self.flows[kind] != Flow()
            },
        }


def from_record(record: Mapping[str, Any]) -> DayTotals:
    """The reverse of `to_record`; also takes the integers as other number types, and the flows of
    days before vouchers were sold, which have no prices. Raises `KindUnknownError`."""
    if unknown := sorted(record["flows"].keys() - KINDS.keys()):
        raise KindUnknownError(*unknown)
    flows = dict(NO_FLOWS)
    for kind in KINDS:
        if kind in record["flows"]:
            flows[kind] = Flow(*map(int, record["flows"][kind]))
    return DayTotals(
        county_id=record["county_id"],
        on=date.fromisoformat(record["on"]),
        closing=ClosingTotals(**{name: int(value) for name, value in record["closing"].items()}),
        flows=flows,
    )
