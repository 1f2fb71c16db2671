"""Payments, when each is looked at next, and the book of their money."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from chalicelib.aws.provider_payments import DepositAccount
from chalicelib.aws.table import Item, Table
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import format_time, parse_time
from chalicelib.payments import keys
from chalicelib.payments.book import BookLine
from chalicelib.payments.payments import Payment, SealedAccount

DUE_KEPT = timedelta(days=40)
"""After it was due: longer than the sweep looks back."""
_TIMES = ("started_at", "pay_by_at", "paid_at", "given_back_at", "looked_at")


class PaymentStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def create(self, payment: Payment, look_at: datetime) -> Payment:
        """Access pattern 130: a payment begins, with when its end is looked at, in one
        transaction."""
        items = [_item_from_payment(payment), _due_item(payment, look_at)]
        if self._table.put_all_new(items) == "written":
            return payment
        found = self.by_id(payment.county_id, payment.purchase_id)
        if found is None:
            # Two began it at the same moment, and neither was first.
            raise TryAgainError(retry_after_seconds=1)
        return found

    def by_id(self, county_id: str, purchase_id: str) -> Payment | None:
        """Access pattern 131: how the money of a purchase stands, consistently."""
        item = self._table.get(keys.payment(county_id, purchase_id), consistent=True)
        return _payment_from_item(county_id, purchase_id, item) if item else None

    def write(
        self, payment: Payment, look_at: datetime | None, lines: Sequence[BookLine] = ()
    ) -> bool:
        """Access pattern 132: its next state over the one before, with the next look and the lines
        of the book, in one transaction."""
        new = [_due_item(payment, look_at)] if look_at is not None else []
        new += [_item_from_line(line) for line in lines]
        return self._table.put_together(new, [_item_from_payment(payment)])

    def due(
        self, county_id: str, after: datetime, until: datetime
    ) -> Iterator[tuple[datetime, str]]:
        """Access pattern 133: what is to be looked at in a span, hour by hour."""
        hour = after.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        between = (format_time(after), f"{format_time(until)}~")
        while hour <= until:
            pk = keys.due_hour(county_id, hour)
            for item in self._table.query_all(pk, between=between, consistent=True):
                yield keys.split_due(item["sk"])
            hour += timedelta(hours=1)

    def swept_until(self, county_id: str) -> datetime | None:
        """Access pattern 134: how far the sweep has come."""
        item = self._table.get(keys.sweep(county_id), consistent=True)
        return parse_time(item["until"]) if item else None

    def put_swept_until(self, county_id: str, moment: datetime) -> None:
        key = keys.sweep(county_id)._asdict()
        self._table.put({**key, "type": "payment_sweep", "until": format_time(moment)})

    def book_of(self, county_id: str, on: date) -> list[BookLine]:
        """Access pattern 135: the money of a day."""
        items = self._table.query_all(keys.book(county_id, on), consistent=True)
        return [_line_from_item(county_id, item) for item in items]


def _item_from_payment(payment: Payment) -> Item:
    item: dict[str, Any] = {
        **keys.payment(payment.county_id, payment.purchase_id)._asdict(),
        "type": "payment",
        "member_id": payment.member_id,
        "amount": payment.amount,
        "order_name": payment.order_name,
        "state": payment.state,
        "looks": payment.looks,
        "version": payment.version,
    }
    for name in _TIMES:
        if (moment := getattr(payment, name)) is not None:
            item[name] = format_time(moment)
    for name in ("payment_key", "method", "failure", "back_reason", "back_words"):
        if value := getattr(payment, name):
            item[name] = value
    for name in ("reversed_amount", "reversing_amount"):
        if value := getattr(payment, name):
            item[name] = value
    if payment.told:
        item["told"] = list(payment.told)
    if payment.account:
        due_at = payment.account.due_at
        item["account"] = [
            payment.account.bank_code,
            payment.account.account_number,
            format_time(due_at) if due_at else "",
        ]
    if sealed := payment.refund_account:
        item["refund_account"] = [
            sealed.data_key,
            sealed.bank_code,
            sealed.account_number,
            sealed.holder,
        ]
    return item


def _payment_from_item(county_id: str, purchase_id: str, item: Item) -> Payment:
    known: dict[str, Any] = {
        name: value for name, value in item.items() if name not in ("pk", "sk", "type")
    }
    for name in _TIMES:
        if name in known:
            known[name] = parse_time(known[name])
    if "told" in known:
        known["told"] = tuple(known["told"])
    if "account" in known:
        bank_code, number, due_at = known["account"]
        known["account"] = DepositAccount(bank_code, number, parse_time(due_at) if due_at else None)
    if "refund_account" in known:
        data_key, bank, number, holder = known["refund_account"]
        known["refund_account"] = SealedAccount(
            data_key=data_key, bank_code=bank, account_number=number, holder=holder
        )
    return Payment(county_id=county_id, purchase_id=purchase_id, **known)


def _due_item(payment: Payment, look_at: datetime) -> Item:
    key = keys.due(payment.county_id, payment.purchase_id, payment.version, look_at)
    return {
        **key._asdict(),
        "type": "payment_due",
        "ttl": int((look_at + DUE_KEPT).timestamp()),
    }


def _item_from_line(line: BookLine) -> Item:
    key = keys.book_line(line.county_id, line.on, line.purchase_id, line.kind, line.number)
    return {
        **key._asdict(),
        "type": "payment_line",
        "payment_key": line.payment_key,
        "kind": line.kind,
        "amount": line.amount,
        "method": line.method,
        "at": format_time(line.at),
    }


def _line_from_item(county_id: str, item: Item) -> BookLine:
    purchase_id, number = keys.split_book_line(item["sk"])
    return BookLine(
        county_id=county_id,
        purchase_id=purchase_id,
        payment_key=item["payment_key"],
        kind=item["kind"],
        amount=item["amount"],
        method=item["method"],
        at=parse_time(item["at"]),
        number=number,
    )
