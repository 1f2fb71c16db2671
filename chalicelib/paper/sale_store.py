"""Sales and returns of notes, and what is written beside their entries; exchanges."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from chalicelib.aws.table import Item, Table
from chalicelib.core.values import format_time, id_time, parse_time, seoul_date
from chalicelib.ledger.entries import Entry
from chalicelib.paper import keys
from chalicelib.paper.exchanges import Exchange
from chalicelib.paper.selling import PaperSale
from chalicelib.paper.serials import NoteRange, Serial
from chalicelib.paper.stock import NoteEnd
from chalicelib.paper.store import PaperStore, item_from_end, item_from_run
from chalicelib.sales.counter_store import Beside
from chalicelib.staff.person import Person


class PaperSaleStore:
    def __init__(self, table: Table) -> None:
        self._table = table
        self._stock = PaperStore(table)

    def selling(
        self, entry: Entry, notes: Sequence[NoteRange], *, agent_id: str, by: Person
    ) -> Beside:
        """Access pattern 285: the agent's notes are sold by this entry: their runs, the sums, and
        what is kept of the sale. Raises what `PaperStore.taking` does."""
        made, counts = self._stock.taking(
            entry.county_id, notes, agent_id=agent_id, entry_id=entry.entry_id
        )
        new = [_sale_of(entry, tuple(notes), agent_id, by, None)]
        return Beside(
            [*new, *map(item_from_run, made.new)], list(map(item_from_run, made.replaced)), counts
        )

    def returning(self, entry: Entry, sale: PaperSale, *, agent_id: str, by: Person) -> list[Item]:
        """Access pattern 350: the notes of a sale end by this entry."""
        ends = [
            NoteEnd(
                county_id=entry.county_id,
                serial=serial,
                state="returned",
                cause=entry.entry_id,
                at=entry.at,
            )
            for notes in sale.notes
            for serial in notes.serials()
        ]
        kept = _sale_of(entry, sale.notes, agent_id, by, sale.entry_id)
        return [kept, *map(item_from_end, ends)]

    def sale(self, county_id: str, entry_id: str) -> PaperSale | None:
        """Access pattern 351."""
        on = seoul_date(id_time(entry_id))
        item = self._table.get(keys.sale(county_id, on, entry_id), consistent=True)
        return _sale(county_id, item) if item else None

    def sales_on(self, county_id: str, on: date) -> list[PaperSale]:
        """Access pattern 351: of a day, those that were taken back among them, by time."""
        items = self._table.query_all(keys.sales(county_id, on), consistent=True)
        return [_sale(county_id, item) for item in items]

    def put_exchange(self, exchange: Exchange, ends: Sequence[NoteEnd]) -> bool:
        """Access pattern 352: the exchange and the end of each note, in one transaction; `False` if
        it is there, or one of them has ended."""
        return self._stock.end_all(_item_from_exchange(exchange), ends)

    def exchange(self, county_id: str, exchange_id: str) -> Exchange | None:
        """Access pattern 353. An exchange stands under the day that its id tells."""
        on = seoul_date(id_time(exchange_id))
        item = self._table.get(keys.exchange(county_id, on, exchange_id), consistent=True)
        return _exchange(county_id, item) if item else None

    def exchanges_on(self, county_id: str, on: date) -> list[Exchange]:
        """Access pattern 353: of a day, by time."""
        items = self._table.query_all(keys.exchanges(county_id, on), consistent=True)
        return [_exchange(county_id, item) for item in items]


def _sale_of(
    entry: Entry, notes: tuple[NoteRange, ...], agent_id: str, by: Person, of: str | None
) -> Item:
    fact = entry.purchase
    if fact is None:
        raise AssertionError("a sale is a purchase")
    item: dict[str, Any] = {
        **keys.sale(entry.county_id, seoul_date(id_time(entry.entry_id)), entry.entry_id)._asdict(),
        "type": "paper_sale",
        "member_id": entry.member_id,
        "round_id": fact.round_id,
        "agent_id": agent_id,
        "notes": [list(each) for each in notes],
        "face_amount": fact.held_amount,
        "price_amount": fact.price_amount,
        "at": format_time(entry.at),
        "by": [by.subject, by.username],
    }
    if of:
        item["of_entry_id"] = of
    return item


def _sale(county_id: str, item: Item) -> PaperSale:
    return PaperSale(
        county_id=county_id,
        entry_id=item["sk"],
        member_id=item["member_id"],
        round_id=item["round_id"],
        agent_id=item["agent_id"],
        notes=tuple(NoteRange(*each) for each in item["notes"]),
        face_amount=item["face_amount"],
        price_amount=item["price_amount"],
        at=parse_time(item["at"]),
        by=Person(*item["by"]),
        of_entry_id=item.get("of_entry_id"),
    )


def _item_from_exchange(exchange: Exchange) -> Item:
    return {
        **keys.exchange(exchange.county_id, exchange.on, exchange.exchange_id)._asdict(),
        "type": "paper_exchange",
        "agent_id": exchange.agent_id,
        "merchant_id": exchange.merchant_id,
        "notes": [list(serial) for serial in exchange.serials],
        "amount": exchange.amount,
        "at": format_time(exchange.at),
        "by": [exchange.by.subject, exchange.by.username],
    }


def _exchange(county_id: str, item: Item) -> Exchange:
    return Exchange(
        county_id=county_id,
        exchange_id=item["sk"],
        agent_id=item["agent_id"],
        merchant_id=item["merchant_id"],
        serials=tuple(Serial(*each) for each in item["notes"]),
        amount=item["amount"],
        at=parse_time(item["at"]),
        by=Person(*item["by"]),
    )
