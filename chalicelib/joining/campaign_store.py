"""Campaigns, their booths and terms, the join codes that lead to them, what is left to give."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from msgspec.structs import asdict

from chalicelib.aws.table import Item, Table
from chalicelib.core.errors import CodeTakenError
from chalicelib.core.values import format_time, parse_time
from chalicelib.joining import keys
from chalicelib.joining.campaigns import (
    Booth,
    Campaign,
    CampaignTerms,
    ElectionPeriod,
    ReferralOffer,
    StampTour,
)
from chalicelib.ledger import keys as ledger_keys
from chalicelib.ledger.budget import CAMPAIGN_SHARDS
from chalicelib.ledger.budget_store import LEFT

_LATER = ("picture", "picture_alt", "picture_alt_en", "picture_by_desk")
"""What is written where there is any."""
_OF_VISITS = ("visit_mileage", "visits_once_a", "printed_visit_mileage")


class RewardTerms(Protocol):
    @property
    def visit_mileage(self) -> int: ...

    @property
    def printed_visit_mileage(self) -> int: ...

    @property
    def tour(self) -> StampTour | None: ...

    @property
    def referral(self) -> ReferralOffer | None: ...


class CampaignStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def by_code(self, county_id: str, code: str) -> Campaign | None:
        """Access pattern 16: from a scanned code, the campaign's own or one of its booths'."""
        link = self._table.get(keys.join_code(county_id, code))
        return self.by_id(county_id, link["campaign_id"]) if link else None

    def by_id(
        self, county_id: str, campaign_id: str, *, consistent: bool = False
    ) -> Campaign | None:
        item = self._table.get(keys.campaign(county_id, campaign_id), consistent=consistent)
        if item is None:
            return None
        pk, prefix = keys.campaign_terms(county_id, campaign_id)
        terms = self._table.query_all(pk, prefix=prefix, consistent=consistent)
        return _from_item(county_id, item, terms)

    def all(self, county_id: str) -> list[Campaign]:
        """Access pattern 17."""
        terms: dict[str, list[Item]] = defaultdict(list)
        for item in self._table.query_all(keys.campaign_terms(county_id, "").pk):
            terms[keys.split_terms(item["sk"])[0]].append(item)
        pk = keys.campaign(county_id, "").pk
        return [
            _from_item(county_id, item, terms[item["campaign_id"]])
            for item in self._table.query_all(pk)
        ]

    def put(self, campaign: Campaign) -> None:
        """Writes over the same campaign. Raises `CodeTakenError` if a code leads to another."""
        codes = [campaign.code, *(booth.code for booth in campaign.booths)]
        for code, link in zip(codes, code_items(campaign, codes), strict=True):
            existing = self._table.put_new(link)
            if existing is not None and existing["campaign_id"] != campaign.campaign_id:
                raise CodeTakenError(taken=code)
        self._table.put(item_from_campaign(campaign))

    def is_taken(self, county_id: str, code: str) -> bool:
        """Whether a code leads, or ever led, anywhere: none is given twice."""
        return self._table.get(keys.join_code(county_id, code), consistent=True) is not None

    def left(self, county_id: str, campaign_id: str) -> Mapping[int, int]:
        """Access pattern 255: what each shard of its budget still holds, in points."""
        shards = range(CAMPAIGN_SHARDS)
        found = {
            n: self._table.get(ledger_keys.round_budget(county_id, campaign_id, n), consistent=True)
            for n in shards
        }
        return {n: item[LEFT] if item else 0 for n, item in found.items()}

    def election_periods(self, county_id: str) -> list[ElectionPeriod]:
        """Access pattern 256: by the day on which they begin."""
        pk = keys.election_period(county_id, date.min, date.min).pk
        return [
            ElectionPeriod(
                county_id=county_id,
                from_on=date.fromisoformat(item["from_on"]),
                to_on=date.fromisoformat(item["to_on"]),
                name=item["name"],
                source=item["source"],
            )
            for item in self._table.query_all(pk)
        ]


def code_items(campaign: Campaign, codes: Sequence[str]) -> list[Item]:
    return [
        {
            **keys.join_code(campaign.county_id, code)._asdict(),
            "type": "join_code",
            "campaign_id": campaign.campaign_id,
        }
        for code in codes
    ]


def item_from_campaign(campaign: Campaign) -> Item:
    return {
        **keys.campaign(campaign.county_id, campaign.campaign_id)._asdict(),
        "type": "campaign",
        "campaign_id": campaign.campaign_id,
        "code": campaign.code,
        "name": campaign.name,
        "name_en": campaign.name_en,
        "signup_mileage": campaign.signup_mileage,
        "opens_at": format_time(campaign.opens_at),
        "closes_at": format_time(campaign.closes_at),
        "booths": [booth.facts() for booth in campaign.booths],
        "version": campaign.version,
        **{name: value for name in _LATER if (value := getattr(campaign, name))},
    }


def reward_facts(terms: RewardTerms) -> Item:
    """What is given beside the sign-up mileage, where anything is."""
    facts: Item = {}
    if terms.visit_mileage or terms.printed_visit_mileage:
        facts = {name: getattr(terms, name) for name in _OF_VISITS}
    if terms.tour:
        facts["tour"] = {**asdict(terms.tour), "places": list(terms.tour.places)}
    if terms.referral:
        facts["referral"] = asdict(terms.referral)
    return facts


def read_reward_facts(item: Item) -> dict[str, Any]:
    facts = {name: item[name] for name in _OF_VISITS if name in item}
    if tour := item.get("tour"):
        facts["tour"] = StampTour(**{**tour, "places": tuple(tour["places"])})
    if referral := item.get("referral"):
        facts["referral"] = ReferralOffer(**referral)
    return facts


def item_from_terms(campaign: Campaign, terms: CampaignTerms) -> Item:
    """Written once, never changed."""
    return {
        **keys.campaign_terms(campaign.county_id, campaign.campaign_id, terms.number)._asdict(),
        "type": "campaign_terms",
        "holds_from": format_time(terms.holds_from),
        "signup_mileage": terms.signup_mileage,
        "budget": terms.budget,
        "legal_basis": terms.legal_basis,
        "gives_in_elections": terms.gives_in_elections,
        "proposal_id": terms.proposal_id,
        "approved_by": terms.approved_by,
        **reward_facts(terms),
    }


def budget_items(
    campaign: Campaign, parts: Mapping[int, int], counted_from: date | None = None
) -> list[Item]:
    """The first of a campaign's budget, in points by shard; `counted_from`: see `Campaign`."""
    since = {"counted_from": counted_from.isoformat()} if counted_from else {}
    return [
        {
            **ledger_keys.round_budget(campaign.county_id, campaign.campaign_id, n)._asdict(),
            "type": "campaign_budget",
            LEFT: amount,
            **since,
        }
        for n, amount in parts.items()
    ]


def item_from_election_period(period: ElectionPeriod) -> Item:
    return {
        **keys.election_period(period.county_id, period.from_on, period.to_on)._asdict(),
        "type": "election_period",
        "from_on": period.from_on.isoformat(),
        "to_on": period.to_on.isoformat(),
        "name": period.name,
        "source": period.source,
    }


def _from_item(county_id: str, item: Item, terms: Iterable[Item]) -> Campaign:
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
        # Not there in a campaign that was written before pictures were, or versions.
        **{name: item[name] for name in _LATER if name in item},
        version=item.get("version", 0),
        terms=tuple(map(_terms_from_item, terms)),
    )


def _terms_from_item(item: Item) -> CampaignTerms:
    return CampaignTerms(
        number=keys.split_terms(item["sk"])[1],
        holds_from=parse_time(item["holds_from"]),
        signup_mileage=item["signup_mileage"],
        budget=item["budget"],
        legal_basis=item["legal_basis"],
        gives_in_elections=item["gives_in_elections"],
        proposal_id=item["proposal_id"],
        approved_by=item["approved_by"],
        **read_reward_facts(item),
    )
