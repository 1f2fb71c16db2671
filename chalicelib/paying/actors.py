"""The till that calls, and the merchant it belongs to."""

from dataclasses import dataclass

from chalicelib.paying.merchants import Merchant, MerchantScope


@dataclass(frozen=True, slots=True)
class MerchantActor:
    merchant: Merchant
    scopes: tuple[MerchantScope, ...]
    key_hash: str

    @property
    def subject(self) -> str:
        return self.key_hash
