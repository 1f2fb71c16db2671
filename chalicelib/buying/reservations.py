"""What a wallet decides about a purchase online: hold it, let it go, make a lot of it, void it.

Budget, the month's and the year's limit and the holding cap are held by one entry, and let go by
one, or kept by the one that makes the lot of them. So a payment is refused by no bound: all were
passed when it was reserved.
"""

from datetime import datetime, timedelta
from typing import Literal

from chalicelib.buying.tickets import Ticket
from chalicelib.core.values import id_time, seoul_date, sibling_id, to_milliseconds
from chalicelib.county.settings import CountySettings
from chalicelib.ledger import lots as lot_rules
from chalicelib.ledger.appending import Draft
from chalicelib.ledger.budget import BudgetChange
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.errors import WalletFullError
from chalicelib.ledger.give_back import given_back_to_limits
from chalicelib.ledger.lots import LOTS_MAX, Lot, SaleTerms
from chalicelib.ledger.purchase_facts import BudgetSource, PurchaseFact, Reservation
from chalicelib.ledger.vouchers import voucher_expiry
from chalicelib.sales import purchases
from chalicelib.sales.rounds import Round

EndReason = Literal["payment_expired", "canceled"]
"""What the entry that ends a reservation says: not paid in time, or given up."""


def decide_reservation(
    head: Entry,
    ticket: Ticket,
    *,
    round_: Round,
    parts: dict[int, int],
    settings: CountySettings,
    now: datetime,
) -> Draft:
    """Hold what the ticket asks for, out of the budget shards in `parts` (minus for taken).

    Raises what `purchases.check_bounds` does; `WalletFullError` where its lot would find no place.
    """
    today = seoul_date(now)
    purchases.check_bounds(head, ticket.amount, settings, today)
    if len(head.lots) + len(head.reservations) >= LOTS_MAX:
        raise WalletFullError
    return Draft(
        kind="reservation",
        purchase=PurchaseFact(
            ticket.purchase_id, round_.round_id, 0, "round", held_amount=ticket.amount
        ),
        purchases=purchases.plus(
            purchases.on(head.purchases, today), month=ticket.amount, year=ticket.amount
        ),
        budget=BudgetChange(round_.round_id, parts),
        reservation=Reservation(
            round_.round_id,
            ticket.amount,
            ticket.price,
            settings.sale_refund_percent,
            to_milliseconds(now + timedelta(minutes=settings.purchase_pay_minutes)),
        ),
    )


def decide_end(
    head: Entry, purchase_id: str, *, round_: Round, shard: int, reason: EndReason, now: datetime
) -> Draft | None:
    """Let go what is held for the purchase; `None` if nothing is. By docs/give-back.md."""
    held = head.reservations.get(purchase_id)
    if held is None:
        return None
    today = seoul_date(now)
    to_month, to_year = given_back_to_limits(held.face, seoul_date(id_time(purchase_id)), today)
    to, budget = purchases.budget_back(round_, shard, held.face, now)
    return Draft(
        kind="reservation_end",
        purchase=PurchaseFact(purchase_id, held.round_id, 0, to, held_amount=-held.face),
        purchases=purchases.plus(
            purchases.on(head.purchases, today), month=-to_month, year=-to_year
        ),
        budget=budget,
        reason=reason,
    )


def decide_paid(
    head: Entry, purchase_id: str, *, settings: CountySettings, now: datetime
) -> Draft | None:
    """Make a lot of what is held, on the terms on which it was reserved; `None` if nothing is held
    any more. It is valid from the day on which it was paid."""
    held = head.reservations.get(purchase_id)
    if held is None:
        return None
    lot = Lot(
        lot_id=sibling_id("vch", purchase_id),
        kind="sale",
        source=held.round_id,
        face=held.face,
        remaining=held.face,
        expires_on=voucher_expiry("sale", seoul_date(now), settings),
        terms=SaleTerms(held.price, held.refund_percent),
    )
    return Draft(
        kind="online_purchase",
        allocations=(lot_rules.put_in(lot),),
        purchase=PurchaseFact(
            purchase_id, held.round_id, held.price, budget=None, held_amount=-held.face
        ),
    )


def decide_reversal(
    head: Entry, ticket: Ticket, amount: int, *, round_: Round, shard: int, now: datetime
) -> Draft:
    """The bank took `amount` won back: what is left of the lot is voided, as far as it was bought
    with them. The limits stay used."""
    lot = purchases.find_lot(head, ticket.voucher_id)
    voided = 0
    if lot is not None:
        voided = min(lot.remaining, -(-amount * ticket.amount // ticket.price))
    to: BudgetSource | None = None
    budget: BudgetChange | None = None
    allocations: tuple[lot_rules.Allocation, ...] = ()
    if lot is not None and voided:
        allocations = (lot_rules.change(lot, -voided),)
        to, budget = purchases.budget_back(round_, shard, voided, now)
    return Draft(
        kind="purchase_reversal",
        allocations=allocations,
        purchase=PurchaseFact(ticket.purchase_id, ticket.round_id, -amount, to),
        budget=budget,
    )


def owed_after(reversal: Entry, ticket: Ticket) -> int:
    """Won of a reversed payment for which the vouchers are spent."""
    fact = reversal.purchase
    taken_back = -fact.price_amount if fact else 0
    return max(0, taken_back + reversal.voucher_amount * ticket.price // ticket.amount)
