"""A photo entry as its member and as staff see it."""

from datetime import date

from chalicelib.http.call import Shape
from chalicelib.http.shapes import Time
from chalicelib.http.terms import CampaignRef, EntryRef, MemberRef, NextCursor, PhotoRef
from chalicelib.photos.photos import Photo, PhotoStatus


class PhotoAnswer(Shape):
    photo_id: PhotoRef
    campaign_id: CampaignRef
    place: str
    """What the place is called where it was taken."""
    visited_at: Time
    """When the visit there was proved."""
    sent_at: Time
    """When it was sent, and its member consented to its being published."""
    consent_version: int
    """The version of the text that was consented to."""
    status: PhotoStatus
    """How it stands."""
    reason: str | None
    """Why it was refused or taken down; null of others."""
    decided_at: Time | None
    """When staff decided; null before."""
    entry_id: EntryRef | None
    """What was given for it as a post; null of nothing."""
    erased_on: date
    """The last day on which the picture is kept."""
    is_erased: bool
    """Whether the picture is gone."""


class StaffPhotoAnswer(PhotoAnswer):
    member_id: MemberRef
    decided_by: str | None
    """The account that decided; null before."""
    taken_down_by: str | None
    """The account that took it down; null of others."""


class StaffPhotosAnswer(Shape):
    data: list[StaffPhotoAnswer]
    """Photo entries, the newest first."""
    next_cursor: NextCursor


def photo_answer(photo: Photo, language: str) -> PhotoAnswer:
    return PhotoAnswer(
        photo_id=photo.photo_id,
        campaign_id=photo.campaign_id,
        place=photo.visited.name_en if language == "en" else photo.visited.name,
        visited_at=photo.visited.at,
        sent_at=photo.sent_at,
        consent_version=photo.consent_version,
        status=photo.status,
        reason=_told(photo),
        decided_at=photo.decided_at,
        entry_id=photo.entry_id,
        erased_on=photo.erased_on,
        is_erased=photo.is_erased,
    )


def _told(photo: Photo) -> str | None:
    if photo.taken_down:
        return photo.taken_down.reason
    return photo.reason if photo.decision == "refused" else None


def staff_photo_answer(photo: Photo, language: str) -> StaffPhotoAnswer:
    return StaffPhotoAnswer(
        **dict(photo_answer(photo, language)),
        member_id=photo.member_id,
        decided_by=photo.decided_by.username if photo.decided_by else None,
        taken_down_by=photo.taken_down.by.username if photo.taken_down else None,
    )
