"""What campaigns grant, by two people: one proposes it, another approves or rejects."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from chalicelib.approvals.approvals import Step
from chalicelib.approvals.requests import ApprovalRequests
from chalicelib.campaigns.errors import CampaignProposalNotFoundError
from chalicelib.campaigns.ports import CampaignDeskStore, CampaignReader, Facilities
from chalicelib.campaigns.proposals import (
    CampaignProposal,
    Draft,
    Offer,
    check_draft,
    check_offer,
    check_tour,
)
from chalicelib.core.errors import (
    CodeTakenError,
    ConflictError,
    NotFoundError,
    RuleViolationError,
)
from chalicelib.core.values import format_time, new_id
from chalicelib.joining.campaigns import Booth, Campaign, spread
from chalicelib.joining.errors import CampaignNotFoundError
from chalicelib.staff.person import Person


class CampaignProposals(ApprovalRequests[CampaignProposal], frozen=True, kw_only=True):
    MATTER = "campaign_proposals"
    PREFIX = "cpr"
    PURPOSE = "campaign"
    NOT_FOUND = CampaignProposalNotFoundError

    store: CampaignDeskStore
    campaigns: CampaignReader
    facilities: Facilities

    def propose(
        self,
        county_id: str,
        person: Person,
        offer: Offer,
        *,
        reason: str,
        idempotency_key: str,
        draft: Draft | None = None,
        campaign_id: str | None = None,
        number: int = 1,
    ) -> tuple[CampaignProposal, bool]:
        """A new campaign by its `draft`, or other terms of the campaign with this id: (the proposal
        as it was made, whether this repeats it). Nothing is in force yet.

        Raises what `check_draft` and `check_offer` do, `CodeTakenError`, `CampaignNotFoundError`,
        `IdempotencyKeyReusedError`.
        """
        now = self.clock()
        asked = {
            "offer": _plain(asdict(offer)),
            "draft": _plain(asdict(draft)) if draft else None,
            "campaign_id": campaign_id,
            "number": number,
            "reason": reason,
        }

        def proposal(proposal_id: str) -> CampaignProposal:
            return CampaignProposal(
                county_id=county_id,
                proposal_id=proposal_id,
                campaign_id=campaign_id or proposal_id.replace("cpr_", "cmp_"),
                number=number,
                draft=draft,
                offer=offer,
                reason=reason,
                steps=(Step("proposed", now, by=person),),
            )

        proposal_id, is_repeated = self.propose_once(
            county_id,
            person,
            idempotency_key,
            asked,
            lambda: self._judge(proposal(new_id(self.PREFIX, now))),
        )
        self.store.create(proposal(proposal_id))
        return self.as_proposed(county_id, proposal_id), is_repeated

    def _judge(self, proposal: CampaignProposal) -> tuple[Campaign, Mapping[int, int]]:
        """The campaign that it is about, and what its budget holds by shard."""
        county_id, draft = proposal.county_id, proposal.draft
        if draft is not None:
            check_draft(draft, self.clock())
            check_offer(proposal.offer, None, number=proposal.number, left=None)
            self._check_tour(proposal, draft.booths)
            for code in (draft.code, *(booth.code for booth in draft.booths)):
                if self.campaigns.is_taken(county_id, code):
                    raise CodeTakenError(param="code", taken=code)
            return proposal.made(), {}
        known = self.campaigns.by_id(county_id, proposal.campaign_id, consistent=True)
        if known is None:
            raise CampaignNotFoundError
        left = {} if known.budget is None else self.campaigns.left(county_id, known.campaign_id)
        check_offer(proposal.offer, known, number=proposal.number, left=sum(left.values()))
        self._check_tour(proposal, known.booths)
        return known, left

    def _check_tour(self, proposal: CampaignProposal, booths: Sequence[Booth]) -> None:
        if tour := proposal.offer.tour:
            known = self.facilities.all(proposal.county_id)
            check_tour(tour, booths, {each.facility_id for each in known})

    def carry_out(self, proposal: CampaignProposal) -> None:
        """Write what was approved and the outcome at once, or the refusal if a rule forbids it now;
        nothing if somebody was first: then it is judged anew."""
        now = self.clock()
        try:
            campaign, left = self._judge(proposal)
        except (RuleViolationError, ConflictError, NotFoundError) as error:
            self.refuse(proposal, error)
            return
        is_first = campaign.budget is None and proposal.offer.budget is not None
        terms = proposal.terms(now, is_first_budget=is_first and proposal.draft is None)
        applied = Step("applied", now)
        if proposal.draft is not None:
            self.store.make(campaign, terms, applied)
            return
        if is_first:
            parts = spread(terms.budget or 0, terms.signup_mileage)
            self.store.put_in_force(campaign, terms, applied, {}, first=parts)
            return
        more = (terms.budget or 0) - (campaign.budget or 0)
        parts = _respread(more, left, terms.signup_mileage) if left else {}
        self.store.put_in_force(campaign, terms, applied, parts)


def _respread(more: int, left: Mapping[int, int], mileage: int) -> dict[int, int]:
    """What is added to each shard, or taken, `more` in all, so that they are multiples of what one
    person is granted from now on."""
    wanted = spread(sum(left.values()) + more, mileage)
    return {shard: wanted[shard] - held for shard, held in left.items()}


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    """As JSON has it."""
    plain: dict[str, Any] = {}
    for name, value in facts.items():
        if name == "booths":
            plain[name] = [booth.facts() for booth in value]
        elif isinstance(value, Struct):
            plain[name] = asdict(value)
        elif value is not None or name not in ("tour", "referral"):
            # Proposals of before there were any keep their fingerprint.
            plain[name] = format_time(value) if hasattr(value, "tzinfo") else value
    return plain
