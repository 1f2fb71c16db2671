"""Photo entries at the desk."""

from datetime import timedelta

from chalicelib.approvals.answers import ApprovalBody, RejectionBody
from chalicelib.approvals.errors import OwnWalletError, StaffNumberMissingError
from chalicelib.core.errors import TryAgainError
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import PageQuery, Time
from chalicelib.http.terms import PhotoRef
from chalicelib.photos.answers import StaffPhotoAnswer, StaffPhotosAnswer, staff_photo_answer
from chalicelib.photos.errors import PhotoDecidedError, PhotoErasedError, PhotoNotFoundError
from chalicelib.photos.photos import PhotoStatus
from chalicelib.photos.wiring import PhotosWiring
from chalicelib.staff.actor import person_of
from chalicelib.staff.wiring import StaffWiring
from chalicelib.uploads.uploads import SHOWN_SECONDS

routes = Operations(tag="staff")

MODERATORS = ("operator", "manager")


class PhotosQuery(PageQuery):
    status: PhotoStatus | None = None
    """Only those that stand so."""


class PhotoImageAnswer(Shape):
    url: str
    """Where the picture is."""
    expires_at: Time
    """Until when."""


@routes.operation(
    "GET",
    "/v1/staff/photo-entries",
    summary="Photos that visitors of campaigns entered, newest first",
    audience="staff",
    roles=MODERATORS,
    query=PhotosQuery,
    answer=StaffPhotosAnswer,
)
def list_entered_photos(call: Call[None]) -> StaffPhotosAnswer:
    page, desk = call.page(), call.wired(PhotosWiring).desk
    found, cursor = page.read(
        lambda position: desk.page(
            call.county_id, status=call.query.status, limit=page.limit, position=position
        )
    )
    data = [staff_photo_answer(photo, call.language) for photo in found]
    return StaffPhotosAnswer(data=data, next_cursor=cursor)


@routes.operation(
    "GET",
    "/v1/staff/photo-entries/{photo_id}/image",
    summary="An address that shows an entered photo for a minute; the look is on record",
    audience="staff",
    roles=MODERATORS,
    answer=PhotoImageAnswer,
    errors=(PhotoNotFoundError, PhotoErasedError),
)
def show_entered_photo(call: Call[None], photo_id: PhotoRef) -> PhotoImageAnswer:
    url = call.wired(PhotosWiring).desk.image_address(call.county_id, photo_id)
    call.wired(StaffWiring).audit_trail.note(
        call.county_id, person_of(call), "photo_viewed", photo_id
    )
    return PhotoImageAnswer(url=url, expires_at=call.now() + timedelta(seconds=SHOWN_SECONDS))


@routes.operation(
    "POST",
    "/v1/staff/photo-entries/{photo_id}/accept",
    summary="Accept a photo: an entry in its campaign's draws, rewarded as a post",
    audience="staff",
    roles=MODERATORS,
    body=ApprovalBody,
    answer=StaffPhotoAnswer,
    errors=(
        PhotoNotFoundError,
        PhotoDecidedError,
        OwnWalletError,
        StaffNumberMissingError,
        TryAgainError,
    ),
)
def accept_photo(call: Call[ApprovalBody], photo_id: PhotoRef) -> StaffPhotoAnswer:
    photo = call.wired(PhotosWiring).desk.decide(
        call.county_id, person_of(call), photo_id, "accepted", reason=call.body.reason
    )
    return staff_photo_answer(photo, call.language)


@routes.operation(
    "POST",
    "/v1/staff/photo-entries/{photo_id}/reject",
    summary="Refuse a photo with a reason that its member reads; it is erased",
    audience="staff",
    roles=MODERATORS,
    body=RejectionBody,
    answer=StaffPhotoAnswer,
    errors=(
        PhotoNotFoundError,
        PhotoDecidedError,
        OwnWalletError,
        StaffNumberMissingError,
        TryAgainError,
    ),
)
def refuse_photo(call: Call[RejectionBody], photo_id: PhotoRef) -> StaffPhotoAnswer:
    photo = call.wired(PhotosWiring).desk.decide(
        call.county_id, person_of(call), photo_id, "refused", reason=call.body.reason
    )
    return staff_photo_answer(photo, call.language)


@routes.operation(
    "POST",
    "/v1/staff/photo-entries/{photo_id}/take-down",
    summary="Show an accepted photo no more, with a reason that its member reads; it is erased",
    audience="staff",
    roles=MODERATORS,
    body=RejectionBody,
    answer=StaffPhotoAnswer,
    errors=(PhotoNotFoundError, PhotoDecidedError, TryAgainError),
)
def take_photo_down(call: Call[RejectionBody], photo_id: PhotoRef) -> StaffPhotoAnswer:
    photo = call.wired(PhotosWiring).desk.take_down(
        call.county_id, person_of(call), photo_id, reason=call.body.reason
    )
    return staff_photo_answer(photo, call.language)
