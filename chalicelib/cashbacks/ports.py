"""What cashback campaigns need of the world."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from chalicelib.cashbacks.offers import CashbackTerms
from chalicelib.merchants.merchants import Merchant

if TYPE_CHECKING:
    from chalicelib.cashbacks.campaigns import CashbackCampaign
    from chalicelib.staff.audit import AuditRecord


class CashbackTermsStore(Protocol):
    """What a payment asks."""

    def running(self, county_id: str, now: datetime) -> list[CashbackTerms]: ...

    def left(self, campaign: CashbackTerms) -> Mapping[int, int]: ...


class CashbackStore(CashbackTermsStore, Protocol):
    """What the desk asks. Its types are named for checkers alone: a payment must not load what
    staff do."""

    def create(self, campaign: "CashbackCampaign") -> None: ...

    def lay_out(self, campaign: "CashbackCampaign") -> None: ...

    def change(self, campaign: "CashbackCampaign", record: "AuditRecord") -> bool: ...

    def by_id(self, county_id: str, campaign_id: str) -> "CashbackCampaign | None": ...

    def all(self, county_id: str) -> "list[CashbackCampaign]": ...

    def page(
        self, county_id: str, *, limit: int, before_id: str | None
    ) -> "tuple[list[CashbackCampaign], str | None]": ...


class Shops(Protocol):
    def by_id(self, county_id: str, merchant_id: str) -> Merchant | None: ...
