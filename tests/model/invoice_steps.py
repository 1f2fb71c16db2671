"""What becomes of invoices in the walks of shops: paid in parts, withdrawn by two people."""

from typing import TYPE_CHECKING

from chalicelib.core.errors import DomainError
from chalicelib.core.values import seoul_date
from chalicelib.settlement.invoices import Invoice
from chalicelib.staff.person import Person
from tests.builders import COUNTY

if TYPE_CHECKING:
    from tests.model.shop_days import ShopWalk

ANNA, BORA = Person("sub-1", "anna"), Person("sub-2", "bora")


def _some(walk: "ShopWalk") -> Invoice | None:
    found, _ = walk.wired.invoice_store.page(COUNTY, status=None, limit=100, before_id=None)
    return walk.chance.choice(found) if found else None


def pay(walk: "ShopWalk") -> None:
    one = _some(walk)
    if one is None:
        return
    walk.count += 1
    amount = walk.chance.choice([one.amount, one.amount + 1, max(one.amount // 2, 1)])
    for _ in range(walk.chance.choice([1, 2])):
        try:
            paid, _ = walk.wired.invoices.record_payment(
                COUNTY, ANNA, one.invoice_id, amount=amount, way="transfer",
                paid_on=seoul_date(walk.world.now), reference=f"bank-{walk.count}",
                idempotency_key=f"invoice-{walk.count}",
            )  # fmt: skip
        except DomainError as refused:
            walk.met[refused.code] += 1
        else:
            walk.met[f"invoice {paid.status}"] += 1


def withdraw(walk: "ShopWalk") -> None:
    """Proposed and approved; now and then a payment comes between."""
    one = _some(walk)
    if one is None:
        return
    walk.count += 1
    key, service = f"withdrawal-{walk.count}", walk.wired.invoice_withdrawals
    try:
        made, _ = service.propose(
            COUNTY, ANNA, invoice_id=one.invoice_id, reason="폐업", idempotency_key=key
        )
        if walk.chance.random() < 0.5:
            pay(walk)
        done, _ = service.approve_once(
            COUNTY, BORA, made.withdrawal_id, reason=None, idempotency_key=key
        )
    except DomainError as refused:
        walk.met[refused.code] += 1
    else:
        walk.met[f"withdrawal {done.status}"] += 1
