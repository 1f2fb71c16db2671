"""Campaigns, their terms and proposals as staff see them."""

from typing import Any

from msgspec.structs import asdict

from chalicelib.approvals.answers import (
    RefusalAnswer,
    StepsTaken,
    may_decide,
    refusal_answer,
    step_answers,
)
from chalicelib.approvals.approvals import StepName
from chalicelib.campaigns.proposals import CampaignProposal, Offer
from chalicelib.http.call import Call, Shape
from chalicelib.http.shapes import Time
from chalicelib.http.terms import CampaignProposalRef, CampaignRef, MayDecide
from chalicelib.joining.campaigns import Booth, Campaign, CampaignTerms, VisitLimit, VisitProof


class BoothAnswer(Shape):
    code: str
    """The code on the booth's poster."""
    name: str
    """What the booth is called."""
    is_closed: bool
    """Whether it takes nobody in any more."""
    proof: VisitProof
    """How it proves a visit: by the changing code of its screen, a printed one, or not at all."""


class CampaignRow(Shape):
    campaign_id: CampaignRef
    version: int
    """Which version of it this is: named with a change."""
    code: str
    """The campaign's own code."""
    name: str
    """What the campaign is called."""
    name_en: str
    """What it is called in English."""
    signup_mileage: int
    """Points for joining by it now."""
    opens_at: Time
    """From when one can join by it."""
    closes_at: Time
    """Until when one can."""
    is_open: bool
    """Whether one can now."""
    booths: list[BoothAnswer]
    """Its booths."""
    budget: int | None
    """Points for the whole campaign; null where it was made without a budget."""


class TourTerms(Shape):
    places: list[str]
    """Codes of booths that prove visits, and ids of sights with gates."""
    needed: int
    """How many stamps fill the card."""
    mileage: int
    """Points for a full card, once a person."""


class ReferralTerms(Shape):
    referrer_mileage: int
    """Points for whose link it was."""
    newcomer_mileage: int
    """Points for who joined by it."""
    spending: int
    """Won that the new member must have spent; 0 for none."""
    friends_max: int
    """For how many friends one member is rewarded in all."""


class CampaignTermsAnswer(Shape):
    number: int
    """Which of the campaign's terms, from 1 on."""
    holds_from: Time
    """From when they hold."""
    signup_mileage: int
    """Points for joining by it."""
    budget: int | None
    """Points for the whole campaign; null without one."""
    legal_basis: str
    """The article that fixes to whom and how points are given."""
    gives_in_elections: bool
    """Whether it gives points in election periods too."""
    visit_mileage: int
    """Points for a visit that a screen proves."""
    visits_once_a: VisitLimit
    """Whether such a visit is rewarded each day or once."""
    printed_visit_mileage: int
    """Points for one that only a printed code proves: once, whatever the place."""
    tour: TourTerms | None
    """The stamp tour; null for none."""
    referral: ReferralTerms | None
    """What members' links are worth; null for nothing."""
    proposal_id: CampaignProposalRef
    approved_by: str
    """The name of the account that approved them."""


class StaffCampaignAnswer(CampaignRow):
    """One campaign with what its budget holds and all its terms, oldest first."""

    left: int | None
    """Points that its budget still holds; null without one."""
    given: int | None
    """Points that were given out of it; null without one."""
    terms: list[CampaignTermsAnswer]
    """What it grants from when on, the oldest first; none of one of the county's first data."""


