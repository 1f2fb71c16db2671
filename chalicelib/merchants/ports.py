"""What tills' keys and the directory need of the world."""

from typing import Protocol

from chalicelib.merchants.merchants import Merchant, MerchantKey


class MerchantStore(Protocol):
    def by_id(
        self, county_id: str, merchant_id: str, *, consistent: bool = False
    ) -> Merchant | None: ...

    def by_code(self, county_id: str, code: str) -> Merchant | None: ...

    def page(
        self, county_id: str, *, limit: int, after_id: str | None, consistent: bool = False
    ) -> tuple[list[Merchant], str | None]: ...

    def replace(self, merchant: Merchant) -> None: ...

    def key(
        self, county_id: str, key_hash: str, *, consistent: bool = False
    ) -> MerchantKey | None: ...

    def keys_of(self, merchant: Merchant) -> list[MerchantKey]: ...

    def add_key(self, merchant: Merchant, key: MerchantKey) -> bool: ...
