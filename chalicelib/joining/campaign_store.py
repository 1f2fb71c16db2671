"""Campaigns, their booths, and the join codes that lead to them."""

from chalicelib.aws.table import Item, Table
from chalicelib.core.errors import CodeTakenError
from chalicelib.core.values import format_time, parse_time
from chalicelib.joining import keys
from chalicelib.joining.campaigns import Booth, Campaign


class CampaignStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def by_code(self, county_id: str, code: str) -> Campaign | None:
        """Access pattern 16: from a scanned code, the campaign's own or one of its booths'."""
        link = self._table.get(keys.join_code(county_id, code))
        return self.by_id(county_id, link["campaign_id"]) if link else None

    def by_id(self, county_id: str, campaign_id: str) -> Campaign | None:
        item = self._table.get(keys.campaign(county_id, campaign_id))
        return _from_item(county_id, item) if item else None

    def all(self, county_id: str) -> list[Campaign]:
        """Access pattern 17."""
        pk = keys.campaign(county_id, "").pk
        return [_from_item(county_id, item) for item in self._table.query_all(pk)]

    def put(self, campaign: Campaign) -> None:
        """Writes over the same campaign. Raises `CodeTakenError` if a code leads to another."""
        for code in (campaign.code, *(booth.code for booth in campaign.booths)):
            link = {
                **keys.join_code(campaign.county_id, code)._asdict(),
                "type": "join_code",
                "campaign_id": campaign.campaign_id,
            }
            existing = self._table.put_new(link)
            if existing is not None and existing["campaign_id"] != campaign.campaign_id:
                raise CodeTakenError(taken=code)
        self._table.put(
            {
                **keys.campaign(campaign.county_id, campaign.campaign_id)._asdict(),
                "type": "campaign",
                "campaign_id": campaign.campaign_id,
                "code": campaign.code,
                "name": campaign.name,
                "name_en": campaign.name_en,
                "signup_mileage": campaign.signup_mileage,
                "opens_at": format_time(campaign.opens_at),
                "closes_at": format_time(campaign.closes_at),
                "booths": [[booth.code, booth.name] for booth in campaign.booths],
                **({"picture": campaign.picture} if campaign.picture else {}),
            }
        )


def _from_item(county_id: str, item: Item) -> Campaign:
    return Campaign(
        county_id=county_id,
        campaign_id=item["campaign_id"],
        code=item["code"],
        name=item["name"],
        name_en=item["name_en"],
        signup_mileage=item["signup_mileage"],
        opens_at=parse_time(item["opens_at"]),
        closes_at=parse_time(item["closes_at"]),
        booths=tuple(Booth(*booth) for booth in item["booths"]),
        # Not there in a campaign that was written before pictures were.
        picture=item.get("picture", ""),
    )
