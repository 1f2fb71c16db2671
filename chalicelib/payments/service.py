"""What purchases may ask of payments; the money itself is followed by `following.py`."""

from datetime import datetime, timedelta

from msgspec import Struct

from chalicelib.aws.provider_payments import RefundAccount
from chalicelib.core.actors import MemberActor
from chalicelib.core.clock import Clock
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import to_milliseconds
from chalicelib.joining.throttling import HOUR, Throttle
from chalicelib.ledger.profile import check_is_active
from chalicelib.members.ports import FieldCipher, MemberStore
from chalicelib.payments.errors import (
    PaymentNotFoundError,
    PaymentsUnavailableError,
    RefundAccountNotNeededError,
)
from chalicelib.payments.payments import (
    GiveBackReason,
    Payment,
    SealedAccount,
    next_look,
    noted,
)
from chalicelib.payments.ports import PaymentMessages, PaymentStore, Provider

WRITES_MAX = 20
PAYMENT_KEY_LETTERS_MAX = 200
RETURNS_IN_HOUR_MAX = 20
"""Of one purchase: each may have the provider asked for a minute, and needs no session."""
NOTICES = timedelta(minutes=1)
NOTICES_MAX = 3
"""So many of one purchase have the provider asked at once, within `NOTICES`."""


class GiveBackNotWholeError(Exception):
    """Money goes back whole: another amount than was paid is a bug of whoever asks."""


def check_has_provider(provider: Provider, county_id: str) -> None:
    """Raises `PaymentsUnavailableError` where the county has none: nothing is held for what nobody
    could pay."""
    if not provider.is_known(county_id):
        raise PaymentsUnavailableError(retry_after_seconds=3600)


