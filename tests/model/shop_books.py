"""What the walks of shops must come to, by what stands in the table."""

import itertools
from collections import Counter, defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from chalicelib.settlement.statements import Statement
from chalicelib.settlement.store import statement_of

if TYPE_CHECKING:
    from tests.model.shop_days import ShopWalk


def statements(table: Any) -> list[Statement]:
    items = table.items.values()
    found = (statement_of(dict(i)) for i in items if i.get("type") == "settlement")
    return sorted(found, key=lambda s: (s.merchant_id, s.on))


def paid(table: Any) -> dict[tuple[str, str], list[int]]:
    """Won that went to each shop for each day."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for item in table.items.values():
        record: Any = item.get("record")
        if item.get("type") == "payout_outcome" and record["result"] == "paid":
            found[record["merchant_id"], record["on"]].append(record["amount"])
    return found


def invoices(table: Any) -> dict[str, int]:
    """Won that each shop was invoiced, paid or not."""
    found: Counter[str] = Counter()
    for item in table.items.values():
        if item.get("type") == "settlement_invoice":
            found[item["record"]["merchant_id"]] += item["record"]["amount"]
    return found


def check_paid(walk: "ShopWalk") -> None:
    """At any moment: no statement is paid anything but its own sum, once."""
    due = {
        (s.merchant_id, s.on.isoformat()): s.payout_amount for s in statements(walk.adapters.table)
    }
    for key, amounts in paid(walk.adapters.table).items():
        assert amounts == [due[key]]


def check_end(walk: "ShopWalk") -> None:
    """The ledger is what was settled; that is what was paid, what is carried on, and what is
    invoiced because it was owed too long."""
    own: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements(walk.adapters.table):
        own[statement.merchant_id].append(statement)
    went_out = paid(walk.adapters.table)
    left: Counter[str] = Counter()
    fees: Counter[str] = Counter()
    for payment in walk.payments.values():
        left[payment.shop.merchant_id] += payment.left
        fees[payment.shop.merchant_id] += payment.fee(payment.left)
    for shop, made in own.items():
        assert sum(s.gross_amount for s in made) == left[shop]
        assert sum(s.fee_amount for s in made) == fees[shop]
        assert sum(s.net_amount for s in made) == left[shop] - fees[shop] == walk.days[shop]
        invoiced = sum(
            before.carried_out - after.carried_in for before, after in itertools.pairwise(made)
        )
        last = made[-1]
        if last.invoice_on and last.invoice_on <= walk.settled_through + timedelta(days=1):
            # No sale came after it; it is invoiced all the same.
            invoiced += last.carried_out
            walk.met["owed to the end"] += 1
        assert invoices(walk.adapters.table).get(shop, 0) == -invoiced
        walk.met["owed too long"] += invoiced < 0
        walk.met["carried on"] += any(s.carried_in for s in made)
        out = sum(sum(went_out[shop, s.on.isoformat()]) for s in made)
        is_invoiced = last.invoice_on and last.invoice_on <= walk.settled_through + timedelta(
            days=1
        )
        carried = 0 if is_invoiced else last.carried_out
        assert out + carried + invoiced == walk.days[shop]
    assert set(own) == {p.shop.merchant_id for p in walk.payments.values()}
