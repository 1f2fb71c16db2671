"""What a payment reads of cashback campaigns: the terms of those that run, and what is left."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.aws.table import Item, Table
from chalicelib.cashbacks import keys
from chalicelib.cashbacks.offers import CashbackTerms
from chalicelib.core.values import parse_time
from chalicelib.ledger import keys as ledger_keys
from chalicelib.ledger.budget_store import LEFT

LISTS = ("merchant_ids", "categories", "areas")


class CashbackTermsStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def running(self, county_id: str, now: datetime) -> list[CashbackTerms]:
        """Access pattern 274: of those approved, neither closed early nor over, the newest
        first."""
        items = self._table.query_all(keys.campaigns(county_id), newest_first=True)
        found = [
            CashbackTerms(**terms_from_item(county_id, item)) for item in items if _holds(item)
        ]
        return [terms for terms in found if now < terms.closes_at]

    def left(self, campaign: CashbackTerms) -> Mapping[int, int]:
        """Access pattern 276: what each shard holds, in won, read consistently."""
        left = {}
        for shard in range(campaign.shard_count):
            key = ledger_keys.cashback_budget(campaign.county_id, campaign.campaign_id, shard)
            item = self._table.get(key, consistent=True)
            left[shard] = item[LEFT] if item else 0
        return left


def terms_from_item(county_id: str, item: Item) -> dict[str, Any]:
    """The fields of `CashbackTerms`."""
    return {
        "county_id": county_id,
        "campaign_id": item["sk"],
        "rate_percent": item["rate_percent"],
        "floor_amount": item["floor_amount"],
        "ceiling_amount": item["ceiling_amount"],
        "opens_at": parse_time(item["opens_at"]),
        "closes_at": parse_time(item["closes_at"]),
        "shard_count": item["shard_count"],
        **{name: tuple(item.get(name, ())) for name in LISTS},
    }


def _holds(item: Item) -> bool:
    """Whether two people approved it and no two have closed it."""
    return _is_approved(item["steps"]) and not _is_approved(item.get("closing", []))


def _is_approved(records: list[dict[str, Any]]) -> bool:
    return any(record["step"] == "approved" for record in records)
