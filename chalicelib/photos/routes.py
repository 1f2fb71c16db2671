"""A member's photo entries."""

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.core.errors import TryAgainError
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Time
from chalicelib.http.terms import CampaignRef, JoinCode, PhotoRef, UploadRef
from chalicelib.joining.errors import CampaignNotFoundError
from chalicelib.ledger.errors import (
    IdentityRequiredError,
    MemberNotFoundError,
    MemberSuspendedError,
)
from chalicelib.photos.answers import PhotoAnswer, photo_answer
from chalicelib.photos.errors import (
    PhotoEntriesClosedError,
    PhotoNotFoundError,
    PhotoPlaceUnvisitedError,
    PhotoTurnsUsedError,
    PhotoUsedError,
)
from chalicelib.photos.photos import CONSENT_VERSION
from chalicelib.photos.wiring import PhotosWiring

routes = Operations(tag="visits")


class PhotoBody(Shape):
    campaign_id: CampaignRef
    place: Annotated[str, Field(min_length=1, max_length=64)]
    """Where it was taken: one of the places where a visit is proved."""
    upload_id: UploadRef
    consent_version: Literal[1]
    """The version of the text, shown to the member, by which the county may publish the photo."""


class VisitedAnswer(Shape):
    place: str
    """The code of the booth, or the id of the sight."""
    name: str
    """What it is called."""
    visited_at: Time
    """When the visit was proved."""


class PhotoCampaignAnswer(Shape):
    campaign_id: CampaignRef
    code: JoinCode
    """By which its gallery is found."""
    name: str
    """What the campaign is called."""
    closes_at: Time
    """Until when it takes photos."""
    left: int
    """How many more this person may send."""
    places: list[VisitedAnswer]
    """Where a visit of the member's is proved; a photo is of one of them."""


class PhotosAnswer(Shape):
    data: list[PhotoAnswer]
    """The member's own, the newest first."""
    campaigns: list[PhotoCampaignAnswer]
    """Those that take photos now, the one that ends first at the top."""
    consent_version: int
    """The version of the text that is consented to now."""


@routes.operation(
    "GET",
    "/v1/me/photo-entries",
    summary="The member's photo entries, and the campaigns that take some",
    audience="member",
    answer=PhotosAnswer,
    errors=(MemberNotFoundError, MemberSuspendedError),
)
def list_photos(call: Call[None]) -> PhotosAnswer:
    photos, is_english = call.wired(PhotosWiring).photos, call.language == "en"
    openings = photos.openings(call.member)
    return PhotosAnswer(
        data=[photo_answer(each, call.language) for each in photos.own(call.member)],
        campaigns=[
            PhotoCampaignAnswer(
                campaign_id=each.campaign.campaign_id,
                code=each.campaign.code,
                name=each.campaign.name_en if is_english else each.campaign.name,
                closes_at=each.campaign.closes_at,
                left=each.left,
                places=[
                    VisitedAnswer(
                        place=one.place,
                        name=one.name_en if is_english else one.name,
                        visited_at=one.at,
                    )
                    for one in each.visits
                ],
            )
            for each in openings
        ],
        consent_version=CONSENT_VERSION,
    )


@routes.operation(
    "POST",
    "/v1/me/photo-entries",
    summary="Enter a photo of a place that was visited; the same picture again is the same entry",
    audience="member",
    status=201,
    body=PhotoBody,
    answer=PhotoAnswer,
    errors=(
        CampaignNotFoundError,
        PhotoEntriesClosedError,
        PhotoPlaceUnvisitedError,
        PhotoTurnsUsedError,
        PhotoUsedError,
        IdentityRequiredError,
        MemberNotFoundError,
        MemberSuspendedError,
        TryAgainError,
    ),
)
def enter_photo(call: Call[PhotoBody]) -> PhotoAnswer:
    photo, is_repeated = call.wired(PhotosWiring).photos.send(
        call.member,
        campaign_id=call.body.campaign_id,
        place=call.body.place,
        upload_id=call.body.upload_id,
    )
    call.mark_replayed(is_repeated)
    return photo_answer(photo, call.language)


@routes.operation(
    "POST",
    "/v1/me/photo-entries/{photo_id}/withdraw",
    summary="Take back the consent to publish a photo: it is erased; again changes nothing",
    audience="member",
    answer=PhotoAnswer,
    errors=(PhotoNotFoundError, MemberNotFoundError, MemberSuspendedError, TryAgainError),
)
def withdraw_photo(call: Call[None], photo_id: PhotoRef) -> PhotoAnswer:
    photo = call.wired(PhotosWiring).photos.withdraw(call.member, photo_id)
    return photo_answer(photo, call.language)
