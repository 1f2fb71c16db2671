"""Taking payments back: by the merchant's decision, or because a till never learned the outcome."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from msgspec import Struct

from chalicelib.cashbacks.giving import with_return
from chalicelib.core.clock import Clock
from chalicelib.core.values import seoul_date
from chalicelib.county.service import Counties
from chalicelib.ledger.appending import Draft
from chalicelib.ledger.chain import Chain, Outcome, View, require_head
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.idempotency import REPLAY_WINDOW, CommandKeys, digest, fingerprint
from chalicelib.merchants.merchants import Merchant
from chalicelib.paying import redemptions
from chalicelib.paying.errors import (
    CancelNotYoursError,
    CancelPartsExceededError,
    CancelWindowClosedError,
    PayCodeExpiredError,
)
from chalicelib.paying.pay_codes import PayCodes
from chalicelib.paying.records import Redemption, RedemptionRecords

AHEAD_OF_PAYMENT_MAX = timedelta(hours=1)
"""How late a net-cancel may still forbid a payment that has not come: a till knows within minutes,
and a code seen once must not let anyone write to a wallet for weeks."""


CarryOn = Callable[[str, str], object]
"""Given a wallet that ended in another one of its person, carries over what it holds."""

CANCEL_PARTS_MAX = 50
"""A bound on what one shop can write to a wallet that paid it once."""


class Cancellations(Struct, frozen=True):
    chain: Chain
    records: RedemptionRecords
    pay_codes: PayCodes
    counties: Counties
    carry_on: CarryOn
    clock: Clock

    def cancel(
        self,
        merchant: Merchant,
        redemption_id: str,
        *,
        amount: int | None,
        expected_remaining_amount: int,
        reason: str,
        idempotency_key: str,
        may_cancel: Callable[[Entry, date], bool],
    ) -> tuple[Redemption, bool]:
        """The redemption as it is after this cancel (or was, on a replay). `may_cancel`
        says whether whoever asks may take it back, given the payment and today: of what was taken
        back already nobody is asked again.

        Raises `CancelNotYoursError`, and `CancelPartsExceededError` for one part more; all that
        remains can still be taken.
        """
        known = self.records.get(merchant, redemption_id)
        payment = known.entry
        is_in_parts = len(known.cancellations) >= CANCEL_PARTS_MAX
        key = digest("cancel", merchant.merchant_id, idempotency_key)
        keys = CommandKeys(
            reference=f"cancel/{key}",
            fingerprint=fingerprint(
                {
                    "redemption_id": redemption_id,
                    "amount": amount,
                    "expected_remaining_amount": expected_remaining_amount,
                    "reason": reason,
                }
            ),
            idempotency=key,
        )

        def decide(view: View) -> Draft:
            if not may_cancel(payment, seoul_date(view.now)):
                raise CancelNotYoursError
            if amount not in (None, expected_remaining_amount) and is_in_parts:
                raise CancelPartsExceededError(limit=CANCEL_PARTS_MAX)
            settings = self.counties.on(payment.county_id, payment.on)
            draft = redemptions.decide_cancel(
                payment,
                already=view.canceled_amount(payment),
                amount=amount,
                expected_remaining_amount=expected_remaining_amount,
                reason=reason,
                settings=settings,
                now=view.now,
            )
            return with_return(draft, payment, require_head(view), settings, view.now)

        outcome = self.chain.run(payment.county_id, payment.member_id, keys, decide)
        if outcome is None:
            raise AssertionError("a cancel always writes")
        self._carry_on(outcome)
        before = tuple(c for c in known.cancellations if c.seq < outcome.entry.seq)
        return Redemption(payment, (*before, outcome.entry)), outcome.replayed

    def net_cancel(
        self,
        merchant: Merchant,
        *,
        pay_code: str,
        order_id: str,
        idempotency_key: str,
        may_undo: Callable[[Entry, datetime], bool],
    ) -> tuple[Entry, bool]:
        """Undo the order, or forbid it if it has not come yet. Returns the entry, and whether
        an earlier request wrote it. `may_undo`: whether who asks may, of a payment that came.
        Raises `CancelNotYoursError` otherwise."""
        code = self.pay_codes.read(merchant, pay_code, act="net-cancel")
        if self.clock() >= code.expires_at + REPLAY_WINDOW:
            # Older orders are not looked for, so nothing could be said about this one for certain.
            raise CancelWindowClosedError(limit=REPLAY_WINDOW.days)
        payment_reference = redemptions.order_reference(merchant.merchant_id, order_id)
        keys = CommandKeys(
            reference=redemptions.net_cancel_reference(merchant.merchant_id, order_id),
            fingerprint=fingerprint({"net_cancel": order_id}),
            idempotency=digest("net_cancel", merchant.merchant_id, idempotency_key),
        )

        def decide(view: View) -> Draft:
            """Undo the order's payment whole, or forbid it if it has not come yet."""
            head = require_head(view)
            payment = view.find(payment_reference)
            already = view.canceled_amount(payment) if payment else 0
            if payment and already < -payment.voucher_amount:
                if not may_undo(payment, view.now):
                    raise CancelNotYoursError
                settings = self.counties.on(payment.county_id, payment.on)
                draft = redemptions.decide_cancel(
                    payment,
                    already=already,
                    amount=None,
                    expected_remaining_amount=-payment.voucher_amount - already,
                    reason="net_cancel",
                    settings=settings,
                    now=view.now,
                )
                return with_return(draft, payment, head, settings, view.now)
            if payment is None and view.now >= code.expires_at + AHEAD_OF_PAYMENT_MAX:
                raise PayCodeExpiredError
            return redemptions.decide_void(head, merchant=merchant, code_id=code.code_id)

        outcome = self.chain.run(code.county_id, code.member_id, keys, decide)
        if outcome is None:
            raise AssertionError("a net-cancel always writes")
        self._carry_on(outcome)
        return outcome.entry, outcome.replayed

    def _carry_on(self, outcome: Outcome) -> None:
        """What comes back to a wallet that ended goes on to where its person is. Whoever is told to
        try again finds the cancel done, and this is done then."""
        entry, profile = outcome.entry, outcome.profile
        if profile is not None and profile.continues_in:
            self.carry_on(entry.county_id, entry.member_id)