class CampaignProposalAnswer(Shape):
    """`approved`: not in force yet; to approve it again puts it in force. `refused`: when it was
    approved, a rule forbade it; nothing came into force."""

    proposal_id: CampaignProposalRef
    campaign_id: CampaignRef
    status: StepName
    """How far it has come."""
    is_new: bool
    """Whether it makes a campaign; else it gives one other terms."""
    name: str
    """What the campaign is called, or is to be."""
    code: str
    """The campaign's own code."""
    opens_at: Time | None
    """Of a new one, from when one can join by it."""
    closes_at: Time | None
    """Of a new one, until when one can."""
    booths: list[BoothAnswer]
    """Of a new one, its booths."""
    effective_at: Time | None
    """From when the terms are to hold; null for as soon as they are approved."""
    signup_mileage: int
    """Points for joining by it."""
    budget: int | None
    """Points for the whole campaign; null without one."""
    legal_basis: str
    """The article that fixes to whom and how points are given."""
    gives_in_elections: bool
    """Whether it gives points in election periods too."""
    visit_mileage: int
    """Points for a visit that a screen proves."""
    visits_once_a: VisitLimit
    """Whether such a visit is rewarded each day or once."""
    printed_visit_mileage: int
    """Points for one that only a printed code proves: once, whatever the place."""
    tour: TourTerms | None
    """The stamp tour; null for none."""
    referral: ReferralTerms | None
    """What members' links are worth; null for nothing."""
    reason: str
    """Why, in words."""
    refusal: RefusalAnswer | None
    """Why it could not be put in force; null if nothing refused it."""
    may_decide: MayDecide
    steps: StepsTaken


def booth_answers(booths: tuple[Booth, ...]) -> list[BoothAnswer]:
    return [
        BoothAnswer(code=b.code, name=b.name, is_closed=b.is_closed, proof=b.proof) for b in booths
    ]


def _tour(terms: CampaignTerms | Offer) -> TourTerms | None:
    tour = terms.tour
    return (
        TourTerms(places=list(tour.places), needed=tour.needed, mileage=tour.mileage)
        if tour
        else None
    )


def _referral(terms: CampaignTerms | Offer) -> ReferralTerms | None:
    return ReferralTerms(**asdict(terms.referral)) if terms.referral else None


def campaign_row(call: Call[Any], campaign: Campaign) -> dict[str, Any]:
    now = call.now()
    return {
        "campaign_id": campaign.campaign_id,
        "version": campaign.version,
        "code": campaign.code,
        "name": campaign.name,
        "name_en": campaign.name_en,
        "signup_mileage": campaign.mileage_at(now),
        "opens_at": campaign.opens_at,
        "closes_at": campaign.closes_at,
        "is_open": campaign.is_open(now),
        "booths": booth_answers(campaign.booths),
        "budget": campaign.budget,
    }


def campaign_answer(call: Call[Any], campaign: Campaign, left: int | None) -> StaffCampaignAnswer:
    return StaffCampaignAnswer(
        **campaign_row(call, campaign),
        left=left,
        given=None if left is None or campaign.budget is None else campaign.budget - left,
        terms=[
            CampaignTermsAnswer(
                number=each.number,
                holds_from=each.holds_from,
                signup_mileage=each.signup_mileage,
                budget=each.budget,
                legal_basis=each.legal_basis,
                gives_in_elections=each.gives_in_elections,
                visit_mileage=each.visit_mileage,
                visits_once_a=each.visits_once_a,
                printed_visit_mileage=each.printed_visit_mileage,
                tour=_tour(each),
                referral=_referral(each),
                proposal_id=each.proposal_id,
                approved_by=each.approved_by,
            )
            for each in campaign.terms
        ],
    )


def proposal_answer(
    call: Call[Any], one: CampaignProposal, known: Campaign | None
) -> CampaignProposalAnswer:
    """`known`: the campaign that is to have other terms, or that was made of it."""
    about = one.draft or known
    return CampaignProposalAnswer(
        proposal_id=one.proposal_id,
        campaign_id=one.campaign_id,
        status=one.status,
        is_new=one.draft is not None,
        name=about.name if about else "",
        code=about.code if about else "",
        opens_at=one.draft.opens_at if one.draft else None,
        closes_at=one.draft.closes_at if one.draft else None,
        booths=booth_answers(one.draft.booths) if one.draft else [],
        effective_at=one.offer.effective_at,
        signup_mileage=one.offer.signup_mileage,
        budget=one.offer.budget,
        legal_basis=one.offer.legal_basis,
        gives_in_elections=one.offer.gives_in_elections,
        visit_mileage=one.offer.visit_mileage,
        visits_once_a=one.offer.visits_once_a,
        printed_visit_mileage=one.offer.printed_visit_mileage,
        tour=_tour(one.offer),
        referral=_referral(one.offer),
        reason=one.reason,
        refusal=refusal_answer(one.refusal, call.language),
        may_decide=may_decide(call, one.steps),
        steps=step_answers(one.steps),
    )
