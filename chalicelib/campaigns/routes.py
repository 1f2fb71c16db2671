"""Campaigns, their booths, terms and posters, for staff."""

from typing import Annotated

from pydantic import Field

from chalicelib.campaigns.answers import (
    CampaignProposalAnswer,
    CampaignRow,
    StaffCampaignAnswer,
    campaign_answer,
    campaign_row,
    proposal_answer,
)
from chalicelib.campaigns.bodies import CampaignBody, CampaignChangeBody, CampaignTermsBody
from chalicelib.campaigns.errors import (
    BoothCodeFixedError,
    CampaignBudgetInvalidError,
    CampaignBudgetSpentError,
    CampaignTermsChangedError,
    CampaignWindowInvalidError,
    CampaignWithoutBudgetError,
    LegalBasisMissingError,
    TourInvalidError,
)
from chalicelib.campaigns.link_routes import join_url
from chalicelib.campaigns.wiring import CampaignsWiring
from chalicelib.core.errors import CodeTakenError, VersionConflictError
from chalicelib.county.wiring import CountyWiring
from chalicelib.http.call import Call, Document, Query, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import PageQuery
from chalicelib.http.terms import CampaignRef, NextCursor
from chalicelib.joining import posters
from chalicelib.joining.channels import channel_code
from chalicelib.joining.errors import BoothNotFoundError, CampaignNotFoundError
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.staff.actor import person_of

routes = Operations(tag="staff")

MAKERS = ("operator", "manager")
PROPOSERS = ("operator", "manager", "treasurer")


class CampaignsAnswer(Shape):
    data: list[CampaignRow]
    """The county's campaigns."""
    next_cursor: NextCursor


class PosterQuery(Query):
    booth: Annotated[str, Field(max_length=64)] | None = None
    """The code of the booth whose poster it is; the campaign's own if left out."""


@routes.operation(
    "GET",
    "/v1/staff/campaigns",
    summary="Campaigns and their booths",
    audience="staff",
    query=PageQuery,
    answer=CampaignsAnswer,
)
def list_campaigns(call: Call[None]) -> CampaignsAnswer:
    found = call.wired(JoiningWiring).campaigns.all(call.staff.county_id)
    shown, next_cursor = call.page().of(found, lambda campaign: campaign.campaign_id)
    rows = [CampaignRow(**campaign_row(call, each)) for each in shown]
    return CampaignsAnswer(data=rows, next_cursor=next_cursor)


@routes.operation(
    "POST",
    "/v1/staff/campaigns",
    summary="Propose a new campaign; another person approves it",
    audience="staff",
    roles=PROPOSERS,
    status=201,
    body=CampaignBody,
    answer=CampaignProposalAnswer,
    requires_idempotency_key=True,
    errors=(
        CampaignWindowInvalidError,
        CampaignBudgetInvalidError,
        LegalBasisMissingError,
        TourInvalidError,
        CodeTakenError,
    ),
)
def propose_campaign(call: Call[CampaignBody]) -> CampaignProposalAnswer:
    proposal, is_repeated = call.wired(CampaignsWiring).proposals.propose(
        call.county_id,
        person_of(call),
        call.body.offer(),
        draft=call.body.draft(),
        reason=call.body.reason,
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(is_repeated)
    return proposal_answer(call, proposal, None)


@routes.operation(
    "GET",
    "/v1/staff/campaigns/{campaign_id}",
    summary="One campaign: its booths, all its terms, and what its budget holds",
    audience="staff",
    answer=StaffCampaignAnswer,
    errors=(CampaignNotFoundError,),
)
def show_campaign_to_staff(call: Call[None], campaign_id: CampaignRef) -> StaffCampaignAnswer:
    campaigns = call.wired(JoiningWiring).campaigns
    campaign = campaigns.by_id(call.county_id, campaign_id)
    return campaign_answer(call, campaign, campaigns.left(campaign))


@routes.operation(
    "PATCH",
    "/v1/staff/campaigns/{campaign_id}",
    summary="Change a campaign's names, dates and booths; one person, with a record",
    audience="staff",
    roles=MAKERS,
    body=CampaignChangeBody,
    answer=StaffCampaignAnswer,
    errors=(
        CampaignNotFoundError,
        VersionConflictError,
        CodeTakenError,
        CampaignWindowInvalidError,
        CampaignWithoutBudgetError,
        BoothCodeFixedError,
    ),
)
def change_campaign(
    call: Call[CampaignChangeBody], campaign_id: CampaignRef
) -> StaffCampaignAnswer:
    changed = call.wired(CampaignsWiring).desk.change(
        call.county_id,
        person_of(call),
        campaign_id,
        call.body.changes(),
        version=call.body.version,
        reason=call.body.reason,
    )
    return campaign_answer(call, changed, call.wired(JoiningWiring).campaigns.left(changed))


@routes.operation(
    "POST",
    "/v1/staff/campaigns/{campaign_id}/terms",
    summary="Propose another mileage or budget of a campaign; another person approves it",
    audience="staff",
    roles=PROPOSERS,
    status=201,
    body=CampaignTermsBody,
    answer=CampaignProposalAnswer,
    requires_idempotency_key=True,
    errors=(
        CampaignNotFoundError,
        CampaignTermsChangedError,
        CampaignWithoutBudgetError,
        CampaignBudgetInvalidError,
        CampaignBudgetSpentError,
        LegalBasisMissingError,
        TourInvalidError,
    ),
)
def propose_campaign_terms(
    call: Call[CampaignTermsBody], campaign_id: CampaignRef
) -> CampaignProposalAnswer:
    proposal, is_repeated = call.wired(CampaignsWiring).proposals.propose(
        call.county_id,
        person_of(call),
        call.body.offer(call.body.effective_at),
        campaign_id=campaign_id,
        number=call.body.terms_number + 1,
        reason=call.body.reason,
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(is_repeated)
    known = call.wired(JoiningWiring).campaigns.by_id(call.county_id, campaign_id)
    return proposal_answer(call, proposal, known)


@routes.operation(
    "GET",
    "/v1/staff/campaigns/{campaign_id}/poster.svg",
    summary="The print-ready poster of a campaign or one of its booths, with its QR code",
    audience="staff",
    query=PosterQuery,
    errors=(CampaignNotFoundError, BoothNotFoundError),
)
def show_poster(call: Call[None], campaign_id: CampaignRef) -> Document:
    campaign = call.wired(JoiningWiring).campaigns.by_id(call.staff.county_id, campaign_id)
    code = campaign.code_of(call.query.booth)
    county = call.wired(CountyWiring).counties.county(call.staff.county_id)
    pictures = call.wired(CountyWiring).pictures
    svg = posters.svg(
        county=county,
        campaign=campaign,
        booth=campaign.booth(code),
        url=join_url(call.base_url, code, channel_code(call.adapters.signer, campaign, "poster")),
        # A poster is printed beforehand.
        mileage=campaign.mileage_at(max(call.now(), campaign.opens_at)),
        emblem=pictures.find(county.county_id, county.emblem) if county.emblem else None,
        picture=pictures.find(county.county_id, own)
        if (own := campaign.picture or county.picture)
        else None,
    )
    return Document(svg, "image/svg+xml")
