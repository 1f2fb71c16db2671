"""Whether somebody stands behind a photo who consents, and could take that back."""

from chalicelib.photos.photos import Photo
from chalicelib.photos.ports import Profiles


def is_of_member(photo: Photo, members: Profiles) -> bool:
    """Not whoever has left: the consent ends with the membership. Of a wallet that goes on in
    another one, the membership of that one counts."""
    profile = members.profile(photo.county_id, photo.member_id, consistent=True)
    if profile is not None and profile.continues_in:
        profile = members.profile(photo.county_id, profile.continues_in, consistent=True)
    return profile is not None and profile.status != "left"
