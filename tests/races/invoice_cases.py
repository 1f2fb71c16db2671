"""Writing down that a shop paid its invoice, by two treasurers at once and by one twice."""

from datetime import date
from typing import Any

from chalicelib.core.errors import DomainError
from chalicelib.settlement.invoice_service import Invoices
from chalicelib.settlement.invoice_store import InvoiceStore
from chalicelib.settlement.invoices import Invoice
from chalicelib.staff.audit import AuditFilter
from chalicelib.staff.audit_store import AuditStore
from chalicelib.staff.idempotency_keys import IdempotencyKeys
from chalicelib.staff.idempotency_store import IdempotencyStore
from chalicelib.staff.person import Person
from tests.builders import COUNTY
from tests.races.cases import Case, Command, Scene
from tests.races.merchant_cases import ANNA, BORA, approved
from tests.worlds import World

ISSUED = date(2026, 1, 2)
"""Before any day of a race."""
AMOUNT = 1_500


def invoiced(world: World, tag: str) -> Scene:
    scene = approved(world, tag)
    invoice = Invoice(
        county_id=COUNTY,
        merchant_id=scene.facts["merchant_id"],
        amount=AMOUNT,
        owing_since=ISSUED,
        settled_on=ISSUED,
        statement_hash=f"{tag:0<64}",
        issued_on=ISSUED,
        due_on=ISSUED,
    )
    InvoiceStore(world.table).put_new(invoice)
    return Scene((), facts=scene.facts | {"invoice_id": invoice.invoice_id})


def write_down(person: Person, key: str) -> Command:
    """The refusal by its name: who came second has recorded nothing."""

    def run(world: World, scene: Scene) -> Any:
        keys = IdempotencyKeys(IdempotencyStore(world.table), world.clock)
        service = Invoices(InvoiceStore(world.table), keys, world.clock)
        try:
            invoice, _ = service.record_payment(
                COUNTY,
                person,
                scene.facts["invoice_id"],
                amount=AMOUNT,
                paid_on=ISSUED,
                reference="입금 12",
                idempotency_key=f"{scene.facts['tag']}-{key}",
            )
        except DomainError as refused:
            return refused.code
        return invoice.status

    return run


def state(table: Any, scene: Scene) -> Any:
    """One payment, and one record, by the same person."""
    store = InvoiceStore(table)
    found = store.get(COUNTY, scene.facts["merchant_id"], ISSUED)
    assert found is not None
    invoice, version = found
    asked = AuditFilter(action="invoice_paid", target_id=scene.facts["invoice_id"])
    records, _ = AuditStore(table).page(COUNTY, asked, limit=10_000, before_id=None)
    assert invoice.payment is not None
    assert [record.by.username for record in records] == [invoice.payment.recorded_by]
    return invoice.payment.recorded_by, version


INVOICE_CASES: dict[str, Case] = {
    "an invoice's payment, written down by two": Case(
        invoiced, (write_down(ANNA, "one"), write_down(BORA, "two")), state
    ),
    "an invoice's payment, written down twice by one": Case(
        invoiced, (write_down(ANNA, "one"), write_down(ANNA, "one")), state
    ),
}
