"""Writing down what a shop paid of its invoice, by two treasurers at once and by one twice, and
while two people withdraw what is open."""

from datetime import date
from typing import Any

from chalicelib.core.errors import DomainError
from chalicelib.settlement.invoice_service import Invoices
from chalicelib.settlement.invoice_store import InvoiceStore
from chalicelib.settlement.invoice_withdrawal_service import InvoiceWithdrawals
from chalicelib.settlement.invoice_withdrawal_store import InvoiceWithdrawalStore
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
CHO = Person("sub-cho", "cho")


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


def write_down(person: Person, key: str, amount: int = AMOUNT) -> Command:
    """The refusal by its name: who came second has recorded nothing."""

    def run(world: World, scene: Scene) -> Any:
        keys = IdempotencyKeys(IdempotencyStore(world.table), world.clock)
        service = Invoices(InvoiceStore(world.table), keys, world.clock)
        try:
            invoice, _ = service.record_payment(
                COUNTY,
                person,
                scene.facts["invoice_id"],
                amount=amount,
                way="transfer",
                paid_on=ISSUED,
                reference="입금 12",
                idempotency_key=f"{scene.facts['tag']}-{key}",
            )
        except DomainError as refused:
            return refused.code
        return invoice.status

    return run


def state(table: Any, scene: Scene) -> Any:
    """Payments of no more than the invoice is for, and a record of each."""
    store = InvoiceStore(table)
    found = store.get(COUNTY, scene.facts["merchant_id"], ISSUED)
    assert found is not None
    invoice, version = found
    asked = AuditFilter(action="invoice_paid", target_id=scene.facts["invoice_id"])
    records, _ = AuditStore(table).page(COUNTY, asked, limit=10_000, before_id=None)
    assert [r.after["amount"] for r in records] == [one.amount for one in invoice.payments][::-1]
    assert invoice.open_amount >= 0
    paid = tuple((one.amount, one.recorded_by) for one in invoice.payments)
    return paid, invoice.status, version


def to_be_withdrawn(world: World, tag: str) -> Scene:
    """All of it is open, and one person asked to withdraw it."""
    scene = invoiced(world, tag)
    made, _ = withdrawals_of(world).propose(
        COUNTY, ANNA, invoice_id=scene.facts["invoice_id"], reason="폐업",
        idempotency_key=f"{tag}-ask",
    )  # fmt: skip
    return Scene((), facts=scene.facts | {"withdrawal_id": made.withdrawal_id})


def withdrawals_of(world: World) -> InvoiceWithdrawals:
    keys = IdempotencyKeys(IdempotencyStore(world.table), world.clock)
    return InvoiceWithdrawals(
        store=InvoiceWithdrawalStore(world.table),
        idempotency_keys=keys,
        clock=world.clock,
        invoices=Invoices(InvoiceStore(world.table), keys, world.clock),
    )


def withdraw(person: Person) -> Command:
    def run(world: World, scene: Scene) -> Any:
        done, _ = withdrawals_of(world).approve_once(
            COUNTY, person, scene.facts["withdrawal_id"], reason=None,
            idempotency_key=f"{scene.facts['tag']}-{person.username}",
        )  # fmt: skip
        return done.status

    return run


def withdrawn_state(table: Any, scene: Scene) -> Any:
    """Paid or withdrawn, never both of the same won; on record once."""
    paid, status, version = state(table, scene)
    asked = AuditFilter(action="invoice_withdrawn", target_id=scene.facts["invoice_id"])
    records, _ = AuditStore(table).page(COUNTY, asked, limit=100, before_id=None)
    request = InvoiceWithdrawalStore(table).by_id(COUNTY, scene.facts["withdrawal_id"])
    assert request is not None
    assert len(records) == (request.status == "applied") == (status == "withdrawn")
    return paid, status, version, request.status


INVOICE_CASES: dict[str, Case] = {
    "an invoice's payment, written down by two": Case(
        invoiced, (write_down(ANNA, "one"), write_down(BORA, "two")), state
    ),
    "an invoice's payment, written down twice by one": Case(
        invoiced, (write_down(ANNA, "one"), write_down(ANNA, "one")), state
    ),
    "an invoice's part is paid while two approve its withdrawal": Case(
        to_be_withdrawn,
        (withdraw(BORA), withdraw(CHO), write_down(ANNA, "one", 600)),
        withdrawn_state,
    ),
}
