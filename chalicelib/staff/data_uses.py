"""Personal data that staff took out in clear, and that somebody else looks through each month.

Standards for the safety of personal data, art. 8: records of access are reviewed once a month at
the least, and of data that was downloaded the reason.
"""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from chalicelib.staff.audit import AuditAction, AuditRecord
from chalicelib.staff.person import Person

USES: frozenset[AuditAction] = frozenset(
    {
        "comment_viewed",
        "extract_taken_out",
        "member_join_refused",
        "member_revealed",
        "payout_file_made",
        "photo_viewed",
        "table_taken_out",
        "trip_image_viewed",
        "trip_viewed",
    }
)
"""What shows or takes out personal data in clear, or tells, as a refused join at the desk does,
that somebody of a name and birth date is a member; of joins, trips, photos and comments no reason
is asked for."""


class DataReview(Struct, frozen=True, kw_only=True):
    """Somebody has looked through a month's uses by others; `note` says what was found."""

    county_id: str
    period: str
    by: Person
    at: datetime
    note: str


def reviewer_of(record: AuditRecord, reviews: Iterable[DataReview]) -> Person | None:
    """Who reviewed this use: the first who is somebody else than its operator."""
    return next((one.by for one in reviews if not one.by.may_be(record.by)), None)
