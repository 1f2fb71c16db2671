"""Campaigns, their booths and posters, for staff."""

from typing import Annotated

from pydantic import Field

from chalicelib.county.wiring import CountyWiring
from chalicelib.http.call import Call, Document, Query, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Time
from chalicelib.http.terms import CampaignRef, NextCursor
from chalicelib.joining import posters
from chalicelib.joining.errors import BoothNotFoundError, CampaignNotFoundError
from chalicelib.joining.wiring import JoiningWiring

routes = Operations(tag="staff")


class BoothAnswer(Shape):
    code: str
    """The code on the booth's poster."""
    name: str
    """What the booth is called."""


class CampaignRow(Shape):
    campaign_id: CampaignRef
    code: str
    """The campaign's own code."""
    name: str
    """What the campaign is called."""
    signup_mileage: int
    """Points for joining by it."""
    opens_at: Time
    """From when one can join by it."""
    closes_at: Time
    """Until when one can."""
    booths: list[BoothAnswer]
    """Its booths."""


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
    answer=CampaignsAnswer,
)
def list_campaigns(call: Call[None]) -> CampaignsAnswer:
    rows = [
        CampaignRow(
            campaign_id=c.campaign_id,
            code=c.code,
            name=c.name,
            signup_mileage=c.signup_mileage,
            opens_at=c.opens_at,
            closes_at=c.closes_at,
            booths=[BoothAnswer(code=b.code, name=b.name) for b in c.booths],
        )
        for c in call.wired(JoiningWiring).campaigns.all(call.staff.county_id)
    ]
    return CampaignsAnswer(data=rows, next_cursor=None)


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
    booth = None
    if call.query.booth:
        booth = campaign.booth(call.query.booth)
        if booth is None:
            raise BoothNotFoundError
    code = booth.code if booth else campaign.code
    county = call.wired(CountyWiring).counties.county(call.staff.county_id)
    pictures = call.wired(CountyWiring).pictures
    svg = posters.svg(
        county=county,
        campaign=campaign,
        booth=booth,
        url=f"{call.base_url}/j/{code}",
        emblem=pictures.find(county.county_id, county.emblem) if county.emblem else None,
        picture=pictures.find(county.county_id, own)
        if (own := campaign.picture or county.picture)
        else None,
    )
    return Document(svg, "image/svg+xml")
