"""How cards are used, and a change of the card that a profile has."""

from datetime import date

from chalicelib.aws.table import Item, Table
from chalicelib.cards import keys
from chalicelib.cards.cards import CardUse, Order
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.values import format_time, parse_time
from chalicelib.ledger.profile import Profile
from chalicelib.ledger.profile_codec import item_from_profile
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.audit_store import item_from_record


class CardStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def use(self, county_id: str, member_id: str, number: str) -> CardUse | None:
        """Access pattern 320: before a PIN is judged, and on the member's page at the desk."""
        item = self._table.get(keys.use(county_id, member_id, number), consistent=True)
        if item is None:
            return None
        return CardUse(
            county_id=county_id,
            member_id=member_id,
            number=number,
            wrong=item["wrong"],
            on=date.fromisoformat(item["on"]),
            used=item["used"],
            orders=tuple(Order(key, parse_time(at), amount) for key, at, amount in item["orders"]),
            version=item["version"],
        )

    def keep(self, use: CardUse) -> bool:
        """Access pattern 321: `False` if it was used meanwhile."""
        item = _item_from_use(use)
        if use.version == 1:
            return self._table.put_new(item) is None
        try:
            self._table.replace(item)
        except VersionConflictError:
            return False
        return True

    def change(self, profile: Profile, record: AuditRecord) -> bool:
        """Access pattern 322: the profile with another card or none, and who did it, in one
        transaction; `False` if somebody changed the profile since it was read."""
        return self._table.put_together([item_from_record(record)], [item_from_profile(profile)])


def _item_from_use(use: CardUse) -> Item:
    return {
        **keys.use(use.county_id, use.member_id, use.number)._asdict(),
        "type": "card_use",
        "wrong": use.wrong,
        "on": use.on.isoformat(),
        "used": use.used,
        "orders": [[one.order_key, format_time(one.issued_at), one.amount] for one in use.orders],
        "version": use.version,
    }
