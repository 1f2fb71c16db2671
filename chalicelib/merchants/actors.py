"""Who takes payments for a shop: a till by its key, or a person at one of the shop's phones."""

from datetime import date

from msgspec import Struct

from chalicelib.ledger.entries import Entry
from chalicelib.merchants.merchants import Merchant, MerchantScope


class AtWork(Struct, frozen=True):
    """Who works at a phone now. A clerk who `may_cancel` takes back own payments of the same day;
    an owner takes back all."""

    person_id: str
    is_owner: bool
    may_cancel: bool


class MerchantActor(Struct, frozen=True):
    """`key_hash` of a till's key, `device_id` of a phone: one of them is empty. `at_work` is
    missing while nobody gave a PIN at the phone."""

    merchant: Merchant
    scopes: tuple[MerchantScope, ...]
    key_hash: str = ""
    device_id: str = ""
    at_work: AtWork | None = None

    @property
    def subject(self) -> str:
        if not self.device_id:
            return self.key_hash
        person = self.at_work.person_id if self.at_work else ""
        return f"{self.merchant.merchant_id}/{self.device_id}/{person}"

    @property
    def mark(self) -> str | None:
        """What stands in a payment as its till: which phone, and who worked at it."""
        return f"{self.device_id}.{self.at_work.person_id}" if self.at_work else None

    def may_cancel(self, payment: Entry, today: date) -> bool:
        """Whether this one may take the payment back, as far as the shop's own rules go."""
        if self.at_work is None or self.at_work.is_owner:
            return True
        is_own = (payment.terminal_id or "").partition(".")[2] == self.at_work.person_id
        return self.at_work.may_cancel and is_own and payment.on == today
