"""Tickets, their buyers' keys, and the lines they stand in."""

from datetime import datetime
from typing import Any

from chalicelib.aws.table import Item, Table
from chalicelib.buying import keys
from chalicelib.buying.ports import LineEnd
from chalicelib.buying.tickets import Buyer, Ending, Note, Ticket
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.values import format_time, parse_time

_PLACE, _ASKED = "place", "asked"


class TicketStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def buyer(self, county_id: str, member_id: str) -> Buyer:
        """Access pattern 121: under which keys a member asked for what, read consistently."""
        item = self._table.get(keys.buyer(county_id, member_id), consistent=True)
        if item is None:
            return Buyer(county_id=county_id, member_id=member_id)
        notes = tuple(_note(*facts) for facts in item["notes"])
        return Buyer(county_id=county_id, member_id=member_id, notes=notes, version=item["version"])

    def keep_buyer(self, buyer: Buyer) -> bool:
        """Access pattern 122: if nobody wrote since the version before."""
        item: Item = {
            **keys.buyer(buyer.county_id, buyer.member_id)._asdict(),
            "type": "buyer",
            "notes": [
                [n.key, n.fingerprint, n.purchase_id, n.round_id, n.amount, format_time(n.at)]
                for n in buyer.notes
            ],
            "version": buyer.version,
        }
        if buyer.version == 1:
            return self._table.put_new(item) is None
        try:
            self._table.replace(item)
        except VersionConflictError:
            return False
        return True

    def stand_in_line(self, county_id: str, round_id: str, shard: int, amount: int) -> LineEnd:
        """Access pattern 123: the next place of a line, one more and `amount` won more."""
        item = self._table.add(keys.line(county_id, round_id, shard), {_PLACE: 1, _ASKED: amount})
        return LineEnd(item[_PLACE], item[_ASKED])

    def leave_line(self, county_id: str, round_id: str, shard: int, amount: int) -> None:
        """Access pattern 123, taken back: `amount` won less, while the place stays taken."""
        self._table.add(keys.line(county_id, round_id, shard), {_ASKED: -amount})

    def line(self, county_id: str, round_id: str, shard: int) -> LineEnd:
        """Access pattern 124: how long a line is."""
        return _line_end(self._table.get(keys.line(county_id, round_id, shard)))

    def served(self, county_id: str, round_id: str, shard: int) -> LineEnd:
        """Access pattern 125: how far a line has come."""
        return _line_end(self._table.get(keys.served(county_id, round_id, shard)))

    def put_served(self, ticket: Ticket, now: datetime) -> None:
        """Access pattern 126: the line has come as far as this ticket. A figure for those who wait,
        and no more: nothing is decided by it."""
        key = keys.served(ticket.county_id, ticket.round_id, ticket.shard)
        self._table.put(
            {
                **key._asdict(),
                "type": "served",
                _PLACE: ticket.place,
                _ASKED: ticket.asked_ahead + ticket.amount,
                "at": format_time(now),
            }
        )

    def create(self, ticket: Ticket) -> Ticket:
        """Access pattern 127."""
        existing = self._table.put_new(item_from_ticket(ticket))
        return ticket_from_item(existing) if existing else ticket

    def by_id(self, county_id: str, purchase_id: str) -> Ticket | None:
        """Access pattern 128, read consistently."""
        item = self._table.get(keys.ticket(county_id, purchase_id), consistent=True)
        return ticket_from_item(item) if item else None

    def replace(self, ticket: Ticket) -> None:
        """Access pattern 129: over the version before. Raises `VersionConflictError`."""
        self._table.replace(item_from_ticket(ticket))


def item_from_ticket(ticket: Ticket) -> Item:
    item: Item = {
        **keys.ticket(ticket.county_id, ticket.purchase_id)._asdict(),
        "type": "purchase_ticket",
        "member_id": ticket.member_id,
        "round_id": ticket.round_id,
        "amount": ticket.amount,
        "price": ticket.price,
        "at": format_time(ticket.at),
        "shard": ticket.shard,
        _PLACE: ticket.place,
        "asked_ahead": ticket.asked_ahead,
        "version": ticket.version,
    }
    if (ending := ticket.ending) is not None:
        item["status"] = ending.status
        if ending.reason is not None:
            item["reason"] = ending.reason
        if ending.values:
            item["values"] = {k: v for k, v in ending.values.items() if v is not None}
    return item


def ticket_from_item(item: Item) -> Ticket:
    county_id, purchase_id = keys.split_ticket(item["pk"])
    ending = None
    if "status" in item:
        values: dict[str, Any] = item.get("values", {})
        ending = Ending(item["status"], item.get("reason"), values)
    return Ticket(
        county_id=county_id,
        purchase_id=purchase_id,
        member_id=item["member_id"],
        round_id=item["round_id"],
        amount=item["amount"],
        price=item["price"],
        at=parse_time(item["at"]),
        shard=item["shard"],
        place=item[_PLACE],
        asked_ahead=item["asked_ahead"],
        ending=ending,
        version=item["version"],
    )


def _line_end(item: Item | None) -> LineEnd:
    if item is None:
        return LineEnd()
    return LineEnd(item[_PLACE], item[_ASKED], parse_time(item["at"]) if "at" in item else None)


def _note(key: str, asked: str, purchase_id: str, round_id: str, amount: int, at: str) -> Note:
    return Note(key, asked, purchase_id, round_id, amount, parse_time(at))
