"""What taking a purchase back, or the rest of a voucher, gave back."""

from typing import Any

from chalicelib.core.values import sibling_id
from chalicelib.county.wiring import CountyWiring
from chalicelib.http.call import Call, Shape
from chalicelib.http.shapes import Time
from chalicelib.http.terms import EntryRef, PurchaseRef, RoundRef, VoucherRef
from chalicelib.ledger.chain import Outcome
from chalicelib.ledger.given_back_answer import GivenBackAnswer, given_back_answer
from chalicelib.ledger.purchase_facts import PurchaseFact
from chalicelib.sales.limits_answer import PurchaseLimits, purchase_limits


class RefundAnswer(Shape):
    """`face_amount` is what left the wallet, `refund_amount` the money owed to the member."""

    entry_id: EntryRef
    purchase_id: PurchaseRef
    voucher_id: VoucherRef
    round_id: RoundRef
    face_amount: int
    """Won of vouchers that left the wallet."""
    refund_amount: int
    """Won of money that the member is owed."""
    at: Time
    """When."""
    given_back: GivenBackAnswer
    """What went back to where."""
    purchase_limits: PurchaseLimits
    """What the member may still buy."""


def refund_answer(call: Call[Any], outcome: Outcome) -> RefundAnswer:
    call.mark_replayed(outcome.replayed)
    entry = outcome.entry
    fact = entry.purchase or PurchaseFact("", "", 0, None)
    return RefundAnswer(
        entry_id=entry.entry_id,
        purchase_id=fact.purchase_id,
        voucher_id=sibling_id("vch", fact.purchase_id),
        round_id=fact.round_id,
        face_amount=-entry.voucher_amount,
        refund_amount=-fact.price_amount,
        at=entry.at,
        given_back=given_back_answer(entry, call.language),
        purchase_limits=purchase_limits(
            entry, call.wired(CountyWiring).counties.on(call.county_id, entry.on), entry.on
        ),
    )
