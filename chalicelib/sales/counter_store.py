"""Writing a counter sale: its entry, its record, and what its seller may still sell today, at once.

So two sales at the same moment cannot both pass the seller's sum of the day, and no receipt stands
for two.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from chalicelib.approvals.approvals import OUTCOME, Step
from chalicelib.approvals.keys import step as step_key
from chalicelib.approvals.outcome_store import OutcomeExistsError
from chalicelib.approvals.step_store import item_from_step
from chalicelib.aws.keys import Key
from chalicelib.aws.table import Count, Item, Table
from chalicelib.core.errors import DomainError
from chalicelib.core.values import day_start, format_time, parse_time
from chalicelib.ledger import keys as ledger_keys
from chalicelib.ledger.appending import check_balances
from chalicelib.ledger.budget import BudgetChange, BudgetShortError
from chalicelib.ledger.budget_store import LEFT, counts
from chalicelib.ledger.chain import OtherWrites
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.entry_codec import item_from_entry
from chalicelib.ledger.ports import ChainStore
from chalicelib.sales import keys
from chalicelib.sales.counter_records import CounterSaleRecord
from chalicelib.sales.errors import (
    CounterSumExceededError,
    ReceiptReferenceMissingError,
    ReceiptReferenceUsedError,
)
from chalicelib.staff.person import Person


class SaleTerms(Struct, frozen=True, kw_only=True):
    """`day_maximum`: what the seller may sell in a day, `None` without bound, as of what another
    person approved. `receipt_above`: what may be sold without a receipt's number."""

    seller: Person
    receipt: str | None
    receipt_above: int | None
    day_maximum: int | None
    request_id: str | None = None

    @property
    def seller_key(self) -> str:
        """By the person where the number is known: an account made anew begins no new sum."""
        return self.seller.person_key or self.seller.subject


class Beside(Struct, frozen=True):
    """What else a sale writes, in its transaction: new items, those over their versions, sums."""

    new: Sequence[Item] = ()
    replaced: Sequence[Item] = ()
    counts: Sequence[Count] = ()


class CounterLedger(OtherWrites):
    """Writes one sale. `beside` is asked anew each time that it is tried, and may refuse it."""

    table: Table
    terms: SaleTerms
    beside: Callable[[Entry], Beside] | None = None

    def append_with_budget(self, entry: Entry, budget: BudgetChange) -> bool:
        """Access pattern 90. Raises `BudgetShortError`, `CounterSumExceededError`,
        `ReceiptReferenceMissingError`, `ReceiptReferenceUsedError`, what `beside` does, and
        `OutcomeExistsError` if the request has its outcome; then nothing is written."""
        terms = self.terms
        check_balances(entry)
        amount, above = entry.budget_amount, terms.receipt_above
        if above is not None and amount > above and terms.receipt is None:
            raise ReceiptReferenceMissingError(param="receipt_reference", limit=above)
        changes = counts(entry.county_id, budget)
        if terms.day_maximum is not None:
            changes.append(Count(self._seller_day(entry), LEFT, -amount))
        beside = [item_from_record(_record_of(entry, terms))]
        if terms.request_id:
            pk = keys.counter_requests(entry.county_id)
            sold = Step("applied", entry.at, entry_id=entry.entry_id)
            beside.append(item_from_step(pk, terms.request_id, OUTCOME, sold))
        more = self._beside(entry)
        if more is None:
            return False
        outcome = self.table.put_new_with_counts(
            item_from_entry(entry), [*changes, *more.counts], [*beside, *more.new], more.replaced
        )
        if outcome == "too_little":
            # What stands beside it moved on: it is asked anew, out of the same shard.
            return self._beside(entry) == more and self._was_short(entry)
        return outcome == "written"

    def _beside(self, entry: Entry) -> Beside | None:
        """`None` if the entry's place is taken: what is gone may have gone by this very sale, sent
        twice. Raises what `beside` does."""
        try:
            return self.beside(entry) if self.beside else Beside()
        except DomainError:
            if self._is_taken(entry):
                return None
            raise

    def _was_short(self, entry: Entry) -> bool:
        """Why: `False` if it can be tried again at once."""
        terms, county_id = self.terms, entry.county_id
        if terms.request_id:
            step = step_key(keys.counter_requests(county_id), terms.request_id, OUTCOME)
            if self.table.get(step, consistent=True) is not None:
                raise OutcomeExistsError
        refusal = self._used_receipt(entry) or self._spent_day(entry)
        if refusal is None:
            raise BudgetShortError
        # What took the receipt or the day may have been this very sale, sent twice: then it stands
        # in the wallet, where the next look finds it.
        if refusal == "begun" or self._is_taken(entry):
            return False
        raise refusal

    def _is_taken(self, entry: Entry) -> bool:
        """Whether another entry stands in its place."""
        place = ledger_keys.entry(entry.county_id, entry.member_id, entry.seq)
        return self.table.get(place, consistent=True) is not None

    def _used_receipt(self, entry: Entry) -> DomainError | None:
        if self.terms.receipt is None:
            return None
        receipt = keys.counter_sale(entry.county_id, entry.on, self.terms.receipt, "")
        if self.table.get(receipt, consistent=True) is None:
            return None
        return ReceiptReferenceUsedError(param="receipt_reference")

    def _spent_day(self, entry: Entry) -> DomainError | Literal["begun"] | None:
        """`begun`: the seller's day had no sum yet, and has one now."""
        maximum = self.terms.day_maximum
        if maximum is None:
            return None
        key = self._seller_day(entry)
        held = self.table.get(key, consistent=True)
        if held is None:
            self.table.put_new({**key._asdict(), "type": "seller_day", LEFT: maximum})
            return "begun"
        if held[LEFT] >= entry.budget_amount:
            return None
        return CounterSumExceededError(
            param="amount",
            limit=maximum,
            used=maximum - held[LEFT],
            remaining=held[LEFT],
            resets_at=day_start(entry.on + timedelta(days=1)),
        )

    def _seller_day(self, entry: Entry) -> Key:
        return keys.seller_day(entry.county_id, entry.on, self.terms.seller_key)


