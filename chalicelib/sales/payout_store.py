"""Refunds that were handed over in money."""

from chalicelib.aws.table import Item, Table
from chalicelib.core.values import format_time, parse_time
from chalicelib.sales import keys
from chalicelib.sales.payouts import Payout
from chalicelib.staff.person import Person


class PayoutStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def put_new(self, payout: Payout) -> Payout | None:
        """`None` if it was written; else the payout that was there before, untouched."""
        existing = self._table.put_new(_item_from_payout(payout))
        return _payout_from_item(payout.county_id, existing) if existing is not None else None

    def by_id(self, county_id: str, entry_id: str) -> Payout | None:
        """Access pattern 81: how a refund was paid, read consistently."""
        item = self._table.get(keys.payout(county_id, entry_id), consistent=True)
        return _payout_from_item(county_id, item) if item else None

    def between(self, county_id: str, first_id: str, last_id: str) -> dict[str, Payout]:
        """Access pattern 82: payouts of the refunds between two, by the refund's id. Ids are in the
        order of time, so those of a day stand together."""
        items = self._table.query_all(
            keys.payouts(county_id), between=(first_id, last_id), consistent=True
        )
        return {item["sk"]: _payout_from_item(county_id, item) for item in items}


def _item_from_payout(payout: Payout) -> Item:
    return {
        **keys.payout(payout.county_id, payout.entry_id)._asdict(),
        "type": "payout",
        "member_id": payout.member_id,
        "amount": payout.amount,
        "at": format_time(payout.at),
        "by": [payout.by.subject, payout.by.username],
        "idempotency": payout.idempotency,
    }


def _payout_from_item(county_id: str, item: Item) -> Payout:
    return Payout(
        county_id=county_id,
        entry_id=item["sk"],
        member_id=item["member_id"],
        amount=item["amount"],
        at=parse_time(item["at"]),
        by=Person(*item["by"]),
        idempotency=item["idempotency"],
    )
