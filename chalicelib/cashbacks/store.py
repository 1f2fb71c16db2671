"""Cashback campaigns as staff make and close them."""

from typing import Any

from chalicelib.approvals.approvals import Step, Steps
from chalicelib.aws.table import Item
from chalicelib.cashbacks import keys
from chalicelib.cashbacks.campaigns import CashbackCampaign
from chalicelib.cashbacks.terms_store import LISTS, CashbackTermsStore, terms_from_item
from chalicelib.core.values import format_time, parse_time
from chalicelib.ledger import keys as ledger_keys
from chalicelib.ledger.budget_store import LEFT
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.audit_store import item_from_record
from chalicelib.staff.person import Person


class CashbackStore(CashbackTermsStore):
    def create(self, campaign: CashbackCampaign) -> None:
        """Access pattern 270: a proposal. Does nothing if it is there."""
        self._table.put_new(_item_from_campaign(campaign))

    def lay_out(self, campaign: CashbackCampaign) -> None:
        """Access pattern 271: its budget in shards, before it is approved: what is approved can be
        paid. Again changes nothing."""
        for shard, amount in campaign.shards().items():
            key = ledger_keys.cashback_budget(campaign.county_id, campaign.campaign_id, shard)
            self._table.put_new({**key._asdict(), "type": "cashback_budget", LEFT: amount})

    def change(self, campaign: CashbackCampaign, record: AuditRecord) -> bool:
        """Access pattern 272: it with one more step, and who took it, in one transaction; `False`
        if somebody else was first."""
        return self._table.put_together([item_from_record(record)], [_item_from_campaign(campaign)])

    def by_id(self, county_id: str, campaign_id: str) -> CashbackCampaign | None:
        """Access pattern 273: read consistently."""
        item = self._table.get(keys.campaign(county_id, campaign_id), consistent=True)
        return _campaign_from_item(county_id, item) if item else None

    def all(self, county_id: str) -> list[CashbackCampaign]:
        """Access pattern 274: the newest first."""
        items = self._table.query_all(keys.campaigns(county_id), newest_first=True)
        return [_campaign_from_item(county_id, item) for item in items]

    def page(
        self, county_id: str, *, limit: int, before_id: str | None
    ) -> tuple[list[CashbackCampaign], str | None]:
        """Access pattern 275: the newest first, and the id to go on before."""
        start = keys.campaign(county_id, before_id)._asdict() if before_id else None
        page = self._table.query(
            keys.campaigns(county_id), newest_first=True, limit=limit, start=start, consistent=True
        )
        found = [_campaign_from_item(county_id, item) for item in page.items]
        return found, found[-1].campaign_id if page.next_key else None


def _item_from_campaign(campaign: CashbackCampaign) -> Item:
    item: Item = {
        **keys.campaign(campaign.county_id, campaign.campaign_id)._asdict(),
        "type": "cashback_campaign",
        "name": campaign.name,
        "name_en": campaign.name_en,
        "rate_percent": campaign.rate_percent,
        "floor_amount": campaign.floor_amount,
        "ceiling_amount": campaign.ceiling_amount,
        "budget_amount": campaign.budget_amount,
        "opens_at": format_time(campaign.opens_at),
        "closes_at": format_time(campaign.closes_at),
        "shard_count": campaign.shard_count,
        "steps": _records_from_steps(campaign.steps),
        "version": campaign.version,
    }
    for name in LISTS:
        if chosen := getattr(campaign, name):
            item[name] = list(chosen)
    if campaign.closing:
        item["closing"] = _records_from_steps(campaign.closing)
    return item


def _campaign_from_item(county_id: str, item: Item) -> CashbackCampaign:
    return CashbackCampaign(
        **terms_from_item(county_id, item),
        name=item["name"],
        name_en=item["name_en"],
        budget_amount=item["budget_amount"],
        steps=_steps(item["steps"]),
        closing=_steps(item.get("closing", [])),
        version=item["version"],
    )


def _records_from_steps(steps: Steps) -> list[dict[str, Any]]:
    return [
        {
            "step": step.name,
            "at": format_time(step.at),
            "by": [step.by.subject, step.by.username] if step.by else [],
            "reason": step.reason or "",
        }
        for step in steps
    ]


def _steps(records: list[dict[str, Any]]) -> Steps:
    return tuple(
        Step(
            name=record["step"],
            at=parse_time(record["at"]),
            by=Person(*record["by"]) if record["by"] else None,
            reason=record["reason"] or None,
        )
        for record in records
    )
