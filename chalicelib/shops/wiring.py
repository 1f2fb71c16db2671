"""A shop's phones and people."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring
from chalicelib.county.wiring import CountyWiring
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.ledger.wiring import LedgerWiring
from chalicelib.merchants.wiring import MerchantsWiring
from chalicelib.paying.wiring import PayingWiring

if TYPE_CHECKING:
    from chalicelib.shops.device_service import Devices
    from chalicelib.shops.history_service import History
    from chalicelib.shops.invitation_service import Invitations
    from chalicelib.shops.people_service import ShopPeople
    from chalicelib.shops.pins import Pins
    from chalicelib.shops.session_service import ShopSessions
    from chalicelib.shops.store import ShopStore


class ShopsWiring(Wiring):
    @cached_property
    def store(self) -> "ShopStore":
        from chalicelib.shops.store import ShopStore

        return ShopStore(self.adapters.table)

    @cached_property
    def pins(self) -> "Pins":
        from chalicelib.shops.pins import Pins

        throttle = self.adapters.wired(JoiningWiring).throttle
        return Pins(throttle, self.adapters.signer)

    @cached_property
    def invitations(self) -> "Invitations":
        from chalicelib.shops.invitation_service import Invitations

        return Invitations(
            store=self.store,
            merchants=self.adapters.wired(MerchantsWiring).store,
            tries=self.adapters.wired(JoiningWiring).throttle,
            pins=self.pins,
            signer=self.adapters.signer,
            cipher=self.adapters.cipher,
            is_live=self.adapters.settings.is_live,
            clock=self.adapters.now,
        )

    @cached_property
    def sessions(self) -> "ShopSessions":
        from chalicelib.shops.session_service import ShopSessions

        return ShopSessions(
            store=self.store,
            merchants=self.adapters.wired(MerchantsWiring).store,
            pins=self.pins,
            signer=self.adapters.signer,
            is_live=self.adapters.settings.is_live,
            clock=self.adapters.now,
        )

    @cached_property
    def people(self) -> "ShopPeople":
        from chalicelib.shops.people_service import ShopPeople

        return ShopPeople(self.store, self.pins, self.adapters.cipher)

    @cached_property
    def devices(self) -> "Devices":
        from chalicelib.shops.device_service import Devices

        return Devices(self.store, self.adapters.wired(MerchantsWiring).store, self.adapters.now)

    @cached_property
    def history(self) -> "History":
        from chalicelib.shops.history_service import History

        return History(
            self.adapters.wired(LedgerWiring).store,
            self.adapters.wired(PayingWiring).records,
            self.adapters.wired(CountyWiring).counties,
        )
