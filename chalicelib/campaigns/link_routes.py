"""Links to a campaign that say by which way people came, for staff."""

from typing import Annotated

from pydantic import Field

from chalicelib.http.call import Call, Query, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.terms import CampaignRef, ChannelName
from chalicelib.joining.channels import (
    NAME,
    ChannelKind,
    channel_code,
    channel_of,
    channel_words,
)
from chalicelib.joining.errors import BoothNotFoundError, CampaignNotFoundError
from chalicelib.joining.wiring import JoiningWiring

routes = Operations(tag="staff")


class CampaignLinkQuery(Query):
    channel: ChannelKind
    """What leads there."""
    name: Annotated[str, Field(pattern=f"^{NAME}$", examples=["insta"])] | None = None
    """Tells it from others of its kind; small letters and digits."""
    booth: Annotated[str, Field(max_length=64)] | None = None
    """The code of the booth to which it leads; the campaign's own if left out."""


class CampaignLinkAnswer(Shape):
    url: str
    """The address, for a QR code or to be copied."""
    channel: ChannelName
    name: str
    """What it is called in the figures."""


@routes.operation(
    "GET",
    "/v1/staff/campaigns/{campaign_id}/link",
    summary="A link by which people join, and that is counted by itself",
    audience="staff",
    query=CampaignLinkQuery,
    answer=CampaignLinkAnswer,
    errors=(CampaignNotFoundError, BoothNotFoundError),
)
def make_campaign_link(call: Call[None], campaign_id: CampaignRef) -> CampaignLinkAnswer:
    campaign = call.wired(JoiningWiring).campaigns.by_id(call.county_id, campaign_id)
    channel = channel_of(call.query.channel, call.query.name)
    return CampaignLinkAnswer(
        url=join_url(
            call.base_url,
            campaign.code_of(call.query.booth),
            channel_code(call.adapters.signer, campaign, channel),
        ),
        channel=channel,
        name=channel_words(channel, call.language),
    )


def join_url(base_url: str, code: str, channel: str) -> str:
    """Where one joins by that code; `channel` as it is signed."""
    return f"{base_url}/j/{code}?c={channel}"
