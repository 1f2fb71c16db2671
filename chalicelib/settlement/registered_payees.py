"""The shops of the register as those who are paid."""

import hashlib
from collections.abc import Collection, Iterator

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
        return {
            merchant.merchant_id: Payee(
                merchant_id=merchant.merchant_id,
                name=merchant.name,
                account_id=_account_id(own) if own else "",
                held_for=_held_for(merchant, own),
            )
            for merchant, own in self._listed(county_id, consistent=False)
        }

    def accounts(self, county_id: str, merchant_ids: Collection[str]) -> dict[str, PayeeAccount]:
        """Of these shops, as they are now; none of a shop whose account is not verified, or that
        is held. However many there are, the two lists are read once."""
        return {
            merchant.merchant_id: PayeeAccount(
                account_id=_account_id(own),
                bank_code=own.bank_code,
                number=own.sealed.open(self.cipher, "account_number"),
                holder=own.sealed.open(self.cipher, "account_holder"),
            )
            for merchant, own in self._listed(county_id, consistent=True)
            if own is not None
            and merchant.merchant_id in merchant_ids
            and _held_for(merchant, own) is None
        }

    def _listed(
        self, county_id: str, *, consistent: bool
    ) -> Iterator[tuple[Merchant, Registration | None]]:
        listed = self.registry.registrations(county_id, consistent=consistent)
        papers = {each.merchant_id: each for each in listed}
        after_id: str | None = None
        while True:
            page, after_id = self.register.page(
                county_id, limit=PAGE_ROWS, after_id=after_id, consistent=consistent
            )
            for merchant in page:
                yield merchant, papers.get(merchant.merchant_id)
            if after_id is None:
                return


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
