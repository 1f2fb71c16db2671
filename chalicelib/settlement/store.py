"""Closed days and the shops' statements, for serving. What proves is in the locked bucket."""

from datetime import date, timedelta
from typing import Any

from msgspec import convert, to_builtins

from chalicelib.aws.table import Item, Table
from chalicelib.settlement import keys
from chalicelib.settlement.invoice_store import invoice_of
from chalicelib.settlement.invoices import Invoice
from chalicelib.settlement.outcomes import PayoutOutcome, Settlement
from chalicelib.settlement.statements import ClosedDay, Statement

_FIRST_DAY = date(2000, 1, 1)
_LAST_DAY = date(2999, 12, 31)
_DAY = timedelta(days=1)


class ClosedDayStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def newest(self, county_id: str) -> ClosedDay | None:
        """Access pattern 151."""
        pk = keys.closed_days(county_id)
        page = self._table.query(pk, newest_first=True, limit=1, consistent=True)
        return _closed_day(page.items[0]) if page.items else None

    def after(self, county_id: str, through: date | None, *, limit: int) -> list[ClosedDay]:
        """Access pattern 152: the days after one, oldest first."""
        first = through + _DAY if through else _FIRST_DAY
        page = self._table.query(
            keys.closed_days(county_id),
            between=(first.isoformat(), _LAST_DAY.isoformat()),
            limit=limit,
            consistent=True,
        )
        return [_closed_day(item) for item in page.items]

    def put_new(self, day: ClosedDay) -> ClosedDay | None:
        """Write if the day has none; else return the one that stands there."""
        existing = self._table.put_new(
            {
                **keys.closed_day(day.county_id, day.on)._asdict(),
                "type": "settlement_day",
                "record": to_builtins(day),
            }
        )
        return _closed_day(existing) if existing else None


class StatementStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def put_new(self, statement: Statement) -> Statement | None:
        """Write if the shop has none of the day; else return the one that stands there. What is to
        be paid is found by the day of its payout, too."""
        existing = self._table.put_new(_item_of(statement))
        return statement_of(existing) if existing else None

    def newest_before(self, county_id: str, merchant_id: str, on: date) -> Statement | None:
        """Access pattern 153: the shop's statement before a day's, read consistently."""
        page = self._table.query(
            keys.statements(county_id, merchant_id),
            between=keys.statements_between(_FIRST_DAY, on - _DAY),
            newest_first=True,
            limit=1,
            consistent=True,
        )
        return statement_of(page.items[0]) if page.items else None

    def get(self, county_id: str, merchant_id: str, on: date) -> Settlement | None:
        """Access pattern 156: a shop's statement of a day, and how it was paid."""
        found, _ = self.page(county_id, merchant_id, first=on, last=on, limit=1)
        return found[0] if found else None

    def page(
        self, county_id: str, merchant_id: str, *, first: date, last: date, limit: int
    ) -> tuple[list[Settlement], bool]:
        """Access pattern 157: a shop's statements of some days, newest first, with how they were
        paid, and whether there are older ones. Two queries, and one more if something is owed."""
        pk = keys.statements(county_id, merchant_id)
        page = self._table.query(
            pk,
            between=keys.statements_between(first, last),
            newest_first=True,
            limit=limit,
            consistent=True,
        )
        found = [statement_of(item) for item in page.items]
        if not found:
            return [], False
        outcomes: dict[date, list[PayoutOutcome]] = {}
        between = keys.outcomes_between(found[-1].on, found[0].on)
        for item in self._table.query_all(pk, between=between, consistent=True):
            outcome = outcome_of(item)
            outcomes.setdefault(outcome.on, []).append(outcome)
        invoices = self._invoices(pk, found)
        settlements = [
            Settlement(each, tuple(outcomes.get(each.on, ())), invoices.get(each.on))
            for each in found
        ]
        return settlements, page.next_key is not None

    def _invoices(self, pk: str, found: list[Statement]) -> dict[date, Invoice]:
        """By the day of the last statement that carried on what is invoiced."""
        days = [each.invoice_on for each in found if each.invoice_on]
        if not days:
            return {}
        between = keys.invoices_between(min(days), max(days))
        items = self._table.query_all(pk, between=between, consistent=True)
        return {invoice.settled_on: invoice for invoice in map(invoice_of, items)}

    def settled_through(self, county_id: str, number: int) -> date | None:
        """Access pattern 154: the last day of which a part of the shops has its statements."""
        item = self._table.get(keys.settled_slice(county_id, number), consistent=True)
        return date.fromisoformat(item["through"]) if item else None

    def put_settled_through(self, county_id: str, number: int, on: date) -> None:
        """Two runs at once may put it back by a day, which is then made again, and the same."""
        self._table.put(
            {
                **keys.settled_slice(county_id, number)._asdict(),
                "type": "settled_slice",
                "through": on.isoformat(),
            }
        )


def statement_of(item: Item) -> Statement:
    return convert(item["record"], Statement)


def outcome_of(item: Item) -> PayoutOutcome:
    return convert({**item["record"], "at": item["at"]}, PayoutOutcome)


def _item_of(statement: Statement) -> Item:
    record: dict[str, Any] = to_builtins(statement)
    record.pop("rows", None)
    item = {
        **keys.statement(statement.county_id, statement.merchant_id, statement.on)._asdict(),
        "type": "settlement",
        "record": record,
    }
    if statement.payout_on:
        item["by_day_pk"] = keys.payable(statement.county_id, statement.payout_on)
        item["by_day_sk"] = keys.payable_statement(statement.merchant_id, statement.on)
    return item


def _closed_day(item: Item) -> ClosedDay:
    return convert(item["record"], ClosedDay)
