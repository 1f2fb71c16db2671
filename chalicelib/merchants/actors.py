"""Who takes payments for a shop: a till by its key, or a person at one of the shop's phones."""

from datetime import date, datetime, timedelta

from msgspec import Struct

from chalicelib.core.values import seoul_date
from chalicelib.ledger.entries import Entry
from chalicelib.merchants.errors import SettlementsOfOwnerError
from chalicelib.merchants.merchants import Merchant, MerchantScope

UNDO_WITHIN = timedelta(minutes=10)
"""Of a payment whose answer was lost: as long as its customer stands there."""


class AtWork(Struct, frozen=True):
    """Who works at a phone now. A clerk who `may_cancel` takes back own payments of the same day;
    an owner takes back all. To a clerk who
    `sees_settlements` the owner shows what the shop is paid."""

    person_id: str
    is_owner: bool
    may_cancel: bool
    sees_settlements: bool = False


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

    def check_sees_settlements(self) -> None:
        """A till's key with the scope does, and an owner. Raises `SettlementsOfOwnerError`."""
        at_work = self.at_work
        if at_work is not None and not (at_work.is_owner or at_work.sees_settlements):
            raise SettlementsOfOwnerError

    def may_cancel(self, payment: Entry, today: date) -> bool:
        """Whether this one may take the payment back, as far as the shop's own rules go."""
        if self.at_work is None or self.at_work.is_owner:
            return True
        return self.at_work.may_cancel and self._took(payment) and payment.on == today

    def may_undo(self, payment: Entry, now: datetime) -> bool:
        """Whether this one may net-cancel it: of an unknown outcome whoever took it may, at once;
        later it is a cancel like any other."""
        if self.at_work is None or self.at_work.is_owner:
            return True
        if self._took(payment) and now - payment.at <= UNDO_WITHIN:
            return True
        return self.may_cancel(payment, seoul_date(now))

    def _took(self, payment: Entry) -> bool:
        at_work = self.at_work
        person_id = (payment.terminal_id or "").partition(".")[2]
        return at_work is not None and person_id == at_work.person_id
