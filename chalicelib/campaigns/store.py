"""Proposals of campaigns as their steps, and what is written with their outcome."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.approvals.approvals import OUTCOME, Step
from chalicelib.approvals.keys import split_step
from chalicelib.approvals.step_store import StepStore, item_from_step, step_from_item
from chalicelib.aws.table import Count, Item, Table
from chalicelib.campaigns import keys
from chalicelib.campaigns.proposals import CampaignProposal, Draft, Offer
from chalicelib.core.values import format_time, parse_time, seoul_date
from chalicelib.joining.campaign_store import (
    budget_items,
    code_items,
    item_from_campaign,
    item_from_election_period,
    item_from_terms,
    read_reward_facts,
    reward_facts,
)
from chalicelib.joining.campaigns import Booth, Campaign, CampaignTerms, ElectionPeriod, spread
from chalicelib.ledger import keys as ledger_keys
from chalicelib.ledger.budget_store import LEFT
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.audit_store import item_from_record


class CampaignDeskStore(StepStore[CampaignProposal]):
    """Access pattern 258: one by its id. Access pattern 259: a page, newest first."""

    def __init__(self, table: Table) -> None:
        super().__init__(table, keys.proposals, _proposal)

    def create(self, proposal: CampaignProposal) -> None:
        """Access pattern 257: the proposal. Does nothing if it is there."""
        offer = proposal.offer
        self.put_proposal(
            proposal,
            {
                "campaign_id": proposal.campaign_id,
                "number": proposal.number,
                "signup_mileage": offer.signup_mileage,
                "budget": offer.budget,
                "legal_basis": offer.legal_basis,
                "gives_in_elections": offer.gives_in_elections,
                "effective_at": format_time(offer.effective_at) if offer.effective_at else None,
                "why": proposal.reason,
                "draft": _facts(proposal.draft) if proposal.draft else None,
                **reward_facts(offer),
            },
        )

    def make(self, campaign: Campaign, terms: CampaignTerms, step: Step) -> bool:
        """Access pattern 260: the campaign, its codes, its terms, its budget and the step
        `applied` in one transaction; `False` if one of them is there already."""
        codes = [campaign.code, *(booth.code for booth in campaign.booths)]
        parts = spread(terms.budget or 0, terms.signup_mileage)
        outcome = self._table.put_all_new(
            [
                self._outcome(campaign, terms, step),
                item_from_campaign(campaign),
                item_from_terms(campaign, terms),
                *code_items(campaign, codes),
                *budget_items(campaign, parts),
            ]
        )
        return outcome == "written"

    def put_in_force(
        self,
        campaign: Campaign,
        terms: CampaignTerms,
        step: Step,
        parts: Mapping[int, int],
        *,
        first: Mapping[int, int] | None = None,
    ) -> bool:
        """Access pattern 261: new terms of a campaign, what they add to its budget by shard (minus
        for what they take) or what its `first` budget is, and the step `applied`; `False` if
        somebody was first, or a shard holds less."""
        counts = [
            Count(
                ledger_keys.round_budget(campaign.county_id, campaign.campaign_id, n), LEFT, points
            )
            for n, points in parts.items()
            if points
        ]
        since = seoul_date(terms.holds_from)
        outcome = self._table.put_new_with_counts(
            item_from_terms(campaign, terms),
            counts,
            [self._outcome(campaign, terms, step), *budget_items(campaign, first or {}, since)],
        )
        return outcome == "written"

    def change(self, campaign: Campaign, record: AuditRecord, new_codes: Sequence[str]) -> bool:
        """Access pattern 262: what one person changed, its record and the codes that it adds."""
        new = [item_from_record(record), *code_items(campaign, new_codes)]
        return self._table.put_together(new, [item_from_campaign(campaign)])

    def add_election_period(self, period: ElectionPeriod, record: AuditRecord) -> bool:
        """`False` if it is there already."""
        items = [item_from_election_period(period), item_from_record(record)]
        return self._table.put_all_new(items) == "written"

    def _outcome(self, campaign: Campaign, terms: CampaignTerms, step: Step) -> Item:
        pk = keys.proposals(campaign.county_id)
        return item_from_step(pk, terms.proposal_id, OUTCOME, step)


def _facts(draft: Draft) -> dict[str, Any]:
    return {
        "code": draft.code,
        "name": draft.name,
        "name_en": draft.name_en,
        "opens_at": format_time(draft.opens_at),
        "closes_at": format_time(draft.closes_at),
        "booths": [booth.facts() for booth in draft.booths],
    }


def _draft(facts: dict[str, Any]) -> Draft:
    return Draft(
        code=facts["code"],
        name=facts["name"],
        name_en=facts["name_en"],
        opens_at=parse_time(facts["opens_at"]),
        closes_at=parse_time(facts["closes_at"]),
        booths=tuple(Booth(*booth) for booth in facts["booths"]),
    )


def _proposal(county_id: str, items: list[Item]) -> CampaignProposal:
    first = items[0]
    effective_at = first["effective_at"]
    return CampaignProposal(
        county_id=county_id,
        proposal_id=split_step(first["sk"])[0],
        campaign_id=first["campaign_id"],
        number=first["number"],
        draft=_draft(first["draft"]) if first["draft"] else None,
        offer=Offer(
            signup_mileage=first["signup_mileage"],
            budget=first["budget"],
            legal_basis=first["legal_basis"],
            gives_in_elections=first["gives_in_elections"],
            effective_at=parse_time(effective_at) if effective_at else None,
            **read_reward_facts(first),
        ),
        reason=first["why"],
        steps=tuple(map(step_from_item, items)),
    )
