"""What a shop owes too long: invoiced, paid in parts, withdrawn by two people."""

from datetime import timedelta

from chalicelib.core.values import seoul_date
from chalicelib.settlement.invoices import invoice_id
from chalicelib.settlement.keys import slice_of
from chalicelib.settlement.statements import GENESIS_HASH, Statement
from chalicelib.settlement.wiring import SettlementWiring
from chalicelib.staff.audit import AuditFilter
from chalicelib.staff.audit_store import AuditStore
from tests.builders import COUNTY
from tests.simulator.command import Answer, Command
from tests.simulator.commands.jobs import _convert
from tests.simulator.commands.scene import Scene
from tests.simulator.commands.settling import (
    SHOP,
    _check_settled,
    _closed,
    _files,
    _settle,
    _settle_twice,
)
from tests.simulator.commands.staffing import APPROVER, PROPOSER
from tests.simulator.universe import Universe, process

DEBTOR = next(
    other
    for other in (f"mch_{number:016d}" for number in range(100, 10_000))
    if slice_of(other) == slice_of(SHOP)
)


def _owing(universe: Universe) -> Scene:
    """Another shop of the same part owes since the day before, and sold nothing since."""
    scene = _closed(universe)
    on = seoul_date(universe.clock())
    wiring = process().wired(SettlementWiring)
    wiring.statement_store.put_new(
        Statement(
            version=1,
            county_id=COUNTY,
            merchant_id=DEBTOR,
            on=on - timedelta(days=2),
            gross_amount=-300,
            sale_amount=-300,
            fee_amount=0,
            county_fee_amount=0,
            carried_in=0,
            owing_since=on - timedelta(days=2),
            invoice_on=on,
            previous=GENESIS_HASH,
            row_count=1,
            hash="1" * 64,
        )
    )
    wiring.invoice_store.note_due(COUNTY, on, DEBTOR)
    return scene


def _check_invoiced(universe: Universe, scene: Scene) -> None:
    _check_settled(universe, scene)
    on = seoul_date(universe.clock())
    found = process().wired(SettlementWiring).invoice_store.get(COUNTY, DEBTOR, on)
    assert found is not None
    assert (found[0].amount, found[0].status, found[1]) == (300, "issued", 1)


def _invoiced(universe: Universe) -> Scene:
    scene = _owing(universe)
    _settle(universe, scene)
    return scene


def _record_payment(universe: Universe, scene: Scene) -> Answer:
    on = seoul_date(universe.clock())
    paid, _ = (
        process()
        .wired(SettlementWiring)
        .invoices.record_payment(
            COUNTY,
            PROPOSER,
            invoice_id(DEBTOR, on),
            amount=300,
            way="transfer",
            paid_on=on,
            reference="bank-1",
            idempotency_key="invoice-1",
        )
    )
    return Answer((paid.invoice_id, paid.status))


def _check_payment_recorded(universe: Universe, scene: Scene) -> None:
    """Paid once, and on record once."""
    records, _ = AuditStore(universe.table).page(COUNTY, AuditFilter(), limit=100, before_id=None)
    assert [r.after["amount"] for r in records if r.action == "invoice_paid"] == [300]
    on = seoul_date(universe.clock())
    found = process().wired(SettlementWiring).invoice_store.get(COUNTY, DEBTOR, on)
    assert found is not None
    assert (found[0].status, found[1]) == ("paid", 2)


def _to_be_withdrawn(universe: Universe) -> Scene:
    """200 won came and the other 100 are to be let go."""
    scene = _invoiced(universe)
    on = seoul_date(universe.clock())
    wiring = process().wired(SettlementWiring)
    wiring.invoices.record_payment(
        COUNTY, PROPOSER, invoice_id(DEBTOR, on), amount=200, way="cash", paid_on=on,
        reference="bank-1", idempotency_key="invoice-1",
    )  # fmt: skip
    return Scene(scene.holder, thing=_ask_to_withdraw(universe, scene).identity)


def _ask_to_withdraw(universe: Universe, scene: Scene) -> Answer:
    on = seoul_date(universe.clock())
    made, _ = (
        process()
        .wired(SettlementWiring)
        .invoice_withdrawals.propose(
            COUNTY, PROPOSER, invoice_id=invoice_id(DEBTOR, on), reason="폐업",
            idempotency_key="withdraw-1",
        )
    )  # fmt: skip
    return Answer((made.amount, made.status), made.withdrawal_id)


def _withdraw(universe: Universe, scene: Scene) -> Answer:
    done, _ = (
        process()
        .wired(SettlementWiring)
        .invoice_withdrawals.approve_once(
            COUNTY, APPROVER, scene.thing, reason=None, idempotency_key="approve-1"
        )
    )
    return Answer(done.status)


def _check_withdrawn(universe: Universe, scene: Scene) -> None:
    """Once, of what was open, and on record once."""
    records, _ = AuditStore(universe.table).page(COUNTY, AuditFilter(), limit=100, before_id=None)
    assert [r.after["amount"] for r in records if r.action == "invoice_withdrawn"] == [100]
    on = seoul_date(universe.clock())
    found = process().wired(SettlementWiring).invoice_store.get(COUNTY, DEBTOR, on)
    assert found is not None
    assert (found[0].status, found[0].withdrawn_amount, found[1]) == ("withdrawn", 100, 3)


COMMANDS = (
    Command(
        "settle shops and invoice one", _owing, _settle, other=_convert, duplicate=_settle_twice,
        outside=_files, check=_check_invoiced, is_worker=True, stall_seconds=1801.0,
    ),
    Command(
        "invoices, record a payment", _invoiced, _record_payment, check=_check_payment_recorded,
    ),
    Command("invoices, ask to withdraw", _invoiced, _ask_to_withdraw),
    Command("invoices, withdraw", _to_be_withdrawn, _withdraw, check=_check_withdrawn),
)  # fmt: skip
