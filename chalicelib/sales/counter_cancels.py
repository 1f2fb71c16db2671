"""Sales at a counter that their buyers took back: kept by the day of that, for who sold them."""

from datetime import date, datetime

from msgspec import Struct

from chalicelib.aws.table import Item, Table
from chalicelib.core.values import format_time, parse_time, sibling_id
from chalicelib.ledger.appending import check_balances
from chalicelib.ledger.budget import BudgetChange
from chalicelib.ledger.budget_store import counts
from chalicelib.ledger.chain import OtherWrites
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.entry_codec import item_from_entry
from chalicelib.ledger.ports import ChainStore
from chalicelib.sales import keys


class CounterCancel(Struct, frozen=True, kw_only=True):
    """`sale_entry_id`: of the sale, whose day its id tells. In won: the face value that left the
    wallet, and the price, which the county's desk hands back."""

    county_id: str
    on: date
    entry_id: str
    sale_entry_id: str
    member_id: str
    face_amount: int
    price_amount: int
    at: datetime


class CancelLedger(OtherWrites):
    """Writes a cancel with what goes back to its round and its record."""

    table: Table

    def append_with_budget(self, entry: Entry, budget: BudgetChange) -> bool:
        """Access pattern 266: the entry, the budget and the record of the cancel, at once."""
        check_balances(entry)
        outcome = self.table.put_new_with_counts(
            item_from_entry(entry), counts(entry.county_id, budget), [_item_of(entry)]
        )
        return outcome == "written"


class CounterCancelStore(Struct, frozen=True):
    table: Table

    def ledger(self, wallets: ChainStore) -> CancelLedger:
        return CancelLedger(wallets, self.table)

    def on(self, county_id: str, on: date) -> list[CounterCancel]:
        """Access pattern 267: what was taken back on a day, by time."""
        items = self.table.query_all(keys.counter_cancels(county_id, on), consistent=True)
        return [_cancel(county_id, on, item) for item in items]


def _item_of(entry: Entry) -> Item:
    fact = entry.purchase
    if fact is None:
        raise AssertionError("what is taken back is a purchase")
    return {
        **keys.counter_cancel(entry.county_id, entry.on, entry.entry_id)._asdict(),
        "type": "counter_cancel",
        "sale_entry_id": sibling_id("ent", fact.purchase_id),
        "member_id": entry.member_id,
        "face_amount": -entry.voucher_amount,
        "price_amount": -fact.price_amount,
        "at": format_time(entry.at),
    }


def _cancel(county_id: str, on: date, item: Item) -> CounterCancel:
    return CounterCancel(
        county_id=county_id,
        on=on,
        entry_id=item["sk"],
        sale_entry_id=item["sale_entry_id"],
        member_id=item["member_id"],
        face_amount=item["face_amount"],
        price_amount=item["price_amount"],
        at=parse_time(item["at"]),
    )
