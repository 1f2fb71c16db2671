"""The photos of a campaign, as anybody may see them."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import PageQuery, Time
from chalicelib.http.terms import JoinCode, NextCursor
from chalicelib.joining.errors import CampaignNotFoundError
from chalicelib.photos.gallery import SHOWN_SECONDS
from chalicelib.photos.wiring import PhotosWiring

routes = Operations(tag="visits")


class GalleryQuery(PageQuery):
    limit: Annotated[int, Field(ge=1, le=24)] = 12
    """How many photos a page may have."""


class GalleryPhotoAnswer(Shape):
    """Whose it is, nobody is told."""

    url: str
    """Where the picture is."""
    place: str
    """What the place is called where it was taken."""


class GalleryAnswer(Shape):
    name: str
    """What the campaign is called."""
    data: list[GalleryPhotoAnswer]
    """Photos that were accepted and whose members consent, the newest first."""
    next_cursor: NextCursor
    expires_at: Time
    """Until when the pictures open by these addresses."""


@routes.operation(
    "GET",
    "/v1/campaigns/{code}/photos",
    summary="The photos that visitors of a campaign let the county show, newest first",
    audience="anyone",
    query=GalleryQuery,
    answer=GalleryAnswer,
    errors=(CampaignNotFoundError,),
)
def show_gallery(call: Call[None], code: JoinCode) -> GalleryAnswer:
    page, gallery = call.page(), call.wired(PhotosWiring).gallery
    is_english = call.language == "en"
    campaign = gallery.campaign(call.county_id, code)
    found, cursor = page.read(
        lambda position: gallery.page(call.county_id, code, limit=page.limit, position=position)
    )
    return GalleryAnswer(
        name=campaign.name_en if is_english else campaign.name,
        data=[
            GalleryPhotoAnswer(
                url=gallery.address(photo),
                place=photo.visited.name_en if is_english else photo.visited.name,
            )
            for photo in found
        ],
        next_cursor=cursor,
        expires_at=call.now() + timedelta(seconds=SHOWN_SECONDS),
    )
