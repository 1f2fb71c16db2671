"""Shops, their keys and the register."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring

if TYPE_CHECKING:
    from chalicelib.merchants.service import Merchants
    from chalicelib.merchants.store import MerchantStore


class MerchantsWiring(Wiring):
    @cached_property
    def store(self) -> "MerchantStore":
        from chalicelib.merchants.store import MerchantStore

        return MerchantStore(self.adapters.table)

    @cached_property
    def merchants(self) -> "Merchants":
        from chalicelib.merchants.service import Merchants

        return Merchants(
            self.store,
            self.adapters.settings.is_live,
            self.adapters.signer,
            self.adapters.now,
        )
