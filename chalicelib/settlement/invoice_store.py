"""Invoices to shops, and on which day one may be due."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec import convert, to_builtins

from chalicelib.aws.table import Item, Table
from chalicelib.settlement import keys
from chalicelib.settlement.invoices import Invoice, InvoiceStatus
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.audit_store import item_from_record

LOOKED_THROUGH_MAX = 200
"""So many invoices one page of a filtered list looks through; the next goes on after them."""
_FIRST, _LAST = "inv_", "inv_~"


class InvoiceStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def note_due(self, county_id: str, on: date, merchant_id: str) -> None:
        """That the shop owes what is invoiced on a day. Written again it is the same."""
        key = keys.invoice_due(county_id, on, merchant_id)
        self._table.put({**key._asdict(), "type": "invoice_due"})

    def due_on(self, county_id: str, on: date, *, number: int | None = None) -> list[str]:
        """Access pattern 286: the shops, of one part or all, that may have to be sent an invoice on
        a day, read consistently."""
        prefix = None if number is None else keys.due_in_slice(number)
        pk = keys.invoices_due(county_id, on)
        items = self._table.query_all(pk, prefix=prefix, consistent=True)
        return [keys.shop_due(item["sk"]) for item in items]

    def put_new(self, invoice: Invoice) -> Invoice | None:
        """Access pattern 287: write if the shop has none of the day; else return the one that
        stands there, as it was issued."""
        existing = self._table.put_new(item_from_invoice(invoice, version=1))
        return invoice_of(existing).as_issued() if existing else None

    def get(self, county_id: str, merchant_id: str, issued_on: date) -> tuple[Invoice, int] | None:
        """Access pattern 288: an invoice and its version, read consistently."""
        key = keys.invoice(county_id, merchant_id, issued_on)
        item = self._table.get(key, consistent=True)
        return (invoice_of(item), item["version"]) if item else None

    def put_paid(self, invoice: Invoice, version: int, record: AuditRecord) -> bool:
        """Access pattern 289: with one more payment, over the version that was read, and the record
        of who wrote it down; `False` if somebody was there before."""
        paid = item_from_invoice(invoice, version=version + 1)
        return self._table.put_together([item_from_record(record)], [paid])

    def page(
        self, county_id: str, *, status: InvoiceStatus | None, limit: int, before_id: str | None
    ) -> tuple[list[Invoice], str | None]:
        """Access pattern 290: newest first, and the id to go on before; seconds late."""
        page = self._table.query(
            keys.invoices(county_id),
            index="by_day",
            between=(_FIRST, before_id or _LAST),
            newest_first=True,
            limit=LOOKED_THROUGH_MAX,
        )
        found: list[Invoice] = []
        for item in page.items:
            invoice = invoice_of(item)
            if invoice.invoice_id == before_id or status not in (None, invoice.status):
                continue
            if len(found) == limit:
                return found, found[-1].invoice_id
            found.append(invoice)
        return found, page.items[-1]["by_day_sk"] if page.next_key else None

    def issued_on(self, county_id: str, on: date) -> Iterator[Invoice]:
        """Access pattern 290: all of a day; seconds late."""
        between = f"inv_{on:%Y%m%d}", f"inv_{on:%Y%m%d}~"
        for item in self._table.query_all(
            keys.invoices(county_id), index="by_day", between=between
        ):
            yield invoice_of(item)

    def every(self, county_id: str) -> Iterator[Invoice]:
        """Access pattern 290: all of them; seconds late."""
        for item in self._table.query_all(keys.invoices(county_id), index="by_day"):
            yield invoice_of(item)


def invoice_of(item: Item) -> Invoice:
    record: dict[str, Any] = dict(item["record"])
    if (whole := record.pop("payment", None)) is not None:
        # Before there were parts, it was paid whole, to the county's account.
        record["payments"] = [{"amount": record["amount"], "way": "transfer", **whole}]
    return convert(record, Invoice)


def item_from_invoice(invoice: Invoice, *, version: int) -> Item:
    record: dict[str, Any] = to_builtins(invoice)
    return {
        **keys.invoice(invoice.county_id, invoice.merchant_id, invoice.issued_on)._asdict(),
        "type": "settlement_invoice",
        "version": version,
        "record": record,
        "by_day_pk": keys.invoices(invoice.county_id),
        "by_day_sk": invoice.invoice_id,
    }