class CounterSaleStore:
    def __init__(self, table: Table, wallets: ChainStore) -> None:
        self._table = table
        self._wallets = wallets

    def ledger(
        self, terms: SaleTerms, beside: Callable[[Entry], Beside] | None = None
    ) -> CounterLedger:
        """Where a sale on these terms is written."""
        return CounterLedger(self._wallets, self._table, terms, beside)

    def page(
        self, county_id: str, on: date, *, limit: int, after: str | None
    ) -> tuple[list[CounterSaleRecord], str | None]:
        """Access pattern 91: the sales of a day, by receipt, those without one first, and where
        to go on."""
        pk = keys.counter_sales(county_id, on)
        start = {"pk": pk, "sk": after} if after else None
        page = self._table.query(pk, limit=limit, start=start, consistent=True)
        found = [record_from_item(county_id, on, item) for item in page.items]
        return found, page.items[-1]["sk"] if page.next_key else None

    def by_receipt(self, county_id: str, on: date, receipt: str) -> CounterSaleRecord | None:
        """Access pattern 92: which sale of a day a receipt is for."""
        item = self._table.get(keys.counter_sale(county_id, on, receipt, ""), consistent=True)
        return record_from_item(county_id, on, item) if item else None

    def sold_on(self, county_id: str, on: date, terms: SaleTerms) -> int:
        """Access pattern 93: what the seller sold that day, in won of face value."""
        key = keys.seller_day(county_id, on, terms.seller_key)
        item = self._table.get(key, consistent=True)
        return (terms.day_maximum or 0) - item[LEFT] if item else 0


def _record_of(entry: Entry, terms: SaleTerms) -> CounterSaleRecord:
    fact = entry.purchase
    if fact is None:
        raise AssertionError("a sale is a purchase")
    return CounterSaleRecord(
        county_id=entry.county_id,
        on=entry.on,
        entry_id=entry.entry_id,
        member_id=entry.member_id,
        round_id=fact.round_id,
        face_amount=entry.budget_amount,
        price_amount=fact.price_amount,
        at=entry.at,
        sold_by=terms.seller,
        receipt=terms.receipt,
        request_id=terms.request_id,
    )


def item_from_record(record: CounterSaleRecord) -> Item:
    key = keys.counter_sale(record.county_id, record.on, record.receipt, record.entry_id)
    item: Item = {
        **key._asdict(),
        "type": "counter_sale",
        "entry_id": record.entry_id,
        "member_id": record.member_id,
        "round_id": record.round_id,
        "face_amount": record.face_amount,
        "price_amount": record.price_amount,
        "at": format_time(record.at),
        "by": [record.sold_by.subject, record.sold_by.username],
    }
    if record.receipt is not None:
        item["receipt"] = record.receipt
    if record.request_id is not None:
        item["request_id"] = record.request_id
    return item


def record_from_item(county_id: str, on: date, item: Item) -> CounterSaleRecord:
    return CounterSaleRecord(
        county_id=county_id,
        on=on,
        entry_id=item["entry_id"],
        member_id=item["member_id"],
        round_id=item["round_id"],
        face_amount=item["face_amount"],
        price_amount=item["price_amount"],
        at=parse_time(item["at"]),
        sold_by=Person(*item["by"]),
        receipt=item.get("receipt"),
        request_id=item.get("request_id"),
    )
