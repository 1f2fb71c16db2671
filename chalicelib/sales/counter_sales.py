"""Selling vouchers at the counter: a purchase under the seller's key, within the seller's day."""

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.approvals.own_wallets import OwnWallets
from chalicelib.core.clock import Clock
from chalicelib.core.values import seoul_date
from chalicelib.county.service import Counties
from chalicelib.joining.throttling import DAY, HOUR, Throttle
from chalicelib.ledger.chain import Outcome
from chalicelib.ledger.ports import WalletStore
from chalicelib.ledger.profile import check_is_active, check_is_identified
from chalicelib.sales.counter_records import CounterSaleRecord
from chalicelib.sales.counter_store import CounterSaleStore, SaleTerms
from chalicelib.sales.errors import ReceiptReferenceUsedError
from chalicelib.sales.purchases import check_face
from chalicelib.sales.service import Purchases
from chalicelib.staff.idempotency_keys import IdempotencyKeys
from chalicelib.staff.person import Person

NAMES_IN_HOUR_MAX = 120
NAMES_IN_DAY_MAX = 600
"""Masked names that one seller looks up: a busy counter's customers, and no directory."""


class SalePreview(Struct, frozen=True):
    """What a seller sees before the money is taken. `price` in won; `needs_approval`: it is beyond
    the seller's day, `needs_receipt`: it takes a receipt's number."""

    name_masked: str
    price: int
    needs_receipt: bool
    needs_approval: bool


class CounterSales(Struct, frozen=True):
    purchases: Purchases
    wallets: WalletStore
    store: CounterSaleStore
    counties: Counties
    own_wallets: OwnWallets
    idempotency_keys: IdempotencyKeys
    throttle: Throttle
    clock: Clock

    def sell(
        self,
        county_id: str,
        seller: Person,
        *,
        member_id: str,
        round_id: str,
        amount: int,
        receipt: str | None,
        idempotency_key: str,
    ) -> Outcome:
        """Sell `amount` won of face value to the member.

        The wallet remembers its own keys only, so the seller's key is bound first: under the same
        key nothing is sold to another member. Raises `IdempotencyKeyReusedError`, `OwnWalletError`,
        `StaffNumberMissingError`, what `CounterLedger` does, and what `Purchases.buy` raise.
        """
        self.own_wallets.check(county_id, seller, {member_id})
        asked = {"member_id": member_id, "round_id": round_id, "amount": amount}
        if receipt is not None:
            asked["receipt"] = receipt
        self.idempotency_keys.bind(
            county_id, "counter_sale", seller.subject, idempotency_key, asked
        )
        return self.buy(
            county_id,
            self.terms(county_id, seller, receipt),
            member_id=member_id,
            round_id=round_id,
            amount=amount,
            # The seller's keys are apart from those that the member uses.
            idempotency_key=f"counter/{seller.subject}/{idempotency_key}",
        )

    def buy(
        self,
        county_id: str,
        terms: SaleTerms,
        *,
        member_id: str,
        round_id: str,
        amount: int,
        idempotency_key: str,
    ) -> Outcome:
        """The purchase itself, on these terms."""
        chain = self.purchases.chain.over(self.store.ledger(terms))
        purchases = replace(self.purchases, chain=chain)
        return purchases.buy(
            county_id,
            member_id,
            round_id=round_id,
            amount=amount,
            idempotency_key=idempotency_key,
            sold_by=terms.seller.subject,
        )

    def preview(
        self,
        county_id: str,
        seller: Person,
        *,
        member_id: str,
        round_id: str,
        amount: int,
        receipt: str | None,
    ) -> SalePreview:
        """Whose wallet it is, and what is to be paid. Nothing moves; names are counted.

        Raises `RateLimitedError`, `MemberNotFoundError`, `MemberSuspendedError`, `OwnWalletError`,
        `StaffNumberMissingError`, `RoundNotFoundError`, `ReceiptReferenceUsedError`,
        `AmountOutOfRangeError`, `PurchaseNotAMultipleError`, `IdentityRequiredError`.
        """
        subject = f"counter_name/{seller.subject}"
        self.throttle.check(county_id, subject, maximum=NAMES_IN_HOUR_MAX, window=HOUR)
        self.throttle.check(county_id, f"{subject}/day", maximum=NAMES_IN_DAY_MAX, window=DAY)
        self.own_wallets.check(county_id, seller, {member_id})
        today = seoul_date(self.clock())
        settings = self.counties.on(county_id, today)
        check_face(amount, settings)
        profile = check_is_active(self.wallets.read(county_id, member_id).profile)
        check_is_identified(profile, is_needed=bool(settings.identity_purchase))
        terms = self.terms(county_id, seller, receipt)
        self.check_receipt(county_id, receipt)
        maximum, above = terms.day_maximum, terms.receipt_above
        is_beyond = (
            maximum is not None and self.store.sold_on(county_id, today, terms) + amount > maximum
        )
        return SalePreview(
            name_masked=profile.name_masked,
            price=self.purchases.round(county_id, round_id).price(amount),
            needs_receipt=above is not None and amount > above and receipt is None,
            needs_approval=is_beyond,
        )

    def check_receipt(self, county_id: str, receipt: str | None) -> None:
        """Raises `ReceiptReferenceUsedError` if a sale of today has it."""
        if receipt is None:
            return
        today = seoul_date(self.clock())
        if self.store.by_receipt(county_id, today, receipt) is not None:
            raise ReceiptReferenceUsedError(param="receipt_reference")

    def terms(self, county_id: str, seller: Person, receipt: str | None) -> SaleTerms:
        settings = self.counties.on(county_id, seoul_date(self.clock()))
        return SaleTerms(
            seller=seller,
            receipt=receipt,
            receipt_above=settings.counter_receipt_above,
            day_maximum=settings.counter_day_maximum,
        )

    def page(
        self, county_id: str, on: date, *, receipt: str | None, limit: int, position: str | None
    ) -> tuple[list[CounterSaleRecord], str | None]:
        """The sales of a day, or the one that a receipt is for."""
        if receipt is None:
            return self.store.page(county_id, on, limit=limit, after=position)
        found = self.store.by_receipt(county_id, on, receipt)
        return [found] if found else [], None
