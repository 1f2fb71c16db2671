"""Shops, their keys and the register."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring
from chalicelib.county.wiring import CountyWiring
from chalicelib.joining.wiring import JoiningWiring

if TYPE_CHECKING:
    from chalicelib.merchants.application_service import Applications
    from chalicelib.merchants.decision_service import Decisions
    from chalicelib.merchants.registry_store import RegistryStore
    from chalicelib.merchants.service import Merchants
    from chalicelib.merchants.store import MerchantStore
    from chalicelib.merchants.tax_looks import TaxLooks


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

    @cached_property
    def registry(self) -> "RegistryStore":
        from chalicelib.merchants.registry_store import RegistryStore

        return RegistryStore(self.adapters.table)

    @cached_property
    def looks(self) -> "TaxLooks":
        from chalicelib.merchants.tax_looks import TaxLooks

        return TaxLooks(self.adapters.tax_office, self.adapters.now)

    @cached_property
    def applications(self) -> "Applications":
        from chalicelib.joining import phones
        from chalicelib.merchants.application_service import Applications

        return Applications(
            store=self.registry,
            looks=self.looks,
            counties=self.adapters.wired(CountyWiring).counties,
            throttle=self.adapters.wired(JoiningWiring).throttle,
            cipher=self.adapters.cipher,
            signer=self.adapters.signer,
            normalize_phone=phones.normalize,
            clock=self.adapters.now,
        )

    @cached_property
    def decisions(self) -> "Decisions":
        from chalicelib.merchants.decision_service import Decisions

        return Decisions(
            store=self.registry,
            merchants=self.store,
            looks=self.looks,
            counties=self.adapters.wired(CountyWiring).counties,
            messages=self.adapters.text_messages,
            cipher=self.adapters.cipher,
            clock=self.adapters.now,
        )
