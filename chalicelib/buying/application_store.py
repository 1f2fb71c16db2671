"""Applications to lottery rounds: each in its round's list, and among its member's own."""

from collections.abc import Iterator
from zlib import crc32

from chalicelib.aws.table import Item, Table
from chalicelib.buying import keys
from chalicelib.buying.applications import Application
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import format_time, parse_time

PARTS = 10
"""Partitions of a round's list: ten thousand a minute apply, and none of them waits."""


class ApplicationStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def create(self, application: Application, ttl: int) -> Application:
        """Access pattern 217: in the round's list and among the member's, in one transaction, if
        the member is not in the list; the one that stands there. `ttl`: when both are erased."""
        listed, own = _items(application, ttl)
        if self._table.put_all_new([listed, own]) == "written":
            return application
        found = self.of(application.county_id, application.round_id, application.member_id)
        if found is None:
            raise TryAgainError(retry_after_seconds=1)
        return found

    def of(self, county_id: str, round_id: str, member_id: str) -> Application | None:
        """Access pattern 218, read consistently."""
        key = keys.applied(county_id, round_id, part_of(member_id), member_id)
        item = self._table.get(key, consistent=True)
        return _application(county_id, item) if item else None

    def own(self, county_id: str, member_id: str) -> list[Application]:
        """Access pattern 219: a member's own, the oldest first."""
        pk = keys.buyer(county_id, member_id).pk
        items = self._table.query_all(pk, prefix=keys.APPLIED)
        return [_application(county_id, item) for item in items]

    def by_id(self, county_id: str, member_id: str, application_id: str) -> Application | None:
        """Of the member's own, read consistently."""
        key = keys.own_application(county_id, member_id, application_id)
        item = self._table.get(key, consistent=True)
        return _application(county_id, item) if item else None

    def put_purchase(self, application: Application, purchase_id: str, ttl: int) -> None:
        """Access pattern 221: what was asked for by its place, for its member to see."""
        item = _items(application, ttl)[1]
        self._table.put({**item, "purchase_id": purchase_id})

    def member_ids(self, county_id: str, round_id: str) -> Iterator[str]:
        """Access pattern 220: all who applied, read consistently."""
        for part in range(PARTS):
            pk = keys.applied_list(county_id, round_id, part)
            for item in self._table.query_all(pk, consistent=True):
                yield item["sk"]


def part_of(member_id: str) -> int:
    return crc32(member_id.encode()) % PARTS


def _items(application: Application, ttl: int) -> tuple[Item, Item]:
    county_id, round_id = application.county_id, application.round_id
    facts: Item = {
        "type": "application",
        "application_id": application.application_id,
        "member_id": application.member_id,
        "round_id": round_id,
        "amount": application.amount,
        "price": application.price,
        "at": format_time(application.at),
        "ttl": ttl,
    }
    member_id = application.member_id
    listed = keys.applied(county_id, round_id, part_of(member_id), member_id)
    own = keys.own_application(county_id, member_id, application.application_id)
    return {**listed._asdict(), **facts}, {**own._asdict(), **facts}


def _application(county_id: str, item: Item) -> Application:
    return Application(
        county_id=county_id,
        application_id=item["application_id"],
        member_id=item["member_id"],
        round_id=item["round_id"],
        amount=item["amount"],
        price=item["price"],
        at=parse_time(item["at"]),
        purchase_id=item.get("purchase_id"),
    )
