"""A shop's days, and what it is paid for them."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring
from chalicelib.county.wiring import CountyWiring

if TYPE_CHECKING:
    from chalicelib.settlement.service import ShopDays


class SettlementWiring(Wiring):
    @cached_property
    def shop_days(self) -> "ShopDays":
        from chalicelib.settlement.sales_reader import SalesReader
        from chalicelib.settlement.service import ShopDays

        return ShopDays(
            SalesReader(self.adapters.table), self.adapters.wired(CountyWiring).counties
        )
