"""What cashback campaigns need of the world."""

from collections.abc import Mapping
from typing import Protocol

from chalicelib.cashbacks.campaigns import CashbackCampaign
from chalicelib.merchants.merchants import Merchant
from chalicelib.staff.audit import AuditRecord


class CashbackStore(Protocol):
    def create(self, campaign: CashbackCampaign) -> None: ...

    def lay_out(self, campaign: CashbackCampaign) -> None: ...

    def change(self, campaign: CashbackCampaign, record: AuditRecord) -> bool: ...

    def by_id(self, county_id: str, campaign_id: str) -> CashbackCampaign | None: ...

    def all(self, county_id: str) -> list[CashbackCampaign]: ...

    def page(
        self, county_id: str, *, limit: int, before_id: str | None
    ) -> tuple[list[CashbackCampaign], str | None]: ...

    def left(self, campaign: CashbackCampaign) -> Mapping[int, int]: ...


class Shops(Protocol):
    def by_id(self, county_id: str, merchant_id: str) -> Merchant | None: ...
