"""Following one payment until it is known: what the worker does.

Every step reads how the payment stands, asks or tells, and writes the next state over the one read.
Whatever cuts it off, the next run begins from the state, and asks the provider again before it
believes anything. Two runs at once do no harm: the later write fails, and reads anew.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from msgspec import Struct

from chalicelib.aws.provider_payments import (
    OutcomeUnknownError,
    ProviderPayment,
    Refused,
)
from chalicelib.core.clock import Clock
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import to_milliseconds
from chalicelib.ledger.idempotency import digest
from chalicelib.payments.giving_back import GivingBack
from chalicelib.payments.judging import Step, judged
from chalicelib.payments.payments import (
    Payment,
    State,
    looked,
    message_delay,
    moved,
    next_look,
    noted,
)
from chalicelib.payments.ports import (
    Orders,
    PaymentMessages,
    PaymentStore,
    Provider,
    Receivables,
)
from chalicelib.payments.queue import PaymentMessage
from chalicelib.payments.reversing import back_without_us, sent_anew

STEPS_MAX = 40
LOST_WRITES_MAX = 25
OFFERS_MAX = 12
OFFER_AGAIN_SECONDS = 20


class Following(Struct, frozen=True):
    store: PaymentStore
    messages: PaymentMessages
    provider: Provider
    orders: Orders
    giving_back: GivingBack
    receivables: Receivables
    clock: Clock

    def follow(self, message: PaymentMessage) -> Payment | None:
        """Go as far as it is known. Raises `TryAgainError` while storage cannot be asked, or
        others write the same payment all the time."""
        offered, lost = bool(message.payment_key), 0
        for _ in range(STEPS_MAX):
            payment = self.store.by_id(message.county_id, message.purchase_id)
            if payment is None:
                return None
            now = to_milliseconds(self.clock())
            step = self._step(payment, message if offered else None, now)
            if step is None:
                return payment
            if not self.store.write(step.payment, next_look(step.payment, now), step.lines):
                lost += 1
                if lost > LOST_WRITES_MAX:
                    break
                continue
            if step.payment.state == "confirming" and payment.state == "open":
                offered = False
            if not step.goes_on:
                if offered and _waits_behind(step.payment, message):
                    self._offer_later(message)
                self._ask_again(step.payment)
                return step.payment
        raise TryAgainError(retry_after_seconds=2)

    def _offer_later(self, message: PaymentMessage) -> None:
        """Another payment of the same purchase is not known yet: this one waits for it."""
        if message.tries < OFFERS_MAX:
            self.messages.send(
                message.county_id,
                message.purchase_id,
                payment_key=message.payment_key,
                amount=message.amount,
                tries=message.tries + 1,
                delay_seconds=OFFER_AGAIN_SECONDS,
            )

    def _ask_again(self, payment: Payment) -> None:
        """Soon, by a message. Should it be lost, the schedule asks all the same."""
        delay = message_delay(payment)
        if delay is not None:
            self.messages.send(payment.county_id, payment.purchase_id, delay_seconds=delay)

    def _step(self, payment: Payment, offer: PaymentMessage | None, now: datetime) -> Step | None:
        """What is written next; `None`: nothing is to be done now."""
        if payment.state == "open":
            return self._begin(payment, offer, now)
        steps: Mapping[State, Callable[[Payment, datetime], Step | None]] = {
            "confirming": self._confirm,
            "waiting_for_deposit": self._look_for_deposit,
            "paid": self._hand_over,
            "completed": self._look_after,
            "ended": self._look_after_end,
            "reversing": self._reverse,
            "reversed": self._look_after_reversal,
        }
        if payment.state in steps:
            return steps[payment.state](payment, now)
        return self.giving_back.step(payment, now)

    def _begin(self, payment: Payment, offer: PaymentMessage | None, now: datetime) -> Step | None:
        """No money without an offer, and none of another amount than what was bought costs."""
        if payment.back_reason is not None:
            return Step(moved(payment, "ended", now), goes_on=False)
        if offer is not None:
            expected = self.orders.expected(payment.county_id, payment.purchase_id)
            if expected is None or expected.state != "open":
                return Step(moved(payment, "ended", now), goes_on=False)
            if offer.amount != payment.amount or expected.price_amount != payment.amount:
                if payment.failure == "AMOUNT_MISMATCH":
                    return None
                return Step(noted(payment, failure="AMOUNT_MISMATCH"), goes_on=False)
            return Step(
                moved(payment, "confirming", now, payment_key=offer.payment_key, failure="")
            )
        if now < payment.pay_by_at:
            return None
        return Step(moved(payment, "ended", now), goes_on=False)

    def _confirm(self, payment: Payment, now: datetime) -> Step | None:
        """Taken while the purchase is held, else only asked about. What the provider refuses is
        asked about too: the refusal may be of a second try, and the first have succeeded."""
        expected = self.orders.expected(payment.county_id, payment.purchase_id)
        may_take = expected is not None and expected.state == "open"
        found, refusal = self._taken(payment) if may_take else (None, "")
        if found is None:
            try:
                found = self.provider.find(payment.county_id, payment.payment_key)
            except OutcomeUnknownError:
                return Step(looked(payment, now), goes_on=False)
        return judged(payment, found, now, refusal=refusal, is_over=not may_take)

    def _taken(self, payment: Payment) -> tuple[ProviderPayment | None, str]:
        """(the payment as it is then, why it was refused): neither, if that is not known."""
        try:
            answer = self.provider.confirm(
                payment.county_id,
                payment_key=payment.payment_key,
                order_id=payment.purchase_id,
                amount=payment.amount,
                idempotency_key=digest("confirm", payment.purchase_id, payment.payment_key),
            )
        except OutcomeUnknownError:
            return None, ""
        return (None, answer.code) if isinstance(answer, Refused) else (answer, "")

    def _look_for_deposit(self, payment: Payment, now: datetime) -> Step | None:
        try:
            found = self.provider.find(payment.county_id, payment.payment_key)
        except OutcomeUnknownError:
            return Step(looked(payment, now), goes_on=False)
        return judged(payment, found, now)

    def _hand_over(self, payment: Payment, now: datetime) -> Step:
        told = self.orders.paid(payment.county_id, payment.purchase_id, payment.amount)
        if told == "completed":
            done = moved(payment, "completed", now)
            return Step(done, goes_on=done.back_reason is not None)
        return Step(moved(payment, "giving_back", now, back_reason=payment.back_reason or "late"))

    def _look_after(self, payment: Payment, now: datetime) -> Step | None:
        """Of a completed purchase: whether it is to be given back, or the money was taken back
        without us."""
        if payment.back_reason is not None:
            return Step(moved(payment, "giving_back", now))
        try:
            found = self.provider.find(payment.county_id, payment.payment_key)
        except OutcomeUnknownError:
            return Step(looked(payment, now), goes_on=False)
        return back_without_us(payment, found, now)

    def _look_after_end(self, payment: Payment, now: datetime) -> Step | None:
        """Money that came after the end is taken as paid, so that it goes back."""
        if not payment.payment_key:
            return None
        try:
            found = self.provider.find(payment.county_id, payment.payment_key)
        except OutcomeUnknownError:
            return Step(looked(payment, now), goes_on=False)
        if found is None or found.ending != "paid":
            return None
        return judged(payment, found, now, is_over=True)

    def _look_after_reversal(self, payment: Payment, now: datetime) -> Step | None:
        try:
            found = self.provider.find(payment.county_id, payment.payment_key)
        except OutcomeUnknownError:
            return Step(looked(payment, now), goes_on=False)
        return sent_anew(payment, found, now)

    def _reverse(self, payment: Payment, now: datetime) -> Step:
        at = payment.looked_at or now
        spent = self.orders.reversed(
            payment.county_id, payment.purchase_id, payment.reversing_amount, at
        )
        if spent:
            self.receivables.owe(
                payment.county_id,
                payment.member_id,
                cause=payment.purchase_id,
                amount=spent,
                number=payment.reversed_amount + payment.reversing_amount,
            )
        total = payment.reversed_amount + payment.reversing_amount
        to: State = "reversed" if total >= payment.amount else "completed"
        return Step(
            moved(payment, to, now, reversed_amount=total, reversing_amount=0), goes_on=False
        )


def _waits_behind(payment: Payment, message: PaymentMessage) -> bool:
    """Whether another payment of the same purchase is being taken."""
    return payment.state == "confirming" and payment.payment_key != message.payment_key
