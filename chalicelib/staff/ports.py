"""What the staff's part needs of the world."""

from datetime import datetime
from typing import Protocol

from chalicelib.core.actors import StaffAccount
from chalicelib.staff.person import IdempotencyRecord


class IdempotencyStore(Protocol):
    """What makes a request of staff, or a sign-up, that is sent twice one request."""

    def find(self, county_id: str, digest: str) -> IdempotencyRecord | None: ...

    def keep(self, proposal: IdempotencyRecord, *, now: datetime) -> IdempotencyRecord: ...


class StaffAccounts(Protocol):
    def find(self, username: str) -> StaffAccount | None:
        """`None` if there is no such account. Raises `TryAgainError` if nobody can say."""
