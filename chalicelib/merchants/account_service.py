"""The account that a merchant's money goes to, and whether it is the merchant's."""

import heapq
from datetime import datetime

from msgspec import Struct

from chalicelib.core.clock import Clock
from chalicelib.core.errors import TryAgainError, VersionConflictError
from chalicelib.core.values import to_milliseconds
from chalicelib.merchants.errors import RegistrationNotFoundError
from chalicelib.merchants.holders import same_holder
from chalicelib.merchants.registration import AccountState, HoldReason, Registration
from chalicelib.merchants.registry_ports import AccountHolders, RegistryStore
from chalicelib.merchants.sealing import Cipher


class PayoutAccount(Struct, frozen=True):
    """`number`: its digits. Nothing is paid before `verified_at`, nor while `held_for` says why
    not."""

    bank_code: str
    number: str
    holder: str
    verified_at: datetime | None
    held_for: HoldReason | None


class Accounts(Struct, frozen=True):
    store: RegistryStore
    holders: AccountHolders
    cipher: Cipher
    clock: Clock

    def of(self, county_id: str, merchant_id: str) -> PayoutAccount | None:
        """`None` for a shop of which nothing but the register is kept."""
        found = self.store.registration(county_id, merchant_id, consistent=True)
        if found is None:
            return None
        return PayoutAccount(
            bank_code=found.bank_code,
            number=found.sealed.open(self.cipher, "account_number"),
            holder=found.sealed.open(self.cipher, "account_holder"),
            verified_at=found.account_verified_at if found.account_state == "verified" else None,
            held_for=found.hold,
        )

    def verify(self, county_id: str, merchant_id: str) -> Registration:
        """Ask the bank whose account it is. Silence is `unknown`: neither verified nor another's.

        Raises `RegistrationNotFoundError`, `VersionConflictError`.
        """
        found = self.store.registration(county_id, merchant_id, consistent=True)
        if found is None:
            raise RegistrationNotFoundError
        checked = found.account_checked(self._asked(found), to_milliseconds(self.clock()))
        if checked != found:
            self.store.replace_registration(checked)
        return checked

    def _asked(self, registration: Registration) -> AccountState:
        number = registration.sealed.open(self.cipher, "account_number")
        try:
            name = self.holders.holder(registration.county_id, registration.bank_code, number)
        except TryAgainError:
            return "unknown"
        wanted = registration.sealed.open(self.cipher, "account_holder")
        return "verified" if same_holder(name, wanted) else "mismatch"

    def verify_pending(self, county_id: str, *, most: int) -> int:
        """Ask about accounts that were not answered for yet, at most so many, the longest unasked
        first; how many were verified. A shop without an account is nobody to ask about."""
        waiting = (
            each
            for each in self.store.registrations(county_id)
            if each.account_state in ("unverified", "unknown")
            and "account_number" in each.sealed.fields
        )
        verified = 0
        for registration in heapq.nsmallest(most, waiting, key=_asked_at):
            try:
                checked = self.verify(county_id, registration.merchant_id)
            except VersionConflictError:
                # Somebody is changing it: the next night asks.
                continue
            verified += checked.account_state == "verified"
        return verified


def _asked_at(registration: Registration) -> float:
    """Never before always."""
    asked_at = registration.account_asked_at
    return asked_at.timestamp() if asked_at else 0
