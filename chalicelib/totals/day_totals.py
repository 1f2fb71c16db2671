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
    """Members who ever joined; mileage and vouchers in all wallets. `bought` are those of the
    vouchers that were paid for, the rest was given; `paper` the face value of notes sold less those
    whose sale was taken back. `None` in totals that were made before these were counted."""

    members: int = 0
    mileage: int = 0
    voucher: int = 0
    bought: int | None = 0
    paper: int | None = 0

    @property
    def is_whole(self) -> bool:
        return self.bought is not None and self.paper is not None


class DayTotals(Struct, frozen=True):
    """`closing` at 24:00 of `on` in Seoul; `flows` of that day, what shops took of bought vouchers
    less what cancels gave back to them, and by round the discount of what was sold less that of
    what came back. `None` in totals that were made before these were counted."""

    county_id: str
    on: date
    closing: ClosingTotals
    flows: Flows
    bought_spent: int | None = 0
    discounts: Mapping[str, int] | None = {}

    @property
    def is_whole(self) -> bool:
        return self.closing.is_whole and self.discounts is not None

    def to_record(self) -> dict[str, Any]:
        """JSON types; a flow is `[count, mileage in, out, voucher in, out, price in, out]`, left
        out if empty."""
        return {
            "county_id": self.county_id,
            "on": self.on.isoformat(),
            "closing": asdict(self.closing),
            "bought_spent": self.bought_spent,
            "discounts": None if self.discounts is None else dict(self.discounts),
            "flows": {
                kind: list(astuple(self.flows[kind]))
                for kind in KINDS
                if self.flows[kind] != Flow()
            },
        }


def from_record(record: Mapping[str, Any]) -> DayTotals:
    """The reverse of `to_record`; also takes the integers as other number types, and the flows of
    days before vouchers were sold, which have no prices, and totals of before they told bought
    vouchers from given ones. Raises `KindUnknownError`."""
    if unknown := sorted(record["flows"].keys() - KINDS.keys()):
        raise KindUnknownError(*unknown)
    closing = record["closing"]
    discounts = record.get("discounts")
    flows = dict(NO_FLOWS)
    for kind in KINDS:
        if kind in record["flows"]:
            flows[kind] = Flow(*map(int, record["flows"][kind]))
    return DayTotals(
        county_id=record["county_id"],
        on=date.fromisoformat(record["on"]),
        closing=ClosingTotals(
            members=int(closing["members"]),
            mileage=int(closing["mileage"]),
            voucher=int(closing["voucher"]),
            bought=_known(closing.get("bought")),
            paper=_known(closing.get("paper")),
        ),
        flows=flows,
        bought_spent=_known(record.get("bought_spent")),
        discounts=None if discounts is None else {k: int(v) for k, v in discounts.items()},
    )


def _known(value: Any) -> int | None:
    return None if value is None else int(value)
