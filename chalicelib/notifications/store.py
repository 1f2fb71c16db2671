"""What is kept of the browsers of a member: one item, sealed as a whole."""

import json
from datetime import datetime

from chalicelib.aws.kms import FieldCipher
from chalicelib.aws.table import Item, Table
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.values import format_time, parse_time
from chalicelib.notifications import keys
from chalicelib.notifications.subscriptions import KEPT_FOR, Subscription, Subscriptions

_FIELD = "subscriptions"


class SubscriptionStore:
    def __init__(self, table: Table, cipher: FieldCipher) -> None:
        self._table = table
        self._cipher = cipher

    def read(self, county_id: str, member_id: str) -> Subscriptions:
        """Access pattern 305: the browsers of a member."""
        item = self._table.get(keys.subscriptions(county_id, member_id), consistent=True)
        if item is None:
            return Subscriptions()
        return Subscriptions(self._opened(county_id, member_id, item), item["version"])

    def are_there(self, county_id: str, member_id: str) -> bool:
        """Access pattern 306: whether anybody is to be told. A moment behind, at half the price:
        nobody minds missing the payment of the second in which they subscribed."""
        item = self._table.get(keys.subscriptions(county_id, member_id))
        return item is not None and "sealed" in item

    def write(
        self, county_id: str, member_id: str, subscriptions: Subscriptions, *, now: datetime
    ) -> None:
        """Access pattern 307. Raises `VersionConflictError` if they changed since they were
        read. Of none nothing stays but the version, for as long as others may still write."""
        item: Item = {
            **keys.subscriptions(county_id, member_id)._asdict(),
            "type": "push_subscriptions",
            "version": subscriptions.version,
            "ttl": int((now + KEPT_FOR).timestamp()),
        }
        if subscriptions.of:
            text = json.dumps([_record(one) for one in subscriptions.of], ensure_ascii=False)
            data_key, sealed = self._cipher.seal(_context(county_id, member_id), {_FIELD: text})
            item |= {"data_key": data_key, "sealed": sealed[_FIELD]}
        if subscriptions.version > 1:
            self._table.replace(item)
        elif self._table.put_new(item) is not None:
            raise VersionConflictError

    def _opened(self, county_id: str, member_id: str, item: Item) -> tuple[Subscription, ...]:
        if "sealed" not in item:
            return ()
        context = _context(county_id, member_id)
        text = self._cipher.open(context, item["data_key"], _FIELD, item["sealed"])
        return tuple(
            Subscription(**{**record, "created_at": parse_time(record["created_at"])})
            for record in json.loads(text)
        )


def _record(one: Subscription) -> dict[str, object]:
    return {
        "endpoint": one.endpoint,
        "p256dh": one.p256dh,
        "auth": one.auth,
        "language": one.language,
        "browser": one.browser,
        "generation": one.generation,
        "created_at": format_time(one.created_at),
    }


def _context(county_id: str, member_id: str) -> str:
    return f"{county_id}/{member_id}/push"