class Payments(Struct, frozen=True):
    store: PaymentStore
    messages: PaymentMessages
    accounts: FieldCipher
    members: MemberStore
    throttle: Throttle
    clock: Clock

    def start(
        self,
        county_id: str,
        purchase_id: str,
        *,
        member_id: str,
        price_amount: int,
        pay_by_at: datetime,
        order_name: str,
    ) -> str:
        """Let the buyer pay `price_amount` won until `pay_by_at`: the path of the page for it.
        Started again, the same. One transaction, of two items."""
        now = to_milliseconds(self.clock())
        payment = Payment(
            county_id=county_id,
            purchase_id=purchase_id,
            member_id=member_id,
            amount=price_amount,
            order_name=order_name,
            started_at=now,
            pay_by_at=to_milliseconds(pay_by_at),
        )
        look_at = next_look(payment, now)
        assert look_at is not None
        self.store.create(payment, look_at)
        return payment_path(purchase_id)

    def state(self, county_id: str, purchase_id: str) -> Payment | None:
        """How the money stands. One consistent read."""
        return self.store.by_id(county_id, purchase_id)

    def give_back(
        self,
        county_id: str,
        purchase_id: str,
        amount: int,
        reason: str,
        refund_account: RefundAccount | None = None,
    ) -> None:
        """Give the whole price back by the way it came, once, however often this is asked: it is
        written down and done by a worker, which asks until it is known. `reason` is what the
        provider tells the buyer. Nothing was paid yet: then nothing will be taken.

        Raises `PaymentNotFoundError`; `GiveBackNotWholeError` for a part.
        """
        payment = self._payment(county_id, purchase_id)
        if amount != payment.amount:
            raise GiveBackNotWholeError(f"{purchase_id}: {amount} of {payment.amount}")
        self._note(payment, reason="canceled", words=reason, account=refund_account)
        self.messages.send(county_id, purchase_id)

    def give_refund_account(
        self, actor: MemberActor, purchase_id: str, account: RefundAccount
    ) -> Payment:
        """Where late money of a virtual account is to go. Raises `PaymentNotFoundError`, also for
        somebody else's; `RefundAccountNotNeededError`; and what a session's refusal is."""
        county_id = actor.county_id
        profile = check_is_active(
            self.members.profile(county_id, actor.member_id, consistent=True), actor
        )
        payment = self._payment(county_id, purchase_id)
        if payment.member_id not in profile.wallets:
            raise PaymentNotFoundError
        if payment.state not in ("refund_account_needed", "give_back_refused"):
            raise RefundAccountNotNeededError
        noted_now = self._note(payment, reason=None, words="", account=account)
        self.messages.send(county_id, purchase_id)
        return noted_now

    def returned(
        self, county_id: str, purchase_id: str, *, payment_key: str, amount: int
    ) -> Payment:
        """The buyer's browser came back and says that it agreed to a payment: one read, and a
        message to the worker that asks the provider. Raises `PaymentNotFoundError`;
        `RateLimitedError` past `RETURNS_IN_HOUR_MAX`."""
        payment = self._payment(county_id, purchase_id)
        subject = f"payment_return/{purchase_id}"
        self.throttle.check(county_id, subject, maximum=RETURNS_IN_HOUR_MAX, window=HOUR)
        self.messages.send(county_id, purchase_id, payment_key=payment_key, amount=amount)
        return payment

    def notified(self, county_id: str, purchase_id: str) -> None:
        """Somebody says that something changed at the provider's: the worker asks it. Nothing of
        a purchase that there is not, nor of one that no change can move.

        Past `NOTICES_MAX` they are one message, after the window: the last change is seen too.
        """
        payment = self.store.by_id(county_id, purchase_id)
        if payment is None or not payment.hears_notices:
            return
        told = self.throttle.count(county_id, f"payment_notice/{purchase_id}", NOTICES)
        if told <= NOTICES_MAX:
            self.messages.send(county_id, purchase_id)
        elif told == NOTICES_MAX + 1:
            wait = int(NOTICES.total_seconds())
            self.messages.send(county_id, purchase_id, delay_seconds=wait)

    def look(self, county_id: str, purchase_id: str) -> None:
        """Have the provider asked now how it stands: a message to the worker."""
        self.messages.send(county_id, purchase_id)

    def shown(self, county_id: str, purchase_id: str) -> Payment:
        """For the page. Raises `PaymentNotFoundError`."""
        return self._payment(county_id, purchase_id)

    def _payment(self, county_id: str, purchase_id: str) -> Payment:
        payment = self.store.by_id(county_id, purchase_id)
        if payment is None:
            raise PaymentNotFoundError
        return payment

    def _note(
        self,
        payment: Payment,
        *,
        reason: GiveBackReason | None,
        words: str,
        account: RefundAccount | None,
    ) -> Payment:
        """What was asked for first stands; an account may be given anew while it is needed."""
        for _ in range(WRITES_MAX):
            if payment.state in ("given_back", "reversed"):
                return payment
            changed = noted(
                payment,
                back_reason=payment.back_reason or reason,
                back_words=payment.back_words or words,
                refund_account=self._sealed(payment, account) or payment.refund_account,
            )
            if self.store.write(changed, next_look(changed, to_milliseconds(self.clock()))):
                return changed
            payment = self._payment(payment.county_id, payment.purchase_id)
        raise TryAgainError(retry_after_seconds=1)

    def _sealed(self, payment: Payment, account: RefundAccount | None) -> SealedAccount | None:
        if account is None:
            return None
        fields = {
            "bank_code": account.bank_code,
            "account_number": account.account_number,
            "holder": account.holder,
        }
        data_key, sealed = self.accounts.seal(sealed_for(payment), fields)
        return SealedAccount(data_key=data_key, **sealed)


def sealed_for(payment: Payment) -> str:
    """What a refund account's fields are bound to."""
    return f"{payment.county_id}/{payment.purchase_id}/refund"


def payment_path(purchase_id: str) -> str:
    """Of the page where a purchase is paid for, below the pages' base address."""
    return f"pay/{purchase_id}"
