"""Where purchases are paid for: what `payments` offers, in the words of a ticket."""

from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec import Struct

from chalicelib.aws.provider_payments import RefundAccount
from chalicelib.buying.tickets import Ticket
from chalicelib.payments.ports import Provider
from chalicelib.payments.service import Payments, check_has_provider, payment_path

_ON_ITS_WAY = ("confirming", "paid")
DEPOSIT_MARGIN = timedelta(seconds=30)
"""So long after a bank took a deposit the provider may not know of it yet."""


class PaymentDesk(Struct, frozen=True):
    payments: Payments
    provider: Callable[[], Provider]
    """Made only where somebody asks: workers that begin payments may not read its secret."""

    def check_takes(self, county_id: str) -> None:
        """Raises `PaymentsUnavailableError`."""
        check_has_provider(self.provider(), county_id)

    def start(self, ticket: Ticket, *, pay_by: datetime, order_name: str) -> None:
        """Let its buyer pay. Started again, the same."""
        self.payments.start(
            ticket.county_id,
            ticket.purchase_id,
            member_id=ticket.member_id,
            price_amount=ticket.price,
            pay_by_at=pay_by,
            order_name=order_name,
        )

    def path(self, purchase_id: str) -> str:
        return payment_path(purchase_id)

    def is_on_its_way(self, county_id: str, purchase_id: str) -> bool:
        """Whether the buyer agreed to a payment of which the outcome is not known yet. A deposit
        that may have come in time, though nobody told of it, is asked for meanwhile."""
        payment = self.payments.state(county_id, purchase_id)
        if payment is None:
            return False
        if payment.state == "waiting_for_deposit":
            looked_at = payment.looked_at or payment.started_at
            may_be_there = looked_at < payment.pay_by_at + DEPOSIT_MARGIN
            if may_be_there:
                self.payments.look(county_id, purchase_id)
            return may_be_there
        return payment.state in _ON_ITS_WAY

    def give_back(
        self, ticket: Ticket, reason: str, refund_account: RefundAccount | None = None
    ) -> None:
        """The whole price, once, however often it is asked for: what was asked for is followed by
        the sweep of payments, whatever becomes of its message."""
        known = self.payments.state(ticket.county_id, ticket.purchase_id)
        if known is not None and known.back_reason and refund_account is None:
            return
        self.payments.give_back(
            ticket.county_id, ticket.purchase_id, ticket.price, reason, refund_account
        )
