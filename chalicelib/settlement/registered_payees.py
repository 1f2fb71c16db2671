"""The shops of the register as those who are paid."""

from chalicelib.merchants.ports import MerchantStore
from chalicelib.settlement.payees import Payee, PayeeAccount

PAGE_ROWS = 100


class RegisteredPayees:
    """No account of a shop is kept yet: until one is verified its payouts wait."""

    def __init__(self, register: MerchantStore) -> None:
        self._register = register

    def all(self, county_id: str) -> dict[str, Payee]:
        found: dict[str, Payee] = {}
        after_id: str | None = None
        while True:
            page, after_id = self._register.page(county_id, limit=PAGE_ROWS, after_id=after_id)
            for merchant in page:
                held_for = "account_unverified" if merchant.status == "active" else merchant.status
                found[merchant.merchant_id] = Payee(
                    merchant_id=merchant.merchant_id, name=merchant.name, held_for=held_for
                )
            if after_id is None:
                return found

    def account(self, county_id: str, merchant_id: str) -> PayeeAccount | None:
        return None
