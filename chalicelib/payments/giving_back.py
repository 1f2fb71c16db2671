"""Giving money back by the way it came: whole, until it is known, once."""

from datetime import datetime

from msgspec import Struct

from chalicelib.aws.provider_payments import (
    OutcomeUnknownError,
    ProviderPayment,
    RefundAccount,
    Refused,
)
from chalicelib.members.ports import FieldCipher
from chalicelib.payments.book import BookLine
from chalicelib.payments.judging import Step
from chalicelib.payments.payments import Payment, looked, moved, noted
from chalicelib.payments.ports import Buyers, Provider, Telling
from chalicelib.payments.service import sealed_for

REASONS = {
    "late": "구매 시간이 지나 돌려드림",
    "wrong_amount": "금액이 달라 돌려드림",
    "canceled": "구매 취소",
}
_REFUND_FAILED = ("FAILED", "PARTIAL_FAILED")


class GivingBack(Struct, frozen=True):
    provider: Provider
    accounts: FieldCipher
    buyers: Buyers

    def step(self, payment: Payment, now: datetime) -> Step | None:
        """Of the states from `giving_back` on."""
        if payment.state == "giving_back":
            return self._give(payment, now)
        if payment.state in ("refund_account_needed", "give_back_refused"):
            return self._with_account(payment, now)
        if payment.state == "given_back" and payment.back_reason in ("late", "wrong_amount"):
            return self._told(payment, "given_back_late")
        return None

    def _give(self, payment: Payment, now: datetime) -> Step:
        needs_account = payment.method == "virtual_account"
        if needs_account and payment.refund_account is None:
            return Step(moved(payment, "refund_account_needed", now))
        try:
            # It may be back already, by a try whose answer was lost.
            found: ProviderPayment | Refused | None = self.provider.find(
                payment.county_id, payment.payment_key
            )
            if isinstance(found, ProviderPayment) and found.ending == "paid":
                found = self._cancel(payment)
        except OutcomeUnknownError:
            return Step(looked(payment, now), goes_on=False)
        if isinstance(found, Refused):
            refused = moved(
                payment, "give_back_refused", now, failure=found.code, refund_account=None
            )
            return Step(refused, goes_on=False)
        return _after(payment, found, now)

    def _cancel(self, payment: Payment) -> ProviderPayment | Refused:
        """The key is of this state: what was refused or unknown is asked for anew after looking
        how it stands, and a whole payment can go back but once."""
        return self.provider.cancel(
            payment.county_id,
            payment.payment_key,
            reason=payment.back_words or REASONS[payment.back_reason or "canceled"],
            idempotency_key=f"{payment.purchase_id}-back-{payment.version}",
            refund_account=self._account(payment),
        )

    def _account(self, payment: Payment) -> RefundAccount | None:
        sealed = payment.refund_account
        if sealed is None or payment.method != "virtual_account":
            return None
        context = sealed_for(payment)
        names = ("bank_code", "account_number", "holder")
        return RefundAccount(
            *(
                self.accounts.open(context, sealed.data_key, name, getattr(sealed, name))
                for name in names
            )
        )

    def _with_account(self, payment: Payment, now: datetime) -> Step | None:
        if payment.refund_account is not None:
            return Step(moved(payment, "giving_back", now))
        if payment.state == "refund_account_needed":
            return self._told(payment, "refund_account_needed")
        # Staff may have settled it with the provider.
        try:
            found = self.provider.find(payment.county_id, payment.payment_key)
        except OutcomeUnknownError:
            return None
        is_back = found is not None and found.ending == "canceled"
        return _given_back(payment, found, now) if found is not None and is_back else None

    def _told(self, payment: Payment, what: Telling) -> Step | None:
        """Told before it is noted: after a crash between the two it is told once more."""
        if payment.has_told(what):
            return None
        self.buyers.tell(payment, what)
        return Step(noted(payment, told=(*payment.told, what)), goes_on=False)


def _after(payment: Payment, found: ProviderPayment | None, now: datetime) -> Step:
    """What is left of it, after asking for all of it back."""
    if found is None or found.ending not in ("canceled", "paid") or found.balance_amount > 0:
        return Step(looked(payment, now), goes_on=False)
    given = _given_back(payment, found, now)
    return given if given is not None else Step(looked(payment, now), goes_on=False)


def _given_back(payment: Payment, found: ProviderPayment, now: datetime) -> Step | None:
    """`None` while the transfer of a virtual account's refund is on its way, or has failed and
    staff have been shown it."""
    if payment.method == "virtual_account" and found.refund_status == "PENDING":
        return None
    if payment.method == "virtual_account" and found.refund_status in _REFUND_FAILED:
        if payment.state == "give_back_refused":
            return None
        refused = moved(
            payment, "give_back_refused", now, failure="REFUND_FAILED", refund_account=None
        )
        return Step(refused, goes_on=False)
    assert payment.method is not None
    line = BookLine(
        county_id=payment.county_id,
        purchase_id=payment.purchase_id,
        payment_key=payment.payment_key,
        kind="given_back",
        amount=found.total_amount,
        method=payment.method,
        at=found.canceled_at or now,
    )
    # The account was kept for this transfer alone.
    given = moved(payment, "given_back", now, given_back_at=line.at, refund_account=None)
    return Step(given, (line,))
