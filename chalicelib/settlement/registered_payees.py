"""The shops of the register as those who are paid."""

import hashlib

from msgspec import Struct

from chalicelib.merchants.merchants import Merchant
from chalicelib.merchants.ports import MerchantStore
from chalicelib.merchants.registration import Registration
from chalicelib.merchants.registry_ports import RegistryStore
from chalicelib.merchants.sealing import Cipher
from chalicelib.settlement.payees import Payee, PayeeAccount

PAGE_ROWS = 100


class RegisteredPayees(Struct, frozen=True):
    """Nothing is paid to a shop that is suspended, that is held, or whose account the bank did not
    say is the shop's. One that is closed gets what it sold before. Reading all of them unseals
    nothing."""

    register: MerchantStore
    registry: RegistryStore
    cipher: Cipher

    def all(self, county_id: str) -> dict[str, Payee]:
        papers = {each.merchant_id: each for each in self.registry.registrations(county_id)}
        found: dict[str, Payee] = {}
        after_id: str | None = None
        while True:
            page, after_id = self.register.page(county_id, limit=PAGE_ROWS, after_id=after_id)
            for merchant in page:
                own = papers.get(merchant.merchant_id)
                found[merchant.merchant_id] = Payee(
                    merchant_id=merchant.merchant_id,
                    name=merchant.name,
                    account_id=_account_id(own) if own else "",
                    held_for=_held_for(merchant, own),
                )
            if after_id is None:
                return found

    def account(self, county_id: str, merchant_id: str) -> PayeeAccount | None:
        """As it is now; `None` if it is not verified, or the shop is held."""
        own = self.registry.registration(county_id, merchant_id, consistent=True)
        merchant = self.register.by_id(county_id, merchant_id, consistent=True)
        if own is None or merchant is None or _held_for(merchant, own) is not None:
            return None
        return PayeeAccount(
            account_id=_account_id(own),
            bank_code=own.bank_code,
            number=own.sealed.open(self.cipher, "account_number"),
            holder=own.sealed.open(self.cipher, "account_holder"),
        )


def _held_for(merchant: Merchant, own: Registration | None) -> str | None:
    if merchant.status == "suspended":
        return "merchant_suspended"
    if own is None or own.account_state != "verified":
        return (own.hold if own else None) or "account_unverified"
    return own.hold


def _account_id(own: Registration) -> str:
    """Of what is sealed: another account, or the same written anew, has another one."""
    sealed = own.sealed.fields.get("account_number", b"")
    return hashlib.sha256(own.bank_code.encode() + sealed).hexdigest()[:32]
