"""Paying at a merchant, by the customer's code or the shop's standing QR."""

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.aws.pay_code_form import PayCode
from chalicelib.cashbacks.giving import Cashbacks, Giving
from chalicelib.core.actors import MemberActor
from chalicelib.core.clock import Clock
from chalicelib.core.values import seoul_date
from chalicelib.county.service import Counties
from chalicelib.ledger.appending import Draft
from chalicelib.ledger.chain import Chain, Outcome, View, require_head
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.idempotency import CommandKeys, digest, payment_fingerprint
from chalicelib.ledger.profile import check_is_active
from chalicelib.merchants.merchants import Merchant
from chalicelib.merchants.service import Merchants
from chalicelib.paying import redemptions
from chalicelib.paying.errors import CardAmountExceededError, PayCodeExpiredError
from chalicelib.paying.pay_codes import PayCodes
from chalicelib.paying.records import Redemption


class RedemptionResult(Struct, frozen=True):
    redemption: Redemption
    replayed: bool
    name_masked: str


class Quote(Struct, frozen=True):
    """What a payment would do."""

    draft: Draft
    balance_after: int
    name_masked: str


class Redemptions(Struct, frozen=True):
    chain: Chain
    merchants: Merchants
    pay_codes: PayCodes
    counties: Counties
    cashbacks: Cashbacks
    clock: Clock

    def redeem(
        self,
        merchant: Merchant,
        *,
        pay_code: str,
        amount: int,
        order_id: str,
        terminal_id: str | None = None,
        idempotency_key: str,
    ) -> RedemptionResult:
        """The customer shows, the till scans. `terminal_id`: which till of the shop's."""
        code = self.pay_codes.read(merchant, pay_code)
        keys = _payment_keys(merchant, code, amount, order_id, idempotency_key)

        def pay(giving: Giving) -> Outcome | None:
            decide = self._decision(merchant, amount, code, giving, terminal_id=terminal_id)
            return self.chain.run(code.county_id, code.member_id, keys, decide)

        return _payment(self.cashbacks.paying(merchant, pay))

    def quote(self, merchant: Merchant, *, pay_code: str, amount: int, order_id: str) -> Quote:
        """A dry run of `redeem`: the same refusals, and nothing moves."""
        code = self.pay_codes.read(merchant, pay_code)
        keys = _payment_keys(merchant, code, amount, order_id, None)
        decide = self._decision(merchant, amount, code, self.cashbacks.open_at(merchant))
        would, page = self.chain.preview(code.county_id, code.member_id, keys, decide)
        name = page.profile.name_masked if page.profile else ""
        if isinstance(would, Entry):
            return Quote(
                Draft(kind="redemption", allocations=would.allocations, cashback=would.cashback),
                redemptions.left_after(would),
                name,
            )
        balance = page.entries[0].live_vouchers(seoul_date(self.clock()))
        given = would.cashback.amount if would.cashback else 0
        return Quote(would, balance - amount + given, name)

    def pay(
        self,
        actor: MemberActor,
        *,
        merchant_code: str,
        amount: int,
        order_id: str | None,
        idempotency_key: str,
    ) -> tuple[RedemptionResult, Merchant]:
        """The shop shows its standing QR, the member enters the amount."""
        merchant = self.merchants.by_code(actor.county_id, merchant_code)
        key = digest("payment", actor.member_id, idempotency_key)
        # Without an order number of the shop's, the member's key makes one.
        order_id = order_id or f"qr-{key[:24]}"
        keys = CommandKeys(
            reference=redemptions.own_order_reference(merchant.merchant_id, order_id),
            fingerprint=payment_fingerprint(merchant.merchant_id, order_id, amount),
            idempotency=key,
        )

        def pay(giving: Giving) -> Outcome | None:
            decide = self._decision(merchant, amount, None, giving)
            return self.chain.run(actor.county_id, actor.member_id, keys, decide, by=actor)

        return _payment(self.cashbacks.paying(merchant, pay)), merchant

    def _decision(
        self,
        merchant: Merchant,
        amount: int,
        code: PayCode | None,
        giving: Giving,
        *,
        terminal_id: str | None = None,
    ) -> Callable[[View], Draft]:
        def decide(view: View) -> Draft:
            if code is not None and view.now >= code.expires_at:
                raise PayCodeExpiredError
            if code is not None and code.amount_max is not None and amount > code.amount_max:
                raise CardAmountExceededError(param="amount", maximum=code.amount_max)
            check_is_active(view.profile)
            settings = self.counties.on(merchant.county_id, seoul_date(view.now))
            draft = redemptions.decide(
                view.head, amount=amount, merchant=merchant, settings=settings, now=view.now
            )
            draft = replace(draft, terminal_id=terminal_id)
            return giving.added(draft, require_head(view), settings, view.now)

        return decide


def _payment_keys(
    merchant: Merchant, code: PayCode, amount: int, order_id: str, idempotency_key: str | None
) -> CommandKeys:
    key = digest("redemption", merchant.merchant_id, idempotency_key) if idempotency_key else None
    return CommandKeys(
        reference=redemptions.order_reference(merchant.merchant_id, order_id),
        fingerprint=payment_fingerprint(merchant.merchant_id, order_id, amount),
        idempotency=key,
        pay_code_id=code.code_id,
        pay_code_expires_at=code.expires_at,
        voided_by=redemptions.net_cancel_reference(merchant.merchant_id, order_id),
    )


def _payment(outcome: Outcome | None) -> RedemptionResult:
    if outcome is None:
        raise AssertionError("a payment always writes")
    name = outcome.profile.name_masked if outcome.profile else ""
    return RedemptionResult(Redemption(outcome.entry), outcome.replayed, name)
