"""What settlement needs of the world."""

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from chalicelib.settlement.shop_days import Sale


class SaleSource(Protocol):
    def of_day(
        self, county_id: str, merchant_id: str, on: date, *, since: date
    ) -> Iterator[Sale]: ...
