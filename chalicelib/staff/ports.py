"""What the idempotency of staff needs of the world."""

from datetime import datetime
from typing import Protocol

from chalicelib.staff.person import IdempotencyRecord


class IdempotencyStore(Protocol):
    """What makes a request of staff that is sent twice one request."""

    def find(self, county_id: str, digest: str) -> IdempotencyRecord | None: ...

    def keep(self, proposal: IdempotencyRecord, *, now: datetime) -> IdempotencyRecord: ...
