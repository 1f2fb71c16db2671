"""The till that calls, and the merchant it belongs to."""

from msgspec import Struct

from chalicelib.merchants.merchants import Merchant, MerchantScope


class MerchantActor(Struct, frozen=True):
    merchant: Merchant
    scopes: tuple[MerchantScope, ...]
    key_hash: str

    @property
    def subject(self) -> str:
        return self.key_hash
